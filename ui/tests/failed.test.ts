// A sign-in that connected nothing: why, and what helps.

import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, facebook, failed, location, settled } from '../src/api/samples';
import type { Failed } from '../src/failed';
import { words } from '../src/words';
import { causes, failures, happenings, hiccups, hostProblems, troubles } from './codes';
import { click, dialog, show } from './window';

/** As many letters as the narrow card has room for without a scroll bar. */
const ROOM = 170;
const bakery = () => location({ id: 'a', name: 'Bakery', health: settled('needs_you') });
const card = () => screen.getByTestId('sign-in-card');

const ends: Failed[] = [
  ...failures.map((failure) => failed(failure)),
  ...causes.map((cause) => failed('refused', { cause })),
  ...hiccups.map((hiccup) => failed('no_answer', { hiccup })),
  ...troubles.map((trouble) => failed('cannot_ask', { trouble })),
  failed('refused', { number: 901 }),
];

test('each end of a sign-in has words of its own, in one or two short sentences', () => {
  const texts = ends.map((end) => words.attempt.failure(end, true));
  expect(new Set(texts).size).toBe(ends.length);
  for (const text of texts) {
    expect(text).toMatch(/^[A-Z].+\.$/);
    expect(text.match(/[.:;?](\s|$)/g)?.length, text).toBeLessThanOrEqual(3);
    expect(text.length, text).toBeLessThanOrEqual(ROOM);
  }
});

test('a no at the network is told as what it is, and not in red', async () => {
  const one = attempt({ id: 'one', network: 'facebook', location: 'a', stage: failed('cancelled') });
  const { asked } = await show({ locations: [bakery()], attempts: [one] });
  expect(card().textContent).toContain('The sign-in at Facebook was cancelled');
  expect(card().textContent).toContain('Nothing changed: Bakery is as it was.');
  expect(card().querySelector('.tone-red')).toBeNull();
  await click('Try again', card());
  expect(asked('try_again')).toEqual([{ ask: 'try_again', attempt: 'one' }]);
});

test('a proxy and an issuer of certificates are named', async () => {
  const stage = failed('no_answer', { hiccup: 'proxy_sign_in' });
  await show({ attempts: [attempt({ id: 'one', stage, by: 'proxy.acme.example:3128' })] });
  expect(card().textContent).toContain('The proxy proxy.acme.example:3128 asks for a name and a password');
  for (const hiccup of ['unknown_issuer', 'proxy_sign_in', 'proxy_refused'] as const) {
    const text = words.failure({ failure: 'no_answer', hiccup, by: 'Acme Inspection' });
    expect(text).toContain('Acme Inspection');
    expect(text).not.toMatch(/spelling|offline/i);
  }
});

test('the network’s own number is kept as it is', () => {
  expect(words.attempt.failure(failed('refused', { number: 1_349_195 }), true)).toContain(' 1349195.');
});

test('where there is no app of the user’s, none is blamed', () => {
  for (const end of ends) expect(words.attempt.failure(end, true)).not.toBe('');
  for (const end of [failed('app_refused'), failed('refused', { cause: 'app_broken' })])
    expect(words.attempt.failure(end, false)).not.toMatch(/your|console|secret/i);
});

test.each<[string, Failed]>([
  ['an app that is refused', failed('app_refused')],
  ['an app that is blocked', failed('refused', { cause: 'app_broken' })],
  ['an app that is not here', failed('cannot_ask', { trouble: 'no_app' })],
  ['a secret that cannot be opened', failed('cannot_ask', { trouble: 'tokens_unreadable' })],
])('%s leads to its form, and then the sign-in is tried again', async (_, stage) => {
  const { asked } = await show({ locations: [bakery()], attempts: [attempt({ id: 'one', network: 'facebook', location: 'a', stage })] });
  expect(within(card()).getByRole('button', { name: 'Try again' })).toBeTruthy();
  await click('Enter app', card());
  expect(dialog().textContent).toContain('Your Facebook app');
  const secret = screen.getByLabelText<HTMLInputElement>('Client secret');
  secret.value = '0123456789abcdef';
  secret.dispatchEvent(new Event('input', { bubbles: true }));
  await click('Save and test', dialog());
  await click('Sign in at Facebook', dialog());
  expect(asked('save_app')).toHaveLength(1);
  expect(asked('try_again')).toEqual([{ ask: 'try_again', attempt: 'one' }]);
});

test('an app is offered while something is added, too, and not where the network needs none', async () => {
  const stage = failed('app_refused');
  await show({
    networks: [{ ...facebook, needs_app: false }],
    attempts: [attempt({ id: 'one', network: 'facebook', stage })],
  });
  expect(within(card()).queryByRole('button', { name: 'Enter app' })).toBeNull();
});

test('an account that the network wants something of leads to the network’s own site', async () => {
  const stage = failed('refused', { cause: 'attention_needed' });
  const { asked } = await show({ locations: [bakery()], attempts: [attempt({ network: 'facebook', location: 'a', stage })] });
  expect(card().textContent).toContain('on the network’s own site');
  await click('Open Facebook', card());
  expect(asked('open_permissions')).toEqual([{ ask: 'open_permissions', location: 'a' }]);
});

test('which site that is nobody knows while something is added', async () => {
  const stage = failed('refused', { cause: 'attention_needed' });
  await show({ attempts: [attempt({ network: 'facebook', stage })] });
  expect(within(card()).queryByRole('button', { name: 'Open Facebook' })).toBeNull();
});

test('at the end of the queue a refused app leads to its form as well', async () => {
  const { fake } = await show({ locations: [bakery(), { ...bakery(), id: 'b', name: 'Books' }] });
  await click('Fix all 2');
  const over = attempt({ network: 'facebook', location: 'a', stage: failed('app_refused') });
  fake.tell({ fact: 'attempt_changed', value: over });
  fake.tell({ fact: 'attempt_ended', value: over.id });
  const queue = screen.getByTestId('fix-all');
  while (within(queue).queryByRole('button', { name: 'Skip' })) await click('Skip', queue);
  await click('Enter app: Bakery', queue);
  expect(dialog().textContent).toContain('Your Facebook app');
});

test('every problem of an instance or a handle has words of its own', () => {
  for (const asksFor of ['instance', 'handle'] as const) {
    const texts = hostProblems.map((problem) => words.add.problem(problem, asksFor));
    expect(new Set(texts).size).toBe(hostProblems.length);
  }
});

test('everything that happens is told, and a new name with the old one', () => {
  const entry = { at: 0, cause: null, who: null };
  const texts = happenings.map((what) => words.history.entry({ ...entry, what }));
  expect(new Set(texts).size).toBe(happenings.length);
  expect(words.history.entry({ ...entry, what: 'renamed', who: '@old' })).toBe('Renamed from @old');
});
