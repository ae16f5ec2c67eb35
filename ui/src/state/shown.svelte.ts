// What of all locations is shown: what the person narrowed the list down to. Everything that counts
// or acts on "all" of the list counts and acts on this.

import type { LocationView } from '../api/protocol';
import { cardsOf, FEW, type Card } from '../cards';
import { counted } from '../stand';
import type { List } from './list.svelte';
import type { Locations, Section } from './locations.svelte';

/** Rows that stand together, under a card where there is one. */
export interface Block {
  key: string;
  card: Card | null;
  folded: boolean;
  rows: LocationView[];
}

/** What stands under one heading. */
export interface Part {
  section: Section;
  blocks: Block[];
}

export class Shown {
  constructor(
    private readonly locations: Locations,
    private readonly list: List,
  ) {}

  /** What client, login and search leave: what the chips count. */
  readonly scope: readonly LocationView[] = $derived.by(() => {
    const isInScope = this.list.scope();
    return this.locations.all.filter(isInScope);
  });

  readonly counts = $derived.by(() => counted(this.scope.map(({ id }) => this.locations.standOf(id))));

  /** What the chips leave of it. */
  readonly all: readonly LocationView[] = $derived.by(() => {
    const { filter } = this.list;
    return filter === 'all' ? this.scope : this.scope.filter(({ id }) => this.locations.standOf(id) === filter);
  });

  /** The same under its headings, in the order of the list. */
  readonly parts: Part[] = $derived.by(() => {
    const parts: { section: Section; rows: LocationView[] }[] = [];
    for (const view of this.all) {
      const section = this.locations.sectionOf(view.id);
      const last = parts.at(-1);
      if (last?.section === section) last.rows.push(view);
      else parts.push({ section, rows: [view] });
    }
    return parts.map(({ section, rows }) => ({ section, blocks: this.#blocks(section, rows) }));
  });

  #blocks(section: Section, rows: LocationView[]): Block[] {
    if (section !== 'needs_you') return [{ key: section, card: null, folded: false, rows }];
    return cardsOf(rows, (id) => this.locations.standOf(id)).map(({ card, rows }, at) => ({
      key: card?.step.key ?? `alone ${at}`,
      card,
      folded: card !== null && this.#isFolded(card),
      rows,
    }));
  }

  /** Many rows are folded away until a person unfolds them; what was searched for is seen. */
  #isFolded({ step, rows }: Card): boolean {
    return this.list.folds[step.key] ?? (rows.length > FEW && this.list.query.trim() === '');
  }

  /** The rows that are drawn, in their order. */
  readonly drawn: readonly LocationView[] = $derived.by(() =>
    this.parts.flatMap(({ blocks }) => blocks.flatMap(({ folded, rows }) => (folded ? [] : rows))),
  );

  /** Whether anything is left out. */
  get isNarrowed(): boolean {
    return this.all.length < this.locations.all.length;
  }
}
