import { screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { attempt, failed, location, settled } from '../src/api/samples';
import type { LocationView, StageView, KeyState } from '../src/api/protocol';
import { standing, stepOf } from '../src/step';
import { click, settle, show, withLocations } from './window';

/** Pages of one login, all lost. */
function pages(person: string, ids: string[], more: Partial<LocationView> = {}): LocationView[] {
  return ids.map((id) =>
    location({
      id,
      name: `Page ${id}`,
      health: settled('needs_you', { cause: 'password_changed' }),
      login: { id: person, name: person, person: person },
      ...more,
    }),
  );
}

const jana = () => pages('Jana Weiss', ['a', 'b', 'c']);
const tom = () => pages('Tom Reyes', ['d'], { network: 'mastodon' });
const soon = () =>
  location({ id: 'e', name: 'Page e', health: settled('needs_you_soon', { until: Date.now() + 9e7 }) });
const card = () => screen.getByTestId('fix-all');
const left = () => screen.getAllByTestId('fix-left').map(({ textContent }) => textContent);
const vault = (state: KeyState) => ({ state, keychain: 'GNOME Keyring', damaged: 0 });

async function skipAll() {
  while (within(card()).queryByRole('button', { name: 'Skip' })) await click('Skip', card());
}

test('what left the list is no longer open', () => {
  const [page] = jana();
  if (!page) throw new Error('three pages');
  const step = stepOf(page, ['a', 'b', 'c']);
  expect(standing(step, () => undefined)).toEqual({ open: [], away: [], inNeed: [], healed: 3 });
});

test('the queue is the engine’s plan of what is shown, and of nothing else', async () => {
  const { asked, app } = await withLocations(soon(), ...tom(), ...jana(), location({ id: 'fine' }));
  app.list.narrow({ query: 'tom' });
  await app.list.fix.start();
  expect(asked('plan_fix')).toEqual([{ ask: 'plan_fix', locations: ['d'] }]);
  app.list.narrow({ query: '' });
  await app.list.fix.start();
  expect(asked('plan_fix')[1]?.locations).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(app.list.fix.current?.person).toBe('Jana Weiss');
});

test('a plan that cannot be made is said, and nothing begins', async () => {
  const { fake } = await withLocations(...jana());
  fake.refuse('plan_fix', { failure: 'internal' });
  await click('Fix all 3');
  expect(screen.queryByTestId('fix-all')).toBeNull();
  expect(screen.getByTestId('notice')).toBeTruthy();
});

test('what is healed, and what comes to need a person, while the plan is made is followed', async () => {
  const late = soon();
  const { app, fake } = await withLocations(...jana(), { ...late, health: settled('connected') });
  fake.hang(true);
  const started = app.list.fix.start();
  for (const page of jana().slice(0, 2))
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('connected') } });
  fake.tell({ fact: 'location_changed', value: late });
  fake.hang(false);
  await started;
  await settle();
  expect(card().textContent).toContain('0 of 2 steps');
  expect(card().textContent).toContain('Page c');
  expect(card().textContent).not.toContain('Page a');
});

test('one location alone has its own button and no queue', async () => {
  await withLocations(...tom());
  expect(screen.queryByRole('button', { name: /^Fix all/ })).toBeNull();
});

test('the queue goes from login to login, a click each, and ends with what works', async () => {
  const { asked, fake } = await withLocations(...jana(), ...tom());
  await click('Fix all 4');
  expect(asked('connect')).toEqual([]);
  expect(card().textContent).toContain('Sign in at Facebook as Jana Weiss');
  expect(card().textContent).toContain('Page a, Page b, Page c');
  expect(document.activeElement?.textContent?.trim()).toBe('Sign in');
  await click('Sign in', card());
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'a' }]);
  expect(within(card()).queryByRole('button', { name: 'Sign in' })).toBeNull();
  for (const page of jana())
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('connected') } });
  await settle();
  expect(card().textContent).toContain('1 of 2 steps, 3 of 4 locations work');
  expect(card().textContent).toContain('Sign in at Mastodon as Tom Reyes');
  for (const page of tom())
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('connected') } });
  await settle();
  expect(card().textContent).toContain('Everything works again');
  await click('Close', card());
  expect(screen.queryByTestId('fix-all')).toBeNull();
});

test('a sign-in that was broken off leaves its step where it was', async () => {
  const { asked, fake } = await withLocations(...jana());
  await click('Fix all 3');
  await click('Sign in', card());
  const [page] = jana();
  if (page) fake.tell({ fact: 'location_changed', value: page });
  await settle();
  await click('Sign in', card());
  expect(asked('connect')).toHaveLength(2);
});

test('a sign-in has one card: beside the queue while that runs, in the corner before and after', async () => {
  await withLocations(...jana());
  await click('Reconnect Page a, Facebook page');
  const isInCorner = () => screen.getByTestId('sign-in-card').closest('.corner') !== null;
  expect(isInCorner()).toBe(true);
  await click('Fix all 2');
  expect(isInCorner()).toBe(false);
  await click('Stop', card());
  expect(isInCorner()).toBe(true);
});

test('what was skipped is named at the end and can be gone through again', async () => {
  await withLocations(...jana(), ...tom());
  await click('Fix all 4');
  await click('Skip', card());
  await click('Skip', card());
  expect(card().textContent).toContain('4 locations still need you');
  expect(left()).toHaveLength(4);
  await click('Go through them again', card());
  expect(card().textContent).toContain('Jana Weiss');
  await click('Stop', card());
  expect(screen.queryByTestId('fix-all')).toBeNull();
});

test('a note for the person says what, why and what to do, and asks for no password', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await withLocations(...jana());
  await click('Fix all 3');
  await click('Copy a note for Jana Weiss', card());
  const text = write.mock.calls[0]?.[0] ?? '';
  for (const part of ['Hello Jana Weiss', 'Facebook', '– Page b', 'password was changed', 'do not send me your password'])
    expect(text).toContain(part);
});

const brand = { network: 'mastodon', name: 'Our Brand', handle: '@ourbrand@social.example' };

test('an account that signs in for itself gets no note: whoever has its password does', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await withLocations(...pages('Our Brand', ['d'], { ...brand, kind: 'account' }), soon());
  await click('Fix all 2');
  await click('Copy a note for whoever has the password of @ourbrand@social.example', card());
  const text = write.mock.calls.at(-1)?.[0] ?? '';
  expect(text).not.toContain('Hello Our Brand');
  for (const part of ['@ourbrand@social.example at Mastodon stopped working', 'password was changed', 'do not send me the password'])
    expect(text).toContain(part);
});

test.each<[KeyState, string]>([
  ['locked', 'Open keychain'],
  ['wrong_key', 'Look again'],
  ['no_backend', 'Try again'],
])('with the keychain %s the queue offers its way out first, and asks for no sign-in', async (state, wayOut) => {
  const { asked, fake } = await show({ locations: [...jana(), ...tom()], vault: vault(state) });
  await click('Fix all 4');
  expect(screen.queryByTestId('vault')).toBeNull();
  expect(within(card()).queryByRole('button', { name: 'Sign in' })).toBeNull();
  expect(document.activeElement?.textContent?.trim()).toBe(wayOut);
  await click(wayOut, card());
  expect(asked('open_keychain')).toHaveLength(1);
  expect(asked('connect')).toEqual([]);
  fake.tell({ fact: 'vault_changed', value: vault('open') });
  await settle();
  expect(card().textContent).toContain('Sign in at Facebook as Jana Weiss');
  expect(document.activeElement?.textContent?.trim()).toBe('Sign in');
});

test('what only the open keychain shows to end soon is added at the end', async () => {
  const locked = { ...soon(), health: settled('key_unavailable') };
  const { fake } = await show({ locations: [...jana(), locked], vault: vault('locked') });
  await click('Fix all 3');
  fake.tell({ fact: 'vault_changed', value: vault('open') });
  fake.tell({ fact: 'location_changed', value: soon() });
  await settle();
  expect(card().textContent).toContain('0 of 2 steps, 0 of 4 locations work');
  expect(card().textContent).toContain('Page a, Page b, Page c');
});

test('a keychain that closes meanwhile heals nothing', async () => {
  const { fake } = await withLocations(...jana(), ...tom());
  await click('Fix all 4');
  for (const page of jana())
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('key_unavailable') } });
  fake.tell({ fact: 'vault_changed', value: vault('locked') });
  await settle();
  expect(card().textContent).toContain('GNOME Keyring is locked');
  expect(card().textContent).toContain('2 steps wait for the keychain');
});

test.each<[StageView, string]>([
  [failed('refused'), 'The sign-in was not approved.'],
  [
    { at: 'wrong_account', expected: 'Page a', got: 'Page z', can_add: true },
    'Expected Page a, got Page z. Nothing was changed.',
  ],
])('at the end each page says why, as its sign-in ended: %o', async (stage, reason) => {
  const { fake } = await withLocations(...jana(), ...tom());
  await click('Fix all 4');
  const over = attempt({ network: 'facebook', location: 'a', stage });
  fake.tell({ fact: 'attempt_changed', value: over });
  fake.tell({ fact: 'attempt_ended', value: over.id });
  await skipAll();
  const [first, second] = left();
  expect(first).toContain(reason);
  expect(within(card()).getByRole('button', { name: 'Try again: Page a' })).toBeTruthy();
  expect(second).toContain('Jana Weiss changed the password');
  await click('Go through them again', card());
  await skipAll();
  expect(left()[0]).toContain('Jana Weiss changed the password');
});

test('each page that is left can be tried alone, in its place, and the last one ends the queue', async () => {
  const { asked, fake } = await withLocations(...pages('Tom Reyes', ['d', 'f']), soon());
  await click('Fix all 3');
  await skipAll();
  expect(left()[2]).toMatch(/Reconnect by .* Facebook ends this sign-in/);
  await click('Sign in: Page d', card());
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'd' }]);
  expect(left()[0]).toContain('Waiting for you at Facebook');
  await click('Cancel: Page d', card());
  expect(asked('cancel_sign_in')).toHaveLength(1);
  expect(left()[0]).toContain('Tom Reyes changed the password');
  within(card()).getByRole('button', { name: 'Sign in: Page d' }).focus();
  for (const page of [...pages('Tom Reyes', ['d', 'f']), soon()])
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('connected') } });
  await settle();
  expect(card().textContent).toContain('Everything works again');
  expect(document.activeElement?.textContent?.trim()).toBe('Close');
});

test('where the app is refused, its page leads to the app', async () => {
  const health = { ...settled('needs_you', { cause: 'app_broken' }), next: 'fix_app' as const };
  const { asked } = await withLocations(location({ id: 'x', name: 'Page x', health }), ...tom());
  await click('Fix all 2');
  await skipAll();
  expect(left()[0]).toContain('does not accept your developer app');
  await click('Enter app: Page x', card());
  expect(asked('connect')).toEqual([]);
  expect(screen.getByRole('dialog').textContent).toContain('Your Facebook app');
});

test('what still needs a sign-in once its app is mended is asked for that, and not for the app again', async () => {
  const health = { ...settled('needs_you', { cause: 'app_broken' }), next: 'fix_app' as const };
  const { asked, fake } = await withLocations(...jana().map((page) => ({ ...page, health })), ...tom());
  await click('Fix all 4');
  expect(card().textContent).toContain('Mend your Facebook app');
  for (const page of jana()) fake.tell({ fact: 'location_changed', value: page });
  await settle();
  expect(card().textContent).toContain('0 of 2 steps, 0 of 4 locations work');
  await click('Skip', card());
  expect(card().textContent).toContain('Sign in at Facebook as Jana Weiss');
  await click('Sign in', card());
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'a' }]);
});

test('a long list of what is left comes in parts', async () => {
  const ids = Array.from({ length: 120 }, (_, at) => `${at}`);
  await withLocations(...pages('Jana Weiss', ids));
  await click('Fix all 120');
  await skipAll();
  expect(left()).toHaveLength(50);
  await click('Show 50 more', card());
  await click('Show 20 more', card());
  expect(left()).toHaveLength(120);
  expect(within(card()).queryByRole('button', { name: /^Show/ })).toBeNull();
});
