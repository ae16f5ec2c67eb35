// What lies over the window: the dialog that a person opened, the menu of a row, and the sign-ins
// that wait for a choice.

import type { AttemptView } from '../api/protocol';
import type { Step } from '../step';
import type { Actions } from './actions';
import type { Practice } from './practice.svelte';
import type { World } from './world.svelte';

export type ClientDialog =
  | { kind: 'client'; act: 'new' }
  | { kind: 'client'; act: 'rename' | 'remove' | 'members'; client: string }
  | { kind: 'client'; act: 'move'; locations: string[] };

/** What the person wanted when the developer app was asked for. */
export type AfterApp = { connect: string } | { check: string[] } | { again: string };

export type Dialog =
  | ClientDialog
  | { kind: 'add' }
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

export class Dialogs {
  /** What a person opened. */
  current = $state.raw<Dialog | null>(null);
  menu = $state.raw<Menu | null>(null);
  /** Sign-ins whose pages are to be picked later. */
  #setAside = $state.raw<readonly string[]>([]);

  constructor(
    private readonly world: World,
    private readonly actions: Actions,
    private readonly practice: Practice,
  ) {}

  open(dialog: Dialog): void {
    this.current = dialog;
  }

  close(): void {
    this.current = null;
  }

  /** The sign-in whose choice is asked for: one at a time, and those that were put off never. */
  get picking(): AttemptView | undefined {
    if (this.practice.playing) return undefined;
    return this.world.attempts.find(({ id, stage }) => stage.at === 'picking' && !this.isSetAside(id));
  }

  isSetAside(attempt: string): boolean {
    return this.#setAside.includes(attempt);
  }

  pickLater(attempt: string): void {
    this.#setAside = [...this.#setAside, attempt];
    void this.actions.pickLater(attempt);
  }

  pickNow(attempt: string): void {
    this.#setAside = this.#setAside.filter((id) => id !== attempt);
  }

  /** Leaves what is shown, as its own cross would. */
  leave(): void {
    if (this.current) this.close();
    else if (this.picking) this.pickLater(this.picking.id);
  }

  /** Nothing is asked about a location that is gone: an empty dialog would hold up the next. */
  forget(location: string): void {
    if (this.menu?.location === location) this.menu = null;
    const { current } = this;
    if ((current?.kind === 'disconnect' || current?.kind === 'remove') && current.location === location) this.close();
  }

  forgetClient(client: string): void {
    if (this.current?.kind === 'client' && 'client' in this.current && this.current.client === client) this.close();
  }
}
