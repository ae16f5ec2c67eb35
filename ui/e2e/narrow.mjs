// Narrow windows and large type: what is reached in a wide window is reached there too. 200 % of 640
// by 800 pixels has room for as much as 320 by 400.

import assert from 'node:assert/strict';

import { button } from './parts.mjs';

const named = (page, name) => page.locator(`[data-name="${name}"] [data-column=name]`);
const large = { width: 590, height: 380, deviceScaleFactor: 2 };

async function opened(page) {
  await named(page, 'Harbour Lane Bakery').click({ position: { x: 10, y: 8 } });
  await page.locator('aside ol').waitFor();
}

async function openedWaiting(page) {
  await named(page, '@acme').click({ position: { x: 10, y: 8 } });
  await page.locator('aside ol').waitFor();
}

const views = [
  { theme: 'light', width: 320, height: 640 },
  { theme: 'dark', width: 760 },
  { theme: 'light', width: 1080 },
  { theme: 'light', width: 1920, height: 1000 },
  { theme: 'light', name: 'large', ...large },
  { theme: 'dark', name: 'forced', width: 1280, forcedColors: 'active' },
];

/** @type {{ name: string, scenario: string, views?: object[], act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const narrow = [
  { name: 'narrow-list', scenario: 'day', views },
  { name: 'narrow-panel', scenario: 'day', views, act: opened },
  { name: 'narrow-waiting', scenario: 'day', views, act: openedWaiting },
  {
    name: 'narrow-client',
    scenario: 'day',
    views: views.filter(({ width }) => width <= 760),
    async act(page) {
      await page.getByLabel('Client that is shown').selectOption('harbour');
      await page.getByRole('heading', { level: 1, name: 'Harbour Lane' }).waitFor();
    },
  },
  {
    name: 'narrow-size',
    scenario: 'day',
    views,
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Larger').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'narrow-menu',
    scenario: 'day',
    views,
    async act(page) {
      const row = page.locator('[data-name="Harbour Lane Bakery"]');
      await row.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await row.click({ button: 'right', position: { x: 90, y: 40 } });
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'narrow-discard',
    scenario: 'day',
    views,
    async act(page) {
      await button(page, 'Add location').click();
      await button(page, 'I have a token').click();
      await button(page, 'Facebook').click();
      await page.getByLabel('Access token').fill('EAAB');
      await page.keyboard.press('Escape');
      await button(page, 'Keep typing').waitFor();
    },
  },
];

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim());
const shade = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);

export const narrowJourneys = [
  ...[320, 760, 1080].map((width) => ({
    name: `at ${width} pixels the panel covers nothing: Back leads to its row, and the list is where it was`,
    scenario: 'many',
    options: { width },
    async act(page) {
      const list = page.locator('.list');
      await list.evaluate((element) => element.scrollTo(0, 2000));
      const inTheMiddle = () => {
        const { x, y, height } = document.querySelector('.list').getBoundingClientRect();
        return document.elementFromPoint(x + 120, y + height / 2)?.closest('[data-testid=location]')?.dataset.name;
      };
      const wanted = await (await page.waitForFunction(inTheMiddle)).jsonValue();
      await named(page, wanted).click();
      await button(page, 'Back').waitFor();
      assert.equal(await focused(page), 'Back');
      const before = await list.evaluate((element) => element.scrollTop);
      // Nothing of what it stands over is in the way or takes a key.
      assert.equal(await button(page, 'Add location').count(), 0);
      await page.keyboard.press('Escape');
      await button(page, 'Back').waitFor({ state: 'detached' });
      await button(page, 'Add location').click({ trial: true });
      assert.equal(await list.evaluate((element) => element.scrollTop), before);
      await page.waitForFunction((name) => document.activeElement?.closest('[data-testid=location]')?.dataset.name === name, wanted);
    },
  })),
  {
    name: 'at 1080 pixels a sign-in is cancelled from its panel and, beside another one’s panel, from the corner',
    scenario: 'day',
    options: { width: 1080 },
    async act(page) {
      await opened(page);
      const card = page.getByTestId('sign-in-card');
      await card.getByRole('button', { name: 'Cancel', exact: true }).click({ trial: true });
      await button(page, 'Back').click();
      await openedWaiting(page);
      await page.locator('aside').getByRole('button', { name: 'Cancel', exact: true }).click();
      const asked = await page.evaluate(() => window.fake.asked.filter((each) => each.ask === 'cancel_sign_in'));
      assert.equal(asked.length, 1);
      assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
    },
  },
  {
    name: 'forced colours keep the current view, the pressed chip and the open row apart from the others',
    scenario: 'day',
    options: { forcedColors: 'active' },
    async act(page) {
      const nav = page.locator('nav');
      const [on, off] = [nav.locator('[aria-current=page]').first(), button(page, 'Timeline')];
      assert.notEqual(await shade(on), await shade(off));
      const chips = page.getByRole('group', { name: 'Show' });
      const pressed = chips.locator('[aria-pressed=true]').first();
      assert.notEqual(await shade(pressed), await shade(chips.locator('[aria-pressed=false]').first()));
      await opened(page);
      const outline = (row) => row.evaluate((element) => getComputedStyle(element).outlineStyle);
      assert.equal(await outline(page.locator('[data-name="Harbour Lane Bakery"]')), 'solid');
      assert.equal(await outline(page.locator('[data-name="Elbe Books"]')), 'none');
    },
  },
  {
    name: 'the keyboard opens the menu of a row once, and the engine’s stays away',
    scenario: 'day',
    async act(page) {
      await named(page, 'Elbe Books').focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu').waitFor();
      assert.equal(await page.getByRole('menu').count(), 1);
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement?.closest('[data-testid=location]')?.dataset.name), 'Elbe Books');
    },
  },
  {
    name: 'Escape again and again keeps a typed secret: the question has no way past it',
    scenario: 'day',
    async act(page) {
      await button(page, 'Add location').click();
      await button(page, 'I have a token').click();
      await button(page, 'Facebook').click();
      await page.getByLabel('Access token').fill('EAAB');
      for (let times = 0; times < 4; times += 1) {
        await page.keyboard.press('Escape');
        await page.waitForFunction((open) => document.querySelectorAll('dialog[open]').length === open, times % 2 === 0 ? 2 : 1);
      }
      assert.equal(await page.getByLabel('Access token').inputValue(), 'EAAB');
    },
  },
];
