// What throws while it is drawn says so in its own place, and everything beside it goes on.

import { screen as page, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { fakeDoor } from '../src/api/fake';
import { attempt, bluesky, facebook, historyOf, location, mastodon, offered, settled, snapshot } from '../src/api/samples';
import type { ExpiryKind, Cause, HealthView, Icon, LocationView, StateCode } from '../src/api/protocol';
import { Unshown } from '../src/state/unshown';
import { words } from '../src/words';
import { click, press, row, settle, show, type Shown } from './window';

const DAY = 86_400_000;
const jana = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
const lost = (more: Partial<HealthView> = {}) => settled('needs_you', { cause: 'expired', ...more });
const melted = { ...settled('connected'), state: 'melted' as StateCode };
const gravity = 'gravity' as Cause;

function broken(): never {
  throw new Error('it cannot be drawn');
}

const world = (): LocationView[] => [
  location({ id: 'a', name: 'Acme', login: jana, client: 'acme', health: lost() }),
  location({ id: 'b', name: 'Bakery', login: jana, client: 'acme', health: lost() }),
  location({ id: 'c', name: 'Corner', client: 'harbour' }),
];
const clients = [
  { id: 'acme', name: 'Acme Coffee' },
  { id: 'harbour', name: 'Harbour Lane' },
];
const beside = (...odd: LocationView[]) => show({ clients, locations: [...world(), ...odd] });
const odd = (more: Partial<LocationView> = {}) => location({ id: 'odd', name: 'Odd', health: melted, ...more });

const rows = () => page.queryAllByTestId('location').map(({ dataset }) => dataset.id);
const unshown = () => page.queryAllByTestId('unshown').map((each) => each.querySelector('p')?.textContent);
const drawnRows = () => page.queryAllByTestId('location').filter(({ dataset }) => dataset.unshown === undefined).length;

interface Guard {
  /** What throws, before anything is drawn. */
  break: () => unknown;
  show?: () => Promise<Shown>;
  open?: (shown: Shown) => unknown;
  says: string;
  /** What goes on beside it. */
  others: () => unknown;
  /** The button that helps besides trying again. */
  way?: [string, (shown: Shown) => unknown];
}

const guards: Record<string, Guard> = {
  'the card of a sign-in that is needed': {
    break: () => vi.spyOn(words.cards, 'extent').mockImplementation(broken),
    says: words.unshown.card,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
    way: [words.cards.fold, () => expect(rows()).toEqual(['c'])],
  },
  'a sign-in that is under way': {
    break: () => vi.spyOn(words.attempt, 'adding').mockImplementation(broken),
    show: () =>
      show({ locations: world(), attempts: [attempt({ id: 'one' }), attempt({ id: 'two', location: 'c', network: 'facebook' })] }),
    says: words.unshown.sign_in,
    others: () => expect(page.getAllByTestId('sign-in-card')).toHaveLength(1),
    way: [words.attempt.cancel, ({ asked }) => expect(asked('cancel_sign_in')).toEqual([{ ask: 'cancel_sign_in', attempt: 'one' }])],
  },
  'the details of a location': {
    break: () => vi.spyOn(words.panel, 'permissions').mockImplementation(broken),
    open: ({ app }) => app.screen.open('c'),
    says: words.unshown.details,
    others: () => expect(drawnRows()).toBe(3),
    way: [words.common.close, () => expect(document.querySelector('aside')).toBeNull()],
  },
  'the drawing of the days': {
    break: () => vi.spyOn(words.timeline, 'plot').mockImplementation(broken),
    open: ({ app }) => app.screen.show('timeline'),
    says: words.unshown.part,
    others: () => expect(page.getAllByTestId('due')).toHaveLength(1),
  },
  'a whole view': {
    break: () => vi.spyOn(words.timeline, 'already').mockImplementation(broken),
    open: ({ app }) => app.screen.show('timeline'),
    says: words.unshown.view,
    others: () => expect(page.getByRole('navigation', { name: words.list.nav })).toBeTruthy(),
  },
  'a network in the settings': {
    break: () => vi.spyOn(words.settings, 'redirect').mockImplementation(broken),
    show: () => show({ locations: world(), networks: [{ ...facebook, redirect_uris: ['https://odd.example'] }, mastodon, bluesky] }),
    open: ({ app }) => app.screen.show('settings'),
    says: words.unshown.part,
    others: () => {
      expect(page.getByRole('region', { name: 'Mastodon' })).toBeTruthy();
      expect(page.getByTestId('holders')).toBeTruthy();
    },
  },
  'who holds what': {
    break: () => vi.spyOn(words.ties, 'carries').mockImplementation(broken),
    open: ({ app }) => app.screen.show('settings'),
    says: words.unshown.part,
    others: () => expect(page.getByTestId('clients')).toBeTruthy(),
  },
  'the clients in the settings': {
    break: () => vi.spyOn(words.clients, 'renameOf').mockImplementation(broken),
    open: ({ app }) => app.screen.show('settings'),
    says: words.unshown.part,
    others: () => expect(page.getByTestId('holders')).toBeTruthy(),
  },
  'the alerts in the settings': {
    break: () => vi.spyOn(words.alerts, 'step').mockImplementation(broken),
    open: ({ app }) => app.screen.show('settings'),
    says: words.unshown.part,
    others: () => expect(page.getByTestId('clients')).toBeTruthy(),
  },
  'a step of Fix all': {
    break: () => vi.spyOn(words.fix, 'why').mockImplementation(broken),
    open: ({ app }) => app.list.fix.start(),
    says: words.unshown.step,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
    way: [words.fix.skip, () => expect(page.getAllByTestId('fix-left')).toHaveLength(2)],
  },
  'the steps of Fix all': {
    break: () => vi.spyOn(words.fix, 'progress').mockImplementation(broken),
    open: ({ app }) => app.list.fix.start(),
    says: words.unshown.queue,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
    way: [words.fix.stop, ({ app }) => expect(app.list.fix.running).toBe(false)],
  },
  'what does not answer': {
    break: () => vi.spyOn(words.reach, 'silent').mockImplementation(broken),
    show: () =>
      show({ locations: world(), reach: { ...snapshot().reach, outages: [{ network: 'mastodon', host: 'odd.example', locations: 1 }] } }),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'that alerts are paused': {
    break: () => vi.spyOn(words.alerts, 'paused').mockImplementation(broken),
    show: () => show({ locations: world(), alerts: { ...snapshot().alerts, paused: true } }),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'that the file was moved': {
    break: () => vi.spyOn(words.store, 'detail', 'get').mockImplementation(broken),
    show: () => show({ locations: world(), store_moved: true }),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'what is the matter with the keychain': {
    break: () => vi.spyOn(words.vault, 'damaged').mockImplementation(broken),
    show: () => show({ locations: world(), vault: { state: 'open', keychain: 'GNOME Keyring', damaged: 1 } }),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'the side of the window': {
    break: () => vi.spyOn(words.list, 'nav', 'get').mockImplementation(broken),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'what is selected': {
    break: () => vi.spyOn(words.selection, 'clear', 'get').mockImplementation(broken),
    open: ({ app }) => app.list.chosen.all([{ id: 'a' }, { id: 'c' }]),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'a notice': {
    break: () => vi.spyOn(words.common, 'dismiss', 'get').mockImplementation(broken),
    open: ({ app }) => app.notices.show('Saved'),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
  },
  'the menu of a row': {
    break: () => vi.spyOn(words.list, 'menuPermissions').mockImplementation(broken),
    open: ({ app }) => (app.dialogs.menu = { location: 'c', at: { x: 0, y: 0 } }),
    says: words.unshown.part,
    others: () => expect(rows()).toEqual(['a', 'b', 'c']),
    way: [words.common.close, ({ app }) => expect(app.dialogs.menu).toBeNull()],
  },
};

test.each(Object.entries(guards))('%s says that it could not be shown, and comes back', async (_, guard) => {
  guard.break();
  const shown = await (guard.show ?? beside)();
  await guard.open?.(shown);
  await settle();
  expect(unshown()).toEqual([guard.says]);
  expect(shown.asked('not_shown').map(({ part }) => words.unshown[part])).toEqual([guard.says]);
  guard.others();

  await click(words.unshown.again);
  expect(unshown()).toEqual([guard.says]);
  expect(document.activeElement?.textContent).toBe(words.unshown.again);
  vi.restoreAllMocks();
  await click(words.unshown.again);
  expect(unshown()).toEqual([]);
  expect(document.activeElement).not.toBe(document.body);
});

test.each(Object.entries(guards).flatMap(([name, { way, ...guard }]) => (way ? [{ name, way, guard }] : [])))(
  '$name can be left',
  async ({ way: [label, left], guard }) => {
    guard.break();
    const shown = await (guard.show ?? beside)();
    await guard.open?.(shown);
    await settle();
    await click(label, page.getByTestId('unshown'));
    left(shown);
  },
);

test('a row that cannot be shown is shown once it can be', async () => {
  const { fake } = await beside(odd());
  expect(row('Odd').dataset.unshown).toBe('');
  fake.tell({ fact: 'location_changed', value: odd({ health: settled('connected') }) });
  await settle();
  expect(row('Odd').dataset.unshown).toBeUndefined();
  fake.tell({ fact: 'location_changed', value: odd() });
  await settle();
  expect(row('Odd').dataset.unshown).toBe('');
  expect(rows()).toEqual(['a', 'b', 'c', 'odd']);
});

test('the keys pass through a row that cannot be shown, and open its menu', async () => {
  const { app } = await beside(odd());
  row('Corner').querySelector<HTMLElement>('[data-column=name]')?.focus();
  await press('ArrowDown');
  await settle();
  expect(document.activeElement?.closest('[data-id]')?.getAttribute('data-id')).toBe('odd');
  expect(row('Odd').getAttribute('aria-rowindex')).toBe('2');
  await press('ArrowRight');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('More for Odd, Facebook page');
  await press('ArrowLeft');
  await press('F10', { shiftKey: true });
  expect(page.getByRole('menuitem', { name: words.list.menuRemove })).toBeTruthy();
  app.dialogs.menu = null;
  await settle();
  row('Odd').querySelector<HTMLElement>('[data-column=name]')?.focus();
  await press('ArrowUp');
  await settle();
  expect(document.activeElement?.closest('[data-id]')?.getAttribute('data-id')).toBe('c');
});

test('a sign-in that is under way for what cannot be shown can be cancelled, and the row removed', async () => {
  const health = { ...settled('waiting_for_you'), state: 'melted' as StateCode };
  await beside(odd({ health, attempt: 'one' }));
  row('Odd').querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
  await settle();
  const offers = page.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(offers).toEqual([words.list.menuCancel, words.list.menuRemove]);
});

test('what cannot be shown is removed from its details', async () => {
  const { asked } = await beside(odd());
  row('Odd').querySelector<HTMLElement>('[data-column=name]')?.click();
  await settle();
  expect(unshown()).toEqual([words.unshown.details]);
  await click(words.panel.remove);
  await click(words.remove.confirm);
  expect(asked('remove')).toEqual([{ ask: 'remove', location: 'odd' }]);
  expect(unshown()).toEqual([]);
  expect(rows()).toEqual(['a', 'b', 'c']);
});

test('of a history one entry alone says that it could not be shown', async () => {
  const { app, fake } = await beside();
  const [first, ...rest] = historyOf(Date.now());
  if (!first) throw new Error('no history');
  const ask = fake.ask.bind(fake);
  vi.spyOn(fake, 'ask').mockImplementation((request) =>
    request.ask === 'history' ? Promise.resolve({ reply: 'history', value: [{ ...first, cause: gravity }, ...rest] }) : ask(request),
  );
  app.screen.open('c');
  await settle();
  const entries = [...document.querySelectorAll('aside ol li')].map(({ textContent }) => textContent);
  expect(entries).toHaveLength(5);
  expect(entries.filter((text) => text.includes(words.unshown.entry))).toHaveLength(1);
});

test('on the timeline one date alone says that it could not be shown, and leads to its row', async () => {
  const health = settled('needs_you_soon', { until: Date.now() + DAY });
  const { app } = await beside(odd({ health, because: 'gravity' as ExpiryKind }));
  app.screen.show('timeline');
  await settle();
  expect(page.getAllByTestId('due')).toHaveLength(1);
  expect(page.getByText(words.unshown.date)).toBeTruthy();
  await click('Odd');
  expect(row('Odd')).toBeTruthy();
  expect(app.list.selected).toBe('odd');
});

test('of what is left to fix one alone says that it could not be shown', async () => {
  const { app } = await beside(odd({ health: lost({ cause: gravity }) }));
  await app.list.fix.start();
  while (app.list.fix.current) app.list.fix.skip(app.list.fix.current.key);
  await settle();
  const left = page.getAllByTestId('fix-left').map(({ textContent }) => textContent);
  expect(left).toHaveLength(3);
  expect(left.filter((text) => text.includes(words.unshown.location))).toHaveLength(1);
});

test('of the clients at the side one alone says that it could not be shown, and still leads to its rows', async () => {
  vi.spyOn(words.clients, 'broken', 'get').mockImplementation(broken);
  await beside();
  const side = within(page.getByRole('navigation', { name: words.list.nav }));
  expect(side.getByText('Harbour Lane')).toBeTruthy();
  await click(words.unshown.client);
  expect(rows()).toEqual(['a', 'b']);
});

test('a question that cannot be shown says so and can be left', async () => {
  vi.spyOn(words.remove, 'text').mockImplementation(broken);
  const { app } = await beside();
  app.acts.remove('a');
  await settle();
  const said = within(page.getByRole('dialog'));
  expect(said.getByRole('heading', { name: words.unshown.part })).toBeTruthy();
  said.getByRole('button', { name: words.unshown.again }).click();
  await settle();
  await click(words.common.close);
  expect(page.queryByRole('dialog')).toBeNull();
  vi.restoreAllMocks();
  app.acts.remove('a');
  await settle();
  expect(page.getByRole('dialog').textContent).toContain('Remove Acme?');
});

test('a choice that cannot be shown is put off', async () => {
  vi.spyOn(words.picker, 'lead').mockImplementation(broken);
  const offer = { login: 'Jana', granted: [offered('Bakery')], not_granted: [], connected: [], unread: 0, incomplete: false, left_out: 0 };
  const { asked } = await show({ locations: world(), attempts: [attempt({ id: 'one', stage: { at: 'picking', offer } })] });
  await click(words.common.close);
  expect(asked('pick_later')).toEqual([{ ask: 'pick_later', attempt: 'one' }]);
  expect(page.queryByRole('dialog')).toBeNull();
  expect(rows()).toEqual(['a', 'b', 'c']);
});

test('what changed is spoken, whatever of it has no words', async () => {
  vi.useFakeTimers();
  const { app, fake } = await beside(odd({ health: settled('connected') }));
  fake.tell({ fact: 'location_changed', value: odd({ health: lost({ cause: gravity }) }) });
  fake.tell({ fact: 'location_changed', value: { ...world()[2], id: 'c', health: lost() } as LocationView });
  await vi.advanceTimersByTimeAsync(300);
  expect(app.notices.spoken).toBe('Odd, Facebook page: Needs you. Corner, Facebook page: Sign-in ended');
  vi.useRealTimers();
});

test('what has a shape without words counts as what nobody can tell', async () => {
  const { app } = await show({ locations: [...world(), odd({ health: { ...settled('connected'), icon: 'hexagon' as Icon } })] });
  expect(app.list.shown.counts).toMatchObject({ broken: 2, connected: 1, unchecked: 1, signing_in: 0 });
});

test('the log hears once of each kind, and nothing of what was said of it', async () => {
  const secret = 'code=9f8e&state=7d6c';
  const say = vi.spyOn(words.cards, 'extent').mockImplementation(() => {
    throw new TypeError(secret);
  });
  const { asked } = await beside();
  await settle();
  const [first] = asked('not_shown');
  expect(first).toEqual({
    ask: 'not_shown',
    part: 'card',
    thrown: 'type_error',
    line: expect.any(Number) as number,
    column: expect.any(Number) as number,
  });
  for (let tries = 0; tries < 3; tries += 1) await click(words.unshown.again);
  expect(asked('not_shown')).toEqual([first]);

  say.mockImplementation(() => {
    throw secret;
  });
  await click(words.unshown.again);
  await click(words.unshown.again);
  const all = asked('not_shown');
  expect(all).toEqual([first, { ask: 'not_shown', part: 'card', thrown: 'other' }]);
  expect(JSON.stringify(all)).not.toContain('9f8e');
});

test.each([
  ['TypeError: null is no name\n    at extent (http://tauri.localhost/assets/index-Bq.js:12:3456)\n    at f (x.js:7:8)'],
  ['extent@tauri://localhost/assets/index-Bq.js:12:3456\nf@tauri://localhost/assets/index-Bq.js:7:8'],
])('the log hears where it was thrown: %s', (stack) => {
  const fake = fakeDoor(snapshot());
  const thrown = Object.assign(new RangeError('x'), { stack });
  new Unshown(fake).tell('date', thrown);
  expect(fake.asked).toEqual([{ ask: 'not_shown', part: 'date', thrown: 'range_error', line: 12, column: 3456 }]);
});
