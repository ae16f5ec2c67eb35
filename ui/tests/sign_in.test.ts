import { cleanup, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, facebook, location, mastodon, offered, settled } from '../src/api/samples';
import type { InstanceProblem, OfferView } from '../src/api/protocol';
import { words } from '../src/words';
import { hostProblems } from './codes';
import { click, dialog, noDialog, press, settle, show, type } from './window';

const offer: OfferView = {
  login: 'Jana Weiss',
  granted: [offered('Bakery', { account: '1' }), offered('Books', { account: '2' })],
  not_granted: [offered('Museum', { reason: 'not_ticked' })],
  connected: [offered('Acme')],
  unread: 0,
  incomplete: false,
  left_out: 0,
};

const picking = (more: Partial<OfferView> = {}) =>
  show({ attempts: [attempt({ id: 'a', network: 'facebook', stage: { at: 'picking', offer: { ...offer, ...more } } })] });

const group = (name: string) => within(screen.getByRole('region', { name }));

test('the picker has three groups, and what was granted comes ticked', async () => {
  await picking();
  const boxes = group('Ready to connect').getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.map((box) => box.checked)).toEqual([true, true]);
  expect(group('Seen, but not granted').getByText(/Not ticked at the sign-in/)).toBeTruthy();
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
  await click('Choose pages: New from Facebook');
  expect(dialog().textContent).toContain('Choose what to connect');
  expect(asked('connect')).toEqual([]);
});

test('a long offer can be searched and ticked at once', async () => {
  await picking({ granted: Array.from({ length: 30 }, (_, at) => offered(`Shop ${at}`)) });
  expect(dialog().textContent).toContain('30 of 30 selected');
  await click('Clear');
  expect(screen.getByTestId<HTMLButtonElement>('pick-connect').disabled).toBe(true);
  await type('Search what is offered', 'shop 7');
  expect(group('Ready to connect').getAllByRole('checkbox')).toHaveLength(1);
  await click('Select all');
  expect(screen.getByTestId('pick-connect').textContent.trim()).toBe('Connect 1 page');
  expect(dialog().textContent).toContain('1 of 30 selected');
});

test('a short offer needs no search, and eight are no longer short', async () => {
  await picking({ granted: Array.from({ length: 7 }, (_, at) => offered(`Shop ${at}`)) });
  expect(screen.queryByRole('searchbox')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Clear' })).toBeNull();
  cleanup();
  await picking({ granted: Array.from({ length: 8 }, (_, at) => offered(`Shop ${at}`)) });
  expect(screen.getByRole('searchbox')).toBeTruthy();
});

test('what is ticked outside of the search stays as it was', async () => {
  await picking({ granted: Array.from({ length: 12 }, (_, at) => offered(`Shop ${at}`, { account: `${at}` })) });
  await type('Search what is offered', 'shop 1');
  await click('Clear');
  await type('Search what is offered', '');
  expect(dialog().textContent).toContain('9 of 12 selected');
});

test('under a long offer, what was not granted is counted where it is seen at once', async () => {
  await picking({ granted: Array.from({ length: 40 }, (_, at) => offered(`Shop ${at}`)) });
  await click('1 not granted');
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Seen, but not granted' }));
});

test('a long offer is one stop of the Tab key, and the arrows go through it', async () => {
  await picking({ granted: Array.from({ length: 240 }, (_, at) => offered(`Shop ${at}`)) });
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes).toHaveLength(240);
  screen.getByRole('searchbox').focus();
  await press('ArrowDown');
  expect(document.activeElement).toBe(boxes[0]);
  await press('ArrowDown');
  await press('PageDown');
  expect(document.activeElement).toBe(boxes[9]);
  expect(boxes.filter((box) => box.tabIndex === 0)).toEqual([boxes[9]]);
  await press('End');
  expect(document.activeElement).toBe(boxes[239]);
  await press('Home');
  await press('ArrowUp');
  expect(document.activeElement).toBe(boxes[0]);
});

test('what could not be read or listed is said', async () => {
  await picking({ unread: 2, incomplete: true, left_out: 18000 });
  expect(dialog().textContent).toContain('2 could not be read.');
  expect(dialog().textContent).toContain('18,000 more were found than can be listed here.');
  expect(dialog().textContent).toContain('Not all pages could be listed. Sign in again later for the rest.');
});

test('where all was read and listed nothing is said of it', async () => {
  await picking();
  expect(dialog().textContent).not.toMatch(/could not be read|could be listed|more were found/);
});

test('what was not granted says why, and one button grants more', async () => {
  const { asked } = await picking({
    not_granted: [offered('Museum', { reason: 'not_ticked' }), offered('Brewery', { reason: 'role_too_small' })],
  });
  const group = within(screen.getByRole('region', { name: 'Seen, but not granted' }));
  expect(group.getByText(/Not ticked at the sign-in/)).toBeTruthy();
  expect(group.getByText(/Your role there is too small/)).toBeTruthy();
  await click('Grant more at Facebook…');
  expect(asked('try_again')).toEqual([{ ask: 'try_again', attempt: 'a' }]);
  await noDialog();
});

test('where nothing new was granted, what is there can be renewed', async () => {
  const { asked } = await picking({ granted: [], connected: [offered('Acme', { account: '9' })] });
  await click('Renew 1 page');
  expect(asked('pick')).toEqual([{ ask: 'pick', attempt: 'a', accounts: ['9'] }]);
});

test('where nothing can be connected, the dialog says so and ends the sign-in', async () => {
  const { asked } = await picking({ granted: [], connected: [] });
  expect(dialog().textContent).toContain('Nothing to connect yet');
  await click('Close', screen.getByRole('dialog').querySelector('footer') as HTMLElement);
  expect(asked('cancel_sign_in')).toEqual([{ ask: 'cancel_sign_in', attempt: 'a' }]);
});

async function typeInstance(problem: InstanceProblem) {
  const shown = await show();
  shown.fake.refuse('add_location', { failure: 'bad_host', problem });
  await click('Connect my own');
  await click('Mastodon');
  await type('Instance', 'user@host:8443');
  await click('Sign in at Mastodon');
  return shown;
}

test.each(hostProblems)('an instance that is refused as %s is explained beside its field', async (problem) => {
  await typeInstance(problem);
  expect(screen.getByRole('alert').textContent).toBe(words.add.problem(problem, 'instance'));
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
  await click('Connect my own');
  await click('Facebook');
  expect(asked('add_location')).toEqual([]);

  await click('I have the values already');
  await type('Client ID', '123');
  await click('Save and test');
  expect(screen.getByRole('alert').textContent).toBe(words.app.badSecret);

  fake.refuse('save_app', { failure: 'bad_app', field: 'client_id' });
  await type('Client secret', 'shh');
  await click('Save and test');
  expect(screen.getByRole('alert').textContent).toBe(words.app.badId);
  expect(screen.getByLabelText<HTMLInputElement>('Client secret').value).toBe('');

  fake.refuse('save_app', null);
  await type('Client ID', '1234567890');
  await type('Client secret', 'shh');
  await click('Save and test');
  await click('Sign in at Facebook');
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

test('where no browser opened the link is offered, and the sign-in goes on', async () => {
  const one = attempt({ id: 'a', no_browser: true });
  const { asked } = await show({ attempts: [one] });
  expect(screen.getByTestId('no-browser').textContent).toBe(words.attempt.noBrowser);
  expect(screen.queryByText(/that just opened/)).toBeNull();
  await click('Copy link');
  // Where nothing opens, a person may want to read it off.
  expect(screen.getByLabelText<HTMLInputElement>('Link to the sign-in page').value).toMatch(/^https:/);
  expect(screen.getByRole('button', { name: 'Paste address' })).toBeTruthy();
  expect(asked('cancel_sign_in')).toEqual([]);
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
  await click('Connect my own');
  fake.tell({ fact: 'attempt_changed', value: attempt({ stage: { at: 'picking', offer } }) });
  await settle();
  expect(dialog().textContent).toContain('Add location');
  await click('Close');
  expect(dialog().textContent).toContain('Choose what to connect');
});
