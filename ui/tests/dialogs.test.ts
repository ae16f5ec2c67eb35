// What lies over the window and where it lies, without one.

import { expect, test } from 'vitest';

import { attempt, failed, location, settled } from '../src/api/samples';
import type { AttemptView, EventKind, LocationView } from '../src/api/protocol';
import type { Dialog } from '../src/state/dialogs.svelte';
import { begin, resize } from './window';

const page = (id: string, more: Partial<LocationView> = {}) => location({ id, name: id, ...more });
const offer = { login: 'Jana', granted: [], not_granted: [], connected: [], incomplete: false, left_out: 0, unread: 0 };
const picking = (id: string, more: Partial<AttemptView> = {}) =>
  attempt({ id, network: 'facebook', stage: { at: 'picking', offer }, ...more });
const client = { id: 'cobalt', name: 'Cobalt' };
const at = { x: 0, y: 0 };

test('one choice is asked for at a time, and one that was put off when it is taken up again', async () => {
  const { app: { dialogs }, asked } = await begin({ attempts: [picking('one'), picking('two')] });
  expect(dialogs.picking?.id).toBe('one');
  dialogs.pickLater('one');
  expect([dialogs.picking?.id, dialogs.isSetAside('one')]).toEqual(['two', true]);
  dialogs.pickLater('two');
  expect(dialogs.picking).toBeUndefined();
  dialogs.pickNow('one');
  expect(dialogs.picking?.id).toBe('one');
  expect(asked('pick_later').map(({ attempt }) => attempt)).toEqual(['one', 'two']);
});

test('the cross leaves what a person opened before the choice that waits under it', async () => {
  const { app: { dialogs } } = await begin({ attempts: [picking('one')] });
  dialogs.open({ kind: 'add' });
  dialogs.leave();
  expect([dialogs.current, dialogs.picking?.id]).toEqual([null, 'one']);
  dialogs.leave();
  expect(dialogs.picking).toBeUndefined();
  dialogs.leave();
  expect(dialogs.current).toBeNull();
});

test('who connects what was approved already goes on with its choice', async () => {
  const { app: { acts, dialogs }, asked } = await begin({
    locations: [page('a', { attempt: 'one', health: settled('set_up_unfinished') })],
    attempts: [picking('one', { location: 'a' })],
  });
  dialogs.pickLater('one');
  acts.act('connect', 'a');
  expect(dialogs.picking?.id).toBe('one');
  expect(asked('connect')).toEqual([]);
});

test.each<[string, EventKind]>([
  ['removed', { fact: 'location_removed', value: 'a' }],
  ['being removed', { fact: 'location_changed', value: page('a', { leaving: 'removing' }) }],
])('of a location that is %s nothing is left open, and of another everything', async (_, gone) => {
  for (const id of ['a', 'b']) {
    const { app: { list, dialogs, details }, fake } = await begin({ locations: [page('a'), page('b')] });
    list.open(id);
    dialogs.menu = { location: id, at };
    dialogs.open({ kind: 'disconnect', location: id });
    fake.tell(gone);
    const left = [list.selected, list.active, details.location?.id, dialogs.menu?.location, dialogs.current?.kind];
    expect(left).toEqual(id === 'b' ? ['b', 'b', 'b', 'b', 'disconnect'] : [null, null, undefined, undefined, undefined]);
  }
});

test.each<[Dialog, boolean]>([
  [{ kind: 'client', act: 'rename', client: 'cobalt' }, false],
  [{ kind: 'client', act: 'rename', client: 'ost' }, true],
  [{ kind: 'client', act: 'move', locations: ['a'] }, true],
  [{ kind: 'add' }, true],
])('a client that is removed takes along what is asked about it: %o', async (dialog, stays) => {
  const { app: { list, screen, dialogs }, fake } = await begin({ clients: [client], locations: [page('a')] });
  screen.show('locations', 'cobalt');
  dialogs.open(dialog);
  fake.tell({ fact: 'client_removed', value: 'cobalt' });
  expect([list.client, dialogs.current]).toEqual([null, stays ? dialog : null]);
});

test('a choice that waits comes once the location is gone about which a person was asked', async () => {
  const { app: { dialogs }, fake } = await begin({ locations: [page('a')] });
  dialogs.open({ kind: 'disconnect', location: 'a' });
  fake.tell({ fact: 'location_removed', value: 'a' });
  fake.tell({ fact: 'attempt_changed', value: picking('one') });
  expect([dialogs.current, dialogs.picking?.id]).toEqual([null, 'one']);
});

test.each<[string, AttemptView['stage'], boolean]>([
  ['failed', failed('cancelled'), true],
  ['was an app that was tried', { at: 'tried', showed: 'fine' }, true],
  ['waits', { at: 'waiting' }, false],
])('a sign-in that %s leaves the screen whatever the engine says, if it is over', async (_, stage, over) => {
  const { app: { acts, world }, fake } = await begin({ attempts: [attempt({ id: 'one', stage })] });
  fake.refuse('cancel_sign_in', { failure: 'internal' });
  const [one] = world.attempts;
  if (one) acts.endAttempt(one);
  expect(world.attempts.length).toBe(over ? 0 : 1);
});

test('details are those of the view of the list, and a page of their own where both have no room', async () => {
  const { app: { details, list, screen } } = await begin({
    locations: [page('a', { attempt: 'one', health: settled('waiting_for_you') }), page('b')],
    attempts: [attempt({ id: 'new' }), attempt({ id: 'one', location: 'a' }), picking('two', { location: 'b' })],
  });
  expect([details.location, details.attempt, details.isPage]).toEqual([undefined, undefined, false]);
  list.open('a');
  expect([details.location?.id, details.attempt?.id, details.isPage]).toEqual(['a', 'one', false]);
  list.open('b');
  expect(details.attempt).toBeUndefined();
  resize(1080);
  expect(details.isPage).toBe(true);
  screen.show('timeline');
  expect([details.location, details.isPage]).toEqual([undefined, false]);
  screen.open('a');
  expect([screen.view, details.location?.id]).toEqual(['locations', 'a']);
});
