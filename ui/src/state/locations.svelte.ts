// All locations, always in the order of the list, so that one change costs one insertion.

import type { LocationView } from '../api/wire';
import { needs } from '../fix';

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

  /** What hangs on each login, in the order of the list, and how many of it are lost. */
  readonly #byLogin = $derived.by(() => {
    const logins = new Map<string, { held: LocationView[]; lost: number }>();
    for (const view of this.#all) {
      if (view.login === null) continue;
      const known = logins.get(view.login.id) ?? { held: [], lost: 0 };
      known.held.push(view);
      known.lost += Number(isLost(view));
      logins.set(view.login.id, known);
    }
    return logins;
  });

  /** The others that hang on the same login: one sign-in heals them all. */
  siblings({ id, login }: LocationView): LocationView[] {
    const held = this.#byLogin.get(login?.id ?? '')?.held ?? [];
    return held.filter((each) => each.id !== id);
  }

  /** How many others of its login are lost too; each row that is drawn asks. */
  alsoLost(location: LocationView): number {
    const of = this.#byLogin.get(location.login?.id ?? '');
    return of ? of.lost - Number(isLost(location)) : 0;
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

function isLost({ health }: LocationView): boolean {
  return health.state === 'needs_you';
}

function rankOf(view: LocationView): Rank {
  const { icon, state } = view.health;
  if (icon === 'tick' || (icon === 'cloud' && !needs(view))) return 3;
  if (state === 'not_connected') return 2;
  return icon === 'clock' || icon === 'cloud' ? 1 : 0;
}
