// What the list is narrowed down to, which of its rows are held and what helps now, without a window.

import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
import type { Narrowing } from '../src/state/list.svelte';
import { begin, settle } from './window';

const clients = [{ id: 'cobalt', name: 'Cobalt' }, { id: 'ost', name: 'Ost' }];
const login = { id: 'jana', name: 'Jana', person: 'Jana' };
const lost = settled('needs_you', { cause: 'password_changed' });
const page = (name: string, more: Partial<LocationView> = {}) =>
  location({ id: name.toLowerCase(), name, login: { ...login, id: name }, ...more });
const three = (more: Partial<LocationView> = {}) => ['Acorn', 'Birch', 'Cedar'].map((name) => page(name, more));
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);

test.each<Partial<Narrowing>>([{ filter: 'broken' }, { client: 'ost' }, { login: 'Birch' }, { query: 'birch' }])(
  'narrowed down to %o the list leaves out what it left out, and its details with it',
  async (to) => {
    const { app: { list } } = await begin({
      clients,
      locations: [page('Acorn', { client: 'cobalt' }), page('Birch', { client: 'ost', health: lost })],
    });
    list.open('birch');
    list.narrow(to);
    expect([ids(list.shown.all), list.selected]).toEqual([['birch'], 'birch']);
    list.showAll();
    list.open('acorn');
    list.narrow(to);
    expect([ids(list.shown.all), list.selected]).toEqual([['birch'], null]);
    list.showAll();
    expect(list.shown.isNarrowed).toBe(false);
  },
);

test('what is asked for again closes nothing, so that a healed page stays open', async () => {
  const { app: { list }, fake } = await begin({ locations: three({ health: lost }) });
  list.narrow({ filter: 'broken' });
  list.open('acorn');
  fake.tell({ fact: 'location_changed', value: page('Acorn') });
  await settle();
  list.narrow({ filter: 'broken' });
  expect([ids(list.shown.all), list.selected]).toEqual([['birch', 'cedar'], 'acorn']);
});

test('another client is shown in one step: what both would leave out stays open', async () => {
  const { app: { list, screen } } = await begin({
    clients,
    locations: [page('Acorn', { client: 'cobalt' }), page('Birch', { client: 'ost', health: lost })],
  });
  screen.showLogin('Acorn');
  list.selected = 'birch';
  screen.show('locations', 'ost');
  expect([list.client, list.login, list.selected]).toEqual(['ost', null, 'birch']);
});

test('the Tab key stops at the row that was held, and at the first where that is not drawn', async () => {
  const { app: { list } } = await begin({ locations: three() });
  expect(list.stop).toBe('acorn');
  list.active = 'birch';
  expect(list.stop).toBe('birch');
  list.narrow({ query: 'cedar' });
  expect(list.stop).toBe('cedar');
  list.narrow({ query: 'nothing like it' });
  expect(list.stop).toBeNull();
});

test('rows that are selected together have no details, and the row whose details were open is one', async () => {
  const { app: { list } } = await begin({ locations: three() });
  list.open('acorn');
  list.toggle('cedar');
  expect([list.selected, list.chosen.has('acorn'), list.chosen.has('cedar')]).toEqual([null, true, true]);
  expect(list.wanted).toEqual({ id: 'cedar', column: 'name' });
  list.open('acorn');
  expect([list.selected, list.chosen.size]).toEqual(['acorn', 0]);
  list.extend('birch');
  expect([list.selected, list.chosen.size, list.active]).toEqual([null, 2, 'birch']);
  list.open('acorn');
  list.chooseAll();
  expect([list.selected, list.chosen.size]).toEqual([null, 3]);
});

test('the focus goes back to the row whose details are closed', async () => {
  const { app: { list } } = await begin({ locations: three() });
  list.close();
  expect(list.wanted).toBeNull();
  list.open('birch');
  list.close();
  expect([list.selected, list.wanted]).toEqual([null, { id: 'birch', column: 'name' }]);
});

test('details that are open go along with the focus, and none are opened by it', async () => {
  const { app: { list } } = await begin({ locations: three() });
  list.goTo('birch', 'action');
  expect([list.active, list.selected, list.wanted]).toEqual(['birch', null, { id: 'birch', column: 'action' }]);
  list.open('acorn');
  list.goTo('cedar', 'name');
  expect([list.active, list.selected]).toEqual(['cedar', 'cedar']);
});

test('one button helps now, wherever that stands', async () => {
  const { app: { list }, fake } = await begin({ locations: three() });
  const lose = (name: string, health = lost) => fake.tell({ fact: 'location_changed', value: page(name, { login, health }) });
  expect(list.helps).toBe('add');
  lose('Acorn');
  expect(list.helps).toBe('row');
  lose('Birch');
  expect(list.helps).toBe('card');
  fake.tell({ fact: 'location_changed', value: page('Cedar', { login: { ...login, id: 'tom', person: 'Tom' }, health: lost }) });
  expect(list.helps).toBe('all');
  await list.fix.start();
  expect(list.helps).toBe('queue');
});

test('a tick is drawn as it is made, and not where nothing was waited for', async () => {
  const waiting = settled('waiting_for_you');
  const { app: { list }, fake } = await begin({ locations: [page('Acorn', { health: lost }), page('Birch', { health: waiting })] });
  fake.tell({ fact: 'location_changed', value: page('Acorn') });
  expect(list.fresh).toBeNull();
  fake.tell({ fact: 'location_changed', value: page('Birch') });
  expect(list.fresh).toBe('birch');
});

test('all that is shown is checked, and of that what was not disconnected on purpose', async () => {
  const { app: { list }, asked } = await begin({
    locations: [...three(), page('Dune', { login: null, health: settled('not_connected') })],
  });
  await list.check();
  list.narrow({ query: 'dune' });
  expect(list.toCheck).toEqual([]);
  list.narrow({ query: 'acorn' });
  await list.check();
  expect(asked('check').map(({ locations }) => locations)).toEqual([[], ['acorn']]);
});
