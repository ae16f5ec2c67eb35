// Words the entries of the catalogue. It lies with the crate `words`, which has the same of the desktop;
// the ids and what they name are made from it (`messages.ts`), so that a wrong one does not compile.

import { FluentBundle, FluentType, type FluentResource, type FluentValue, type FluentVariable } from '@fluent/bundle';

import type { Messages } from './messages';
import { timesIn } from './time';

export type Id = keyof Messages;

/** A point in time, and what time it is meanwhile. */
export interface Instant {
  at: number;
  now: number;
}

/** What all of these ids together name. */
type Named<Ids extends Id> = (Ids extends Id ? (named: Messages[Ids]) => void : never) extends (named: infer All) => void
  ? All
  : never;

type Rest<Ids extends Id> = unknown extends Named<Ids> ? [] : [Named<Ids>];

/** Ids and what they say, by turns, as `vite.config.ts` reads them. */
type Room = (string | Exclude<FluentResource['body'][number]['value'], null>)[];

export const times = timesIn('en-GB', () => say('time-not-told'));

class Moment extends FluentType<Instant> {
  override toString(): string {
    return times.moment(this.value.at, this.value.now);
  }
}

const ofTime =
  (format: (at: number, now: number) => string) =>
  ([given]: (FluentValue | undefined)[]): string =>
    given instanceof Moment ? format(given.value.at, given.value.now) : '';

const bundle = new FluentBundle(times.region, {
  // See `isolated`.
  useIsolating: false,
  functions: {
    CLOCK: ofTime(times.clock),
    DAY: ofTime(times.day),
    MOMENT: ofTime(times.moment),
    RELATIVE: ofTime(times.relative),
    UNTIL: ofTime(times.until),
    LASTING: ([given]) => times.lasting(Number(given?.valueOf())),
    RAISED: ([given]) => raised(String(given)),
  },
});

const rooms = import.meta.glob<Room>('../../../src-tauri/crates/words/catalogue/en/{window,shared}/*.ftl', {
  eager: true,
  import: 'default',
});
for (const room of Object.values(rooms)) {
  const body = [];
  for (let at = 0; at < room.length; at += 2)
    body.push({ id: String(room[at]), value: room[at + 1] ?? '', attributes: {} });
  bundle.addResource({ body });
}

/** Letters that are written from right to left. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name that is written the other way is set apart, so that what stands beside it stays in its place.
 * Other names are left as they are: buttons are found by what they say.
 */
const isolated = (text: string): string => (FROM_THE_RIGHT.test(text) && !text.includes('\u2068') ? `\u2068${text}\u2069` : text);

function variable(given: unknown): FluentVariable {
  if (typeof given === 'number') return given;
  if (typeof given === 'object' && given !== null) return new Moment(given as Instant);
  return isolated(String(given ?? ''));
}

/** Whether there is such an entry: a newer engine may know codes that have none yet. */
export const isSaid = (id: string): boolean => bundle.hasMessage(id);

/**
 * An entry in words. Whoever shows something of which there is no entry, as a code of a newer engine,
 * cannot show it: what stands around it says so.
 */
export function say<Ids extends Id>(id: Ids, ...[named]: Rest<Ids>): string {
  const pattern = bundle.getMessage(id)?.value;
  if (typeof pattern === 'string') return pattern;
  if (!pattern) throw new Error(`the catalogue has no ${id}`);
  const given: Record<string, FluentVariable> = {};
  for (const name in named as object) given[name] = variable((named as Record<string, unknown>)[name]);
  return bundle.formatPattern(pattern, given);
}

function raised(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}
