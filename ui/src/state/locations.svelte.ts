// All locations, always in the order of the list, so that one change costs one insertion.

import type { LocationView } from '../api/wire';

/** Most urgent first; the last is the group of those that work. */
type Rank = 0 | 1 | 2 | 3;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export class Locations {
  #all = $state.raw<LocationView[]>([]);
  #byId = new Map<string, LocationView>();
  /** A row that waits for its sign-in stays where it was: nothing jumps under the pointer. */
  #ranks = new Map<string, Rank>();

  readonly counts = $derived.by(() => {
    const counts = { broken_link: 0, clock: 0, tick: 0, cloud: 0, ring: 0 };
    for (const each of this.#all) counts[each.health.icon] += 1;
    return counts;
  });

  /** What hangs on each login, in the order of the list. */
  readonly #byLogin = $derived.by(() => {
    const logins = new Map<string, LocationView[]>();
    for (const view of this.#all) {
      if (view.login === null) continue;
      const known = logins.get(view.login.id);
      if (known) known.push(view);
      else logins.set(view.login.id, [view]);
    }
    return logins;
  });

  /** The others that hang on the same login: one sign-in heals them all. */
  siblings(location: LocationView): LocationView[] {
    const held = this.#byLogin.get(location.login?.id ?? '') ?? [];
    return held.filter((each) => each.id !== location.id);
  }

  /** How many of each login are lost; asked for each row that is drawn. */
  readonly #lostByLogin = $derived.by(() => {
    const lost = new Map<string, number>();
    for (const { login, health } of this.#all)
      if (login !== null && health.state === 'needs_you') lost.set(login.id, (lost.get(login.id) ?? 0) + 1);
    return lost;
  });

  /** How many others of its login are lost too. */
  alsoLost({ login, health }: LocationView): number {
    const lost = this.#lostByLogin.get(login?.id ?? '') ?? 0;
    return lost - Number(login !== null && health.state === 'needs_you');
  }

  get all(): readonly LocationView[] {
    return this.#all;
  }

  get(id: string): LocationView | undefined {
    // Reading `#all` makes callers follow changes; the map alone is not reactive.
    return this.#all.length > 0 ? this.#byId.get(id) : undefined;
  }

  /** Whether it stands in the upper group of the list. */
  needsYou(id: string): boolean {
    return this.#rank(id) < 3;
  }

  replace(views: LocationView[]): void {
    this.#byId = new Map(views.map((view) => [view.id, view]));
    for (const id of this.#ranks.keys()) if (!this.#byId.has(id)) this.#ranks.delete(id);
    for (const view of views) this.#settle(view);
    this.#all = views.toSorted((a, b) => this.#compare(a, b));
  }

  put(view: LocationView): void {
    const rest = this.#without(view.id);
    this.#byId.set(view.id, view);
    this.#settle(view);
    rest.splice(this.#placeIn(rest, view), 0, view);
    this.#all = rest;
  }

  remove(id: string): void {
    const rest = this.#without(id);
    this.#byId.delete(id);
    this.#ranks.delete(id);
    this.#all = rest;
  }

  #without(id: string): LocationView[] {
    const old = this.#byId.get(id);
    const rest = this.#all.slice();
    const at = old ? rest.indexOf(old) : -1;
    if (at >= 0) rest.splice(at, 1);
    return rest;
  }

  #placeIn(sorted: LocationView[], view: LocationView): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle];
      if (other && this.#compare(other, view) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(view: LocationView): void {
    if (view.health.icon === 'ring' && this.#ranks.has(view.id)) return;
    this.#ranks.set(view.id, rankOf(view));
  }

  #compare(a: LocationView, b: LocationView): number {
    return (
      this.#rank(a.id) - this.#rank(b.id) ||
      collator.compare(a.name ?? '', b.name ?? '') ||
      (a.id < b.id ? -1 : Number(a.id > b.id))
    );
  }

  #rank(id: string): Rank {
    return this.#ranks.get(id) ?? 0;
  }
}

function rankOf(view: LocationView): Rank {
  const { icon, state } = view.health;
  if (icon === 'tick' || icon === 'cloud') return 3;
  if (state === 'not_connected') return 2;
  return icon === 'clock' ? 1 : 0;
}
