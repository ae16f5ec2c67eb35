import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, facebook, location, mastodon } from '../src/api/samples';
import type { AppFindingView, NetworkView } from '../src/api/protocol';
import { click, settle, show, type } from './window';

const network = () => within(screen.getByRole('region', { name: 'Facebook' }));
const result = () => network().getAllByRole('status')[0] as HTMLElement;
const lines = () =>
  within(result())
    .getAllByRole('listitem')
    .filter((line) => line.dataset.showed)
    .map((line) => [line.dataset.showed, line.querySelector('svg')?.dataset.shape, line.textContent.replace(/\s+/g, ' ').trim()]);

async function settings(...networks: NetworkView[]) {
  const shown = await show({ networks, locations: [location()] });
  await click('Settings');
  return shown;
}

async function tested(...findings: AppFindingView[]) {
  const shown = await settings(facebook);
  if (findings.length > 0) shown.fake.findInApp(findings);
  await click('Test app');
  return shown;
}

test('a good app is told line by line, in shapes and words', async () => {
  const { asked } = await tested();
  expect(asked('try_app')).toEqual([{ ask: 'try_app', network: 'facebook' }]);
  expect(result().getAttribute('aria-live')).toBe('polite');
  expect(lines()).toEqual([
    ['fine', 'check', 'ID and secret Facebook knows the app and accepts them.'],
    ['not_told_yet', 'more', 'Redirect address Only told once somebody signs in.'],
    ['fine', 'check', 'Permissions Everything that was asked for is granted.'],
  ]);
});

test('what is wrong says what to do, and the address stands there to be copied', async () => {
  await tested(
    { tried: 'credentials', showed: 'wrong', missing: [] },
    { tried: 'redirect', showed: 'wrong', missing: [] },
    { tried: 'scopes', showed: 'missing', missing: ['read_insights', 'pages_manage_posts'] },
  );
  const [credentials, redirect, scopes] = lines();
  expect(credentials).toEqual([
    'wrong',
    'warning',
    'ID and secret Facebook does not accept the ID or the secret. Copy both again under Replace.',
  ]);
  expect(redirect?.[2]).toContain('Copy it again and enter it there exactly as it stands.');
  expect(within(result()).getByRole('button', { name: `Copy ${facebook.redirect_uris[0] ?? ''}` })).toBeTruthy();
  expect(scopes?.[2]).toContain('These are missing. Sign in again and leave them ticked.');
  expect(within(result()).getByText('pages_manage_posts').tagName).toBe('CODE');
});

test('a network that does not answer is no fault of the app', async () => {
  await tested({ tried: 'credentials', showed: 'no_answer', missing: [] });
  expect(lines()).toEqual([['no_answer', 'cloud', 'ID and secret Facebook did not answer. Try again later.']]);
});

test('a test that is refused says why', async () => {
  const { fake } = await settings(facebook);
  fake.refuse('try_app', { failure: 'vault_closed' });
  await click('Test app');
  expect(result().textContent).toContain('locked');
});

test('the button says that it is at work, and one click is one test', async () => {
  const { fake, asked } = await settings(facebook);
  fake.hang(true);
  await click('Test app');
  await click('Testing…');
  expect(asked('try_app')).toHaveLength(1);
  fake.hang(false);
  await settle();
  expect(network().getByRole('button', { name: 'Test app' })).toBeTruthy();
});

test('the result goes with the app that it was about', async () => {
  await tested();
  await click('Replace');
  await type('Client ID', '987');
  await type('Client secret', 'other');
  await click('Save and test');
  await click('Done');
  expect(result().textContent.trim()).toBe('');
});

test('there is nothing to test without an app', async () => {
  await settings({ ...facebook, client_id: null }, mastodon);
  expect(screen.queryByRole('button', { name: 'Test app' })).toBeNull();
});

test('whether the one-time proof is checked shows only a sign-in, which is a click away', async () => {
  const { asked, fake } = await tested({ tried: 'pkce', showed: 'not_told_yet', missing: [] });
  expect(lines()[0]?.[2]).toContain('Only a sign-in shows whether it is checked.');
  await click('Test with a sign-in');
  expect(asked('try_sign_in')).toEqual([{ ask: 'try_sign_in', network: 'facebook' }]);
  for (const [showed, words] of [
    ['wrong', 'Facebook ignores the one-time proof.'],
    ['fine', 'Facebook takes a sign-in only together with its one-time proof.'],
  ] as const) {
    const value = attempt({ network: 'facebook', host: null, stage: { at: 'tried', showed } });
    fake.tell({ fact: 'attempt_changed', value });
    await settle();
    expect(screen.getAllByText('Your Facebook app was tested').length).toBeGreaterThan(0);
    expect(document.body.textContent).toContain(words);
  }
});
