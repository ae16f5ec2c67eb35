import type { ExpiryKind } from '../../api/protocol';
import { DAYS, type Week } from '../../days';
import { times } from './times';

const FEW = 6;

const because = {
  sign_in_ends: { ahead: 'Sign-in ends', past: 'Sign-in was due to end' },
  data_access_ends: { ahead: 'Data access ends', past: 'Data access was due to end' },
} satisfies Record<ExpiryKind, { ahead: string; past: string }>;

const signIns = (count: number) => times.plural(count, { one: '# sign-in', other: '# sign-ins' });

export const timeline = {
  title: 'Timeline',
  lead: `The next ${DAYS} days`,
  exportCalendar: 'Export calendar',
  exportCsv: 'Export CSV',
  exported: (path: string) => `Saved as ${path}`,
  because: (code: ExpiryKind, past: boolean) => because[code][past ? 'past' : 'ahead'],
  week(week: Week, now: number): { title: string; dates: string } {
    const dates = times.range(week.from, week.until, now);
    if (week.number < 0) return { title: 'Overdue', dates: '' };
    if (week.number === 0) return { title: 'This week', dates };
    if (week.number === 1) return { title: 'Next week', dates };
    return { title: dates, dates: '' };
  },
  signIns,
  when: (at: number, now: number) => sentence(times.relative(at, now)),
  waiting: 'Waiting for you',
  more: (count: number) => times.plural(count, { one: 'and # more', other: 'and # more' }),
  also: (network: string, names: string) => `${network}, also ${names}`,
  reconnect: 'Reconnect now',
  cancel: 'Cancel',
  today: 'Today',
  showMore: (rest: number) =>
    times.plural(rest, { one: 'Show more, # is left', other: 'Show more, # are left' }),
  already: (count: number) =>
    times.plural(count, { one: '# location needs you already.', other: '# locations need you already.' }),
  showThem: 'Show in the list',
  /** What the drawing of the days shows, for those who do not see it. */
  plot(marked: { at: number; count: number }[], until: number, now: number): string {
    const range = `From today to ${times.day(until, now)}`;
    if (marked.length === 0) return `${range}: no day needs you.`;
    const named = marked
      .slice(0, FEW)
      .map(({ at, count }) => `${times.day(at, now)}, ${signIns(count)}`)
      .join('; ');
    const rest = marked.length - FEW;
    const more = rest > 0 ? `; ${timeline.more(rest)}` : '';
    const needing = times.plural(marked.length, { one: '# day needs you', other: '# days need you' });
    return `${range}, ${needing}: ${named}${more}.`;
  },
  calmTitle: `Nothing needs you in the next ${DAYS} days`,
  calmNext: (day: string, name: string) => `The next date is ${day}, for ${name}.`,
  calmNever: 'The networks name no end for what is connected.',
  noneTitle: 'No dates yet',
  noneText: 'Connect a page, profile or channel, and the day on which it needs you appears here.',
};

function sentence(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}
