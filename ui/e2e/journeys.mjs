// What only a real browser can show: focus, scrolling, themes before the first paint.

import assert from 'node:assert/strict';

import { laterJourneys } from './later.mjs';
import { narrowJourneys } from './narrow.mjs';
import { button } from './parts.mjs';
import { setUpJourneys } from './set_up.mjs';

const focusedRow = (page) =>
  page.evaluate(() => document.activeElement?.closest('[data-testid=location]')?.dataset.name ?? null);
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

export const journeys = [
  ...narrowJourneys,
  ...laterJourneys,
  ...setUpJourneys,
  {
    name: 'an offer of 240: the search answers at once, the keyboard reaches both ends and leaves again',
    scenario: 'picking_many',
    async act(page) {
      const boxes = page.getByRole('dialog').getByRole('checkbox');
      assert.equal(await boxes.count(), 240);
      const search = page.getByLabel('Search what is offered');
      await search.focus();
      // From the key to the next painted frame.
      const took = await page.evaluate(async () => {
        const field = document.activeElement;
        const times = [];
        for (const text of ['b', 'ba', 'bak', 'ba', 'b', '']) {
          const start = performance.now();
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          times.push(performance.now() - start);
        }
        return Math.max(...times);
      });
      assert(took < 250, `a letter took ${Math.round(took)} ms`);
      await search.fill('bakery');
      await button(page, 'Clear').click();
      await page.getByText('216 of 240 selected').waitFor();
      await search.press('Escape');
      assert.equal(await search.inputValue(), '');
      assert(await page.getByRole('dialog').isVisible());
      await search.press('ArrowDown');
      await page.keyboard.press('End');
      assert(await boxes.nth(239).evaluate((box) => box === document.activeElement));
      await page.keyboard.press('Space');
      await page.getByText('215 of 240 selected').waitFor();
      await page.keyboard.press('Home');
      // The first row is not hidden behind the search.
      const [first, field] = await Promise.all([boxes.nth(0).boundingBox(), search.boundingBox()]);
      assert(first && field && first.y > field.y + field.height);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Grant more at Facebook…');
      for (const text of ['3 not granted', 'Later', 'Connect 215 pages']) {
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), text);
      }
      await page.keyboard.press('Enter');
      const picks = await page.evaluate(() => window.fake.asked.filter((each) => each.ask === 'pick'));
      assert.equal(picks[0]?.accounts.length, 215);
    },
  },
  {
    name: 'a reconnect from the timeline: the focus stays on the button and goes with the row to its new date',
    scenario: 'ahead',
    async act(page) {
      await button(page, 'Timeline').click();
      const row = page.locator('[data-testid=due][data-name="Elbe Books"]');
      const focused = () =>
        page.evaluate(() => {
          const row = document.activeElement?.closest('[data-testid=due]');
          return row ? `${row.dataset.name}: ${document.activeElement.textContent.trim()}` : null;
        });
      await row.getByRole('button', { name: 'Reconnect now' }).focus();
      await page.keyboard.press('Enter');
      await row.getByText('Waiting for you').waitFor();
      assert.equal(await focused(), 'Elbe Books: Cancel');
      const asked = await page.evaluate(() => window.fake.asked.filter((each) => each.ask === 'connect'));
      const id = await row.getAttribute('data-id');
      assert.deepEqual(asked, [{ ask: 'connect', location: id }]);
      await page.evaluate(async (id) => {
        const snapshot = await window.fake.ask({ ask: 'snapshot' });
        const old = snapshot.value.locations.find((each) => each.id === id);
        const until = Date.now() + 80 * 86_400_000;
        const health = { ...old.health, icon: 'tick', state: 'connected', next: 'none', until };
        window.fake.tell({ fact: 'attempt_ended', value: old.attempt });
        window.fake.tell({ fact: 'location_changed', value: { ...old, attempt: null, health, needs_human_by: until } });
      }, id);
      await row.getByText('In 80 days').waitFor();
      assert.equal(await focused(), 'Elbe Books: Reconnect now');
    },
  },
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
    name: 'a range of rows is selected with the mouse, no text with it, and then all ten thousand',
    scenario: 'many',
    async act(page) {
      const name = (at) => page.locator(`[data-name="Branch ${at}"] [data-column=name]`);
      const said = page.getByTestId('selection').locator('b');
      await name(0).click({ modifiers: ['ControlOrMeta'] });
      await name(200).click({ modifiers: ['Shift'] });
      assert.equal(await said.textContent(), '5 selected');
      assert.equal(await page.evaluate(() => getSelection()?.toString()), '');
      assert.equal(await focusedRow(page), 'Branch 200');
      await page.keyboard.press('ControlOrMeta+a');
      assert.equal(await said.textContent(), '10,000 selected');
      await page.getByRole('searchbox').fill('Branch 99');
      assert.equal(await said.textContent(), '280 selected');
      await button(page, 'Clear').click();
      await page.getByTestId('selection').waitFor({ state: 'detached' });
      assert.notEqual(await focusedRow(page), null);
    },
  },
  {
    name: 'the question of a disconnect: Enter keeps, Escape keeps, the focus comes back',
    scenario: 'one',
    async act(page) {
      const tick = button(page, 'Disconnect Acme Coffee, Facebook page');
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
      await button(page, 'More for Acme Coffee, Facebook page').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
        'More for Acme Coffee, Facebook page',
      );
    },
  },
  {
    name: 'a location is moved to a new client by keyboard alone, and the focus comes back',
    scenario: 'day',
    async act(page) {
      await button(page, 'More for Elbe Books, Facebook page').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('Harbour Books');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button(page, 'Harbour Books 1').waitFor();
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
        'More for Elbe Books, Facebook page',
      );
    },
  },
  {
    name: 'of very many clients the sidebar shows what fits and scrolls, and the settings stay in reach',
    scenario: 'day',
    options: { height: 480 },
    async act(page) {
      await page.evaluate(async () => {
        for (let at = 0; at < 60; at += 1) await window.fake.ask({ ask: 'add_client', name: `Customer ${at}` });
      });
      const settings = await button(page, 'Settings').boundingBox();
      assert(settings && settings.y + settings.height <= 480);
      const last = page.locator('nav').getByRole('button', { name: /^Studio Ost/ });
      await last.scrollIntoViewIfNeeded();
      await last.click();
      await page.getByRole('heading', { level: 1, name: 'Studio Ost' }).waitFor();
    },
  },
  {
    name: 'a disconnect moves the row and the focus with it',
    scenario: 'day',
    async act(page) {
      await button(page, 'Disconnect Elbe Books, Facebook page').click();
      await button(page, 'Disconnect').click();
      await button(page, 'Connect Elbe Books, Facebook page').waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Connect Elbe Books, Facebook page');
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
        window.fake.signIn({ network: 'facebook', stage: { at: 'picking', offer } });
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
        window.handed = { look: { theme: 'dark', zoom: 100 }, snapshot: null };
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
