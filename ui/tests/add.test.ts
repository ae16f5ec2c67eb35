import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, bluesky, facebook, mastodon, offered } from '../src/api/samples';
import type { HostProblemCode, NetworkView } from '../src/api/wire';
import { words } from '../src/words';
import { click, dialog, noDialog, settle, show, type } from './window';

const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

async function add(...networks: NetworkView[]) {
  const shown = await show({ networks, clients: [{ id: 'acme', name: 'Acme' }] });
  await click('Add your first location');
  return shown;
}

test('a network that knows people by their handle asks for one', async () => {
  const { asked } = await add(bluesky);
  expect(dialog().textContent).toContain('Asks for your handle');
  await click('Bluesky');
  await type('Handle', ' did:plc:abc ');
  await click('Sign in at Bluesky');
  expect(asked('add_location')).toEqual([{ ask: 'add_location', network: 'bluesky', host: 'did:plc:abc' }]);
  await noDialog();
});

test.each<HostProblemCode>(['empty', 'not_a_name', 'no_account', 'no_instance'])(
  'a handle that is refused as %s is explained as a handle',
  async (problem) => {
    const { fake } = await add(bluesky);
    fake.refuse('add_location', { failure: 'bad_host', problem });
    await click('Bluesky');
    await click('Sign in at Bluesky');
    expect(screen.getByRole('alert').textContent).toBe(words.add.problem(problem, 'handle'));
    expect(words.add.problem(problem, 'handle')).not.toMatch(/instance/);
  },
);

test('a port that another program uses is told where the sign-in was asked for', async () => {
  const { fake } = await add(facebook);
  fake.refuse('add_location', { failure: 'port_taken' });
  await click('Facebook');
  expect(screen.getByRole('alert').textContent).toContain('Another program uses the port');
});

test('an optional secret may stay empty, and its field says so', async () => {
  const { asked } = await add({ ...facebook, client_id: null, secret: 'optional' });
  await click('Facebook');
  expect(dialog().textContent).toContain('Leave it empty if your app has none');
  expect(value('Client secret, if there is one')).toBe('');
  await type('Client ID', '123');
  await click('Save and sign in');
  expect(asked('save_app')).toEqual([
    { ask: 'save_app', network: 'facebook', client_id: '123', client_secret: '' },
  ]);
  await noDialog();
});

test('an app without a secret has no field for one', async () => {
  await add({ ...facebook, client_id: null, secret: null });
  await click('Facebook');
  expect(screen.queryByLabelText(/Client secret/)).toBeNull();
});

test('no network takes tokens, so nobody is asked for one', async () => {
  await add(mastodon);
  expect(screen.queryByRole('button', { name: 'I have a token' })).toBeNull();
});

test('a token made by hand is looked at, leaves the page, and the picker opens', async () => {
  const { app, fake, asked } = await add(facebook, mastodon);
  // What is added while a client is looked at belongs to it.
  await click('Close');
  app.screen.client = 'acme';
  await click('Add location');
  await click('I have a token');
  expect(screen.queryByRole('button', { name: 'Mastodon' })).toBeNull();
  await click('Facebook');
  expect(asked('add_location')).toEqual([]);
  expect(screen.getByLabelText<HTMLInputElement>('Access token').type).toBe('password');
  expect(dialog().textContent).toContain('for example for a system user');

  await click('Look at it');
  expect(screen.getByRole('alert').textContent).toBe(words.token.empty);
  expect(asked('add_token')).toEqual([]);

  fake.refuse('add_token', { failure: 'bad_token' });
  await type('Access token', 'two words');
  await click('Look at it');
  expect(screen.getByRole('alert').textContent).toContain('cannot be an access token');
  expect(value('Access token')).toBe('');

  fake.refuse('add_token', null);
  await type('Access token', ' EAAB ');
  await click('Look at it');
  expect(asked('add_token').at(-1)).toEqual({
    ask: 'add_token',
    network: 'facebook',
    token: 'EAAB',
    client: 'acme',
  });
  expect(document.body.innerHTML).not.toContain('EAAB');
  await noDialog();
  expect(screen.getByText(/Checking at Facebook that it works/)).toBeTruthy();

  const rest = { not_granted: [], connected: [], unread: 0, incomplete: false };
  const offer = { login: 'Page robot', granted: [offered('Bakery')], ...rest };
  const id = 'attempt-of-token';
  fake.tell({ fact: 'attempt_changed', value: attempt({ id, network: 'facebook', stage: { at: 'picking', offer } }) });
  await settle();
  expect(dialog().textContent).toContain('Choose what to connect');
});

test('the token is gone from the page while the network is asked', async () => {
  const { fake } = await add(facebook);
  await click('I have a token');
  await click('Facebook');
  await type('Access token', 'EAAB');
  fake.hang(true);
  await click('Look at it');
  expect(value('Access token')).toBe('');
  fake.hang(false);
  await noDialog();
});

test('a token of a network that needs an app asks for the app first', async () => {
  const { asked } = await add({ ...facebook, client_id: null });
  await click('I have a token');
  await click('Facebook');
  await type('Client ID', '123');
  await type('Client secret', 'shh');
  await click('Save and go on');
  expect(asked('save_app')).toHaveLength(1);
  expect(asked('add_location')).toEqual([]);
  expect(screen.getByLabelText('Access token')).toBeTruthy();
});

test('a network with instances asks for both, and the way to the token starts beside the sign-in', async () => {
  const { asked } = await add({ ...mastodon, takes_tokens: true });
  await click('Mastodon');
  await type('Instance', 'social.example');
  await click('I have a token');
  expect(value('Instance')).toBe('social.example');
  await type('Access token', 'abc');
  await click('Look at it');
  expect(asked('add_token')).toEqual([
    { ask: 'add_token', network: 'mastodon', token: 'abc', host: 'social.example' },
  ]);
});

test('an instance that is refused with a token is explained beside its field', async () => {
  const { fake } = await add({ ...mastodon, takes_tokens: true });
  fake.refuse('add_token', { failure: 'bad_host', problem: 'no_instance' });
  await click('I have a token');
  await click('Mastodon');
  await type('Access token', 'abc');
  await click('Look at it');
  expect(screen.getByLabelText('Instance').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getAllByRole('alert')).toHaveLength(1);
});

test('signing in is one click away from the tokens', async () => {
  const { asked } = await add(facebook, mastodon);
  await click('I have a token');
  await click('Sign in instead');
  await click('Facebook');
  expect(asked('add_location')).toHaveLength(1);
});
