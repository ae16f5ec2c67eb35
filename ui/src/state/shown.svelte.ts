// What of all locations is shown: what the person narrowed the list down to. Everything that counts
// or acts on "all" of the list counts and acts on this.

import type { LocationView } from '../api/wire';
import { counted } from '../stand';
import type { Locations, Section } from './locations.svelte';
import type { Screen } from './screen.svelte';

/** Rows that stand under one heading. */
export interface Block {
  section: Section;
  rows: LocationView[];
}

export class Shown {
  constructor(
    private readonly locations: Locations,
    private readonly screen: Screen,
  ) {}

  /** What client, login and search leave: what the chips count. */
  readonly scope: readonly LocationView[] = $derived.by(() => {
    const isInScope = this.screen.scope();
    return this.locations.all.filter(isInScope);
  });

  readonly counts = $derived.by(() => counted(this.scope.map(({ id }) => this.locations.standOf(id))));

  /** What the chips leave of it. */
  readonly all: readonly LocationView[] = $derived.by(() => {
    const { filter } = this.screen;
    return filter === 'all' ? this.scope : this.scope.filter(({ id }) => this.locations.standOf(id) === filter);
  });

  /** The same in blocks, in the order of the list. */
  readonly blocks: Block[] = $derived.by(() => {
    const blocks: Block[] = [];
    for (const view of this.all) {
      const section = this.locations.sectionOf(view.id);
      const last = blocks.at(-1);
      if (last?.section === section) last.rows.push(view);
      else blocks.push({ section, rows: [view] });
    }
    return blocks;
  });

  /** Whether anything is left out. */
  get isNarrowed(): boolean {
    return this.all.length < this.locations.all.length;
  }
}
