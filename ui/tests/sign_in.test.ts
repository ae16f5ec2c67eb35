import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, facebook, location, mastodon, offered, settled } from '../src/api/samples';
import type { HostProblemCode, OfferView } from '../src/api/wire';
import { words } from '../src/words';
import { click, dialog, noDialog, settle, show, type } from './window';

const offer: OfferView = {
  login: 'Jana Weiss',
  granted: [offered('Bakery', { account: '1' }), offered('Books', { account: '2' })],
  not_granted: [offered('Museum', { reason: 'not_ticked' })],
  connected: [offered('Acme')],
};

const picking = (more: Partial<OfferView> = {}) =>
  show({ attempts: [attempt({ id: 'a', network: 'facebook', stage: { at: 'picking', offer: { ...offer, ...more } } })] });

const group = (name: string) => within(screen.getByRole('region', { name }));

test('the picker has three groups, and what was granted comes ticked', async () => {
  await picking();
  const boxes = group('Ready to connect').getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.map((box) => box.checked)).toEqual([true, true]);
  expect(group('Seen, but not granted').getByText(/Not ticked at the network/)).toBeTruthy();
  expect(group('Already connected').getByText('Acme')).toBeTruthy();
});

test('only what is ticked is connected, and the button counts it', async () => {
  const { asked } = await picking();
  expect(screen.getByTestId('pick-connect').textContent.trim()).toBe('Connect 2 pages');
  screen.getByRole('checkbox', { name: 'Books' }).click();
  await settle();
  expect(screen.getByTestId('pick-connect').textContent.trim()).toBe('Connect 1 page');
  await click('Connect 1 page');
  expect(asked('pick')).toEqual([{ ask: 'pick', attempt: 'a', accounts: ['1'] }]);
  await noDialog();
});

test('Later puts the choice aside, and a card brings it back', async () => {
  const { asked } = await picking();
  await click('Later');
  expect(asked('pick_later')).toEqual([{ ask: 'pick_later', attempt: 'a' }]);
  await noDialog();
  await click('Choose now');
  expect(dialog().textContent).toContain('Choose what to connect');
});

test('a location whose pages are still to be picked shows the choice instead of a new sign-in', async () => {
  const stage = { at: 'picking', offer } as const;
  const unfinished = location({ name: null, attempt: 'a', health: settled('set_up_unfinished') });
  const { asked } = await show({ locations: [unfinished], attempts: [attempt({ id: 'a', stage })] });
  await click('Later');
  await click('Choose pages');
  expect(dialog().textContent).toContain('Choose what to connect');
  expect(asked('connect')).toEqual([]);
});

test('a long offer can be searched and ticked at once', async () => {
  await picking({ granted: Array.from({ length: 30 }, (_, at) => offered(`Shop ${at}`)) });
  await click('Select none');
  expect(screen.getByTestId<HTMLButtonElement>('pick-connect').disabled).toBe(true);
  await type('Search pages', 'shop 7');
  expect(group('Ready to connect').getAllByRole('checkbox')).toHaveLength(1);
  await click('Select all');
  expect(screen.getByTestId('pick-connect').textContent.trim()).toBe('Connect 1 page');
});

async function typeInstance(problem: HostProblemCode) {
  const shown = await show();
  shown.fake.refuse('add_location', { failure: 'bad_host', problem });
  await click('Add your first location');
  await click('Mastodon');
  await type('Instance', 'user@host:8443');
  await click('Sign in at Mastodon');
  return shown;
}

test.each<HostProblemCode>([
  'empty',
  'too_long',
  'not_only_a_host',
  'not_a_name',
  'address',
  'private',
  'look_alike',
  'no_instance',
])('an instance that is refused as %s is explained beside its field', async (problem) => {
  await typeInstance(problem);
  expect(screen.getByRole('alert').textContent).toBe(words.add.problem(problem));
  expect(screen.getByLabelText('Instance').getAttribute('aria-invalid')).toBe('true');
});

test('the dialog closes once the sign-in is under way', async () => {
  const { fake, asked } = await typeInstance('no_instance');
  fake.refuse('add_location', null);
  await type('Instance', ' mastodon.social ');
  await click('Sign in at Mastodon');
  expect(asked('add_location').at(-1)).toEqual({
    ask: 'add_location',
    network: 'mastodon',
    host: 'mastodon.social',
  });
  await noDialog();
  expect(screen.getByText('Adding from Mastodon')).toBeTruthy();
});

test('a network that needs an app asks for it first and keeps no secret in the page', async () => {
  const { fake, asked } = await show({ networks: [{ ...facebook, client_id: null }, mastodon] });
  await click('Add your first location');
  await click('Facebook');
  expect(asked('add_location')).toEqual([]);

  await type('Client ID', '123');
  await click('Save and sign in');
  expect(screen.getByRole('alert').textContent).toBe(words.app.badSecret);

  fake.refuse('save_app', { failure: 'bad_app', field: 'client_id' });
  await type('Client secret', 'shh');
  await click('Save and sign in');
  expect(screen.getByRole('alert').textContent).toBe(words.app.badId);
  expect(screen.getByLabelText<HTMLInputElement>('Client secret').value).toBe('');

  fake.refuse('save_app', null);
  await type('Client ID', '1234567890');
  await type('Client secret', 'shh');
  await click('Save and sign in');
  expect(asked('add_location')).toEqual([{ ask: 'add_location', network: 'facebook' }]);
  await noDialog();
});

test('a pasted address that is not of this sign-in is refused beside its field', async () => {
  const { fake, asked } = await show({ attempts: [attempt({ id: 'a' })] });
  fake.refuse('paste_address', { failure: 'bad_address' });
  await click('Paste address');
  await type('Address you landed on', 'https://example.org');
  await click('Use address');
  expect(asked('paste_address')[0]?.address).toBe('https://example.org');
  expect(screen.getByRole('alert').textContent.trim()).toBe(words.failure({ failure: 'bad_address' }));
});

test('a link that cannot be put on the clipboard is shown to be copied', async () => {
  await show({ attempts: [attempt({ id: 'a' })] });
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: () => Promise.reject(new Error('denied')) },
  });
  await click('Copy link');
  expect(screen.getByLabelText<HTMLInputElement>('Link to the sign-in page').value).toMatch(/^https:/);
});

test('a sign-in in a window has no link to copy and no address to paste', async () => {
  await show({ attempts: [attempt({ network: 'facebook' })] });
  expect(screen.getByText(/window that just opened/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Copy link' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Paste address' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Open again' })).toBeTruthy();
});

test('the picker waits while another dialog is open', async () => {
  const { fake } = await show();
  await click('Add your first location');
  fake.tell({ fact: 'attempt_changed', value: attempt({ stage: { at: 'picking', offer } }) });
  await settle();
  expect(dialog().textContent).toContain('Add location');
  await click('Close');
  expect(dialog().textContent).toContain('Choose what to connect');
});
