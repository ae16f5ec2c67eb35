// What needs a person as cards: one for each sign-in, or developer app, that fixes several of the
// locations that are shown. What is alone stays a row.

import type { HealthView, LocationView } from './api/protocol';
import { grouped } from './group';
import type { Stand } from './stand';
import { hasStep, keyOf, needs, stepOf, type Step } from './step';

export interface Card {
  step: Step;
  /** Those that are shown, in the order of the list. */
  rows: LocationView[];
  broken: number;
  soon: number;
  /** How many clients they belong to. */
  clients: number;
  /** Since when the first of them has been lost, where that is known. */
  since: number | null;
  /** When the first of them ends that still works. */
  until: number | null;
  /** How the most urgent of them stands. */
  worst: HealthView;
}

/** A card, or rows that need none. */
export type Part = { card: Card; rows: LocationView[] } | { card: null; rows: LocationView[] };

/** More rows than these are folded away at first. */
export const FEW = 3;

/** What is broken before what ends soon, and of each what fixes most first. */
export function cardsOf(rows: readonly LocationView[], standOf: (id: string) => Stand): Part[] {
  const cards: Card[] = [];
  const alone: LocationView[] = [];
  const together = (row: LocationView) => (hasStep(row) ? keyOf(row) : row.id);
  for (const group of grouped(rows, together).values()) {
    if (group.length > 1) cards.push(cardOf(group, standOf));
    else alone.push(...group);
  }
  const isLost = (card: Card) => card.broken > 0;
  cards.sort((a, b) => rank(a) - rank(b) || b.rows.length - a.rows.length || (a.step.key < b.step.key ? -1 : 1));
  const lost = cards.filter(isLost).map((card): Part => ({ card, rows: card.rows }));
  const others = cards.filter((card) => !isLost(card)).map((card): Part => ({ card, rows: card.rows }));
  const broken = alone.filter(({ id }) => standOf(id) === 'broken');
  const rest = alone.filter(({ id }) => standOf(id) !== 'broken');
  const plain = (all: LocationView[]): Part[] => (all.length > 0 ? [{ card: null, rows: all }] : []);
  return [...lost, ...plain(broken), ...others, ...plain(rest)];
}

// Where the developer app is refused no sign-in of its network succeeds.
const rank = ({ step, broken }: Card) => (step.remedy === 'app' ? 0 : broken > 0 ? 1 : 2);

function cardOf(rows: LocationView[], standOf: (id: string) => Stand): Card {
  const stands = rows.map(({ id }) => standOf(id));
  const worst = rows.find(needs) ?? rows[0];
  if (!worst) throw new Error('a card of nothing');
  const dates = (all: (number | null)[]) => {
    const known = all.filter((at) => at !== null);
    return known.length > 0 ? Math.min(...known) : null;
  };
  return {
    step: stepOf(worst, rows.map(({ id }) => id)),
    rows,
    broken: stands.filter((stand) => stand === 'broken').length,
    soon: stands.filter((stand) => stand === 'soon').length,
    clients: new Set(rows.map(({ client }) => client).filter((client) => client !== null)).size,
    since: dates(rows.map(({ lost_since }) => lost_since)),
    until: dates(rows.map(({ health }) => (health.icon === 'clock' ? health.until : null))),
    worst: worst.health,
  };
}
