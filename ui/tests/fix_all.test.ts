import { screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/wire';
import { plan, standing } from '../src/fix';
import { click, settle, withLocations } from './window';

/** Pages of one login, all lost. */
function pages(person: string, ids: string[], more: Partial<LocationView> = {}): LocationView[] {
  return ids.map((id) =>
    location({
      id,
      name: `Page ${id}`,
      health: settled('needs_you', { cause: 'password_changed' }),
      login: { id: person, name: person, siblings: ids.filter((other) => other !== id) },
      ...more,
    }),
  );
}

const jana = () => pages('Jana Weiss', ['a', 'b', 'c']);
const tom = () => pages('Tom Reyes', ['d'], { network: 'mastodon' });
const soon = () =>
  location({ id: 'e', name: 'Page e', health: settled('needs_you_soon', { until: Date.now() + 9e7 }) });
const card = () => screen.getByTestId('fix-all');

test('one step for each login, what heals most first, what ends soon last', () => {
  const steps = plan([soon(), ...tom(), ...jana(), location({ id: 'fine' })]);
  expect(steps.map(({ person, locations }) => [person, locations])).toEqual([
    ['Jana Weiss', ['a', 'b', 'c']],
    ['Tom Reyes', ['d']],
    ['Jana Weiss', ['e']],
  ]);
});

test('a login is one step also where a page of it works', () => {
  const [a, b, c] = jana();
  if (!a || !b || !c) throw new Error('three pages');
  const works = { ...a, health: settled('connected') };
  expect(plan([works, b, c]).map(({ locations }) => locations)).toEqual([['b', 'c']]);
});

test('a refused developer app comes before the sign-ins that would fail with it', () => {
  const health = { ...settled('needs_you', { cause: 'app_broken' }), next: 'fix_app' as const };
  const steps = plan([...jana(), location({ id: 'x', health }), location({ id: 'y', health })]);
  expect(steps.map(({ remedy, locations }) => [remedy, locations.length])).toEqual([
    ['app', 2],
    ['sign_in', 3],
  ]);
});

test('who was disconnected on purpose is not in the queue', () => {
  expect(plan([location({ health: settled('not_connected') })])).toEqual([]);
});

test('what left the list is no longer open', () => {
  const [step] = plan(jana());
  if (!step) throw new Error('one step');
  expect(standing(step, () => undefined)).toEqual({ open: [], away: [], healed: 3 });
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

test('what was skipped is named at the end and can be gone through again', async () => {
  await withLocations(...jana(), ...tom());
  await click('Fix all 4');
  await click('Skip', card());
  await click('Skip', card());
  expect(card().textContent).toContain('4 locations still need a sign-in');
  expect(card().textContent).toContain('Page d');
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
