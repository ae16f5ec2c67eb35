// The set-up of a developer app: what its page says, its steps, its fields and its test.

import assert from 'node:assert/strict';

import { button, role } from './parts.mjs';

const ID = '1234567890123456';
const SECRET = '0123456789abcdef0123456789abcdef';

/** Opens the set-up of this network where a location is added. */
async function adding(page, name) {
  await button(page, 'Connect my own').click();
  await button(page, name).click();
}

async function atStep(page, name, step) {
  await adding(page, name);
  await button(page, 'Begin').click();
  for (let at = 1; at < step; at += 1) await button(page, 'Next').click();
}

const paste = (page, text) => page.getByLabel('Paste what you copied').fill(text);

async function saved(page, findings) {
  await page.evaluate((found) => window.fake.findInApp(found), findings);
  await atStep(page, 'Facebook', 2);
  await paste(page, `App ID ${ID} App secret ${SECRET}`);
  await button(page, 'Save and test').click();
}

const sizes = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320, height: 640 },
  { theme: 'dark', width: 320, height: 640 },
  { theme: 'light', name: 'large', width: 590, height: 380, deviceScaleFactor: 2 },
  { theme: 'light', name: 'forced', width: 1280, forcedColors: 'active' },
];

/** What is written from right to left turns the whole page. */
const rightToLeft = {
  theme: 'light',
  name: 'rtl',
  width: 900,
  before: () => addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('dir', 'rtl')),
};

const views = [...sizes, rightToLeft];

export const setUp = [
  ...['Facebook', 'YouTube', 'X', 'TikTok'].map((name) => ({
    name: `set-up-${name}`,
    scenario: 'networks',
    views: name === 'Facebook' ? views : sizes.slice(0, 3),
    act: (page) => adding(page, name),
  })),
  {
    name: 'set-up-Mastodon',
    scenario: 'networks',
    views,
    async act(page) {
      await adding(page, 'Mastodon');
      await page.getByText('More to know').click();
    },
  },
  {
    name: 'set-up-unfolded',
    scenario: 'networks',
    views,
    async act(page) {
      await adding(page, 'YouTube');
      const asks = page.getByText('What Greentick asks for');
      await asks.click();
      await asks.scrollIntoViewIfNeeded();
      await page.locator('details[open] table').waitFor();
    },
  },
  { name: 'set-up-step', scenario: 'networks', views, act: (page) => atStep(page, 'Facebook', 2) },
  { name: 'set-up-first-step', scenario: 'networks', views: sizes.slice(0, 3), act: (page) => atStep(page, 'YouTube', 1) },
  {
    name: 'set-up-pasted',
    scenario: 'networks',
    views,
    async act(page) {
      await atStep(page, 'Facebook', 3);
      await paste(page, `App ID ${ID} App secret ${SECRET}`);
      await page.getByText(`Took ${ID}`).waitFor();
    },
  },
  {
    name: 'set-up-pasted-wrong',
    scenario: 'networks',
    views: sizes.slice(0, 3),
    async act(page) {
      await atStep(page, 'X', 4);
      await paste(page, 'AbCdEfGhIjKlMnOpQrStUvWx1');
      await page.getByText('That is an API key.').waitFor();
    },
  },
  {
    name: 'set-up-empty',
    scenario: 'no_app',
    async act(page) {
      await adding(page, 'Facebook');
      await button(page, 'I have the values already').click();
      await button(page, 'Save and test').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'set-up-refused',
    scenario: 'networks',
    views,
    async act(page) {
      await saved(page, [{ tried: 'credentials', showed: 'wrong', missing: [] }]);
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'set-up-not-fine',
    scenario: 'networks',
    views,
    async act(page) {
      await saved(page, [
        { tried: 'credentials', showed: 'fine', missing: [] },
        { tried: 'redirect', showed: 'missing', missing: [] },
        { tried: 'scopes', showed: 'not_told_yet', missing: [] },
      ]);
      await button(page, 'Show step 2, where it is entered').waitFor();
    },
  },
  {
    name: 'set-up-tested',
    scenario: 'networks',
    views,
    async act(page) {
      await saved(page, [
        { tried: 'credentials', showed: 'fine', missing: [] },
        { tried: 'redirect', showed: 'fine', missing: [] },
        { tried: 'scopes', showed: 'not_told_yet', missing: [] },
      ]);
      await button(page, 'Sign in at Facebook').waitFor();
    },
  },
  {
    name: 'set-up-put-off',
    scenario: 'networks',
    views,
    async act(page) {
      await atStep(page, 'Facebook', 2);
      await button(page, 'Save and go on later').click();
      await button(page, 'Settings').click();
      await page.getByText('Set-up unfinished').waitFor();
    },
  },
  {
    name: 'set-up-settings',
    scenario: 'networks',
    views,
    async act(page) {
      await button(page, 'Look around first').click();
      await button(page, 'Settings').click();
      await page.getByRole('region', { name: 'LinkedIn' }).getByRole('button').first().click();
      await button(page, 'Begin').click();
    },
  },
];

export const setUpJourneys = [
  {
    name: 'an app is set up with the keyboard alone, from its page to the sign-in',
    scenario: 'no_app',
    async act(page) {
      await adding(page, 'Facebook');
      await button(page, 'Begin').press('Enter');
      const focused = () => page.evaluate(() => document.activeElement?.textContent.trim());
      assert.equal(await focused(), 'Step 1 of 4');
      for (let step = 2; step <= 4; step += 1) {
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: `Step ${step} of 4` }).waitFor();
      }
      await page.keyboard.press('Alt+ArrowLeft');
      assert.equal(await focused(), 'Step 3 of 4');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      // What a paste does, as the browser's own clipboard would.
      await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, `${SECRET}\n${ID}`);
      await page.getByText(`Took ${ID}`).waitFor();
      assert.equal(await page.locator('body').evaluate((body, secret) => body.innerText.includes(secret), SECRET), false);
      // There is nothing left to sort, so Enter saves.
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Saved and tested' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const asked = await page.evaluate(() => window.fake.asked.map(({ ask }) => ask));
      for (const ask of ['save_app', 'try_app', 'add_location']) assert.equal(asked.filter((each) => each === ask).length, 1, ask);
    },
  },
];
