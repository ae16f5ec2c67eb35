// A store that did not open, for each reason that there is.

import { button } from './parts.mjs';

const problems = [
  'not_a_file',
  'not_a_database',
  'foreign',
  'strange_tables',
  'damaged',
  'newer',
  'busy',
  'no_rights',
  'read_only',
  'full',
  'disk',
  'folder_open',
  'file_open',
  'not_the_store',
];

export const closed = [
  ...problems.map((problem) => ({ name: `closed-${problem}`, scenario: `closed_${problem}` })),
  {
    name: 'closed-still',
    scenario: 'closed_full',
    async act(page) {
      await button(page, 'Try again').click();
      await page.getByText('That did not help').waitFor();
    },
  },
  {
    name: 'closed-set-aside',
    scenario: 'closed_damaged',
    act: (page) => button(page, 'Set aside and start empty…').click(),
  },
  {
    name: 'closed-set-aside-done',
    scenario: 'closed_damaged',
    async act(page) {
      await button(page, 'Set aside and start empty…').click();
      await button(page, 'Set aside and start empty').click();
      await page.getByTestId('notice').waitFor();
    },
  },
];
