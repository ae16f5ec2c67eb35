// The states of the queue that heals all.

import { button, role, skip } from './parts.mjs';

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const fixAll = [
  {
    name: 'fix-all',
    scenario: 'day',
    act: (page) => role(page, 'button', /^Fix all/).click(),
  },
  {
    name: 'fix-all-signing-in',
    scenario: 'held',
    async act(page) {
      await role(page, 'button', /^Fix all/).click();
      await button(page, 'Sign in').click();
      await page.getByTestId('stays-ticked').waitFor();
    },
  },
  {
    name: 'fix-all-account',
    scenario: 'day',
    async act(page) {
      await role(page, 'button', /^Fix all/).click();
      const note = role(page, 'button', /^Copy a note for whoever/);
      await skip(page, note);
    },
  },
  {
    name: 'fix-all-skipped',
    scenario: 'day',
    async act(page) {
      await role(page, 'button', /^Fix all/).click();
      await skip(page);
      await button(page, 'Go through them again').waitFor();
    },
  },
  {
    name: 'fix-all-left',
    scenario: 'held',
    async act(page) {
      await role(page, 'button', /^Fix all/).click();
      await page.evaluate(() => window.fake.failSignIn('held-0-1', 'page_not_granted'));
      await skip(page);
      await role(page, 'button', /^Sign in: /).first().click();
      await page.getByText('Waiting for you at').first().waitFor();
    },
  },
  ...['locked', 'wrong_key'].map((name) => ({
    name: `fix-all-${name}`,
    scenario: name,
    act: (page) => role(page, 'button', /^Fix all/).click(),
  })),
];
