// Dates and plurals of one language, in the reader's time zone.

import { isDate } from '../date';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Within ten months a day and a month name one day only. */
const UNMISTAKABLE = 300 * DAY;

export interface Times {
  /** Of whose customs these are. */
  region: string;
  /** "20 Nov", with the year when it is far away. */
  day(at: number, now: number): string;
  /** "17:42" today, "20 Nov" on other days. */
  short(at: number, now: number): string;
  /** "today at 17:42", "Friday at 17:42" within a week, "20 Nov" before that. */
  moment(at: number, now: number): string;
  /** "17:42" today, "20 Nov, 17:42" on other days. */
  until(at: number, now: number): string;
  /** Whether both are of the same day for the reader. */
  today(at: number, now: number): boolean;
  /** "Friday 20 November at 17:42". */
  full(at: number): string;
  clock(at: number): string;
  /** "Saturday". */
  weekday(at: number): string;
  /** "Dec". */
  month(at: number): string;
  /** "30 Nov – 6 Dec", with the year when it is far away. */
  range(from: number, until: number, now: number): string;
  /** The day that a week begins with; 0 is Sunday. */
  weekStart: number;
  /** "12 minutes ago", "in 6 days". */
  relative(at: number, now: number): string;
  /** "12 minutes", "3 hours", "2 days". */
  lasting(millis: number): string;
  plural(count: number, forms: { one: string; other: string }): string;
  number(count: number): string;
}

/**
 * The reader's own region where it speaks this language, else the given one.
 * @param notTold What is said where a number is no date.
 */
export function timesIn(fallback: string, notTold: () => string): Times {
  const language = fallback.split('-')[0];
  const tag = navigator.languages.find((each) => each.split('-')[0] === language) ?? fallback;
  const region = tag.includes('-') ? tag : fallback;
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, options);
  const withoutYear = date({ day: 'numeric', month: 'short' });
  const withYear = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const clock = date({ hour: '2-digit', minute: '2-digit' });
  const weekday = date({ weekday: 'long' });
  const month = date({ month: 'short' });
  const full = date({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto' });
  const lengths = (unit: string) =>
    new Intl.NumberFormat(region, { style: 'unit', unit, unitDisplay: 'long' });
  const rules = new Intl.PluralRules(region);
  const numbers = new Intl.NumberFormat(region);

  const today = (at: number, now: number) => new Date(at).toDateString() === new Date(now).toDateString();
  const near = (at: number, now: number) => Math.abs(at - now) < UNMISTAKABLE;
  /** No format throws: of what is no date it says so. */
  const told =
    <Rest extends unknown[]>(format: (at: number, ...rest: Rest) => string) =>
    (at: number, ...rest: Rest): string =>
      isDate(at) ? format(at, ...rest) : notTold();
  const day = told((at, now: number) => (near(at, now) ? withoutYear : withYear).format(at));
  return {
    region,
    day,
    short: told((at, now: number) => (today(at, now) ? clock.format(at) : day(at, now))),
    moment: told((at, now: number) => {
      if (today(at, now)) return `${relative.format(0, 'day')}, ${clock.format(at)}`;
      return Math.abs(now - at) < 6 * DAY ? `${weekday.format(at)}, ${clock.format(at)}` : day(at, now);
    }),
    until: told((at, now: number) => (today(at, now) ? clock.format(at) : `${day(at, now)}, ${clock.format(at)}`)),
    today,
    full: told((at) => full.format(at)),
    clock: told((at) => clock.format(at)),
    weekday: told((at) => weekday.format(at)),
    month: told((at) => month.format(at)),
    range: told((from, until: number, now: number) =>
      isDate(until) ? (near(until, now) ? withoutYear : withYear).formatRange(from, until) : day(from, now),
    ),
    weekStart: firstDayOf(region),
    relative: told((at, now: number) => {
      const away = at - now;
      if (Math.abs(away) >= DAY) return relative.format(Math.round(away / DAY), 'day');
      if (Math.abs(away) >= HOUR) return relative.format(Math.round(away / HOUR), 'hour');
      return relative.format(Math.round(away / MINUTE), 'minute');
    }),
    lasting(millis) {
      if (millis >= 2 * DAY) return lengths('day').format(Math.round(millis / DAY));
      if (millis >= 2 * HOUR) return lengths('hour').format(Math.round(millis / HOUR));
      return lengths('minute').format(Math.round(millis / MINUTE));
    },
    plural: (count, forms) =>
      (rules.select(count) === 'one' ? forms.one : forms.other).replace('#', numbers.format(count)),
    number: (count) => numbers.format(count),
  };
}

/** 0 is Sunday. Engines that do not know are answered with Monday, as the standard has it (ISO 8601). */
function firstDayOf(region: string): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(region);
  return (locale.getWeekInfo?.().firstDay ?? 1) % 7;
}
