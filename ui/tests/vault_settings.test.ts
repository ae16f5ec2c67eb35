import { cleanup, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { KeyState } from '../src/api/protocol';
import { click, dialog, row, settle, show, withLocations } from './window';

const vault = (state: KeyState, damaged = 0) => ({ state, keychain: 'GNOME Keyring', damaged });

test.each<[KeyState, string]>([
  ['locked', 'Open keychain'],
  ['no_backend', 'Try again'],
  ['not_set_up', 'Set up keychain'],
  ['declined', 'Ask me again'],
  ['no_key', 'Look again'],
  ['wrong_key', 'Look again'],
  ['ambiguous', 'Look again'],
  ['damaged', 'Look again'],
])('%s has its way out, and the list stays', async (state, wayOut) => {
  const { asked } = await show({ vault: vault(state), locations: [location({ name: 'Acme' })] });
  expect(screen.getByTestId('vault').dataset.state).toBe(state);
  await click(wayOut, screen.getByTestId('vault'));
  expect(asked('open_keychain')).toHaveLength(1);
  expect(row('Acme')).toBeTruthy();
});

test.each<KeyState>(['no_key', 'wrong_key', 'damaged'])('%s starts over only after a promise', async (state) => {
  const { asked } = await show({ vault: vault(state), locations: [location()] });
  await click('Start over…');
  await click('Start over', dialog());
  expect(asked('start_over')).toEqual([]);
  screen.getByRole('checkbox').click();
  await settle();
  await click('Start over', dialog());
  expect(asked('start_over')).toHaveLength(1);
});

test.each<KeyState>(['locked', 'no_backend', 'not_set_up', 'declined', 'ambiguous'])('%s offers no start over', async (state) => {
  await show({ vault: vault(state), locations: [location()] });
  expect(screen.queryByRole('button', { name: 'Start over…' })).toBeNull();
});

test('damaged rows are counted, and an open vault is silent', async () => {
  const { fake } = await show({ vault: vault('open', 2), locations: [location()] });
  expect(screen.getByTestId('vault').textContent).toContain('2 locations need a new sign-in');
  fake.tell({ fact: 'vault_changed', value: vault('open') });
  await settle();
  expect(screen.queryByTestId('vault')).toBeNull();
});

test('damaged rows have a button that goes through their sign-ins, and through no others', async () => {
  const [one, two] = ['One', 'Two'].map((name) => location({ id: name, name, health: settled('tokens_unreadable') }));
  if (!one || !two) throw new Error('two');
  const lost = location({ name: 'Lost', health: settled('needs_you', { cause: 'expired' }) });
  const { asked } = await show({ vault: vault('open', 2), locations: [one, two, lost] });
  await click('Sign in again', screen.getByTestId('vault'));
  const card = screen.getByTestId('fix-all');
  expect(card.textContent).toContain('0 of 2 locations work');
  await click('Sign in', card);
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'One' }]);
});

test('the first run names the keychain and leads to the first location', async () => {
  await show({ vault: vault('open') });
  expect(screen.getByTestId('first-run').textContent).toContain('GNOME Keyring');
  await click('Connect my own');
  expect(dialog().textContent).toContain('Facebook');
});

test('the welcome comes back with each window until something is connected', async () => {
  const { asked } = await show();
  await click('Look around first');
  expect(screen.queryByTestId('first-run')).toBeNull();
  expect(asked('dismiss_welcome')).toHaveLength(0);
  cleanup();
  const { fake, asked: later } = await show();
  expect(screen.getByTestId('first-run')).toBeTruthy();
  fake.tell({ fact: 'location_changed', value: location() });
  await tick();
  expect(screen.queryByTestId('first-run')).toBeNull();
  expect(later('dismiss_welcome')).toHaveLength(1);
});

test('a set-up that is not finished ends no welcome', async () => {
  const { asked } = await show({ locations: [location({ connected_at: null })] });
  expect(asked('dismiss_welcome')).toHaveLength(0);
});

test('the first screen has a door to practice, and practice has none', async () => {
  const { asked } = await show();
  await click('Try it now');
  expect(asked('try_out')).toHaveLength(1);
  cleanup();
  await show({ practice: true });
  expect(screen.queryByRole('button', { name: 'Try it now' })).toBeNull();
});

test('the theme is asked for and painted when it changed', async () => {
  const { asked } = await withLocations(location());
  await click('Settings');
  screen.getByRole('radio', { name: 'Dark' }).click();
  await settle();
  expect(asked('set_theme')).toEqual([{ ask: 'set_theme', theme: 'dark' }]);
  expect(document.documentElement.dataset.theme).toBe('dark');
});

test('the way back from the browser can be chosen', async () => {
  const { asked } = await withLocations(location());
  await click('Settings');
  screen.getByRole('radio', { name: 'App link' }).click();
  await settle();
  expect(asked('set_return_by')).toEqual([{ ask: 'set_return_by', return_by: 'deep_link' }]);
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'App link' }).checked).toBe(true);
});

test('an app is forgotten only after the question', async () => {
  const { asked } = await withLocations(location());
  await click('Settings');
  await click('Forget app');
  expect(asked('forget_app')).toEqual([]);
  await click('Forget', dialog());
  expect(asked('forget_app')).toEqual([{ ask: 'forget_app', network: 'facebook' }]);
});

test('sign-ins are forgotten per client', async () => {
  const { asked } = await show({ locations: [location()], clients: [{ id: 'x', name: 'Acme' }] });
  await click('Settings');
  await click('Forget sign-ins of Acme');
  await click('Forget sign-ins');
  expect(asked('forget_sign_ins')).toEqual([
    { ask: 'forget_sign_ins', client: 'x' },
    { ask: 'forget_sign_ins' },
  ]);
});

test('filters and the search narrow the list down, and a notice shows its location anyway', async () => {
  const { fake } = await withLocations(
    location({ id: 'good', name: 'Good' }),
    location({ name: 'Bad', health: settled('needs_you') }),
  );
  await click('Broken 1');
  expect(screen.queryByRole('button', { name: 'Disconnect Good, Facebook page' })).toBeNull();
  fake.tell({ fact: 'location_asked', value: 'good' });
  await settle();
  expect(screen.getByRole('complementary', { name: 'Good, Facebook page' })).toBeTruthy();
  expect(row('Good')).toBeTruthy();
});

test('a screen reader is told what changed, once for many', async () => {
  vi.useFakeTimers();
  const all = ['A', 'B', 'C', 'D'].map((name) => location({ name }));
  const { fake, app } = await withLocations(...all);
  const change = (view: (typeof all)[number] | undefined) => {
    if (view) fake.tell({ fact: 'location_changed', value: { ...view, health: settled('needs_you', { cause: 'expired' }) } });
  };
  change(all[0]);
  vi.advanceTimersByTime(300);
  expect(app.notices.spoken).toBe('A, Facebook page: Sign-in ended');
  for (const view of all) change(view);
  for (const view of all) fake.tell({ fact: 'location_changed', value: view });
  vi.advanceTimersByTime(300);
  expect(app.notices.spoken).toBe('4 locations changed');
  vi.useRealTimers();
});

test('the history is read when a location is opened and once more when it changes', async () => {
  const page = location({ id: 'page', name: 'Acme' });
  const { fake, app, asked } = await withLocations(page);
  app.screen.open('page');
  await settle();
  expect(asked('history')).toEqual([{ ask: 'history', location: 'page' }]);
  expect(screen.getByRole('complementary').textContent).toContain('Reconnected by Jana Weiss');
  fake.tell({ fact: 'location_changed', value: { ...page, health: settled('needs_you') } });
  for (let round = 0; round < 5; round += 1) await settle();
  expect(asked('history')).toHaveLength(2);
});

test('a history that cannot be read offers to read it again', async () => {
  const { fake, app } = await withLocations(location({ id: 'page', name: 'Acme' }));
  fake.refuse('history', { failure: 'internal' });
  app.screen.open('page');
  await settle();
  fake.refuse('history', null);
  await click('Read again');
  expect(screen.getByRole('complementary').textContent).toContain('Connected by Jana Weiss');
});
