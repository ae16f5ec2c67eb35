// The reader's days and weeks, and the dates ahead as they are drawn on them.

import type { LocationView, TimelineEntry } from './api/protocol';

/** How far the timeline looks. An approval of ninety days that was just given is still on it. */
export const DAYS = 90;
const WEEK = 7;

/** One date on which a person is needed: one sign-in heals all of its locations. */
export interface Entry extends Omit<TimelineEntry, 'locations'> {
  id: string;
  /** Never empty; in the order of the list. */
  locations: LocationView[];
}

export interface Week {
  id: string;
  /** Weeks from this one; -1 where the date has passed. */
  number: number;
  /** Its first and last day within the timeline. */
  from: number;
  until: number;
  entries: Entry[];
}

/** When today and the days after it begin, and where the last of them ends. */
export function dayStarts(now: number): number[] {
  const today = new Date(now);
  const start = (_: unknown, day: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + day).getTime();
  return Array.from({ length: DAYS + 2 }, start);
}

/** Which day of its week it is; the first is 0. @param weekStart The day that a week begins with; 0 is Sunday. */
export function intoWeek(now: number, weekStart: number): number {
  return (new Date(now).getDay() - weekStart + WEEK) % WEEK;
}

/** Soonest first, and in the order of the list where they are the same. Of what left it nothing is drawn. */
export function entriesOf(told: readonly TimelineEntry[], list: readonly LocationView[]): Entry[] {
  const entryOf = new Map<string, Entry>();
  for (const one of told) {
    const entry: Entry = { ...one, id: `${one.locations[0] ?? ''} ${one.day}`, locations: [] };
    for (const id of one.locations) entryOf.set(id, entry);
  }
  const entries = new Set<Entry>();
  for (const view of list) {
    const entry = entryOf.get(view.id);
    if (!entry) continue;
    entry.locations.push(view);
    entries.add(entry);
  }
  return [...entries].sort((a, b) => a.at - b.at);
}

export function weeks(entries: readonly Entry[], now: number, weekStart: number): Week[] {
  const since = intoWeek(now, weekStart);
  const found = new Map<number, Week>();
  for (const entry of entries) {
    const number = entry.week;
    const week = found.get(number);
    if (week) {
      week.entries.push(entry);
      continue;
    }
    const first = number * WEEK - since;
    const from = number < 0 ? entry.at : dayAfter(now, Math.max(0, first));
    const until = number < 0 ? now : dayAfter(now, first + WEEK - 1);
    found.set(number, { id: `week ${number}`, number, from, until, entries: [entry] });
  }
  return [...found.values()];
}

/** How many sign-ins each day from today on needs. */
export function days(entries: readonly Entry[]): Entry[][] {
  const all: Entry[][] = Array.from({ length: DAYS + 1 }, () => []);
  for (const entry of entries) all[Math.max(0, entry.day)]?.push(entry);
  return all;
}

/** Noon of the day that is so many days after another, clear of every change of the clock. */
export function dayAfter(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 12).getTime();
}
