// The dates ahead: which sign-ins are needed, on which day, in which week. Days are the reader's.

import type { Because, LocationView } from './api/protocol';

const DAY = 86_400_000;
/** How far the timeline looks. An approval of ninety days that was just given is still on it. */
export const DAYS = 90;

/** One date on which a person is needed: one sign-in heals all of its locations. */
export interface Entry {
  id: string;
  at: number;
  /** Days from today; negative where the date has passed and the network let it work on. */
  day: number;
  because: Because;
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

export interface Timeline {
  /** Within the next ninety days, soonest first. */
  entries: Entry[];
  /** The first one after that. */
  next: Entry | null;
}

export function timeline(locations: readonly LocationView[], now: number): Timeline {
  const entries = new Map<string, Entry>();
  for (const location of locations) {
    const at = location.needs_human_by;
    if (at === null) continue;
    const day = daysFrom(now, at);
    const because = location.because ?? 'sign_in_ends';
    const id = `${location.login?.id ?? location.id} ${day}`;
    const known = entries.get(id);
    if (!known) {
      entries.set(id, { id, at, day, because, locations: [location] });
      continue;
    }
    known.locations.push(location);
    if (at < known.at) Object.assign(known, { at, because });
  }
  const all = [...entries.values()].sort((a, b) => a.at - b.at);
  const edge = all.findIndex((entry) => entry.day > DAYS);
  return edge < 0
    ? { entries: all, next: null }
    : { entries: all.slice(0, edge), next: all[edge] ?? null };
}

/** @param weekStart The day that a week begins with; 0 is Sunday. */
export function weeks(entries: readonly Entry[], now: number, weekStart: number): Week[] {
  const since = (new Date(now).getDay() - weekStart + 7) % 7;
  const found = new Map<number, Week>();
  for (const entry of entries) {
    const number = entry.day < 0 ? -1 : Math.floor((entry.day + since) / 7);
    const week = found.get(number);
    if (week) {
      week.entries.push(entry);
      continue;
    }
    const first = number * 7 - since;
    const from = number < 0 ? entry.at : dayAfter(now, Math.max(0, first));
    const until = number < 0 ? now : dayAfter(now, first + 6);
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

function daysFrom(now: number, at: number): number {
  return Math.round((dayAfter(at, 0) - dayAfter(now, 0)) / DAY);
}
