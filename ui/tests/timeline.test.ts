import { screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { LocationView, TimelineEntry } from '../src/api/protocol';
import { dayAfter, days, DAYS, dayStarts, entriesOf, intoWeek, weeks } from '../src/days';
import { click, settle, withLocations } from './window';

/** A Tuesday. */
const NOW = new Date(2026, 10, 24, 15, 30).getTime();
const DAY = 86_400_000;
const MONDAY = 1;

beforeEach(() => void vi.setSystemTime(NOW));
afterEach(() => void vi.useRealTimers());

const due = (name: string, inDays: number, more: Partial<LocationView> = {}) =>
  location({ name, id: name, login: null, health: settled('connected', { until: NOW + inDays * DAY }), ...more });
const of = (who: string) => ({ login: { id: who, name: who, person: who } });
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-testid=due]')].map((row) => row.dataset.name);

async function open(...locations: LocationView[]) {
  const shown = await withLocations(...locations);
  await click('Timeline');
  return shown;
}

const entry = (more: Partial<TimelineEntry>): TimelineEntry => ({
  at: NOW,
  day: 0,
  week: 0,
  because: 'sign_in_ends',
  locations: ['a'],
  ...more,
});

const list = (...ids: string[]) => ids.map((id) => location({ id }));

test('an entry has its locations in the order of the list, and what left that is in none', () => {
  const told = [
    entry({ at: NOW + 2, locations: ['a', 'b', 'c'] }),
    entry({ at: NOW + 1, locations: ['gone'] }),
    entry({ at: NOW + 2, locations: ['d'] }),
    entry({ at: NOW, locations: ['e'] }),
  ];
  const drawn = entriesOf(told, list('d', 'c', 'b', 'e'));
  expect(drawn.map(({ locations }) => locations.map(({ id }) => id))).toEqual([['e'], ['d'], ['c', 'b']]);
});

test('the reader’s days begin at midnight, today first, and the last one has an end', () => {
  const starts = dayStarts(NOW);
  expect(starts).toHaveLength(DAYS + 2);
  expect(starts[0]).toBe(new Date(2026, 10, 24).getTime());
  expect(starts.at(-1)).toBe(new Date(2027, 1, 23).getTime());
});

test('every noon of a year is on its own day, also where the clock changes', () => {
  for (let first = 0; first < 366; first += 1) {
    const now = dayAfter(NOW, first);
    const starts = dayStarts(now);
    for (let day = 0; day <= DAYS; day += 1) {
      const noon = dayAfter(now, day);
      expect((starts[day] ?? Infinity) < noon && noon < (starts[day + 1] ?? 0)).toBe(true);
    }
  }
});

test('which day of the week it is depends on where the reader’s weeks begin', () => {
  expect([MONDAY, 0, 6].map((start) => intoWeek(NOW, start))).toEqual([1, 2, 3]);
});

test('a week is written with its days, and this one from today on', () => {
  const told = [
    entry({ week: -1, day: -3, at: NOW - 3 * DAY, locations: ['a'] }),
    entry({ locations: ['b'] }),
    entry({ week: 2, day: 14, at: NOW + 14 * DAY, locations: ['c'] }),
  ];
  const all = weeks(entriesOf(told, list('a', 'b', 'c')), NOW, MONDAY);
  expect(all.map(({ number, from, until }) => [number, from, until])).toEqual([
    [-1, NOW - 3 * DAY, NOW],
    [0, dayAfter(NOW, 0), dayAfter(NOW, 5)],
    [2, dayAfter(NOW, 13), dayAfter(NOW, 19)],
  ]);
});

test('each day of the drawing has its sign-ins, and what has passed is drawn today', () => {
  const told = [
    entry({ day: -3, locations: ['a'] }),
    entry({ locations: ['b'] }),
    entry({ day: DAYS, locations: ['c'] }),
  ];
  const counts = days(entriesOf(told, list('a', 'b', 'c'))).map((each) => each.length);
  expect([counts[0], counts[1], counts[DAYS], counts.length]).toEqual([2, 0, 1, DAYS + 1]);
});

test('the engine is asked for the reader’s days, and again when something moves a date', async () => {
  const acme = due('Acme', 20);
  const { asked, fake } = await open(acme);
  expect(asked('timeline')).toHaveLength(1);
  expect(asked('timeline')[0]?.days).toEqual(dayStarts(NOW));
  fake.tell({ fact: 'location_changed', value: { ...acme, checked_at: NOW } });
  await settle();
  expect(asked('timeline')).toHaveLength(1);
  fake.tell({ fact: 'location_changed', value: { ...acme, needs_human_by: NOW + 30 * DAY } });
  await settle();
  expect(asked('timeline')).toHaveLength(2);
  expect(screen.getByText('In 30 days')).toBeTruthy();
});

test('at midnight the days are the next ones', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'Date'], now: NOW });
  const { asked } = await open(due('Acme', 20));
  vi.setSystemTime(NOW + 9 * 3_600_000);
  vi.advanceTimersByTime(30_000);
  await settle();
  expect(asked('timeline').at(-1)?.days[0]).toBe(new Date(2026, 10, 25).getTime());
});

test('before the engine has answered nothing is claimed, and a refusal is said', async () => {
  const { fake, app } = await withLocations(due('Acme', 20));
  fake.refuse('timeline', { failure: 'internal' });
  await click('Timeline');
  expect(screen.queryByText(/^Nothing needs you in/)).toBeNull();
  expect(app.notices.all).toHaveLength(1);
});

test('the view groups by week and says when, what ends and who heals it', async () => {
  await open(
    due('Acme Coffee', 24, of('Jana Weiss')),
    due('Elbe Books', 24, of('Jana Weiss')),
    due('Studio Ost', 6, { because: 'sign_in_ends', health: settled('needs_you_soon', { until: NOW + 6 * DAY }) }),
  );
  expect(rows()).toEqual(['Studio Ost', 'Acme Coffee']);
  const week = within(screen.getByRole('region', { name: /^Next week/ }));
  expect(week.getByText('Sign-in ends')).toBeTruthy();
  expect(week.getByText('In 6 days')).toBeTruthy();
  const shared = document.querySelector('[data-name="Acme Coffee"]')?.textContent ?? '';
  expect(shared).toContain('and 1 more');
  expect(shared).toContain('Data access ends');
  expect(shared).toContain('One sign-in by Jana Weiss keeps these 2');
});

test('one click reconnects, and a second one cancels', async () => {
  const { asked } = await open(due('Acme', 20));
  await click('Reconnect now: Acme, Facebook page');
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'Acme' }]);
  await click('Cancel signing in to Acme, Facebook page');
  expect(asked('cancel_sign_in')).toHaveLength(1);
  expect(screen.getByText('Data access ends')).toBeTruthy();
});

test('what is disconnected leaves the timeline', async () => {
  const { app } = await open(due('Acme', 20), due('Elbe Books', 30));
  await app.leaving.disconnect('Acme');
  await settle();
  expect(rows()).toEqual(['Elbe Books']);
});

test('a date that has passed comes first and says so', async () => {
  await open(due('Late', -2, { health: settled('needs_you_soon', { until: NOW - 2 * DAY }) }), due('Acme', 2));
  expect(rows()).toEqual(['Late', 'Acme']);
  const group = within(screen.getByRole('region', { name: 'Overdue' }));
  expect(group.getByText('Data access was due to end')).toBeTruthy();
});

test('the drawing says in words what it shows', async () => {
  await open(due('A', 4), due('B', 4), due('C', 30));
  const text = screen.getByRole('img').getAttribute('aria-label') ?? '';
  expect(text).toMatch(/^From today to .+, 2 days need you: .+, 2 sign-ins; .+, 1 sign-in\.$/);
});

test('a calm timeline names the next date, or that there is none', async () => {
  await open(due('Acme', 140));
  expect(screen.getByText('Nothing needs you in the next 90 days')).toBeTruthy();
  expect(screen.getByText(/^The next date is .+, for Acme\.$/)).toBeTruthy();
});

test('without any date nothing can be saved', async () => {
  await open(location({ health: settled('connected') }));
  expect(screen.getByText('The networks name no end for what is connected.')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export calendar' }).disabled).toBe(true);
});

test('what is broken already is not hidden behind calm words', async () => {
  const { app } = await open(
    location({ name: 'Broken', health: settled('needs_you', { cause: 'expired' }) }),
    location({ name: 'Off', health: settled('not_connected') }),
  );
  expect(screen.getByText('1 location needs you already.')).toBeTruthy();
  await click('Show in the list');
  expect(app.screen.view).toBe('locations');
});

test.each([
  ['Export calendar', 'export_calendar', '.ics'],
  ['Export CSV', 'export_csv', '.csv'],
] as const)('%s says where the file is', async (name, ask, ending) => {
  const { asked } = await open(due('Acme', 20));
  await click(name);
  expect(asked(ask)).toHaveLength(1);
  expect(screen.getByTestId('notice').textContent).toMatch(new RegExp(`Saved as .+\\${ending}`));
  await click('Show in folder');
  expect(asked('show_in_folder')[0]?.path).toMatch(new RegExp(`\\${ending}$`));
});

test('a file that could not be saved is said', async () => {
  const { fake } = await open(due('Acme', 20));
  fake.refuse('export_csv', { failure: 'not_saved' });
  await click('Export CSV');
  expect(screen.getByTestId('notice').textContent).toContain('could not be saved');
});

test('of many dates two hundred are drawn until more are wanted', async () => {
  await open(...Array.from({ length: 250 }, (_, at) => due(`Branch ${at}`, 1 + (at % 80))));
  expect(rows()).toHaveLength(200);
  await click('Show more, 50 are left');
  expect(rows()).toHaveLength(250);
});
