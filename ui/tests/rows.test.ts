import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { StateCode } from '../src/api/protocol';
import { initials } from '../src/row';
import { words } from '../src/words';
import { causes } from './codes';
import { row, settle, withLocations } from './window';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;
const around = { network: 'Facebook', keychain: 'GNOME Keyring', attempt: undefined, toll: null, now: NOW };
const say = (health: ReturnType<typeof settled>) =>
  words.health.sentence(location({ health, checked_at: NOW - 60_000 * 12 }), around);

test.each<[StateCode, string, string]>([
  ['not_connected', 'broken_link', 'Connect'],
  ['set_up_unfinished', 'broken_link', 'Choose pages'],
  ['needs_you', 'broken_link', 'Reconnect'],
  ['tokens_unreadable', 'broken_link', 'Reconnect'],
  ['entry_changed', 'broken_link', 'Remove…'],
  ['needs_you_soon', 'clock', 'Reconnect'],
  ['probably_refused', 'clock', 'Reconnect'],
  ['key_unavailable', 'cloud', 'Open keychain'],
  ['waiting_for_you', 'ring', 'Cancel'],
])('%s shows %s and offers %s', async (state, shape, action) => {
  await withLocations(location({ name: 'Acme', attempt: 'a', health: settled(state) }));
  expect(row('Acme').dataset.icon).toBe(shape);
  expect(row('Acme').querySelector(`[data-shape=${shape}]`)).toBeTruthy();
  expect(row('Acme').querySelector('.btn')?.textContent).toBe(action);
});

test.each<StateCode>(['connected', 'cannot_check', 'cannot_ask'])('%s needs no button', async (state) => {
  await withLocations(location({ name: 'Acme', health: settled(state) }));
  expect(row('Acme').querySelector('.btn')).toBeNull();
});

test('a connection says until when it is good and whether it renews', () => {
  const until = NOW + 40 * DAY;
  expect(say(settled('connected', { until })).detail).toMatch(/^Good until .+, then Facebook asks$/);
  expect(say(settled('connected', { until, renews: true })).detail).toMatch(/renews by itself$/);
  expect(say(settled('connected')).detail).toBe('Checked 12 minutes ago');
});

test('a connection that ends soon names the day and how far it is', () => {
  const { title, detail } = say(settled('needs_you_soon', { until: NOW + 6 * DAY }));
  expect(title).toMatch(/^Reconnect by (28 Nov|Nov 28)$/);
  expect(detail).toBe('Facebook ends this sign-in in 6 days');
});

test('every cause has a title and a line of its own', () => {
  const said = causes.map((cause) => say(settled('needs_you', { cause })));
  for (const texts of [said.map(({ title }) => title), said.map(({ detail }) => detail)])
    expect(new Set(texts).size).toBe(causes.length);
});

test('what one sign-in fixes is said with its numbers', () => {
  const login = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
  const health = settled('needs_you', { cause: 'password_changed' });
  const { detail } = words.health.sentence(location({ health, login }), { ...around, toll: { broken: 4, soon: 3, unchecked: 0, fixes: 7, others: 121 } });
  expect(detail).toBe('One sign-in by Jana Weiss fixes 7 (4 broken, 3 soon)');
});

test('what works is not counted among what a sign-in fixes', async () => {
  const login = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
  const lost = settled('needs_you', { cause: 'password_changed' });
  const other = location({ id: 'b', name: 'Bakery', login });
  const first = location({ id: 'a', name: 'Acme', health: lost, login });
  const { app, fake } = await withLocations(first, other);
  expect(app.names.sentence(first).detail).toBe('Facebook ended the sign-in');
  fake.tell({ fact: 'location_changed', value: { ...other, health: lost } });
  await settle();
  expect(app.names.sentence(first).detail).toBe('One sign-in by Jana Weiss fixes 2 (2 broken)');
  // Under their card the rows need not say it again.
  expect(row('Acme').querySelector('.state .detail')?.textContent).toBe('Facebook ended the sign-in');
});

test('a cause that is inferred is said as probable, in the row, aloud and in the panel', async () => {
  const health = settled('needs_you', { cause: 'blanket_reset', probably: true });
  const login = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
  const all = [location({ id: 'a', name: 'Acme', health, login }), location({ id: 'b', login })];
  const { app } = await withLocations(...all);
  const state = row('Acme').querySelector('.state');
  expect(state?.textContent).toContain('Probably: Facebook ended all its sign-ins');
  expect(words.health.spoken('Acme', health)).toBe('Acme: Probably: Reset by the network');
  app.screen.open('a');
  await settle();
  const panel = document.querySelector('.card.red');
  expect(panel?.textContent).toContain('Probably: Facebook ended the sign-ins of all accounts at once.');
});

test('what the network said itself is not called probable', () => {
  for (const cause of ['blanket_reset', 'password_changed'] as const) {
    const health = settled('needs_you', { cause });
    expect(say(health).detail).not.toMatch(/probably/i);
    expect(words.health.spoken('Acme', health)).not.toMatch(/probably/i);
  }
});

test('what needs a person stands above what works, each group by name', async () => {
  const { app } = await withLocations(
    location({ name: 'Zeta' }),
    location({ name: 'Alpha' }),
    location({ name: 'Never', health: settled('not_connected') }),
    location({ name: 'Soon', health: settled('needs_you_soon') }),
    location({ name: 'Broken', health: settled('needs_you') }),
  );
  expect(app.world.locations.all.map((each) => each.name)).toEqual([
    'Broken',
    'Soon',
    'Alpha',
    'Zeta',
    'Never',
  ]);
});

test('of ten thousand rows only a window is drawn, and a change of one is drawn too', async () => {
  const locations = Array.from({ length: 10_000 }, (_, at) => location({ name: `Branch ${at}` }));
  const { fake } = await withLocations(...locations);
  const drawn = () => document.querySelectorAll('[data-testid=location]').length;
  expect(drawn()).toBeGreaterThan(10);
  expect(drawn()).toBeLessThan(60);
  expect(row('Branch 0').closest('[role=grid]')?.getAttribute('aria-rowcount')).toBe('10000');
  expect(row('Branch 3').getAttribute('aria-rowindex')).toBe('4');

  const last = locations[9_999];
  if (!last) throw new Error('no location');
  fake.tell({ fact: 'location_changed', value: { ...last, health: settled('needs_you') } });
  await settle();
  expect(row('Branch 9999').dataset.icon).toBe('broken_link');
  expect(drawn()).toBeLessThan(60);
});

test('initials come from any script', () => {
  expect(initials('Harbour Lane Bakery')).toBe('HL');
  expect(initials('@acme')).toBe('AC');
  expect(initials('مقهى الميناء')).toBe('ما');
  expect(initials('🙂')).toBe('·');
});
