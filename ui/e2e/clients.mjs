// The states of clients: made, shown, moved to, and removed.

import { button, reveal, role } from './parts.mjs';

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen & Töchter';

/** By the settings, where it is listed at every width. */
async function showClient(page, name) {
  await button(page, 'Settings').click();
  await button(page, `Show the locations of ${name}`).click();
}

const manyClients = (page) =>
  page.evaluate(async (long) => {
    const names = Array.from({ length: 40 }, (_, at) => `Customer ${at + 1}`);
    for (const name of [long, 'مقهى الميناء', ...names]) await window.fake.ask({ ask: 'add_client', name });
  }, LONG);

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const clients = [
  {
    name: 'client-shown',
    scenario: 'day',
    act: (page) => showClient(page, 'Acme Coffee'),
  },
  {
    name: 'client-empty',
    scenario: 'day',
    async act(page) {
      await page.evaluate((name) => window.fake.ask({ ask: 'add_client', name }), LONG);
      await showClient(page, LONG);
    },
  },
  {
    name: 'client-new-error',
    scenario: 'one',
    async act(page) {
      await button(page, 'Settings').click();
      await page.getByTestId('clients').getByRole('button', { name: 'New client' }).click();
      await button(page, 'Create client').click();
      await role(page, 'alert').waitFor();
    },
  },
  {
    name: 'client-remove',
    scenario: 'day',
    async act(page) {
      await button(page, 'Settings').click();
      await button(page, 'Remove Acme Coffee').click();
    },
  },
  {
    name: 'client-members',
    scenario: 'many',
    async act(page) {
      await showClient(page, 'Northwind');
      await button(page, 'Add locations to Northwind').click();
      await page.getByRole('checkbox').nth(1).check();
    },
  },
  {
    name: 'client-move',
    scenario: 'day',
    async act(page) {
      await manyClients(page);
      await reveal(page, 'Elbe Books');
      await button(page, 'More for Elbe Books, Facebook page').click();
      await role(page, 'menuitem', 'Move to client…').click();
    },
  },
  {
    name: 'client-move-new',
    scenario: 'day',
    async act(page) {
      await reveal(page, 'Elbe Books');
      await button(page, 'More for Elbe Books, Facebook page').click();
      await role(page, 'menuitem', 'Move to client…').click();
      await page.getByLabel('Find a client or name a new one').fill(LONG);
    },
  },
  {
    name: 'client-panel',
    scenario: 'day',
    async act(page) {
      await reveal(page, 'Elbe Books');
      await page.locator('[data-name="Elbe Books"] [data-column=name]').click();
      await page.getByTestId('client').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'client-add',
    scenario: 'networks',
    async act(page) {
      await button(page, 'Connect my own').click();
      await page.getByLabel('For client').selectOption({ label: 'New client…' });
      await page.getByLabel('Name').waitFor();
    },
  },
  { name: 'clients-many', scenario: 'day', act: (page) => manyClients(page) },
  {
    name: 'settings-clients',
    scenario: 'day',
    async act(page) {
      await manyClients(page);
      await button(page, 'Settings').click();
      await page.getByTestId('clients').evaluate((element) => element.scrollIntoView());
    },
  },
];
