// Which view is open, and the ways that lead from one to another.

import type { Stand } from '../stand';
import type { Dialogs } from './dialogs.svelte';
import type { List } from './list.svelte';

export type View = 'locations' | 'timeline' | 'settings';
export type Filter = 'all' | Stand;

export class Screen {
  view = $state<View>('locations');

  constructor(
    private readonly list: List,
    private readonly dialogs: Dialogs,
  ) {}

  show(view: View, client: string | null = null): void {
    if (view !== this.view || client !== this.list.client) this.list.chosen.clear();
    this.view = view;
    this.list.narrow({ client, login: null });
    this.dialogs.menu = null;
  }

  open(location: string): void {
    this.view = 'locations';
    this.list.open(location);
  }

  /** Shows a location whatever the list was narrowed down to. */
  reveal(location: string): void {
    this.list.showAll();
    this.open(location);
    this.list.wanted = { id: location, column: 'name' };
  }

  /** Shows what hangs on one login, and nothing else. */
  showLogin(login: string): void {
    this.list.showAll();
    this.show('locations');
    this.list.narrow({ login });
  }
}
