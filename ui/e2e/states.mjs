// The states that are looked at: a scenario, and what a person did there.

import { clients } from './clients.mjs';
import { closed } from './closed.mjs';
import { fixAll } from './fix_all.mjs';
import { monday } from './monday.mjs';
import { narrow } from './narrow.mjs';
import { button, reveal, role } from './parts.mjs';
import { selection } from './selection.mjs';
import { setUp } from './set_up.mjs';
import { unchecked } from './unchecked.mjs';
import { unshown } from './unshown.mjs';

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const states = [
  { name: 'first-run', scenario: 'first' },
  ...closed,
  {
    name: 'empty-list',
    scenario: 'first',
    act: (page) => button(page, 'Look around first').click(),
  },
  {
    name: 'add-networks',
    scenario: 'no_app',
    act: (page) => button(page, 'Connect my own').click(),
  },
  ...setUp,
  {
    name: 'add-networks-all',
    scenario: 'networks',
    act: (page) => button(page, 'Connect my own').click(),
  },
  {
    name: 'add-instance-error',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() =>
        window.fake.refuse('add_location', { failure: 'bad_host', problem: 'look_alike' }),
      );
      await button(page, 'Add location').click();
      await button(page, 'Mastodon').click();
      await page.getByLabel('Instance').fill('mаstodon.social');
      await button(page, 'Sign in at Mastodon').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'add-handle-error',
    scenario: 'networks',
    async act(page) {
      await page.evaluate(() =>
        window.fake.refuse('add_location', { failure: 'bad_host', problem: 'no_account' }),
      );
      await button(page, 'Connect my own').click();
      await button(page, 'Bluesky').click();
      await page.getByLabel('Handle').fill('jana.example');
      await button(page, 'Sign in at Bluesky').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'add-token-networks',
    scenario: 'networks',
    async act(page) {
      await button(page, 'Connect my own').click();
      await button(page, 'I have a token').click();
    },
  },
  {
    name: 'add-token',
    scenario: 'day',
    async act(page) {
      await button(page, 'Add location').click();
      await button(page, 'I have a token').click();
      await button(page, 'Facebook').click();
      await page.getByLabel('Access token').waitFor();
    },
  },
  {
    name: 'add-token-error',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() => window.fake.refuse('add_token', { failure: 'bad_token' }));
      await button(page, 'Add location').click();
      await button(page, 'I have a token').click();
      await button(page, 'Facebook').click();
      await page.getByLabel('Access token').fill('two words');
      await button(page, 'Look at it').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'add-choose',
    scenario: 'day',
    act: (page) => button(page, 'Add location').click(),
  },
  { name: 'day', scenario: 'day' },
  {
    name: 'day-limits',
    scenario: 'day',
    async act(page) {
      await page.locator('[data-name="Acme Coffee"] [data-column=name]').click();
      await page.locator('aside ol').waitFor();
      await page.getByText('Limits').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'day-selected',
    scenario: 'day',
    async act(page) {
      await page.locator('[data-name="Harbour Lane Bakery"] [data-column=name]').click();
      await page.locator('aside ol').waitFor();
    },
  },
  {
    name: 'menu',
    scenario: 'day',
    async act(page) {
      await reveal(page, 'Elbe Books');
      await button(page, 'More for Elbe Books, Facebook page').click();
    },
  },
  {
    name: 'nothing-fits',
    scenario: 'one',
    act: (page) => page.getByRole('searchbox').fill('zebra'),
  },
  {
    name: 'ties-panel',
    scenario: 'held',
    async act(page) {
      await page.locator('[data-testid=location] [data-column=name]').first().click();
      await button(page, 'Show all of them').waitFor();
    },
  },
  {
    name: 'ties-narrowed',
    scenario: 'held',
    async act(page) {
      await button(page, 'Settings').click();
      await page.getByRole('button', { name: /^María/ }).click();
      await page.getByTestId('narrowed').waitFor();
    },
  },
  {
    name: 'settings-holders',
    scenario: 'held',
    async act(page) {
      await button(page, 'Settings').click();
      await page.getByTestId('holders').evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: 'settings-holders-unfolded',
    scenario: 'held',
    async act(page) {
      await button(page, 'Settings').click();
      await page.getByText('Without an app of yours').click();
      await page.getByText('Without an app of yours').evaluate((element) => element.scrollIntoView());
    },
  },
  { name: 'practice', scenario: 'practice' },
  { name: 'many', scenario: 'many' },
  {
    name: 'waiting-paste',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() => window.fake.refuse('paste_address', { failure: 'bad_address' }));
      await button(page, 'Paste address').click();
      await page.getByLabel('Address you landed on').fill('https://example.org');
      await button(page, 'Use address').click();
      await role(page, 'alert').waitFor();
    },
  },
  { name: 'preparing', scenario: 'preparing' },
  { name: 'finishing', scenario: 'finishing' },
  { name: 'picking', scenario: 'picking' },
  { name: 'picking-many', scenario: 'picking_many' },
  {
    name: 'picking-many-searched',
    scenario: 'picking_many',
    async act(page) {
      await page.getByLabel('Search what is offered').fill('bakery');
      await button(page, 'Clear').click();
      await page.getByRole('checkbox').nth(2).check();
    },
  },
  {
    name: 'picking-many-end',
    scenario: 'picking_many',
    async act(page) {
      await page.getByLabel('Search what is offered').press('ArrowDown');
      await page.keyboard.press('End');
      await button(page, 'Grant more at Facebook…').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'picking-no-match',
    scenario: 'picking_many',
    act: (page) => page.getByLabel('Search what is offered').fill('zebra'),
  },
  { name: 'picking-nothing', scenario: 'picking_nothing' },
  { name: 'picking-known', scenario: 'picking_known' },
  { name: 'nothing-to-connect', scenario: 'nothing_to_connect' },
  { name: 'picking-later', scenario: 'picking', act: (page) => button(page, 'Later').click() },
  { name: 'wrong-account', scenario: 'wrong_account' },
  { name: 'failed', scenario: 'failed' },
  { name: 'succeeded', scenario: 'succeeded' },
  {
    name: 'disconnect',
    scenario: 'day',
    async act(page) {
      // In a low window the card of a sign-in lies over the last rows.
      await page.getByRole('searchbox').fill('Acme Coffee');
      await role(page, 'button', /^Disconnect Acme Coffee,/).first().click();
    },
  },
  {
    name: 'revoke-failed',
    scenario: 'one',
    async act(page) {
      await page.evaluate(async () => {
        const location = document.querySelector('[data-testid=location]').dataset.id;
        await window.fake.ask({ ask: 'disconnect', location });
        window.fake.tell({ fact: 'revoke_failed', value: location });
      });
      await page.getByTestId('notice').waitFor();
    },
  },
  ...['ahead', 'calm', 'endless', 'many'].map((scenario) => ({
    name: `timeline-${scenario}`,
    scenario,
    act: (page) => button(page, 'Timeline').click(),
  })),
  {
    name: 'timeline-empty-list',
    scenario: 'first',
    async act(page) {
      await button(page, 'Look around first').click();
      await button(page, 'Timeline').click();
    },
  },
  {
    name: 'timeline-exported',
    scenario: 'ahead',
    async act(page) {
      await button(page, 'Timeline').click();
      await button(page, 'Export calendar').click();
      await page.getByTestId('notice').waitFor();
    },
  },
  {
    name: 'timeline-not-saved',
    scenario: 'ahead',
    async act(page) {
      await page.evaluate(() => window.fake.refuse('export_csv', { failure: 'not_saved' }));
      await button(page, 'Timeline').click();
      await button(page, 'Export CSV').click();
      await page.getByTestId('notice').waitFor();
    },
  },
  ...clients,
  ...monday,
  { name: 'settings', scenario: 'day', act: (page) => button(page, 'Settings').click() },
  ...fixAll,
  ...selection,
  ...narrow,
  ...unchecked,
  ...unshown,
  { name: 'reach-outages', scenario: 'outages', act: (page) => page.getByTestId('reach').waitFor() },
  {
    name: 'stays-ticked',
    scenario: 'day',
    async act(page) {
      await role(page, 'button', 'Reconnect Harbour Lane Bakery, Facebook page').first().click();
      await page.getByTestId('stays-ticked').waitFor();
    },
  },
  {
    name: 'settings-alerts',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await page.getByLabel('Other days for').selectOption({ label: 'Facebook' });
      await role(page, 'checkbox', 'Keep quiet hours').check();
      await page.getByTestId('alerts').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'alerts-paused',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'For a day').click();
      await role(page, 'button', 'Locations').first().click();
      await page.getByTestId('alerts-paused').waitFor();
    },
  },
  {
    name: 'settings-app',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Replace').click();
    },
  },
  {
    name: 'settings-app-good',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Test app').click();
      await page.locator('[data-showed]').first().waitFor();
    },
  },
  {
    name: 'settings-app-bad',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() =>
        window.fake.findInApp([
          { tried: 'credentials', showed: 'wrong', missing: [] },
          { tried: 'redirect', showed: 'wrong', missing: [] },
          { tried: 'scopes', showed: 'missing', missing: ['read_insights', 'pages_manage_posts'] },
        ]),
      );
      await button(page, 'Settings').click();
      await button(page, 'Test app').click();
      await page.locator('[data-showed=wrong]').first().waitFor();
    },
  },
  {
    name: 'settings-app-silent',
    scenario: 'day',
    async act(page) {
      await page.evaluate(() =>
        window.fake.findInApp([
          { tried: 'credentials', showed: 'no_answer', missing: [] },
          { tried: 'redirect', showed: 'no_answer', missing: [] },
          { tried: 'scopes', showed: 'not_told_yet', missing: [] },
        ]),
      );
      await button(page, 'Settings').click();
      await button(page, 'Test app').click();
      await page.locator('[data-showed]').first().waitFor();
    },
  },
  {
    name: 'settings-networks',
    scenario: 'networks',
    async act(page) {
      await button(page, 'Look around first').click();
      await button(page, 'Settings').click();
      await page.getByRole('region', { name: 'LinkedIn' }).getByRole('button').click();
    },
  },
  ...['no_key', 'wrong_key', 'locked', 'no_backend', 'not_set_up', 'declined', 'ambiguous', 'store_damaged', 'damaged', 'changed_outside'].map((name) => ({
    name: `vault-${name}`,
    scenario: name,
  })),
  {
    name: 'start-over',
    scenario: 'no_key',
    act: (page) => button(page, 'Start over…').click(),
  },
];
