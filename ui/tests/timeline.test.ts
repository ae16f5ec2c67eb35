import { screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
import { dayAfter, days, DAYS, timeline, weeks } from '../src/timeline';
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

test('what hangs on one login and ends on one day is one entry', () => {
  const { entries } = timeline(
    [
      due('A', 20, of('Jana')),
      due('B', 20.1, of('Jana')),
      due('C', 22, of('Jana')),
      due('D', 20, of('Tom')),
      due('E', 20),
    ],
    NOW,
  );
  const names = entries.map((entry) => entry.locations.map((each) => each.name).join());
  expect(names.toSorted()).toEqual(['A,B', 'C', 'D', 'E']);
});

test('an entry names what ends first on its day', () => {
  const [entry] = timeline(
    [due('A', 20.2, of('Jana')), due('B', 20, { ...of('Jana'), because: 'sign_in_ends' })],
    NOW,
  ).entries;
  expect(entry?.because).toBe('sign_in_ends');
  expect(entry?.at).toBe(NOW + 20 * DAY);
});

test('the ninetieth day is on it, whatever the hour, and the day after is the next date', () => {
  const late = new Date(2027, 1, 22, 23, 59).getTime();
  const early = new Date(2027, 1, 23, 0, 1).getTime();
  const at = (until: number) => ({ health: settled('connected', { until }) });
  const { entries, next } = timeline([due('in', 0, at(late)), due('out', 0, at(early)), due('far', 200)], NOW);
  expect(entries.map(({ day }) => day)).toEqual([DAYS]);
  expect(next?.locations[0]?.name).toBe('out');
});

test('weeks begin where the reader’s weeks begin', () => {
  const { entries } = timeline([due('Sat', 4), due('Sun', 5), due('Mon', 6), due('later', 20)], NOW);
  const grouped = (start: number) =>
    weeks(entries, NOW, start).map(({ number, entries: all }) => `${number}: ${all.map((each) => each.locations[0]?.name).join()}`);
  expect(grouped(MONDAY)).toEqual(['0: Sat,Sun', '1: Mon', '3: later']);
  expect(grouped(0)).toEqual(['0: Sat', '1: Sun,Mon', '3: later']);
});

test('every day of a year has its own place, also where the clock changes', () => {
  for (let first = 0; first < 366; first += 1) {
    const now = dayAfter(NOW, first);
    const ends = Array.from({ length: DAYS + 1 }, (_, day) => due(`${day}`, 0, { needs_human_by: dayAfter(now, day) }));
    const { entries, next } = timeline(ends, now);
    expect(next).toBeNull();
    expect(days(entries).map((each) => each.length)).toEqual(ends.map(() => 1));
    const placed = weeks(entries, now, MONDAY).flatMap((week) => week.entries);
    expect(placed).toEqual(entries);
  }
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
