// The cards of what needs a person: who, since when, how many of whom.

import type { HealthView } from '../../api/protocol';
import type { Card } from '../../cards';
import { health } from './health';
import { times } from './times';

const locations = (count: number) => times.plural(count, { one: '# location', other: '# locations' });

const stillWork = (all: number, count: number): string =>
  all === count
    ? times.plural(count, { one: 'It works', other: 'All work' })
    : times.plural(count, { one: '# still works', other: '# still work' });

export const cards = {
  somebody: 'A sign-in',
  /** What is the matter, in two or three words. */
  what: (of: HealthView, now: number): string => health.titleAt(of, now),
  /** "24 locations of 9 clients, since Monday at 09:12". */
  extent({ rows, clients, broken, since, until }: Card, now: number): string {
    const of = clients > 1 ? ` of ${times.number(clients)} clients` : '';
    const begun = broken > 0 && since !== null ? `, since ${times.moment(since, now)}` : '';
    return `${locations(rows.length)}${of}${begun}.${until === null ? '' : ` ${stillWork(rows.length, rows.length - broken)} until ${times.day(until, now)}.`}`;
  },
  unfold: (count: number) => times.plural(count, { one: 'Show # location', other: 'Show # locations' }),
  fold: 'Show less',
};
