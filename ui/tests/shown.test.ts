// What the window counts, checks, fixes and selects is what it shows.

import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { HealthView, StateCode } from '../src/api/protocol';
import { counted, standOf, STANDS, type Stand } from '../src/stand';
import { causes, hiccups, states, troubles } from './codes';
import { click, press, settle, show, withLocations } from './window';

const chips = () => screen.getAllByTestId('chip');
const countOf = (stand: Stand | 'all') =>
  Number(chips().find((chip) => chip.dataset.stand === stand)?.querySelector('b')?.textContent ?? 0);
const rows = () => screen.getAllByTestId('location').map((row) => row.dataset.name);

const lost = settled('needs_you', { cause: 'password_changed' });
const clients = [{ id: 'cobalt', name: 'Cobalt' }, { id: 'others', name: 'Others' }];

/** Six locations of one client, of which two are broken, and as many broken ones of others. */
const world = () => [
  ...['One', 'Two'].map((name) => location({ id: name, name, client: 'cobalt', health: lost })),
  ...['Three', 'Four', 'Five'].map((name) => location({ id: name, name, client: 'cobalt' })),
  location({ id: 'Six', name: 'Six', client: 'cobalt', login: null, health: settled('not_connected') }),
  ...['Seven', 'Eight'].map((name) => location({ id: name, name, client: 'others', health: lost })),
];

async function cobalt() {
  const shown = await show({ clients, locations: world() });
  shown.app.screen.show('locations', 'cobalt');
  await settle();
  return shown;
}

test('the chips of a client count its locations', async () => {
  await cobalt();
  expect(countOf('all')).toBe(6);
  expect(countOf('broken')).toBe(2);
  expect(countOf('connected')).toBe(3);
  expect(countOf('not_connected')).toBe(1);
});

test('what a chip counts is what it shows', async () => {
  const { app } = await cobalt();
  for (const stand of STANDS) {
    const count = countOf(stand);
    app.list.narrow({ filter: stand });
    await settle();
    expect(screen.queryAllByTestId('location'), stand).toHaveLength(count);
  }
});

test('a search narrows down what the chips count', async () => {
  const { app } = await withLocations(...world());
  app.list.narrow({ query: 'seven' });
  await settle();
  expect(countOf('all')).toBe(1);
  expect(countOf('broken')).toBe(1);
});

test('in the view of a client everything is fixed that is broken there, and nothing else', async () => {
  const { asked, app, fake } = await cobalt();
  await click('Fix all 2');
  const card = screen.getByTestId('fix-all');
  await click('Sign in', card);
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'One' }]);
  await click('Skip', card);
  expect(card.textContent).toContain('of 2 locations work');
  // What breaks elsewhere meanwhile is none of this queue's business; what breaks here is.
  const other = location({ id: 'Nine', name: 'Nine', client: 'others', health: lost });
  fake.tell({ fact: 'location_changed', value: other });
  fake.tell({ fact: 'location_changed', value: { ...other, id: 'Ten', client: 'cobalt' } });
  await settle();
  expect(app.list.fix.progress.of).toBe(3);
});

test('in the view of a client its locations alone are checked, and of those what can be', async () => {
  const { asked } = await cobalt();
  await click('Check these 5');
  expect(asked('check')).toEqual([{ ask: 'check', locations: ['One', 'Two', 'Five', 'Four', 'Three'] }]);
  expect(screen.getByTestId('notice').textContent).toContain('Checking 5 locations');
});

test('the list as a whole is checked in one request', async () => {
  const { asked } = await withLocations(...world());
  await click('Check now');
  expect(asked('check')).toEqual([{ ask: 'check', locations: [] }]);
});

test('the details of what a person left out are closed, and those of what was healed stay', async () => {
  const { app, fake } = await cobalt();
  app.screen.open('One');
  await settle();
  app.list.narrow({ filter: 'broken' });
  await settle();
  expect(app.list.selected).toBe('One');
  fake.tell({ fact: 'location_changed', value: location({ id: 'One', name: 'One', client: 'cobalt' }) });
  await settle();
  expect(rows()).toEqual(['Two']);
  expect(app.list.selected).toBe('One');
  app.screen.show('locations', 'others');
  await settle();
  expect(app.list.selected).toBeNull();
});

test('Ctrl A in the view of a client selects its rows', async () => {
  await cobalt();
  const [first] = screen.getAllByTestId('location');
  first?.querySelector<HTMLElement>('[data-column=name]')?.focus();
  await press('a', { ctrlKey: true });
  expect(screen.getByTestId('selection').textContent).toContain('6 selected');
});

test('an empty view says whose it is', async () => {
  const { app } = await cobalt();
  app.list.narrow({ query: 'zebra' });
  await settle();
  expect(screen.getByText('No location of Cobalt fits this search.')).toBeTruthy();
});

const healths: HealthView[] = [
  ...states.map((state) => settled(state)),
  ...causes.map((cause) => settled('needs_you', { cause })),
  ...hiccups.map((hiccup) => settled('cannot_check', { hiccup })),
  ...troubles.map((trouble) => settled('cannot_ask', { trouble })),
];

test('whatever the states are, the counts add up to all, and each has its chip', async () => {
  const all = healths.map((health, at) => location({ id: `at-${at}`, name: `At ${at}`, health }));
  for (let from = 0; from < all.length; from += 5) {
    const some = all.slice(from);
    const counts = counted(some.map(standOf));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(some.length);
  }
  await withLocations(...all);
  const [whole = 0, ...parts] = chips().map((chip) => Number(chip.querySelector('b')?.textContent));
  expect(whole).toBe(all.length);
  expect(parts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
});

test.each<[StateCode, Stand]>([
  ['not_connected', 'not_connected'],
  ['set_up_unfinished', 'not_connected'],
  ['needs_you', 'broken'],
  ['tokens_unreadable', 'broken'],
  ['entry_changed', 'broken'],
  ['probably_refused', 'soon'],
  ['key_unavailable', 'unchecked'],
])('%s counts as %s', (state, stand) => {
  expect(standOf(location({ health: settled(state) }))).toBe(stand);
});

test('what waits for its sign-in counts as what it was', async () => {
  await withLocations(...world());
  await click('Reconnect One, Facebook page');
  expect(countOf('broken')).toBe(4);
  expect(countOf('all')).toBe(8);
});

test('what a person disconnected stands by itself and is not broken', async () => {
  await withLocations(...world());
  const heading = screen.getByRole('heading', { name: 'Not connected' });
  const group = heading.parentElement;
  if (!group) throw new Error('no group');
  expect(within(group).getAllByTestId('location').map((row) => row.dataset.name)).toEqual(['Six']);
});

test('rows whose key is locked do not stand under Connected', async () => {
  await withLocations(location({ name: 'Acme', health: settled('key_unavailable') }));
  expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'Connected' })).toBeNull();
});
