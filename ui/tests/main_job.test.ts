import { cleanup, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, failed, location, settled } from '../src/api/samples';
import { click, dialog, icon, noDialog, row, settle, show, withLocations } from './window';

const broken = () =>
  location({ name: 'Bakery', health: settled('needs_you', { cause: 'password_changed' }) });

test('a click on the broken link asks to connect, and the green tick follows', async () => {
  const bakery = broken();
  const { fake, asked } = await withLocations(bakery);

  await click('Reconnect Bakery, Facebook page');
  expect(asked('connect')).toEqual([{ ask: 'connect', location: bakery.id }]);
  expect(icon('Bakery')).toBe('ring');
  expect(screen.getByText('Connecting Bakery, Facebook page')).toBeTruthy();

  fake.tell({ fact: 'location_changed', value: { ...bakery, health: settled('connected') } });
  await settle();
  expect(icon('Bakery')).toBe('tick');
  expect(screen.getByRole('button', { name: 'Disconnect Bakery, Facebook page' })).toBeTruthy();
});

test('cancelling a sign-in leaves the icon as it was', async () => {
  const { asked } = await withLocations(broken());
  await click('Reconnect Bakery, Facebook page');
  await click('Cancel');
  expect(asked('cancel_sign_in')).toHaveLength(1);
  expect(icon('Bakery')).toBe('broken_link');
  expect(screen.queryByTestId('sign-in-card')).toBeNull();
});

test('a click on the ring cancels the sign-in', async () => {
  const { asked } = await withLocations(broken());
  await click('Reconnect Bakery, Facebook page');
  await click('Cancel sign-in for Bakery, Facebook page');
  expect(asked('cancel_sign_in')).toHaveLength(1);
});

test('a location that was never connected is connected by its icon', async () => {
  const { asked } = await withLocations(location({ name: 'New', health: settled('not_connected') }));
  await click('Connect New, Facebook page');
  expect(asked('connect')).toHaveLength(1);
});

test('a row that waits for its sign-in stays where it was', async () => {
  await withLocations(broken(), location({ name: 'Works' }));
  const before = row('Bakery').parentElement?.getAttribute('aria-labelledby');
  await click('Reconnect Bakery, Facebook page');
  expect(row('Bakery').parentElement?.getAttribute('aria-labelledby')).toBe(before);
});

test('the green tick asks first, and Disconnect disconnects', async () => {
  const { asked } = await withLocations(location({ id: 'page', name: 'Acme' }));
  await click('Disconnect Acme, Facebook page');
  expect(dialog().getAttribute('aria-labelledby')).toBeTruthy();
  expect(asked('disconnect')).toEqual([]);

  await click('Disconnect', dialog());
  expect(asked('disconnect')).toEqual([{ ask: 'disconnect', location: 'page' }]);
  expect(icon('Acme')).toBe('broken_link');
  await noDialog();
});

test('Keep connected changes nothing', async () => {
  const { asked } = await withLocations(location({ name: 'Acme' }));
  await click('Disconnect Acme, Facebook page');
  await click('Keep connected', dialog());
  expect(asked('disconnect')).toEqual([]);
  expect(icon('Acme')).toBe('tick');
  await noDialog();
});

test('the question says which other locations share the sign-in', async () => {
  const login = { id: 'jana', name: 'Jana', person: 'jana' };
  await withLocations(
    location({ name: 'First', login }),
    location({ id: 'second', name: 'Second', login }),
  );
  await click('Disconnect First, Facebook page');
  expect(dialog().textContent).toContain('keep working: Second');
});

test('a location that left its sign-in is named in no question about it', async () => {
  const login = { id: 'jana', name: 'Jana', person: 'jana' };
  const second = location({ id: 'second', name: 'Second', login });
  const { fake } = await withLocations(location({ name: 'First', login }), second);
  fake.tell({ fact: 'location_changed', value: { ...second, login: null, health: settled('not_connected') } });
  await settle();
  await click('Disconnect First, Facebook page');
  expect(dialog().textContent).not.toContain('Second');
});

test('after a disconnect the permissions page is one click away', async () => {
  const { asked } = await withLocations(location({ id: 'page', name: 'Acme' }));
  await click('Disconnect Acme, Facebook page');
  await click('Disconnect', dialog());
  await click('Open permissions page');
  expect(asked('open_permissions')).toEqual([{ ask: 'open_permissions', location: 'page' }]);
});

test.each([
  ['revoke_failed', 'Facebook could not be told'],
  ['revoke_not_offered', 'no way to take a sign-in back'],
] as const)('a revoke that did not happen (%s) is said, with the way to the permissions page', async (fact, text) => {
  const off = location({ id: 'page', name: 'Acme', login: null, health: settled('not_connected') });
  const { fake, asked } = await withLocations(off);
  fake.tell({ fact, value: 'page' });
  await settle();
  expect(screen.getByTestId('notice').textContent).toContain(text);
  await click('Open permissions page');
  expect(asked('open_permissions')).toHaveLength(1);
});

test('the card says where an account lives whose server is another one than was typed', async () => {
  const waiting = attempt({ host: 'social.example', lives_at: 'social.example' });
  await show({ attempts: [waiting] });
  expect(screen.getByTestId('lives-at').textContent).toContain('lives at social.example');
});

test('the dashed cloud checks again', async () => {
  const grey = location({ id: 'grey', name: 'Grey', health: settled('cannot_check', { hiccup: 'down' }) });
  const { asked } = await withLocations(grey);
  await click('Check Grey, Facebook page again');
  expect(asked('check')).toEqual([{ ask: 'check', locations: ['grey'] }]);
});

test('Check now asks for all locations', async () => {
  const { asked } = await withLocations(location());
  await click('Check now');
  expect(asked('check')).toEqual([{ ask: 'check', locations: [] }]);
});

test('a refused request is told in words and changes nothing', async () => {
  const { fake } = await withLocations(broken());
  fake.refuse('connect', { failure: 'vault_closed' });
  await click('Reconnect Bakery, Facebook page');
  expect(screen.getByTestId('notice').textContent).toContain('locked');
  expect(icon('Bakery')).toBe('broken_link');
});

test('a network without its app asks for the app, then goes on to the sign-in', async () => {
  const { fake, asked } = await withLocations(broken());
  fake.refuse('connect', { failure: 'app_needed' });
  await click('Reconnect Bakery, Facebook page');
  expect(dialog().textContent).toContain('Your Facebook app');
  fake.refuse('connect', null);
  const secret = screen.getByLabelText<HTMLInputElement>('Client secret');
  secret.value = '0123456789abcdef';
  secret.dispatchEvent(new Event('input', { bubbles: true }));
  await click('Save and test');
  await click('Sign in at Facebook');
  expect(asked('save_app')[0]?.client_secret).toBe('0123456789abcdef');
  expect(asked('connect')).toHaveLength(2);
});

test('another account offers to try again, to add it, or to stop, and names both', async () => {
  const stage = { at: 'wrong_account', expected: '@acme', got: '@bob', can_add: true } as const;
  const bakery = broken();
  const another = () =>
    show({ locations: [bakery], attempts: [attempt({ id: 'a', location: bakery.id, stage })] });
  const first = await another();
  expect(screen.getByTestId('sign-in-card').textContent).toContain('Expected @acme, got @bob');
  await click('Add as new location');
  await click('Try again');
  expect(first.asked('add_as_new')).toHaveLength(1);
  expect(first.asked('try_again')).toHaveLength(1);
  cleanup();
  const second = await another();
  await click('Stop');
  expect(second.asked('cancel_sign_in')).toHaveLength(1);
});

test('what a sign-in lost is no success in green: it is told with the way to get it back', async () => {
  const bakery = location({ id: 'b', name: 'Bakery' });
  const stage = { at: 'succeeded', connected: ['b'], gained_uses: [], lost_uses: [], lost_locations: [] } as const;
  const { fake, asked } = await show({ locations: [bakery, location({ id: 'c', name: 'Books' })] });
  const ends = (more: object) =>
    fake.tell({ fact: 'attempt_changed', value: attempt({ id: 't', location: 'b', stage: { ...stage, ...more } as never }) });
  ends({});
  await settle();
  const card = () => screen.getByTestId('sign-in-card');
  expect(card().querySelector('.tone-green')).toBeTruthy();
  for (const loss of [{ lost_uses: ['publish'] }, { lost_locations: ['c'] }]) {
    ends(loss);
    await settle();
    expect(card().querySelector('.tone-green')).toBeNull();
    expect(card().querySelector('.tone-amber')).toBeTruthy();
    expect(card().textContent).toContain('leave everything ticked');
  }
  await click('Sign in again', card());
  expect(asked('try_again')).toEqual([{ ask: 'try_again', attempt: 't' }]);
});

test('a failed sign-in says why and can be dismissed', async () => {
  const stage = failed('page_not_granted');
  await show({ locations: [broken()], attempts: [attempt({ stage })] });
  expect(screen.getByTestId('sign-in-card').textContent).toContain('was not ticked');
  await click('Dismiss');
  expect(screen.queryByTestId('sign-in-card')).toBeNull();
});
