// Parts of a page as a person names them.

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const role = (page, kind, name) => page.getByRole(kind, { name });

/** How a sign-in ended of which no more is known. */
export const failed = (failure) => ({ at: 'failed', failure, cause: null, hiccup: null, trouble: null, number: null });
