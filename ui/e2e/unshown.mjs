// What could not be drawn, beside what could: rows, the details of one, a sign-in, what is left to fix.

import { role, skip } from './parts.mjs';

/** Gives a location a state that no window has words for. */
async function melt(page, name) {
  await page.evaluate((name) => {
    const { id } = document.querySelector(`[data-name="${name}"]`).dataset;
    return window.fake.ask({ ask: 'snapshot' }).then(({ value }) => {
      const location = value.locations.find((each) => each.id === id);
      window.fake.tell({ fact: 'location_changed', value: { ...location, health: { ...location.health, state: 'melted' } } });
    });
  }, name);
  await page.locator(`[data-name="${name}"][data-unshown]`).waitFor();
}

const NAMES = ['Harbour Lane Bakery', 'Northwind Logistics'];
const views = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320, height: 640 },
  { theme: 'dark', width: 320, height: 640 },
];

async function melted(page) {
  for (const name of NAMES) await melt(page, name);
}

/** @type {{ name: string, scenario: string, views?: object[], act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const unshown = [
  { name: 'unshown-rows', scenario: 'day', views, act: melted },
  {
    name: 'unshown-panel',
    scenario: 'day',
    views,
    async act(page) {
      await melted(page);
      await page.locator(`[data-name="${NAMES[0]}"] [data-column=name]`).click({ position: { x: 10, y: 8 } });
      await page.getByTestId('unshown').waitFor();
    },
  },
  {
    name: 'unshown-menu',
    scenario: 'day',
    views,
    async act(page) {
      await melted(page);
      await role(page, 'button', /^More for Northwind Logistics/).click();
      await role(page, 'menuitem', 'Remove from list…').waitFor();
    },
  },
  {
    name: 'unshown-sign-in',
    scenario: 'day',
    views,
    async act(page) {
      await page.evaluate(() => {
        const stage = { at: 'succeeded', connected: [], lost_uses: ['melted'], gained_uses: [], lost_locations: [] };
        window.fake.signIn({ stage });
      });
      await page.getByTestId('unshown').waitFor();
    },
  },
  {
    name: 'unshown-left',
    scenario: 'day',
    views,
    async act(page) {
      await melted(page);
      await role(page, 'button', /^Fix all/).click();
      await skip(page);
      await page.getByTestId('fix-left').getByText('This location could not be shown').first().waitFor();
    },
  },
];
