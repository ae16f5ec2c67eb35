// What the person looks at: nothing here is known to the engine.

import type { LocationView } from '../api/protocol';
import { folded } from '../fold';
import type { Stand } from '../stand';
import type { Step } from '../step';
import { words } from '../words';
import { Selection } from './selection.svelte';

export type View = 'locations' | 'timeline' | 'settings';
export type Filter = 'all' | Stand;
export type Column = 'icon' | 'name' | 'action';

export type ClientDialog =
  | { kind: 'client'; act: 'new' }
  | { kind: 'client'; act: 'rename' | 'remove' | 'members'; client: string }
  | { kind: 'client'; act: 'move'; locations: string[] };

/** What the person wanted when the developer app was asked for. */
export type AfterApp = { connect: string } | { check: string[] } | { again: string };

export type Dialog =
  | ClientDialog
  | { kind: 'add'; network?: string }
  | { kind: 'app'; network: string; then: AfterApp }
  | { kind: 'disconnect' | 'remove'; location: string }
  | { kind: 'note'; step: Step }
  | { kind: 'forget_app'; network: string }
  | { kind: 'start_over' };

export interface Menu {
  location: string;
  /** Where it opens: under a button's end, or at the pointer's side. */
  at: { x: number; y: number; side?: 'start' | 'end' };
  /** Whether its row could not be drawn. */
  unshown?: boolean;
}

export class Screen {
  constructor(private readonly networkName: (network: string) => string) {}

  view = $state<View>('locations');
  filter = $state<Filter>('all');
  client = $state<string | null>(null);
  /** The login whose locations alone are shown. */
  login = $state<string | null>(null);
  query = $state('');
  /** The row whose details are open. */
  selected = $state<string | null>(null);
  /** The rows that are selected together. */
  readonly chosen = new Selection();
  /** Whether the details stand in place of the list. */
  paged = $state(false);
  active = $state<string | null>(null);
  dialog = $state.raw<Dialog | null>(null);
  menu = $state.raw<Menu | null>(null);
  /** Which cards a person folded or unfolded. */
  folds = $state.raw<Readonly<Record<string, boolean>>>({});
  /** Sign-ins whose pages are to be picked later. */
  setAside = $state.raw<readonly string[]>([]);
  /** A row that is to be scrolled to and given the focus. */
  wanted = $state.raw<{ id: string; column: Column } | null>(null);

  fold(card: string, folded: boolean): void {
    this.folds = { ...this.folds, [card]: folded };
  }

  show(view: View, client: string | null = null): void {
    if (view !== this.view || client !== this.client) this.chosen.clear();
    this.view = view;
    this.client = client;
    this.login = null;
    this.menu = null;
  }

  open(id: string): void {
    this.view = 'locations';
    this.chosen.clear();
    this.selected = id;
    this.active = id;
  }

  /** Selects a row besides others, or no longer. The row whose details were open is one of them. */
  toggle(id: string, column: Column = 'name'): void {
    const first = this.selected;
    if (this.chosen.size === 0 && first !== null && first !== id) this.chosen.toggle(first);
    this.chosen.toggle(id);
    this.#hold(id, column);
  }

  /** Selects the rows between this one and where the range began. */
  extend(rows: readonly { id: string }[], id: string, column: Column = 'name'): void {
    this.chosen.extend(rows, id, this.selected ?? this.active ?? id);
    this.#hold(id, column);
  }

  /** The details of one row are out of place beside several that are selected. */
  #hold(id: string, column: Column): void {
    this.selected = null;
    this.active = id;
    this.wanted = { id, column };
  }

  /** Shows a location whatever the list was narrowed down to. */
  reveal(id: string): void {
    this.showAll();
    this.open(id);
    this.wanted = { id, column: 'name' };
  }

  showAll(): void {
    this.filter = 'all';
    this.client = null;
    this.login = null;
    this.query = '';
  }

  /** Shows what hangs on one login, and nothing else. */
  narrow(login: string): void {
    this.showAll();
    this.show('locations');
    this.login = login;
  }

  /** Closes the side panel; the focus goes back to its row. */
  close(): void {
    const id = this.selected;
    this.selected = null;
    if (id !== null) this.wanted = { id, column: 'name' };
  }

  /** What the list is narrowed down to at this moment, whatever the chips. */
  scope(): (location: LocationView) => boolean {
    const { client, login } = this;
    const sought = folded(this.query).split(/\s+/).filter((word) => word !== '');
    return (location) => {
      if (client !== null && location.client !== client) return false;
      if (login !== null && location.login?.id !== login) return false;
      if (sought.length === 0) return true;
      const place = words.list.place(this.networkName(location.network), location.kind);
      const text = folded([location.name, location.handle, place, location.host, location.login?.name].join(' '));
      return sought.every((word) => text.includes(word));
    };
  }
}
