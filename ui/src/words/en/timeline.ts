import type { ExpiryKind } from '../../api/protocol';
import { DAYS, type Week } from '../../days';
import { say, times } from '../say';

const FEW = 6;

const signIns = (count: number) => say('timeline-sign-ins', { count });

export const timeline = {
  title: say('timeline-title'),
  lead: say('timeline-lead', { days: DAYS }),
  exportCalendar: say('timeline-export-calendar'),
  exportCsv: say('timeline-export-csv'),
  exported: (path: string) => say('timeline-exported', { path }),
  because: (code: ExpiryKind, past: boolean) => say(`timeline-because-${code}-${past ? 'past' : 'ahead'}`),
  week(week: Week, now: number): { title: string; dates: string } {
    const dates = times.range(week.from, week.until, now);
    if (week.number < 0) return { title: say('timeline-overdue'), dates: '' };
    if (week.number === 0) return { title: say('timeline-this-week'), dates };
    if (week.number === 1) return { title: say('timeline-next-week'), dates };
    return { title: dates, dates: '' };
  },
  signIns,
  when: (at: number, now: number) => say('timeline-when', { at: { at, now } }),
  waiting: say('timeline-waiting'),
  more: (count: number) => say('timeline-more', { count }),
  also: (network: string, names: string) => say('timeline-also', { network, names }),
  reconnect: say('timeline-reconnect'),
  cancel: say('timeline-cancel'),
  today: say('timeline-today'),
  showMore: (rest: number) => say('timeline-show-more', { rest }),
  already: (count: number) => say('timeline-already', { count }),
  showThem: say('timeline-show-them'),
  /** What the drawing of the days shows, for those who do not see it. */
  plot(marked: { at: number; count: number }[], until: number, now: number): string {
    const end = { at: until, now };
    if (marked.length === 0) return say('timeline-plot-none', { until: end });
    const named = marked
      .slice(0, FEW)
      .map(({ at, count }) => say('timeline-plot-day', { at: { at, now }, sign_ins: signIns(count) }));
    const rest = marked.length - FEW;
    if (rest > 0) named.push(timeline.more(rest));
    const days = named.reduce((first, then) => say('timeline-plot-and', { first, then }));
    return say('timeline-plot', { until: end, count: marked.length, days });
  },
  calmTitle: say('timeline-calm-title', { days: DAYS }),
  calmNext: (day: string, name: string) => say('timeline-calm-next', { day, name }),
  calmNever: say('timeline-calm-never'),
  noneTitle: say('timeline-none-title'),
  noneText: say('timeline-none-text'),
};
