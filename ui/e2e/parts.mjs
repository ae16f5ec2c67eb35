// Parts of a page as a person names them.

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const role = (page, kind, name) => page.getByRole(kind, { name });
