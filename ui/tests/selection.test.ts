import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { LocationView, Snapshot } from '../src/api/protocol';
import { click, dialog, noDialog, press, row, settle, show, type } from './window';

const NAMES = ['A', 'B', 'C', 'D', 'E'];
const acme = { id: 'acme', name: 'Acme' };
const five = (more: Partial<LocationView> = {}) =>
  NAMES.map((name) => location({ id: name.toLowerCase(), name, ...more }));
const open = (more: Partial<Snapshot> = {}) => show({ locations: five(), clients: [acme], ...more });

const name = (of: string) => row(of).querySelector<HTMLElement>('[data-column=name]') ?? row(of);
const bar = () => screen.getByTestId('selection');
const noBar = () => expect(screen.queryByTestId('selection')).toBeNull();
const panel = () => screen.queryByRole('complementary');
const spoken = () => document.querySelector('.hidden[aria-live=polite]')?.textContent.trim();
const focused = () => document.activeElement?.closest<HTMLElement>('[data-testid=location]')?.dataset.name;

const selected = () =>
  [...document.querySelectorAll<HTMLElement>('[data-testid=location][aria-selected=true]')].map(
    (each) => each.dataset.name,
  );

async function clickWith(keys: MouseEventInit, target: Element) {
  target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, ...keys }));
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...keys }));
  await settle();
}

const toggle = (of: string) => clickWith({ ctrlKey: true }, name(of));
const extend = (of: string) => clickWith({ shiftKey: true }, name(of));

test.each<MouseEventInit>([{ ctrlKey: true }, { metaKey: true }])('with a key held down a click selects: %o', async (keys) => {
  const { asked } = await open();
  await clickWith(keys, name('A'));
  expect(selected()).toEqual(['A']);
  noBar();
  await clickWith(keys, screen.getByRole('button', { name: 'Disconnect C, Facebook page' }));
  expect(selected()).toEqual(['A', 'C']);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(panel()).toBeNull();
  expect(within(bar()).getByText('2 selected')).toBeTruthy();
  expect(spoken()).toBe('2 selected');
  expect(focused()).toBe('C');
  await clickWith(keys, name('A'));
  expect(selected()).toEqual(['C']);
  expect(asked('disconnect')).toEqual([]);
});

test('a range goes from the row that was held to the one that is clicked, and turns around it', async () => {
  await open();
  name('C').focus();
  await extend('E');
  expect(selected()).toEqual(['C', 'D', 'E']);
  await extend('A');
  expect(selected()).toEqual(['A', 'B', 'C']);
});

test('a range goes over both groups, as they stand', async () => {
  const [a, ...rest] = five();
  if (!a) throw new Error('no location');
  await open({ locations: [...rest, { ...a, health: settled('needs_you') }] });
  await toggle('A');
  await extend('C');
  expect(selected()).toEqual(['A', 'B', 'C']);
  expect(screen.getAllByRole('grid').map((each) => each.getAttribute('aria-multiselectable'))).toEqual(['true', 'true']);
});

test('the keyboard extends, shrinks, adds single rows, takes all, and lets go', async () => {
  await open();
  name('B').focus();
  await press('ArrowDown', { shiftKey: true });
  await press('ArrowDown', { shiftKey: true });
  expect(selected()).toEqual(['B', 'C', 'D']);
  await press('ArrowUp', { shiftKey: true });
  expect(selected()).toEqual(['B', 'C']);
  await press('ArrowDown');
  await press('ArrowDown');
  expect(focused()).toBe('E');
  await press('x');
  expect(selected()).toEqual(['B', 'C', 'E']);
  await press('a', { ctrlKey: true });
  expect(selected()).toEqual(NAMES);
  await press('Escape');
  expect(selected()).toEqual([]);
  expect(spoken()).toBe('Nothing selected');
  expect(focused()).toBe('E');
});

test('all are selected only from within the list; elsewhere the keys mean text', async () => {
  await open();
  screen.getByRole('searchbox').focus();
  await press('a', { ctrlKey: true });
  expect(selected()).toEqual([]);
});

test('the arrow keys go from control to control within a row', async () => {
  await open();
  name('B').focus();
  await press('ArrowRight');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More for B, Facebook page' }));
  await press('ArrowRight');
  await press('ArrowLeft');
  await press('ArrowLeft');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Disconnect B, Facebook page' }));
});

test('the row whose details are open is the first that is selected, and its details go', async () => {
  await open();
  name('B').click();
  await settle();
  expect(panel()).toBeTruthy();
  expect(selected()).toEqual([]);
  await toggle('D');
  expect(selected()).toEqual(['B', 'D']);
  expect(panel()).toBeNull();
  name('A').click();
  await settle();
  expect(selected()).toEqual([]);
  expect(panel()).toBeTruthy();
});

test('what the search hides is no longer selected, also once it is shown again', async () => {
  const [a, b, c] = five();
  if (!a || !b || !c) throw new Error('three locations');
  const { app } = await open({ locations: [a, { ...b, handle: '@bakery' }, c] });
  await toggle('A');
  await toggle('B');
  await toggle('C');
  app.list.narrow({ query: 'bakery' });
  await settle();
  expect(selected()).toEqual(['B']);
  noBar();
  app.list.narrow({ query: '' });
  await settle();
  expect(selected()).toEqual(['B']);
});

test('an update leaves the selection as it is, and what is removed leaves it', async () => {
  const { fake } = await open();
  await toggle('A');
  await toggle('B');
  await toggle('C');
  fake.tell({ fact: 'location_changed', value: location({ id: 'c', name: 'C', health: settled('needs_you') }) });
  await settle();
  expect(selected()).toEqual(['C', 'A', 'B']);
  fake.tell({ fact: 'location_removed', value: 'a' });
  await settle();
  expect(selected()).toEqual(['C', 'B']);
  expect(spoken()).toBe('2 selected');
});

test('another view has nothing selected', async () => {
  const { app } = await open();
  await toggle('A');
  await toggle('B');
  app.screen.show('timeline');
  app.screen.show('locations');
  await settle();
  expect(selected()).toEqual([]);
});

test('the selected are moved to a client together, and stay selected', async () => {
  const [a, ...rest] = five();
  if (!a) throw new Error('no location');
  const { asked } = await open({ locations: [{ ...a, client: 'acme' }, ...rest] });
  await toggle('A');
  await extend('C');
  await click('Move to client…', bar());
  expect(within(dialog()).getByText('Client of 3 locations')).toBeTruthy();
  expect(within(dialog()).queryAllByRole('button', { pressed: true })).toEqual([]);
  await click('Acme', within(dialog()).getByRole('list'));
  await noDialog();
  expect(asked('move_locations')).toEqual([{ ask: 'move_locations', locations: ['a', 'b', 'c'], client: 'acme' }]);
  expect(screen.getByTestId('notice').textContent).toContain('3 locations belong to Acme');
  expect(selected()).toEqual(['A', 'B', 'C']);
});

test('a new client is made for the selected', async () => {
  const { asked } = await open();
  await toggle('D');
  await toggle('E');
  await click('Move to client…', bar());
  await type('Find a client or name a new one', 'Harbour');
  await click('New client “Harbour”', dialog());
  await noDialog();
  expect(asked('move_locations')[0]?.locations).toEqual(['d', 'e']);
});

test('who has no clients is offered none', async () => {
  await open({ clients: [] });
  await toggle('A');
  await toggle('B');
  expect(within(bar()).getAllByRole('button').map((each) => each.textContent.trim())).toEqual(['Check now', 'Clear']);
});

test('the selected are checked in one request, without what was disconnected on purpose', async () => {
  const [a, b, c] = five();
  if (!a || !b || !c) throw new Error('three locations');
  const { asked } = await open({ locations: [a, b, { ...c, health: settled('not_connected') }] });
  name('C').focus();
  await press('a', { metaKey: true });
  expect(selected()).toEqual(['A', 'B', 'C']);
  await click('Check now', bar());
  expect(asked('check')).toEqual([{ ask: 'check', locations: ['a', 'b'] }]);
  expect(screen.getByTestId('notice').textContent).toContain('Checking 2 locations');
});

test('nothing is checked where none of the selected can be: an empty request would mean all', async () => {
  const { asked } = await open({ locations: five({ health: settled('not_connected') }) });
  await toggle('A');
  await toggle('B');
  expect(within(bar()).getByRole<HTMLButtonElement>('button', { name: 'Check now' }).disabled).toBe(true);
  expect(asked('check')).toEqual([]);
});

test('clearing gives the focus back to the list', async () => {
  await open();
  await toggle('A');
  await toggle('B');
  within(bar()).getByRole('button', { name: 'Clear' }).focus();
  await click('Clear', bar());
  noBar();
  expect(selected()).toEqual([]);
  expect(focused()).toBe('B');
});
