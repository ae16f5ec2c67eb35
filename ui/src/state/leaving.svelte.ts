// What is disconnected or taken off the list, from the answer of a person to what became of it: said
// when it is so, and no longer than it is so.

import type { LocationView } from '../api/protocol';
import { perhapsShutDown } from '../health';
import { words } from '../words';
import type { Actions } from './actions';
import type { Notice, Notices } from './notices.svelte';
import type { World } from './world.svelte';

type NameOf = (view: LocationView) => string;

export class Leaving {
  /** A person asked to disconnect these, and it is not done yet. */
  #disconnecting = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly notices: Notices,
    private readonly actions: Actions,
    private readonly nameOf: NameOf,
  ) {}

  /** Said once it is so: until then the network is told, and the row shows that. */
  async disconnect(location: string): Promise<void> {
    this.#disconnecting.add(location);
    if (!(await this.actions.disconnect(location))) this.#disconnecting.delete(location);
  }

  follow(view: LocationView): void {
    const { id, leaving, health } = view;
    if (leaving !== null || !this.#disconnecting.delete(id) || health.state !== 'not_connected') return;
    const text = words.disconnect.done(this.nameOf(view));
    this.notices.show(text, 'quiet', this.#permissionsOf(id), id, () => this.#isOff(id));
  }

  /** What can still be undone. */
  readonly undoable: Notice[] = $derived.by(() =>
    this.world.removing.map((view, at): Notice => ({
      id: -1 - at,
      text: words.remove.underWay(this.nameOf(view)),
      tone: 'quiet',
      action: { label: words.remove.undo, run: () => void this.actions.undoRemove(view.id) },
      stays: true,
    })),
  );

  /** The network was not told. */
  notTold(location: string, problem: (network: string) => string): void {
    const networkOf = ({ network }: LocationView) => this.world.network(network)?.name ?? network;
    const view = this.world.locations.get(location);
    if (view) {
      const text = problem(networkOf(view));
      return this.notices.show(text, 'trouble', this.#permissionsOf(location), location, () => this.#isOff(location));
    }
    const removed = this.world.removing.find(({ id }) => id === location);
    // Of a server that has perhaps shut down that is no news.
    if (!removed || perhapsShutDown(removed.health)) return;
    // It goes with its location, so that its page at the network is to be found by name.
    const text = words.remove.notTold(this.nameOf(removed), problem(networkOf(removed)));
    this.notices.show(text, 'trouble', undefined, location, () => true);
  }

  notRemoved(location: string): void {
    const view = this.world.locations.get(location);
    if (!view) return;
    const holds = () => this.world.locations.get(location) !== undefined;
    this.notices.show(words.remove.failed(this.nameOf(view)), 'trouble', undefined, location, holds);
  }

  #isOff(location: string): boolean {
    return this.world.locations.get(location)?.health.state === 'not_connected';
  }

  #permissionsOf(location: string): Notice['action'] {
    return { label: words.disconnect.openPermissions, run: () => void this.actions.openPermissions(location) };
  }
}
