// What cannot be checked: its words in the row, on its page and aloud, and the way on.

import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { HealthView, LocationView, NextStep, Trouble } from '../src/api/protocol';
import { stepOf } from '../src/step';
import { words } from '../src/words';
import { hiccups, troubles } from './codes';
import { click, dialog, icon, row, settle, show, withLocations } from './window';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 12);
const HOST = 'mastodon.example';
/** As much as a detail has room for in a window of usual width. */
const ROOM = 45;
const around = { network: 'Mastodon', keychain: 'GNOME Keyring', attempt: undefined, toll: null, now: NOW };

const at = (health: HealthView, more: Partial<LocationView> = {}) =>
  location({ id: 'a', network: 'mastodon', host: HOST, name: 'Acme', kind: 'account', health, ...more });
const say = (view: LocationView) => words.health.sentence(view, around);
const inFull = (view: LocationView) => words.health.inFull(view, 'Mastodon', NOW) ?? '';
const since = NOW - 16 * DAY;
const refused = () => settled('probably_refused', { unheard: 'refused', unheard_since: since });
const gone = () => settled('cannot_check', { hiccup: 'unreachable', unheard: 'weeks', unheard_since: since });

const next = {
  no_app: 'fix_app',
  tokens_unreadable: 'reconnect',
  not_stored: 'wait',
  disk_full: 'free_space',
  not_kept_yet: 'free_space',
  store_moved: 'wait',
} satisfies Record<Trouble, NextStep>;
const stuck = (trouble: Trouble) => settled('cannot_ask', { trouble, next: next[trouble] });

const unchecked = () => [
  ...hiccups.map((hiccup) => at(settled('cannot_check', { hiccup }))),
  ...troubles.map((trouble) => at(stuck(trouble))),
  at(refused()),
  at(gone()),
  at(settled('connected'), { asks_again: true }),
];

async function open(...views: LocationView[]) {
  const shown = await withLocations(...views);
  shown.app.screen.open('a');
  await settle();
  return { ...shown, panel: document.querySelector('aside') as HTMLElement };
}

test('every reason has a line of its own that has room in its row', () => {
  const lines = unchecked().map((view) => say(view).detail);
  expect(new Set(lines).size).toBe(lines.length);
  for (const line of lines) {
    expect(line).not.toBe('');
    expect(line.length, line).toBeLessThanOrEqual(ROOM);
  }
});

test('every reason is told in full, each in its own words', () => {
  const texts = unchecked()
    .filter((view) => !view.asks_again)
    .map(inFull);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).toMatch(/^[A-Z\p{L}].+\.$/u);
});

test('the reason stands before the name of the server, which may be cut off', () => {
  const host = 'donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunternehmen.example';
  for (const view of unchecked()) {
    const { detail } = say({ ...view, host });
    expect(detail.indexOf(host), detail).not.toBe(0);
  }
});

test.each<[NonNullable<HealthView['unheard']>, string]>([
  ['days', 'Unchecked for days'],
  ['weeks', 'Unchecked for weeks'],
])('that nothing was heard for %s is said in the row, and in full with the day', (unheard, title) => {
  const view = at(settled('cannot_check', { hiccup: 'down', unheard, unheard_since: NOW - 3 * DAY }));
  expect(say(view)).toEqual({ title, detail: `Out of order, says ${HOST}` });
  expect(inFull(view)).toMatch(/This began on (19 Nov|Nov 19)\.$/);
});

test('a server that was out of reach for weeks has perhaps shut down; one that answers has not', () => {
  expect(say(at(gone())).detail).toBe(`Perhaps shut down: ${HOST}`);
  expect(inFull(at(gone()))).toContain('perhaps shut down');
  for (const hiccup of hiccups.filter((each) => each !== 'unreachable' && each !== 'silent')) {
    const view = at(settled('cannot_check', { hiccup, unheard: 'weeks', unheard_since: since }));
    expect(`${say(view).detail} ${inFull(view)}`).not.toContain('shut down');
  }
});

test('the network is named where it has one server only', () => {
  const view = at(settled('cannot_check', { hiccup: 'unreachable' }), { host: null });
  expect(say(view).detail).toBe('No connection to Mastodon');
});

test('what is probably refused is a clock that offers a sign-in, and stands among what needs a person', async () => {
  const { app, asked } = await withLocations(at(refused()), location({ id: 'b', name: 'Books' }));
  expect(icon('Acme')).toBe('clock');
  expect(app.world.locations.sectionOf('a')).toBe('needs_you');
  expect(row('Acme').textContent).toContain('Probably not accepted');
  await click('Reconnect: Acme, Mastodon account');
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'a' }]);
});

test('on its page it is said since when it was refused, as probable', async () => {
  const { panel } = await open(at(refused(), { health: { ...refused(), unheard_since: Date.now() - 3 * DAY } }));
  expect(panel.textContent).toMatch(/has refused this sign-in since .+ It is probably not accepted any more/);
  expect(within(panel).getByRole('button', { name: 'Reconnect as Jana Weiss' })).toBeTruthy();
});

test('what is probably refused is healed with all, and the queue and the note say that it is probable', async () => {
  const login = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
  const other = location({ id: 'b', name: 'Books', health: settled('needs_you', { cause: 'expired' }) });
  const write: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: (text: string) => Promise.resolve(void write.push(text)) },
  });
  const page = at(refused(), { kind: 'page', login });
  expect(stepOf(page)).toMatchObject({ remedy: 'sign_in', person: 'Jana Weiss' });
  await withLocations(page, other);
  await click('Fix all 2');
  const card = screen.getByTestId('fix-all');
  await click('Skip', card);
  expect(card.textContent).toContain('Probably not accepted');
  await click('Copy a note for Jana Weiss', card);
  expect(write[0]).toContain('your sign-in is probably not accepted any more');
  expect(write[0]).not.toContain('stopped working');
});

test.each(troubles)('what this computer cannot ask (%s) is grey and leads to what helps', async (trouble) => {
  const { asked, app } = await open(at(stuck(trouble), { network: 'facebook', host: null }));
  expect(icon('Acme')).toBe('cloud');
  const button = row('Acme').querySelector('.btn');
  if (next[trouble] === 'fix_app') {
    expect(button?.textContent.trim()).toBe('Enter app');
    await click('Enter app: Acme, Facebook account');
    expect(dialog().textContent).toContain('Your Facebook app');
  } else if (next[trouble] === 'reconnect') {
    await click('Reconnect: Acme, Facebook account');
    expect(asked('connect')).toHaveLength(1);
  } else {
    expect(button).toBeNull();
    await click('Check again');
    expect(asked('check')).toEqual([{ ask: 'check', locations: ['a'] }]);
  }
  // Whoever asks for a person stands above what waits by itself.
  const isWanted = next[trouble] === 'fix_app' || next[trouble] === 'reconnect';
  expect(app.world.locations.sectionOf('a')).toBe(isWanted ? 'needs_you' : 'unchecked');
});

test('the icon of what this computer cannot ask does what helps', async () => {
  const { asked } = await withLocations(at(stuck('tokens_unreadable')));
  await click('Reconnect Acme, Mastodon account');
  expect(asked('connect')).toHaveLength(1);
});

test('an app that is entered again needs no sign-in of what lacked nothing else', async () => {
  const held = { network: 'facebook', host: null };
  const { asked } = await withLocations(
    at(stuck('no_app'), held),
    at(stuck('no_app'), { ...held, id: 'b', name: 'Books' }),
  );
  await click('Enter the app of Acme, Facebook account');
  const secret = screen.getByLabelText<HTMLInputElement>('Client secret');
  secret.value = '0123456789abcdef';
  secret.dispatchEvent(new Event('input', { bubbles: true }));
  await click('Save and test', dialog());
  await click('Check again', dialog());
  expect(asked('save_app')).toHaveLength(1);
  expect(asked('check')).toEqual([{ ask: 'check', locations: ['a', 'b'] }]);
  expect(asked('connect')).toEqual([]);
});

test('the queue asks for an app that is not here, and does not say that it is refused', async () => {
  const held = { network: 'facebook', host: null };
  await withLocations(at(stuck('no_app'), held), at(stuck('no_app'), { ...held, id: 'b', name: 'Books' }));
  await click('Fix all 2');
  const card = screen.getByTestId('fix-all');
  expect(card.textContent).toContain('Enter your Facebook app');
  expect(card.textContent).not.toContain('refuses');
});

test('a network without an app of the user’s asks for no app', async () => {
  const health = { ...settled('needs_you', { cause: 'app_broken' }), next: 'fix_app' as const };
  const { asked } = await withLocations(at(health));
  await click('Fix app: Acme, Mastodon account');
  expect(asked('connect')).toHaveLength(1);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('what is unchecked for days names one next step on its page: it is checked again', async () => {
  const health = settled('cannot_check', { hiccup: 'down', unheard: 'days', unheard_since: Date.now() - 3 * DAY });
  const { asked, panel } = await open(at(health));
  await click('Check again', panel);
  expect(asked('check')).toHaveLength(1);
  expect(within(panel).queryByRole('button', { name: 'Remove this location…' })).toBeNull();
  expect(within(panel).getByRole('button', { name: 'Remind me tomorrow' })).toBeTruthy();
});

test('what has perhaps shut down can be removed where that is said', async () => {
  const { asked, fake, panel } = await open(at(gone()));
  await click('Check again', panel);
  expect(asked('check')).toHaveLength(1);
  await click('Remove this location…', panel);
  expect(dialog().textContent).toContain('Remove Acme?');
  expect(dialog().textContent).toContain(`If ${HOST} comes back`);
  await click('Keep it', dialog());
  expect(asked('remove')).toEqual([]);
  await click('Remove this location…', panel);
  await click('Remove', dialog());
  expect(asked('remove')).toEqual([{ ask: 'remove', location: 'a' }]);
  // It could not be told, which is known by now.
  fake.tell({ fact: 'revoke_failed', value: 'a' });
  await settle();
  expect(screen.queryByText(/could not be told/)).toBeNull();
});

test('a first no is a calm hint in the row and on the page, and changes neither icon nor title', async () => {
  const { panel, asked } = await open(at(settled('connected'), { asks_again: true }));
  expect(icon('Acme')).toBe('tick');
  expect(row('Acme').querySelector('.state b')?.textContent).toBe('Connected');
  expect(row('Acme').textContent).toContain(`Asking again after a no from ${HOST}`);
  expect(panel.textContent).toContain('asks again in a moment before it believes it');
  await click('Check again', panel);
  expect(asked('check')).toHaveLength(1);
});

test('a first no leaves the day that needs a person, and the reason why it cannot be checked', async () => {
  const soon = settled('needs_you_soon', { until: Date.now() + 6 * DAY });
  const { panel } = await open(
    at(soon, { asks_again: true }),
    at(settled('cannot_check', { hiccup: 'down' }), { id: 'b', name: 'Books', asks_again: true }),
  );
  expect(panel.textContent).toMatch(/Reconnect by .+ said no at the last check/);
  expect(row('Books').textContent).toContain('Out of order');
});

test('a no that was believed is no longer called a mistake, though it is asked once more', async () => {
  const { panel } = await open(at(settled('needs_you', { cause: 'expired' }), { asks_again: true }));
  expect(panel.textContent).toContain('reached its end');
  expect(panel.textContent).not.toContain('by mistake');
});

test('a screen reader hears each new state once, and nothing of a look that only repeats', async () => {
  const heard: string[] = [];
  const { app, fake } = await withLocations(at(settled('connected')));
  const tell = async (health: HealthView) => {
    fake.tell({ fact: 'location_changed', value: at(health) });
    await new Promise((done) => setTimeout(done, 260));
    await settle();
    heard.push(app.notices.spoken);
    app.notices.say('');
  };
  const down = settled('cannot_check', { hiccup: 'down' });
  const days = { ...down, unheard: 'days' as const, unheard_since: since };
  for (const health of [down, days, { ...days, hiccup: 'silent' as const }, gone(), refused(), refused(), stuck('disk_full')])
    await tell(health);
  expect(heard).toEqual([
    'Acme, Mastodon account: Can’t check right now',
    'Acme, Mastodon account: Unchecked for days',
    '',
    'Acme, Mastodon account: Unchecked for weeks',
    'Acme, Mastodon account: Probably not accepted',
    '',
    'Acme, Mastodon account: Disk full',
  ]);
});

test('an outage speaks for what it keeps waiting, but not for what nothing was heard of for days', async () => {
  const reach = {
    offline: false,
    between: null,
    clock_off_minutes: null,
    clock_is_wrong: false,
    outages: [{ network: 'mastodon', host: HOST, locations: 1 }],
  };
  const { app, fake } = await show({ reach, locations: [at(settled('connected'))] });
  const tell = async (health: HealthView) => {
    fake.tell({ fact: 'location_changed', value: at(health) });
    await new Promise((done) => setTimeout(done, 260));
    return app.notices.spoken;
  };
  expect(await tell(settled('cannot_check', { hiccup: 'unreachable' }))).toBe('');
  expect(await tell({ ...gone(), unheard: 'days' })).toBe('Acme, Mastodon account: Unchecked for days');
});
