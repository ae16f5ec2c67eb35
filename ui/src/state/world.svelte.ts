// What the engine told us: the last snapshot and every fact since.

import type {
  AlertsView,
  AttemptView,
  ClientView,
  EventKind,
  LocationView,
  NetworkView,
  ReachView,
  RedirectPreference,
  Snapshot,
  Theme,
  VaultView,
} from '../api/protocol';
import { inOrder } from './clients';
import { Locations } from './locations.svelte';

export class World {
  /** Those on the list. */
  readonly locations = new Locations();
  /** Those that are being taken off it, which can be undone. */
  removing = $state.raw<LocationView[]>([]);
  practice = $state(false);
  theme = $state<Theme>('system');
  returnBy = $state<RedirectPreference>('loopback');
  welcomed = $state(false);
  alerts = $state.raw<AlertsView>({
    choice: { steps: [], by_network: [], by_client: [], quiet: null },
    paused: false,
    paused_until: null,
  });
  reach = $state.raw<ReachView>({
    offline: false,
    between: null,
    outages: [],
    clock_off_minutes: null,
    clock_is_wrong: false,
  });
  /** Whether the store's file was removed or replaced while it is open. */
  storeMoved = $state(false);
  vault = $state.raw<VaultView>({ state: 'open', keychain: '', damaged: 0 });
  networks = $state.raw<NetworkView[]>([]);
  clients = $state.raw<ClientView[]>([]);
  attempts = $state.raw<AttemptView[]>([]);

  network(id: string): NetworkView | undefined {
    return this.networks.find((network) => network.id === id);
  }

  client(id: string | null): ClientView | undefined {
    return id === null ? undefined : this.clients.find((client) => client.id === id);
  }

  attempt(id: string | null): AttemptView | undefined {
    return id === null ? undefined : this.attempts.find((attempt) => attempt.id === id);
  }

  load(snapshot: Snapshot): void {
    this.practice = snapshot.practice;
    this.theme = snapshot.theme;
    this.returnBy = snapshot.return_by;
    this.welcomed = snapshot.welcomed;
    this.alerts = snapshot.alerts;
    this.reach = snapshot.reach;
    this.storeMoved = snapshot.store_moved;
    this.vault = snapshot.vault;
    this.networks = snapshot.networks;
    this.clients = inOrder(snapshot.clients);
    this.attempts = snapshot.attempts;
    this.removing = snapshot.locations.filter(isLeaving);
    this.locations.replace(snapshot.locations.filter((view) => !isLeaving(view)));
  }

  #change(view: LocationView): void {
    if (isLeaving(view)) {
      this.removing = put(this.removing, view);
      return this.locations.remove(view.id);
    }
    if (this.removing.length > 0) this.removing = without(this.removing, view.id);
    this.locations.put(view);
  }

  apply(fact: EventKind): void {
    switch (fact.fact) {
      case 'location_changed':
        return this.#change(fact.value);
      case 'location_removed':
        this.removing = without(this.removing, fact.value);
        return this.locations.remove(fact.value);
      case 'client_changed':
        this.clients = inOrder(put(this.clients, fact.value));
        return;
      case 'client_removed':
        this.clients = without(this.clients, fact.value);
        return;
      case 'attempt_changed':
        this.attempts = put(this.attempts, fact.value);
        return;
      case 'attempt_ended':
        this.attempts = without(this.attempts, fact.value);
        return;
      case 'vault_changed':
        this.vault = fact.value;
        return;
      case 'network_changed':
        this.networks = put(this.networks, fact.value);
        return;
      case 'theme_changed':
        this.theme = fact.value;
        return;
      case 'return_by_changed':
        this.returnBy = fact.value;
        return;
      case 'welcome_dismissed':
        this.welcomed = true;
        return;
      case 'store_moved':
        this.storeMoved = fact.value;
        return;
      case 'reach_changed':
        this.reach = fact.value;
        return;
      case 'alerts_changed':
        this.alerts = fact.value;
        return;
      case 'remove_failed':
      case 'revoke_failed':
      case 'revoke_not_offered':
      case 'location_asked':
        // Not a state: the router has them shown once.
        return;
    }
  }
}

const isLeaving = ({ leaving }: LocationView) => leaving === 'removing';

const without = <T extends { id: string }>(all: T[], id: string): T[] => all.filter((each) => each.id !== id);

function put<T extends { id: string }>(all: T[], view: T): T[] {
  return all.some((each) => each.id === view.id)
    ? all.map((each) => (each.id === view.id ? view : each))
    : [...all, view];
}
