// The states of what cannot be checked, and of sign-ins that failed with a cause.

import { button, role, skip } from './parts.mjs';

/** @param query Finds a row that a low window does not draw at first. */
const page = (id, query = '') => ({
  name: `unchecked-page-${id}`,
  scenario: 'unchecked',
  async act(shown) {
    await shown.getByRole('searchbox').fill(query);
    await shown.locator(`[data-id="${id}"] [data-column=name]`).click();
    await shown.locator('aside ol').waitFor();
  },
});

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const unchecked = [
  { name: 'unchecked', scenario: 'unchecked' },
  {
    name: 'unchecked-grey',
    scenario: 'unchecked',
    act: (shown) => role(shown, 'button', /^Can’t check/).click(),
  },
  ...['refused', 'refused-long', 'no-app', 'unreadable', 'again-soon', 'gone'].map((id) => page(id)),
  page('days-long', 'مكتبة'),
  page('again', '@again'),
  page('full', 'dental'),
  {
    name: 'unchecked-remove',
    scenario: 'unchecked',
    async act(shown) {
      await page('gone').act(shown);
      await button(shown, 'Remove this location…').click();
      await role(shown, 'dialog').waitFor();
    },
  },
  {
    name: 'unchecked-fix-app',
    scenario: 'unchecked',
    act: (shown) => role(shown, 'button', /^Fix all/).click(),
  },
  {
    name: 'unchecked-fix-refused',
    scenario: 'unchecked',
    async act(shown) {
      await role(shown, 'button', /^Fix all/).click();
      const why = shown.getByTestId('fix-all').getByText('Probably not accepted');
      await skip(shown, why);
    },
  },
  {
    name: 'unchecked-fix-left',
    scenario: 'unchecked',
    async act(shown) {
      await role(shown, 'button', /^Fix all/).click();
      await skip(shown);
      await button(shown, 'Go through them again').waitFor();
    },
  },
  ...['attention', 'app', 'number', 'certificate'].map((end) => ({
    name: `failed-${end}`,
    scenario: `failed_${end}`,
  })),
  {
    name: 'store-moved',
    scenario: 'day',
    async act(shown) {
      await shown.evaluate(() => window.fake.tell({ fact: 'store_moved', value: true }));
      const banner = shown.getByTestId('store-moved');
      await button(banner, 'Save a copy').click();
      await banner.getByText('Saved as').waitFor();
    },
  },
];
