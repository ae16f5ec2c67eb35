import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { facebook, location } from '../src/api/samples';
import type { ClientView } from '../src/api/protocol';
import { words } from '../src/words';
import { click, dialog, noDialog, press, settle, show, type } from './window';

const acme: ClientView = { id: 'acme', name: 'Acme' };
const ost: ClientView = { id: 'ost', name: 'Studio Ost' };
const page = (more = {}) => location({ id: 'page', name: 'Bakery', ...more });

const withClients = (clients: ClientView[], ...locations: ReturnType<typeof location>[]) =>
  show({ clients, locations: locations.length > 0 ? locations : [page()] });

const panel = () => within(screen.getByTestId('client'));
const listed = () => within(screen.getByTestId('clients'));
const answers = () => within(dialog()).getAllByRole('listitem').map((each) => each.textContent.trim());
const option = (name: string) => click(name, within(dialog()).getByRole('list'));

test('who has no client sees one small entry and nothing else of it', async () => {
  const { app } = await withClients([]);
  expect(screen.getAllByText(/client/i).map((each) => each.textContent)).toEqual(['New client']);
  await click('More for Bakery, Facebook page');
  expect(screen.queryByRole('menuitem', { name: 'Move to client…' })).toBeNull();
  app.screen.open('page');
  await settle();
  expect(screen.queryByTestId('client')).toBeNull();
  await click('Add location');
  expect(screen.queryByLabelText('For client')).toBeNull();
});

test('the first client is made by its name, and its empty list offers what belongs nowhere', async () => {
  const { asked } = await withClients([], page(), location({ id: 'books', name: 'Elbe Books' }));
  await click('New client');
  await type('Name', 'Acme');
  await click('Create client');
  await noDialog();
  expect(asked('add_client')).toEqual([{ ask: 'add_client', name: 'Acme' }]);
  expect(screen.getByRole('heading', { level: 1, name: 'Acme' })).toBeTruthy();
  await click('Add locations…');
  const add = within(dialog()).getByRole<HTMLButtonElement>('button', { name: 'Add locations' });
  expect(add.disabled).toBe(true);
  within(dialog()).getByRole('checkbox', { name: /^Bakery/ }).click();
  within(dialog()).getByRole('checkbox', { name: /^Elbe Books/ }).click();
  await settle();
  await click('Add 2 locations');
  await noDialog();
  const client = asked('move_locations')[0]?.client;
  expect(asked('move_locations')).toEqual([{ ask: 'move_locations', locations: ['page', 'books'], client }]);
  expect(client).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Acme 2' })).toBeTruthy();
});

test.each(['empty', 'too_long', 'unseen', 'taken'] as const)('a name that is %s is said at its field', async (problem) => {
  const { fake } = await withClients([]);
  fake.refuse('add_client', { failure: 'bad_client_name', problem });
  await click('New client');
  await click('Create client');
  expect(screen.getByRole('alert').textContent).toBe(words.clients.problem(problem));
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
  await click('Cancel');
  await noDialog();
});

test('clients stand in the order of their names, and keep their colour when they change it', async () => {
  const { app } = await withClients([ost, acme]);
  await click('Settings');
  const names = () => listed().getAllByRole('button', { name: /^Show/ }).map((each) => each.textContent.trim());
  expect(names()).toEqual(['Acme', 'Studio Ost']);
  const hue = app.names.hueOfClient('acme');
  await click('Rename Acme');
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  expect(field.value).toBe('Acme');
  await type('Name', 'studio ost');
  await click('Save');
  expect(screen.getByRole('alert').textContent).toBe(words.clients.problem('taken'));
  await type('Name', 'Zebra');
  await click('Save');
  await noDialog();
  expect(names()).toEqual(['Studio Ost', 'Zebra']);
  expect(app.names.hueOfClient('acme')).toBe(hue);
});

test('a client is removed after a question that says what stays and what goes', async () => {
  const alerts = {
    choice: { steps: [7], by_network: [], by_client: [{ of: 'acme', steps: [30] }], quiet: null },
    paused: false,
    paused_until: null,
  };
  const { app, asked } = await show({ clients: [acme, ost], locations: [page({ client: 'acme' })], alerts });
  app.screen.show('locations', 'acme');
  await settle();
  await click('Remove Acme');
  expect(dialog().textContent).toContain('Its 1 location stays as it is and belongs to no client.');
  await click('Keep');
  expect(asked('remove_client')).toEqual([]);
  await click('Remove Acme');
  await click('Remove client');
  expect(asked('remove_client')).toEqual([{ ask: 'remove_client', client: 'acme' }]);
  expect(screen.getByRole('heading', { level: 1, name: 'Locations' })).toBeTruthy();
  expect(app.world.locations.get('page')?.client).toBeNull();
  expect(app.world.alerts.choice.by_client).toEqual([]);
});

test('the settings lead to the locations of a client', async () => {
  await withClients([acme], page({ client: 'acme' }), location({ name: 'Elbe Books' }));
  await click('Settings');
  expect(listed().getByText('1 location')).toBeTruthy();
  await click('Show the locations of Acme');
  expect(screen.queryByRole('button', { name: 'More for Elbe Books, Facebook page' })).toBeNull();
  expect(screen.getByRole('button', { name: 'More for Bakery, Facebook page' })).toBeTruthy();
});

test('a location is moved from its menu, and away again from its panel', async () => {
  const { app, asked } = await withClients([acme, ost], page());
  await click('More for Bakery, Facebook page');
  screen.getByRole('menuitem', { name: 'Move to client…' }).click();
  await settle();
  expect(dialog().textContent).toContain(words.clients.moveHint);
  expect(answers()).toEqual(['Acme', 'Studio Ost', 'No client']);
  await option('Studio Ost');
  await noDialog();
  app.screen.open('page');
  await settle();
  expect(panel().getByText('Studio Ost')).toBeTruthy();
  await click('Change the client of Bakery');
  expect(within(dialog()).getByRole('button', { name: 'Studio Ost' }).getAttribute('aria-pressed')).toBe('true');
  await option('No client');
  expect(asked('move_locations')).toEqual([
    { ask: 'move_locations', locations: ['page'], client: 'ost' },
    { ask: 'move_locations', locations: ['page'] },
  ]);
  expect(panel().getByText('No client')).toBeTruthy();
});

test('typing finds a client, and a name that is new makes one', async () => {
  const { app, fake, asked } = await withClients([acme, ost], page());
  app.screen.open('page');
  await settle();
  await click('Change the client of Bakery');
  await type(words.clients.find, 'OST');
  expect(answers()).toEqual(['Studio Ost', 'New client “OST”']);
  await type(words.clients.find, 'acme');
  expect(answers()).toEqual(['Acme']);
  fake.refuse('add_client', { failure: 'bad_client_name', problem: 'too_long' });
  await type(words.clients.find, 'Harbour');
  await option('New client “Harbour”');
  expect(screen.getByRole('alert').textContent).toBe(words.clients.problem('too_long'));
  expect(asked('move_locations')).toEqual([]);
  fake.refuse('add_client', null);
  await option('New client “Harbour”');
  await noDialog();
  expect(panel().getByText('Harbour')).toBeTruthy();
});

test('the arrow keys go through the choices', async () => {
  const { app } = await withClients([acme, ost], page());
  app.dialogs.open({ kind: 'client', act: 'move', locations: ['page'] });
  await settle();
  expect(document.activeElement).toBe(screen.getByLabelText(words.clients.find));
  await press('ArrowDown');
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toContain('Studio Ost');
  await press('ArrowUp');
  await press('ArrowUp');
  await press('ArrowUp');
  expect(document.activeElement).toBe(screen.getByLabelText(words.clients.find));
});

test('a move is said, and one that failed is said as that', async () => {
  const { app, fake } = await withClients([acme], page());
  fake.refuse('move_locations', { failure: 'gone' });
  await app.acts.moveLocations(['page'], 'acme');
  await settle();
  expect(screen.getByTestId('notice').textContent).toContain(words.failure({ failure: 'gone' }));
  fake.refuse('move_locations', null);
  await app.acts.moveLocations(['page'], 'acme');
  await settle();
  expect(screen.getAllByTestId('notice').at(-1)?.textContent).toContain(words.clients.moved('Bakery', 'Acme'));
});

test('a client can be made while a location is added, which then belongs to it', async () => {
  const { asked } = await show({ clients: [acme], locations: [page()], networks: [facebook] });
  await click('Add location');
  const choose = async (value: string) => {
    const select = screen.getByLabelText<HTMLSelectElement>('For client');
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
  };
  await choose('acme');
  await choose('new');
  await click('Back');
  expect(screen.getByLabelText<HTMLSelectElement>('For client').value).toBe('acme');
  await choose('new');
  await type('Name', 'Harbour');
  await click('Create client');
  const select = screen.getByLabelText<HTMLSelectElement>('For client');
  expect(select.selectedOptions[0]?.textContent).toBe('Harbour');
  await click('Facebook');
  expect(asked('add_location')).toEqual([{ ask: 'add_location', network: 'facebook', client: select.value }]);
});

test('of very many locations a hundred are listed, and the search finds the others', async () => {
  const many = Array.from({ length: 130 }, (_, at) => location({ id: `many-${at}`, name: `Branch ${at}` }));
  const { app, asked } = await withClients([acme], ...many);
  app.dialogs.open({ kind: 'client', act: 'members', client: 'acme' });
  await settle();
  expect(within(dialog()).getAllByRole('checkbox')).toHaveLength(100);
  expect(dialog().textContent).toContain(words.clients.tooMany(30));
  await type(words.clients.search, 'branch 129');
  within(dialog()).getByRole('checkbox').click();
  await settle();
  await click('Add 1 location');
  expect(asked('move_locations')[0]?.locations).toEqual(['many-129']);
});
