// The cards of what needs a person: who, since when, how many of whom.

import type { HealthView } from '../../api/protocol';
import type { Card } from '../../cards';
import { health } from './health';
import { say, type Instant } from '../say';

function stillWork(all: number, count: number, until: Instant): string {
  return all === count
    ? say('cards-all-work-until', { count, until })
    : say('cards-still-work-until', { count, until });
}

export const cards = {
  somebody: say('cards-somebody'),
  /** What is the matter, in two or three words. */
  what: (of: HealthView, now: number): string => health.titleAt(of, now),
  /** "24 locations of 9 clients, since Monday at 09:12". */
  extent({ rows, clients, broken, since, until }: Card, now: number): string {
    const count = rows.length;
    const all = clients > 1 ? say('cards-locations-of', { count, clients }) : say('cards-locations', { count });
    const locations =
      broken > 0 && since !== null ? say('cards-since', { locations: all, since: { at: since, now } }) : all;
    if (until === null) return say('cards-extent', { locations });
    return say('cards-extent-until', { locations, rest: stillWork(count, count - broken, { at: until, now }) });
  },
  unfold: (count: number) => say('cards-unfold', { count }),
  fold: say('cards-fold'),
};
