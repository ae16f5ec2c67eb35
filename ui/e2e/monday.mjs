// The states of a bad Monday.

import { button, role } from './parts.mjs';

const card = (page, who) => page.getByTestId('need-card').filter({ hasText: who });

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const monday = [
  { name: 'monday', scenario: 'monday' },
  {
    name: 'monday-client',
    scenario: 'monday',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Show the locations of Cobalt').click();
    },
  },
  {
    name: 'monday-unfolded',
    scenario: 'monday',
    act: (page) => button(card(page, 'Mila Brandt'), 'Show 41 locations').click(),
  },
  {
    name: 'monday-note',
    scenario: 'monday',
    async act(page) {
      await button(card(page, 'Mila Brandt'), 'Send to Mila Brandt…').click();
      await role(page, 'dialog').waitFor();
    },
  },
  {
    name: 'monday-reminded',
    scenario: 'monday',
    act: (page) => button(card(page, 'Mila Brandt'), 'Remind me tomorrow').click(),
  },
  {
    name: 'monday-signing-in',
    scenario: 'monday',
    act: (page) => button(card(page, 'Mila Brandt'), 'Sign in as Mila Brandt').click(),
  },
  {
    name: 'monday-panel',
    scenario: 'monday',
    async act(page) {
      await button(card(page, 'Mila Brandt'), 'Show 41 locations').click();
      await page.locator('[data-id="Mila Brandt-0"] [data-column=name]').click();
      await page.locator('aside ol').waitFor();
    },
  },
  {
    name: 'removing',
    scenario: 'monday',
    async act(page) {
      await page.getByRole('searchbox').fill('@cobalt');
      await page.locator('[data-id="@cobalt"] [data-column=name]').click();
      await button(page, 'Remove this location…').click();
      await button(role(page, 'dialog'), 'Remove').click();
      await button(page, 'Undo').waitFor();
    },
  },
];
