// What is loaded when it is opened: held up on its way, and lost on it.

import assert from 'node:assert/strict';

import { button } from './parts.mjs';

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
const isInDialog = (page) => page.evaluate(() => document.activeElement?.closest('dialog') !== null);

export const laterJourneys = [
  {
    name: 'a dialog that takes long is waited for, takes the focus when it is there, and gives it back',
    scenario: 'one',
    options: { later: true, slow: /OpenDialog.*[.]js/ },
    async act(page, { letGo }) {
      const add = button(page, 'Add location');
      await add.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Loading' }).waitFor();
      assert(await isInDialog(page));
      await letGo();
      await page.getByRole('dialog', { name: 'Add location' }).waitFor();
      assert.equal(await page.getByRole('dialog').count(), 1);
      assert(await isInDialog(page));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert(await isFocused(add));
    },
  },
  {
    name: 'a dialog that is not there yet is left with Escape',
    scenario: 'one',
    options: { later: true, slow: /OpenDialog.*[.]js/ },
    async act(page, { letGo }) {
      const add = button(page, 'Add location');
      await add.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await letGo();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      assert.equal(await page.getByRole('dialog').count(), 0);
      assert(await isFocused(add));
    },
  },
  {
    name: 'a view that was lost on its way says so, and comes when it is tried again',
    scenario: 'one',
    options: { later: true, lost: /SettingsView.*[.]js/ },
    async act(page, { letGo }) {
      await button(page, 'Settings').click();
      await page.getByTestId('unshown').waitFor();
      await letGo();
      await button(page, 'Try again').click();
      await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    },
  },
];
