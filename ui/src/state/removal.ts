// Takes locations off the list. The engine removes only what holds no sign-in, so one that does is
// disconnected first, which waits for the network as long as a person would.

import type { LocationView } from '../api/wire';
import type { Asks } from './asks';

export class Removal {
  #leaving = new Set<string>();

  constructor(private readonly asks: Asks) {}

  async remove(view: LocationView): Promise<void> {
    if (isEmpty(view)) return void (await this.asks.remove(view.id));
    this.#leaving.add(view.id);
    if (!(await this.asks.disconnect(view.id))) this.#leaving.delete(view.id);
  }

  /** Whether it is on its way off the list, so that nobody need be told what becomes of it. */
  isLeaving(location: string): boolean {
    return this.#leaving.has(location);
  }

  follow(view: LocationView): void {
    if (isEmpty(view) && this.#leaving.has(view.id)) void this.asks.remove(view.id);
  }

  forget(location: string): void {
    this.#leaving.delete(location);
  }
}

/** Whether it holds no sign-in, and is removed at once. */
export const isEmpty = ({ health: { state } }: LocationView): boolean =>
  state === 'not_connected' || state === 'set_up_unfinished';
