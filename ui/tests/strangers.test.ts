// Whatever a stranger's server tells, its row takes no other with it, and a person can take it off the
// list.

import { screen as page } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { attempt, historyOf, location, offered, settled, snapshot } from '../src/api/samples';
import type { AccountKind, Cause, HealthView, Unavailable, Icon, LocationView, StateCode, Trouble } from '../src/api/protocol';
import { words } from '../src/words';
import { row, settle, show, type Shown } from './window';

const NUMBERS = [9_223_372_036_854_775_807, 8.64e15, -1, NaN] as const;
const LONG = 'x'.repeat(900_000);
/** What no version of the protocol knows. */
const code = <Code extends string>(text: string) => text as Code;
const nothing = null as unknown as string;

const soon = (more: Partial<HealthView> = {}) => settled('needs_you_soon', { until: Date.now() + 864e5, ...more });
const lost = (more: Partial<HealthView> = {}) => settled('needs_you', { cause: 'expired', ...more });
const login = (name: string) => ({ id: 'stranger', name, person: 'stranger' });

const dated = (at: number): Partial<LocationView> => ({
  health: soon({ until: at, unheard_since: at }),
  needs_human_by: at,
  because: 'sign_in_ends',
  checked_at: at,
  connected_at: at,
  lost_since: at,
  alerts_snoozed_until: at,
  credits: [{ of: 'app', used_percent: at, full_again_at: at }],
});

/** Odd in a way that a row can still be drawn. */
const drawable: [string, Partial<LocationView>][] = [
  ...NUMBERS.map((at): [string, Partial<LocationView>] => [`the date ${at}`, dated(at)]),
  ['a date in what works', { health: settled('connected', { until: NUMBERS[0] }), needs_human_by: NUMBERS[0] }],
  ['a long name', { name: LONG, handle: LONG, host: LONG, login: login(LONG), health: soon() }],
  ['a long name of marks', { name: `e${'\u0301'.repeat(900_000)}`, health: soon() }],
  ['a long name of pairs', { name: '🙂'.repeat(450_000), health: soon() }],
  ['half a pair', { name: '\ud800', handle: '\udc00@odd.example', login: login('\ud83d'), health: soon() }],
  ['an empty name', { name: '', handle: '', login: login(''), health: soon() }],
  ['a name that is not seen', { name: '\u200b\u3164 ', handle: '@odd', login: login('\u2800'), health: soon() }],
  ['no text where one is', { login: login(nothing), network: 'odd', health: lost() }],
  ['an unknown kind', { kind: code<AccountKind>('asteroid'), health: soon() }],
  ['an unknown network', { network: 'nowhere', health: soon() }],
];

/** Odd in a way that no word is left to say. */
const undrawable: [string, Partial<LocationView>][] = [
  ['an unknown state', { health: { ...soon(), state: code<StateCode>('melted') } }],
  ['an unknown shape', { health: { ...soon(), icon: code<Icon>('hexagon') } }],
  ['an unknown cause', { health: lost({ cause: code<Cause>('gravity') }) }],
  ['an unknown hiccup', { health: settled('cannot_check', { hiccup: code<Unavailable>('sneeze') }) }],
  ['an unknown trouble', { health: settled('cannot_ask', { trouble: code<Trouble>('moth') }) }],
];

const others = () => [
  location({ id: 'works', name: 'Works' }),
  location({ id: 'soon', name: 'Soon', health: soon() }),
  location({ id: 'lost', name: 'Lost', health: lost() }),
];

/** The odd one beside others that are in no way odd. */
const beside = (more: Partial<LocationView>) =>
  show({ locations: [location({ id: 'odd', name: 'Odd', ...more }), ...others()] });

const ids = () => page.queryAllByTestId('location').map((each) => each.dataset.id);
const oddRow = () => {
  const found = document.querySelector<HTMLElement>('[data-testid=location][data-id=odd]');
  if (!found) throw new Error('the odd one is not on the list');
  return found;
};
const more = () => {
  const menu = [...oddRow().querySelectorAll('button')].find((each) => each.getAttribute('aria-haspopup') === 'menu');
  if (!menu) throw new Error('the odd one has no menu');
  return menu;
};

function everyOther() {
  for (const name of ['Works', 'Soon', 'Lost']) expect(row(name).dataset.unshown).toBeUndefined();
}

/** By role it would be sought through the whole window, for each of many tests. */
const item = (label: string) =>
  [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(({ textContent }) => textContent === label);

async function choose(label: string) {
  if (!item(label)) more().click();
  await settle();
  item(label)?.click();
  await settle();
}

async function answer(yes: string) {
  const buttons = [...document.querySelectorAll<HTMLElement>('dialog button')];
  buttons.find(({ textContent }) => textContent === yes)?.click();
  await settle();
}

const views: Record<string, (shown: Shown) => Promise<void>> = {
  async list() {
    expect(ids().toSorted()).toEqual(['lost', 'odd', 'soon', 'works']);
    everyOther();
    await settle();
  },
  async panel({ app }) {
    app.screen.open('odd');
    await settle();
    expect(document.querySelector('aside h2')).toBeTruthy();
    everyOther();
  },
  async timeline({ app }) {
    app.screen.show('timeline');
    await settle();
    const drawn = page.getAllByTestId('due').map(({ dataset }) => dataset.id);
    expect(drawn).toContain('soon');
    expect(drawn).toContain('works');
    expect(page.getByTestId('plot')).toBeTruthy();
  },
  async settings({ app }) {
    app.screen.show('settings');
    await settle();
    expect(page.getByTestId('holders').textContent).toContain('Jana Weiss');
    expect(page.getByTestId('clients')).toBeTruthy();
    expect(page.getByTestId('alerts')).toBeTruthy();
  },
  async search({ app }) {
    app.list.narrow({ query: 'works' });
    await settle();
    expect(ids()).toEqual(['works']);
  },
  async 'every chip'({ app }) {
    for (const filter of ['broken', 'soon', 'connected', 'unchecked', 'signing_in', 'not_connected', 'all'] as const) {
      app.list.narrow({ filter });
      await settle();
      expect(ids()).toHaveLength(filter === 'all' ? 4 : app.list.shown.counts[filter]);
    }
    expect(Object.values(app.list.shown.counts).reduce((sum, count) => sum + count)).toBe(4);
  },
  async 'Fix all'({ app }) {
    await app.list.fix.start();
    await settle();
    for (let at = 0; at < 4 && app.list.fix.current; at += 1) {
      app.list.fix.skip(app.list.fix.current.key);
      await settle();
    }
    const left = page.getAllByTestId('fix-left').map(({ textContent }) => textContent);
    for (const name of ['Soon', 'Lost']) expect(left.some((text) => text.includes(name))).toBe(true);
  },
  async 'the question about it'({ app }) {
    app.dialogs.open({ kind: 'disconnect', location: 'odd' });
    await settle();
    expect(document.querySelector('dialog')?.textContent).toContain(words.disconnect.keep);
    everyOther();
  },
  async 'what is told anew'({ fake, app }) {
    const told = app.world.locations.get('odd');
    if (!told) throw new Error('the odd one is not there');
    fake.tell({ fact: 'location_changed', value: { ...told, ...settledOdd } });
    await settle();
    everyOther();
  },
  async 'its menu, which removes it'({ asked }) {
    more().click();
    await settle();
    if (!item(words.list.menuRemove)) {
      await choose(words.list.menuDisconnect);
      await answer(words.disconnect.confirm);
    }
    await choose(words.list.menuRemove);
    await answer(words.remove.confirm);
    expect(asked('remove')).toEqual([{ ask: 'remove', location: 'odd' }]);
    expect(ids().toSorted()).toEqual(['lost', 'soon', 'works']);
  },
};
const settledOdd = { health: settled('needs_you', { cause: 'expired' }) };

const table = <Odd>(odd: [string, Odd][]) =>
  odd.flatMap(([what, value]) => Object.keys(views).map((view): [string, string, Odd] => [what, view, value]));

test.each(table(drawable))('%s is drawn as any other: %s', async (_, view, odd) => {
  const shown = await beside(odd);
  expect(oddRow().dataset.unshown).toBeUndefined();
  await views[view]?.(shown);
  expect(page.queryByTestId('unshown')).toBeNull();
  const { textContent } = document.body;
  expect(textContent).not.toMatch(/Invalid|NaN|undefined|null/);
  expect(textContent.length).toBeLessThan(10_000);
});

test.each(table(undrawable))('%s is said to be what could not be shown: %s', async (_, view, odd) => {
  const shown = await beside(odd);
  expect(oddRow().textContent).toContain('Odd');
  expect(oddRow().textContent).toContain('This location could not be shown');
  await views[view]?.(shown);
});

test.each([...NUMBERS, 8.64e15 + 1, -8.64e15 - 1, 0, -0, Infinity, -Infinity])('of %d no format makes a date, and none throws', (at) => {
  const { times } = words;
  const now = Date.now();
  const said = [
    times.day(at, now),
    times.short(at, now),
    times.moment(at, now),
    times.full(at),
    times.clock(at),
    times.weekday(at),
    times.month(at),
    times.range(at, at, now),
    times.relative(at, now),
  ];
  expect(new Set(said)).toEqual(new Set(['not told']));
  expect(times.today(at, now)).toBe(false);
  expect(times.range(now, at, now)).toBe(times.day(now, now));
});

test('what is offered is picked from whatever it is called', async () => {
  const kind = code<AccountKind>('asteroid');
  const twice = offered('Bakery');
  const granted = [twice, twice, offered(LONG, { kind }), offered('', { handle: '@odd' }), offered('', { account: '17' })];
  const offer = { login: LONG, granted, not_granted: [offered(LONG, { reason: 'no_token' })], connected: [offered(LONG)], unread: 0, incomplete: false, left_out: 0 };
  await show({ attempts: [attempt({ stage: { at: 'picking', offer } })] });
  const names = [...document.querySelectorAll('dialog label .name')].map(({ textContent }) => textContent);
  expect(names).toEqual(['Bakery', `${LONG.slice(0, 200)}…`, '@odd', '17']);
  expect(document.querySelector('dialog')?.textContent.length).toBeLessThan(3000);
});

test('a name is cut between two letters, never within one', async () => {
  await show({ locations: [location({ id: 'odd', name: `a${'🙂'.repeat(200)}` })] });
  expect(oddRow().dataset.name).toBe(`a${'🙂'.repeat(99)}…`);
});

test('a sign-in, a client, a server and a history are told in few words too', async () => {
  const stage = { at: 'wrong_account', expected: LONG, got: LONG, can_add: true } as const;
  const { fake, app } = await show({
    clients: [{ id: 'acme', name: LONG }],
    locations: [location({ id: 'odd', name: 'Odd' })],
    attempts: [attempt({ stage, by: LONG }), attempt({ lives_at: LONG, deadline: NUMBERS[0] })],
    reach: { ...snapshot().reach, between: { hiccup: 'proxy_refused', by: LONG }, outages: [{ network: 'mastodon', host: LONG, locations: 1 }] },
    alerts: { ...snapshot().alerts, paused: true, paused_until: NUMBERS[0] },
  });
  const ask = fake.ask.bind(fake);
  vi.spyOn(fake, 'ask').mockImplementation((request) =>
    request.ask === 'history'
      ? Promise.resolve({ reply: 'history', value: historyOf(Date.now()).map((entry) => ({ ...entry, at: NUMBERS[0], who: LONG })) })
      : ask(request),
  );
  app.screen.open('odd');
  await settle();
  expect(document.querySelectorAll('aside ol time')).toHaveLength(5);
  const { textContent } = document.body;
  expect(textContent.length).toBeLessThan(10_000);
  expect(textContent).toContain('Waits until not told');
});

test('markup in a name is text wherever the name stands', async () => {
  const markup = '<img src=x onerror="window.hit=1"><svg onload="window.hit=1"></svg><b>Bakery</b>{7*7}';
  const named = { name: markup, handle: markup, host: markup, client: 'acme', login: login(markup) };
  const { app } = await show({
    clients: [{ id: 'acme', name: markup }],
    locations: [location({ id: 'odd', ...named, health: soon() }), location({ id: 'lost', ...named, health: lost() })],
    attempts: [attempt({ stage: { at: 'wrong_account', expected: markup, got: markup, can_add: true }, by: markup })],
    reach: { ...snapshot().reach, outages: [{ network: 'mastodon', host: markup, locations: 1 }] },
  });
  for (const view of ['locations', 'timeline', 'settings'] as const) {
    app.screen.show(view);
    app.screen.open('odd');
    await settle();
    expect(document.body.textContent).toContain(markup);
    expect(document.querySelector('[onerror],[onload],img[src=x]')).toBeNull();
  }
  expect('hit' in window).toBe(false);
});
