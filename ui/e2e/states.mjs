// The states that are looked at: a scenario, and what a person did there.

const button = (page, name) => page.getByRole('button', { name, exact: true });
const role = (page, kind, name) => page.getByRole(kind, { name });

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const states = [
  { name: 'first-run', scenario: 'first' },
  {
    name: 'empty-list',
    scenario: 'first',
    act: (page) => button(page, 'Look around first').click(),
  },
  {
    name: 'add-networks',
    scenario: 'no_app',
    act: (page) => button(page, 'Add your first location').click(),
  },
  {
    name: 'add-app',
    scenario: 'no_app',
    async act(page) {
      await button(page, 'Add your first location').click();
      await button(page, 'Facebook').click();
      await button(page, 'Save and sign in').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'add-networks-all',
    scenario: 'networks',
    act: (page) => button(page, 'Add your first location').click(),
  },
  ...['Instagram', 'X', 'YouTube'].map((name) => ({
    name: `add-app-${name}`,
    scenario: 'networks',
    async act(page) {
      await button(page, 'Add your first location').click();
      await button(page, name).click();
      await page.getByLabel('Client secret').scrollIntoViewIfNeeded();
    },
  })),
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
  { name: 'day', scenario: 'day' },
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
    act: (page) => button(page, 'More for Elbe Books').click(),
  },
  {
    name: 'nothing-fits',
    scenario: 'one',
    act: (page) => page.getByRole('searchbox').fill('zebra'),
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
  { name: 'picking-later', scenario: 'picking', act: (page) => button(page, 'Later').click() },
  { name: 'wrong-account', scenario: 'wrong_account' },
  { name: 'failed', scenario: 'failed' },
  { name: 'succeeded', scenario: 'succeeded' },
  {
    name: 'disconnect',
    scenario: 'day',
    act: (page) => button(page, 'Disconnect Acme Coffee').click(),
  },
  {
    name: 'revoke-failed',
    scenario: 'one',
    async act(page) {
      await page.evaluate(() => {
        const id = document.querySelector('[data-testid=location]').dataset.id;
        window.fake.tell({ fact: 'revoke_failed', value: id });
      });
      await page.getByTestId('notice').waitFor();
    },
  },
  { name: 'settings', scenario: 'day', act: (page) => button(page, 'Settings').click() },
  {
    name: 'settings-app',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Replace').click();
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
  ...['no_key', 'wrong_key', 'locked', 'no_backend', 'ambiguous', 'store_damaged', 'damaged'].map((name) => ({
    name: `vault-${name}`,
    scenario: name,
  })),
  {
    name: 'start-over',
    scenario: 'no_key',
    act: (page) => button(page, 'Start over…').click(),
  },
];
