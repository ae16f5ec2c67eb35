// How locations stand, as people count them: every location is exactly one of these, so that the
// counts add up to all of them.

import type { LocationView } from './api/protocol';

/** In the order in which they are counted. */
export const STANDS = ['broken', 'soon', 'connected', 'unchecked', 'signing_in', 'not_connected'] as const;

export type Stand = (typeof STANDS)[number];

export type Counts = Record<Stand, number>;

/**
 * What a person disconnected, or never connected, has the shape of a broken link and is none: nothing
 * broke there.
 */
export function standOf({ health: { icon, state } }: LocationView): Stand {
  switch (icon) {
    case 'tick':
      return 'connected';
    case 'clock':
      return 'soon';
    case 'cloud':
      return 'unchecked';
    case 'ring':
      return 'signing_in';
    case 'broken_link':
      return state === 'not_connected' || state === 'set_up_unfinished' ? 'not_connected' : 'broken';
    // What this window knows no word for is counted too: as what nobody can tell.
    default:
      return 'unchecked';
  }
}

export function counted(stands: Iterable<Stand>): Counts {
  const counts: Counts = { broken: 0, soon: 0, connected: 0, unchecked: 0, signing_in: 0, not_connected: 0 };
  for (const stand of stands) counts[stand] += 1;
  return counts;
}
