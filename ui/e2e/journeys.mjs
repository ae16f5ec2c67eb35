// What only a real browser can show: focus, scrolling, themes before the first paint.

import assert from 'node:assert/strict';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const focusedRow = (page) =>
  page.evaluate(() => document.activeElement?.closest('[data-testid=location]')?.dataset.name ?? null);
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

export const journeys = [
  {
    name: 'ten thousand rows: few are drawn, the last is reached, the keyboard goes on from there',
    scenario: 'many',
    async act(page) {
      const drawn = () => page.getByTestId('location').count();
      assert((await drawn()) < 60);
      await page.keyboard.press('End');
      await page.locator('[data-name="Branch 9999"]').waitFor();
      assert.equal(await focusedRow(page), 'Branch 9999');
      await page.keyboard.press('ArrowUp');
      assert.equal(await focusedRow(page), 'Branch 9998');
      assert((await drawn()) < 60);
      await page.mouse.move(600, 500);
      await page.mouse.wheel(0, -200_000);
      await page.waitForFunction(() => document.querySelectorAll('[data-testid=location]').length > 10);
      await page.keyboard.press('Home');
      assert.equal(await focusedRow(page), 'Branch 0');
    },
  },
  {
    name: 'the question of a disconnect: Enter keeps, Escape keeps, the focus comes back',
    scenario: 'one',
    async act(page) {
      const tick = button(page, 'Disconnect Acme Coffee');
      await tick.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep connected');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert(await tick.evaluate((element) => element === document.activeElement));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert(await tick.evaluate((element) => element === document.activeElement));
      assert.equal(await page.evaluate(() => window.fake.asked.some((each) => each.ask === 'disconnect')), false);
    },
  },
  {
    name: 'the row menu works by keyboard and gives the focus back after its dialog',
    scenario: 'one',
    async act(page) {
      await button(page, 'More for Acme Coffee').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
        'More for Acme Coffee',
      );
    },
  },
  {
    name: 'a disconnect moves the row and the focus with it',
    scenario: 'day',
    async act(page) {
      await button(page, 'Disconnect Elbe Books').click();
      await button(page, 'Disconnect').click();
      await button(page, 'Connect Elbe Books').waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Connect Elbe Books');
    },
  },
  {
    name: 'a picker that comes by itself takes the focus and gives it back',
    scenario: 'one',
    async act(page) {
      const check = button(page, 'Check now');
      await check.focus();
      await page.evaluate(() => {
        const offer = { login: 'Jana', granted: [], not_granted: [], connected: [] };
        const value = {
          id: 'a',
          network: 'facebook',
          host: null,
          location: null,
          surface: 'window',
          stage: { at: 'picking', offer },
          deadline: Date.now() + 60_000,
        };
        window.fake.tell({ fact: 'attempt_changed', value });
      });
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert(await check.evaluate((element) => element === document.activeElement));
    },
  },
  {
    name: 'a chosen dark theme is there before the first paint in a light system',
    scenario: 'day',
    options: {
      theme: 'light',
      before: () => {
        localStorage.setItem('theme', 'dark');
        // The body is parsed before any module runs: what the page says then is what is painted.
        const look = () => document.body && (window.early ??= document.documentElement.dataset.theme);
        new MutationObserver(look).observe(document, { childList: true, subtree: true });
      },
    },
    async act(page) {
      assert.equal(await page.evaluate(() => window.early), 'dark');
    },
  },
  {
    name: 'the system theme is followed while the window is open',
    scenario: 'day',
    async act(page) {
      const light = await background(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, light);
    },
  },
  {
    name: 'right to left mirrors the window without a scroll bar',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      const [nav, main] = await Promise.all([
        page.locator('nav').boundingBox(),
        page.locator('main').boundingBox(),
      ]);
      assert(nav && main && nav.x > main.x);
    },
  },
];
