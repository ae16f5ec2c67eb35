// The details of one location: beside the list, or in its place where both have no room.

import { MediaQuery } from 'svelte/reactivity';

import type { Door } from '../api/door';
import type { AttemptView, LocationView } from '../api/protocol';
import { History } from './history.svelte';
import type { List } from './list.svelte';
import type { Screen } from './screen.svelte';
import type { World } from './world.svelte';

export class Details {
  readonly history: History;
  readonly #narrow = new MediaQuery('max-width: 1080px');

  constructor(
    door: Door,
    private readonly world: World,
    private readonly screen: Screen,
    private readonly list: List,
  ) {
    this.history = new History(door);
  }

  /** Whose details are open; no other view has them. */
  readonly location: LocationView | undefined = $derived.by(() => {
    const { selected } = this.list;
    return this.screen.view === 'locations' && selected !== null ? this.world.locations.get(selected) : undefined;
  });

  /** Whether they stand in place of the list, and lead back to it. */
  get isPage(): boolean {
    return this.location !== undefined && this.#narrow.current;
  }

  /** The sign-in that is under way for it; a choice is shown over everything instead. */
  get attempt(): AttemptView | undefined {
    return this.world.attempts.find(({ stage, location }) => stage.at !== 'picking' && location === this.location?.id);
  }
}
