// What everything is called, in which colour it is drawn, and what is said of it now.

import type { LocationView } from '../api/protocol';
import { grouped } from '../group';
import { hueOf, placedName } from '../row';
import { words } from '../words';
import type { Sentence } from '../words/en/health';
import type { ClientRow } from './clients';
import type { Clock } from './clock.svelte';
import type { World } from './world.svelte';

export class Names {
  constructor(
    private readonly world: World,
    private readonly clock: Clock,
  ) {}

  /** A location has no name of its own until its set-up is finished. */
  nameOf(location: string): string {
    const view = this.world.locations.get(location);
    return view ? this.nameIn(view) : '';
  }

  nameIn({ name, network }: LocationView): string {
    return name ?? words.list.unnamed(this.networkName(network));
  }

  /** The name, and at which network it is: for what is read without the badge beside it. */
  placedNameOf(location: LocationView): string {
    return placedName(location, this.networkName(location.network));
  }

  networkName(network: string): string {
    return this.world.network(network)?.name ?? network;
  }

  /** @param alone Whether it speaks for its sign-in, and no card does. */
  sentence(location: LocationView, alone = true): Sentence {
    return words.health.sentence(location, {
      network: this.networkName(location.network),
      keychain: this.world.vault.keychain,
      attempt: this.world.attempt(location.attempt),
      toll: alone ? this.world.locations.tollOf(location) : null,
      now: this.clock.now,
    });
  }

  siblings(location: LocationView): { id: string; name: string }[] {
    return this.world.locations.siblings(location).map(({ id }) => ({ id, name: this.nameOf(id) }));
  }

  /** The user's own developer app that a location hangs on, and how many hang on it. */
  developerApp(location: LocationView): { name: string; locations: number } | null {
    const keptAs = this.world.network(location.network)?.app_kept_as ?? null;
    if (keptAs === null) return null;
    const on = ({ network, login }: LocationView) =>
      login !== null && this.world.network(network)?.app_kept_as === keptAs;
    return { name: this.networkName(keptAs), locations: this.world.locations.all.filter(on).length };
  }

  /** A client's locations share its colour; without clients each name has its own. */
  hue(location: LocationView): number {
    return location.client === null
      ? hueOf(location.name ?? location.id)
      : this.hueOfClient(location.client);
  }

  /** A client keeps its colour, whatever becomes of its name and of other clients. */
  hueOfClient(client: string): number {
    return hueOf(client);
  }

  /** The client that a location belongs to, as it is drawn. */
  clientOf({ client }: LocationView): { name: string; hue: number } | null {
    const view = this.world.client(client);
    return view ? { name: view.name, hue: this.hueOfClient(view.id) } : null;
  }

  readonly clients: ClientRow[] = $derived.by(() => {
    const { locations } = this.world;
    const held = grouped(locations.all, ({ client }) => client);
    return this.world.clients.map((view) => ({
      ...view,
      count: held.get(view.id)?.length ?? 0,
      broken: (held.get(view.id) ?? []).filter(({ id }) => locations.standOf(id) === 'broken').length,
      hue: this.hueOfClient(view.id),
    }));
  });
}
