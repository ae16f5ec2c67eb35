// All locations, always in the order of the list, so that one change costs one insertion.

import type { LocationView } from '../api/protocol';
import { grouped } from '../group';
import { standOf, type Stand } from '../stand';
import { needs } from '../step';

/** Under which heading of the list a location stands. */
export type Section = 'needs_you' | 'unchecked' | 'connected' | 'not_connected';

/** Most urgent first. */
const SECTIONS = ['needs_you', 'needs_you', 'needs_you', 'unchecked', 'connected', 'not_connected'] as const;
type Rank = 0 | 1 | 2 | 3 | 4 | 5;

/** What one sign-in fixes, and how many others use it and stay as they are. */
export interface Toll {
  broken: number;
  soon: number;
  unchecked: number;
  /** All three. */
  fixes: number;
  others: number;
}

/** Where a location stands, and as what it is counted. */
interface Place {
  rank: Rank;
  stand: Stand;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export class Locations {
  /** Counts the changes of what the dates ahead follow from. */
  dates = $state(0);
  /** Counts the changes of what hangs on what, and of how that stands. */
  ties = $state(0);
  #all = $state.raw<LocationView[]>([]);
  #byId = new Map<string, LocationView>();
  /**
   * A row that waits for its sign-in stays where it was, and counts as what it was: nothing jumps
   * under the pointer, and nothing has changed yet.
   */
  #places = new Map<string, Place>();

  /** What hangs on each login, in the order of the list. */
  readonly #byLogin = $derived.by(() => grouped(this.#all, ({ login }) => login?.id ?? ''));

  /** What one sign-in decides over; each row that is drawn asks. */
  readonly #tolls = $derived.by(() => {
    const tolls = new Map<string, Toll>();
    for (const [login, held] of this.#byLogin) {
      const stands = held.map((view) => (this.#isFixed(view) ? this.standOf(view.id) : null));
      const count = (stand: Stand) => stands.filter((each) => each === stand).length;
      const toll = { broken: count('broken'), soon: count('soon'), unchecked: count('unchecked') };
      const fixes = toll.broken + toll.soon + toll.unchecked;
      tolls.set(login, { ...toll, fixes, others: held.length - fixes });
    }
    return tolls;
  });

  /** Whether a new sign-in of its login is what it needs, also while one is under way. */
  #isFixed(view: LocationView): boolean {
    if (view.health.next === 'approve') return !['connected', 'signing_in'].includes(this.standOf(view.id));
    return view.health.next === 'reconnect' && needs(view);
  }

  /** The others that hang on the same login: one sign-in heals them all. */
  siblings({ id, login }: LocationView): LocationView[] {
    return login === null ? [] : this.ofLogin(login.id).filter((each) => each.id !== id);
  }

  /** What the sign-in that a location hangs on fixes, and what it leaves as it is. */
  tollOf({ login }: LocationView): Toll | null {
    return login === null ? null : (this.#tolls.get(login.id) ?? null);
  }

  /** What hangs on a login, in the order of the list. */
  ofLogin(login: string): readonly LocationView[] {
    return this.#byLogin.get(login) ?? [];
  }

  get all(): readonly LocationView[] {
    return this.#all;
  }

  get(id: string): LocationView | undefined {
    // Reading `#all` makes callers follow changes; the map alone is not reactive.
    return this.#all.length > 0 ? this.#byId.get(id) : undefined;
  }

  sectionOf(id: string): Section {
    return SECTIONS[this.#rank(id)];
  }

  /** As what it is counted; read beside `all`, which callers follow. */
  standOf(id: string): Stand {
    return this.#places.get(id)?.stand ?? 'signing_in';
  }

  replace(views: LocationView[]): void {
    this.#byId = new Map(views.map((view) => [view.id, view]));
    for (const id of this.#places.keys()) if (!this.#byId.has(id)) this.#places.delete(id);
    for (const view of views) this.#settle(view);
    this.#all = views.toSorted((a, b) => this.#compare(a, b));
    this.dates += 1;
    this.ties += 1;
  }

  put(view: LocationView): void {
    const rest = this.#without(view.id);
    this.#count(this.#byId.get(view.id), view);
    this.#byId.set(view.id, view);
    this.#settle(view);
    rest.splice(this.#placeIn(rest, view), 0, view);
    this.#all = rest;
  }

  remove(id: string): void {
    const rest = this.#without(id);
    this.#count(this.#byId.get(id), undefined);
    this.#byId.delete(id);
    this.#places.delete(id);
    this.#all = rest;
  }

  #count(before: LocationView | undefined, now: LocationView | undefined): void {
    if (datesOf(before) !== datesOf(now)) this.dates += 1;
    if (tiesOf(before) !== tiesOf(now)) this.ties += 1;
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
    if (view.health.icon === 'ring' && this.#places.has(view.id)) return;
    this.#places.set(view.id, { rank: rankOf(view), stand: standOf(view) });
  }

  #compare(a: LocationView, b: LocationView): number {
    return (
      this.#rank(a.id) - this.#rank(b.id) ||
      collator.compare(a.name ?? '', b.name ?? '') ||
      (a.id < b.id ? -1 : Number(a.id > b.id))
    );
  }

  #rank(id: string): Rank {
    return this.#places.get(id)?.rank ?? 0;
  }
}

const datesOf = (view: LocationView | undefined) => [view?.needs_human_by, view?.because, view?.login?.id].join();
const tiesOf = (view: LocationView | undefined) =>
  [view?.network, view?.health.icon, view?.login?.id, view?.login?.person, view?.login?.name].join();

function rankOf(view: LocationView): Rank {
  switch (standOf(view)) {
    case 'broken':
    case 'signing_in':
      return 0;
    case 'soon':
      return 1;
    case 'unchecked':
      return needs(view) ? 1 : 3;
    case 'connected':
      return 4;
    case 'not_connected':
      // Begun and not finished: only a person can go on with it.
      return view.health.state === 'set_up_unfinished' ? 2 : 5;
  }
}
