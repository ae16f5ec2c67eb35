// Parts of a page as a person names them.

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const role = (page, kind, name) => page.getByRole(kind, { name });

/** Passes steps of Fix all over, until the queue shows this or has no step left. */
export async function skip(page, until) {
  const next = button(page, 'Skip');
  for (let steps = 0; steps < 100; steps += 1) {
    if (until ? (await until.count()) > 0 : (await next.count()) === 0) return;
    await next.click();
  }
  throw new Error('there is no end of steps to skip');
}

/** Scrolls the list until the row of this name is drawn: only those in sight are. */
export async function reveal(page, name) {
  const row = page.locator(`[data-testid=location][data-name="${name}"]`);
  for (let steps = 0; steps < 50 && (await row.count()) === 0; steps += 1) {
    await page.locator('.list').evaluate((list) => list.scrollBy(0, 54));
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
  await row.scrollIntoViewIfNeeded();
}
