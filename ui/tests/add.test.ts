import { screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { attempt, bluesky, facebook, mastodon, offered } from '../src/api/samples';
import type { InstanceProblem, NetworkView } from '../src/api/protocol';
import { words } from '../src/words';
import { click, dialog, noDialog, press, settle, show, type } from './window';

const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

async function add(...networks: NetworkView[]) {
  const shown = await show({ networks, clients: [{ id: 'acme', name: 'Acme' }] });
  await click('Connect my own');
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

test.each<InstanceProblem>(['empty', 'not_a_name', 'no_account', 'no_instance'])(
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

test('a server that does not answer is told of, and not waited for any longer than a person wants', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { asked, fake } = await add(mastodon);
    await click('Mastodon');
    await type('Instance', 'silent.example');
    fake.hang(true);
    await click('Sign in at Mastodon');
    fake.signIn({ id: 'adding', network: 'mastodon', stage: { at: 'preparing' } });
    vi.advanceTimersByTime(3_999);
    await settle();
    expect(dialog().textContent).not.toContain(words.add.noAnswerYet);
    vi.advanceTimersByTime(1);
    await settle();
    expect(dialog().textContent).toContain(words.add.noAnswerYet);
    await click(words.attempt.cancel, dialog());
    expect(dialog().textContent).not.toContain(words.add.noAnswerYet);
    expect(asked('cancel_sign_in')).toEqual([{ ask: 'cancel_sign_in', attempt: 'adding' }]);
    expect(screen.getByRole('button', { name: 'Sign in at Mastodon' }).matches(':disabled')).toBe(false);
    expect(value('Instance')).toBe('silent.example');
    fake.refuse('add_location', { failure: 'bad_host', problem: 'no_instance' });
    fake.hang(false);
    await settle();
    expect(screen.queryByText(words.add.problem('no_instance', 'instance'))).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test('a port that another program uses is told where the sign-in was asked for', async () => {
  const { fake } = await add(facebook);
  fake.refuse('add_location', { failure: 'port_taken', taken: { port: 47_824, by: 'node' } });
  await click('Facebook');
  expect(screen.getByRole('alert').textContent).toContain('The program node uses port 47824');
  fake.refuse('add_location', { failure: 'port_taken', taken: { port: 47_824, by: null } });
  await click('Facebook');
  expect(screen.getByRole('alert').textContent).toContain('Another program uses port 47824');
});

test('an optional secret may stay empty, and its field says so', async () => {
  const { asked } = await add({ ...facebook, client_id: null, secret: 'optional' });
  await click('Facebook');
  await click('I have the values already');
  expect(dialog().textContent).toContain('Leave it empty if your app has none');
  expect(value('Client secret, if there is one')).toBe('');
  await type('Client ID', '123');
  await click('Save and test');
  await click('Sign in at Facebook');
  expect(asked('save_app')).toEqual([
    { ask: 'save_app', network: 'facebook', client_id: '123', client_secret: '' },
  ]);
  await noDialog();
});

test('an app without a secret has no field for one', async () => {
  await add({ ...facebook, client_id: null, secret: null });
  await click('Facebook');
  await click('I have the values already');
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
  await click('Look around first');
  app.list.narrow({ client: 'acme' });
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

  const rest = { not_granted: [], connected: [], unread: 0, incomplete: false, left_out: 0 };
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
  await click('I have the values already');
  await type('Client ID', '123');
  await type('Client secret', 'shh');
  await click('Save and test');
  await click('Next');
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

const inDialog = () => dialog().contains(document.activeElement);

test('the focus stays in the dialog through each of its steps', async () => {
  const { fake } = await add({ ...facebook, client_id: null }, { ...mastodon, takes_tokens: true });
  for (const name of ['Facebook', 'Close']) {
    const button = screen.getByRole('button', { name });
    button.focus();
    expect(document.activeElement).toBe(button);
    await click(name);
    if (name !== 'Close') expect(inDialog()).toBe(true);
  }
  // The button it was opened from is gone with the first screen.
  expect(document.activeElement).toBe(screen.getByRole('main'));
  await click('Connect my own');
  for (const name of ['I have a token', 'Sign in instead', 'Mastodon', 'I have a token', 'Back', 'Mastodon']) {
    screen.getByRole('button', { name }).focus();
    await click(name);
    expect(inDialog(), name).toBe(true);
  }
  // A new step is read from its title, unless it begins with a field.
  await click('Back');
  expect(document.activeElement?.tagName).toBe('H2');

  // A button that is switched off while the network is asked has the focus again afterwards.
  fake.refuse('add_token', { failure: 'bad_token' });
  await click('Mastodon');
  await type('Access token', 'two words');
  const look = screen.getByRole('button', { name: 'Look at it' });
  look.focus();
  fake.hang(true);
  await click('Look at it');
  expect(inDialog()).toBe(true);
  expect(document.activeElement).not.toBe(look);
  fake.hang(false);
  await settle();
  await settle();
  expect(document.activeElement).toBe(look);
});

const THROW_AWAY = 'Throw away what you typed?';

test.each<[string, () => Promise<void>]>([
  ['Escape', () => press('Escape')],
  ['the cross', () => click('Close')],
  ['Back', () => click('Back')],
])('%s asks before a typed secret is thrown away', async (_, leave) => {
  await add(facebook);
  await click('I have a token');
  await click('Facebook');
  await type('Access token', 'EAAB');
  screen.getByLabelText('Access token').focus();
  await leave();
  const asks = () => screen.queryByRole('dialog', { name: THROW_AWAY });
  expect(asks()).toBeTruthy();
  // The harmless answer has the focus, and Escape is that answer too.
  expect(document.activeElement?.textContent).toBe('Keep typing');
  await press('Escape');
  expect(asks()).toBeNull();
  expect(value('Access token')).toBe('EAAB');
  expect(document.activeElement).not.toBe(document.body);
  await leave();
  await click('Throw away');
  expect(screen.queryByLabelText('Access token')).toBeNull();
});

test('Escape leaves at once where nothing secret was typed', async () => {
  await add({ ...facebook, client_id: null });
  await click('Facebook');
  await click('I have the values already');
  await type('Client ID', '123');
  screen.getByLabelText('Client ID').focus();
  await press('Escape');
  await noDialog();
});

test('a secret of an app is asked about too', async () => {
  await add({ ...facebook, client_id: null });
  await click('Facebook');
  await click('I have the values already');
  await type('Client secret', 'shh');
  screen.getByLabelText('Client secret').focus();
  await press('Escape');
  await click('Throw away');
  await noDialog();
});
