// What needs a person: a card for each sign-in, the same numbers everywhere, one button that helps.

import { cleanup, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import { monday, mondayClients } from '../src/api/scenarios_monday';
import type { LocationView } from '../src/api/protocol';
import { click, dialog, row, settle, show, withLocations } from './window';

const lost = settled('needs_you', { cause: 'password_changed' });
const soon = settled('needs_you_soon', { until: Date.now() + 5 * 86_400_000 });
const jana = { id: 'jana', name: 'Jana', person: 'jana' };

/** Four broken, three that end soon, and more that work, all by one sign-in. */
function many(others = 121): LocationView[] {
  const page = (id: string, health: LocationView['health'], more = {}) =>
    location({ id, name: `Page ${id}`, login: jana, health, ...more });
  return [
    ...['a', 'b', 'c', 'd'].map((id, at) => page(id, lost, { client: at < 2 ? 'acme' : 'ost', lost_since: Date.now() })),
    ...['e', 'f', 'g'].map((id) => page(id, soon, { client: 'acme' })),
    ...Array.from({ length: others }, (_, at) => page(`fine-${at}`, settled('connected'))),
  ];
}
const clients = [{ id: 'acme', name: 'Acme' }, { id: 'ost', name: 'Ost' }];
const cards = () => screen.queryAllByTestId('need-card');
const card = () => cards()[0] ?? document.body;
const solid = () => [...document.querySelectorAll<HTMLElement>('main .btn.main, main .btn.danger')].map((each) => each.textContent.trim());

const SENTENCE = 'One sign-in by Jana fixes 7 (4 broken, 3 soon); 121 others use it and stay as they are';

test('one sign-in has one sentence: in its card, its queue and its panel, and its row begins alike', async () => {
  const { app } = await show({ clients, locations: many() });
  expect(card().textContent).toContain(`${SENTENCE}.`);
  await click('Show 7 locations');
  expect(row('Page a').querySelector('.icon')).toBeTruthy();
  app.screen.open('a');
  await settle();
  const panel = screen.getByRole('complementary');
  expect(panel.textContent).toContain(SENTENCE);
  expect(panel.textContent).toContain('128 locations, 4 broken, 3 soon');
  await click('Fix all 7');
  expect(screen.getByTestId('fix-all').textContent).toContain(SENTENCE);
  expect(app.names.sentence(app.world.locations.get('a') ?? location()).detail).toBe('One sign-in by Jana fixes 7 (4 broken, 3 soon)');
});

test('a sign-in under way changes none of its numbers', async () => {
  await show({ clients, locations: many() });
  await click('Sign in as Jana');
  expect(card().textContent).toContain(SENTENCE);
  expect(card().textContent).toContain('Waiting for you at Facebook');
  await click('Cancel', card());
  expect(within(card()).getByRole('button', { name: 'Sign in as Jana' })).toBeTruthy();
});

test('a card says who, where, what, since when, how many of whom, and what still works', async () => {
  await show({ clients, locations: many() });
  const text = card().textContent;
  for (const part of ['Jana', 'Facebook', 'Password changed', '7 locations of 2 clients, since today', '3 still work until'])
    expect(text).toContain(part);
});

test('the rows of a small card are seen, those of a large one fold out', async () => {
  await show({ clients, locations: many() });
  expect(screen.queryByText('Page a')).toBeNull();
  await click('Show 7 locations');
  expect(row('Page g').dataset.icon).toBe('clock');
  await click('Show less');
  expect(screen.queryByText('Page a')).toBeNull();
});

test('two of a sign-in show their rows at once, and one alone needs no card', async () => {
  const [a, b] = many(0);
  if (!a || !b) throw new Error('two');
  await withLocations(a, b);
  expect(cards()).toHaveLength(1);
  expect(row('Page b')).toBeTruthy();
});

test('what is alone is a row without a card', async () => {
  await withLocations(...many(3).slice(0, 1));
  expect(cards()).toHaveLength(0);
  expect(row('Page a')).toBeTruthy();
});

test('what no sign-in helps stands under no card, whoever it hangs on', async () => {
  const [a, b, ...rest] = many(0);
  if (!a || !b) throw new Error('two');
  const changed = settled('entry_changed');
  const apart = (view: LocationView) => location({ ...view, health: changed });
  await withLocations(apart(a), apart(b));
  expect(cards()).toHaveLength(0);
  for (const name of ['Page a', 'Page b']) expect(within(row(name)).getByRole('button', { name: /^Remove…/ })).toBeTruthy();
  cleanup();
  await withLocations(apart(a), ...rest);
  expect(card().textContent).toContain('5 locations');
  expect(within(row('Page a')).getByRole('button', { name: /^Remove…/ })).toBeTruthy();
});

test('what is searched for, and what a notice leads to, is unfolded', async () => {
  const { app, fake } = await show({ clients, locations: many() });
  app.list.narrow({ query: 'page b' });
  await settle();
  expect(row('Page b')).toBeTruthy();
  app.list.narrow({ query: '' });
  await settle();
  fake.tell({ fact: 'location_asked', value: 'c' });
  await settle();
  expect(row('Page c')).toBeTruthy();
});

test('a card in the view of a client says how many of what it fixes are there', async () => {
  const { app } = await show({ clients, locations: many() });
  app.screen.show('locations', 'ost');
  await settle();
  expect(card().textContent).toContain(`${SENTENCE}. 2 of them here.`);
});

test('a card is put off until tomorrow for all of its rows, and back', async () => {
  const { asked } = await show({ clients, locations: many() });
  await click('Remind me tomorrow', card());
  const locations = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(asked('snooze_alerts')).toEqual([{ ask: 'snooze_alerts', locations, hours: 24 }]);
  expect(card().textContent).toContain('Silent until');
  await click('Tell me again', card());
  expect(asked('unmute_alerts')).toEqual([{ ask: 'unmute_alerts', locations }]);
});

test('a note for the person is shown before it is copied, and nothing is sent', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { fake } = await show({ clients, locations: many() });
  const before = fake.asked.length;
  await click('Send to Jana…');
  const note = dialog().querySelector('textarea')?.value ?? '';
  expect(note).toContain('Hello Jana');
  expect(note).toContain('– Page d');
  await click('Copy note', dialog());
  expect(write).toHaveBeenCalledWith(note);
  expect(fake.asked.slice(before)).toEqual([]);
});

test.each<[string, LocationView[], string]>([
  ['nothing is wanted', [location({ name: 'Fine' })], 'Add location'],
  ['one is lost', [location({ name: 'Lost', health: lost })], 'Reconnect'],
  ['one sign-in helps', many(2), 'Sign in as Jana'],
  ['several help', [...many(2), location({ name: 'Lost', health: lost })], 'Fix all 8'],
])('one button stands out where %s', async (_, locations, name) => {
  await withLocations(...locations);
  expect(solid()).toEqual([name]);
});

test('on a bad Monday clients say in red what of theirs is broken, and the mark is no tick', async () => {
  const locations = monday();
  await show({ clients: mondayClients, locations });
  const told = screen.getAllByTestId('broken-of-client').map((each) => Number(/\d+/.exec(each.textContent)?.[0]));
  expect(told).toHaveLength(9);
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(screen.getByTestId('worst').dataset.shape).toBe('broken_link');
  expect(cards().length).toBeLessThan(6);
  expect(solid()).toEqual(['Fix all 67']);
});

test.each<[string, LocationView['health'][], string]>([
  ['all works', [settled('connected')], 'tick'],
  ['a person disconnected one', [settled('connected'), settled('not_connected')], 'tick'],
  ['one cannot be checked', [settled('connected'), settled('cannot_check')], 'cloud'],
  ['the keychain is locked', [settled('key_unavailable')], 'cloud'],
  ['one ends soon', [settled('cannot_check'), soon], 'clock'],
  ['one is broken', [settled('connected'), soon, lost], 'broken_link'],
])('the mark takes the worst: %s', async (_, healths, shape) => {
  const { fake } = await withLocations(...healths.map((health, at) => location({ id: `at-${at}`, name: `At ${at}`, health })));
  expect(screen.getByTestId('worst').dataset.shape).toBe(shape);
  fake.tell({ fact: 'location_changed', value: location({ id: 'at-0', name: 'At 0', health: lost }) });
  await settle();
  expect(screen.getByTestId('worst').dataset.shape).toBe('broken_link');
});
