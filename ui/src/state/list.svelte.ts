// The list: what it is narrowed down to, which of its rows a person holds, and what helps now.

import type { LocationView } from '../api/protocol';
import { folded } from '../fold';
import { words } from '../words';
import type { Actions } from './actions';
import { FixAll } from './fix_all.svelte';
import type { Names } from './names.svelte';
import type { Notices } from './notices.svelte';
import type { Filter } from './screen.svelte';
import { Selection } from './selection.svelte';
import { Shown } from './shown.svelte';
import type { World } from './world.svelte';

/** Where in a row the focus is. */
export type Column = 'icon' | 'name' | 'action';

/** What a person narrowed the list down to. */
export interface Narrowing {
  filter: Filter;
  client: string | null;
  /** The login whose locations alone are shown. */
  login: string | null;
  query: string;
}

const EVERYTHING: Narrowing = { filter: 'all', client: null, login: null, query: '' };

export class List {
  readonly shown: Shown;
  /** The queue stands in the list, and is about what that shows. */
  readonly fix: FixAll;
  #narrowing = $state.raw<Narrowing>(EVERYTHING);
  /** Which cards a person folded or unfolded. */
  folds = $state.raw<Readonly<Record<string, boolean>>>({});
  /** The row whose details are open. */
  selected = $state<string | null>(null);
  /** The rows that are selected together. */
  readonly chosen = new Selection();
  /** The row at which the Tab key stops. */
  active = $state<string | null>(null);
  /** A row that is to be scrolled to and given the focus. */
  wanted = $state.raw<{ id: string; column: Column } | null>(null);
  /** The location that has just become green: its tick is drawn, once. */
  fresh = $state<string | null>(null);

  constructor(
    world: World,
    private readonly names: Names,
    private readonly actions: Actions,
    private readonly notices: Notices,
  ) {
    this.shown = new Shown(world.locations, this);
    this.fix = new FixAll(world.locations, this, (ids) => actions.planFix(ids));
  }

  get filter(): Filter {
    return this.#narrowing.filter;
  }

  get client(): string | null {
    return this.#narrowing.client;
  }

  get login(): string | null {
    return this.#narrowing.login;
  }

  get query(): string {
    return this.#narrowing.query;
  }

  /**
   * Whoever narrows the list down does not go on looking at what is left out. What leaves it by
   * itself, as a page that was healed, stays open.
   */
  narrow(to: Partial<Narrowing>): void {
    const narrowing = { ...this.#narrowing, ...to };
    if (isSame(narrowing, this.#narrowing)) return;
    this.#narrowing = narrowing;
    if (!this.shown.all.some(({ id }) => id === this.selected)) this.selected = null;
  }

  showAll(): void {
    this.narrow(EVERYTHING);
  }

  /** What the list is narrowed down to at this moment, whatever the chips. */
  scope(): (location: LocationView) => boolean {
    const { client, login, query } = this.#narrowing;
    const sought = folded(query).split(/\s+/).filter((word) => word !== '');
    return (location) => {
      if (client !== null && location.client !== client) return false;
      if (login !== null && location.login?.id !== login) return false;
      if (sought.length === 0) return true;
      const place = words.list.place(this.names.networkName(location.network), location.kind);
      const text = folded([location.name, location.handle, place, location.host, location.login?.name].join(' '));
      return sought.every((word) => text.includes(word));
    };
  }

  fold(card: string, folded: boolean): void {
    this.folds = { ...this.folds, [card]: folded };
  }

  /** Opens the details of a row. */
  open(id: string): void {
    this.chosen.clear();
    this.selected = id;
    this.active = id;
  }

  /** Closes the details; the focus goes back to their row. */
  close(): void {
    const id = this.selected;
    this.selected = null;
    if (id !== null) this.wanted = { id, column: 'name' };
  }

  /** Takes the focus to a row; details that are open go along. */
  goTo(id: string, column: Column): void {
    this.active = id;
    if (this.selected !== null) this.selected = id;
    this.wanted = { id, column };
  }

  /** Selects a row besides others, or no longer. The row whose details were open is one of them. */
  toggle(id: string, column: Column = 'name'): void {
    const first = this.selected;
    if (this.chosen.size === 0 && first !== null && first !== id) this.chosen.toggle(first);
    this.chosen.toggle(id);
    this.#hold(id, column);
  }

  /** Selects the rows between this one and where the range began. */
  extend(id: string, column: Column = 'name'): void {
    this.chosen.extend(this.shown.drawn, id, this.selected ?? this.active ?? id);
    this.#hold(id, column);
  }

  chooseAll(): void {
    this.chosen.all(this.shown.drawn);
    this.selected = null;
  }

  /** The details of one row are out of place beside several that are selected. */
  #hold(id: string, column: Column): void {
    this.selected = null;
    this.active = id;
    this.wanted = { id, column };
  }

  /** The row at which the Tab key stops: the first one until a person held another. */
  readonly stop: string | null = $derived.by(() => {
    const { drawn } = this.shown;
    return drawn.some(({ id }) => id === this.active) ? this.active : (drawn[0]?.id ?? null);
  });

  /** Where the one button stands that helps now. */
  readonly helps: 'queue' | 'all' | 'card' | 'row' | 'add' = $derived.by(() => {
    if (this.fix.running) return 'queue';
    if (this.fix.inNeed === 0) return 'add';
    if (this.fix.inNeed === 1) return 'row';
    return this.fix.steps === 1 ? 'card' : 'all';
  });

  /** What of the shown can be checked: what was disconnected on purpose is not looked at. */
  readonly toCheck = $derived.by(() => this.shown.all.filter(({ health }) => health.state !== 'not_connected'));

  /** Has everything looked at that is shown; nothing else. */
  async check(): Promise<void> {
    const all = !this.shown.isNarrowed;
    const asked = this.toCheck.map(({ id }) => id);
    if (await this.actions.check(all ? [] : asked))
      this.notices.show(all ? words.list.checking : words.selection.checking(asked.length));
  }

  follow(before: LocationView | undefined, view: LocationView): void {
    if (before?.health.icon === 'ring' && view.health.icon === 'tick') this.fresh = view.id;
    this.fix.follow(view);
  }

  forget(location: string): void {
    if (this.selected === location) this.selected = null;
    if (this.active === location) this.active = null;
  }

  forgetClient(client: string): void {
    if (this.client === client) this.narrow({ client: null });
  }
}

const isSame = (one: Narrowing, other: Narrowing) =>
  one.filter === other.filter && one.client === other.client && one.login === other.login && one.query === other.query;
