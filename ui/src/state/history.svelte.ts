// The history of the selected location.

import type { Door } from '../api/door';
import type { HistoryEntryView } from '../api/protocol';

export type HistoryState =
  | { is: 'loading' }
  | { is: 'failed' }
  | { is: 'here'; entries: HistoryEntryView[] };

export class History {
  state = $state.raw<HistoryState>({ is: 'loading' });
  #location: string | null = null;
  #round = 0;

  constructor(private readonly door: Door) {}

  /** Reads again without a flicker when the location is the one already shown. */
  async read(location: string): Promise<void> {
    const round = ++this.#round;
    if (location !== this.#location || this.state.is === 'failed') this.state = { is: 'loading' };
    this.#location = location;
    let state: HistoryState;
    try {
      const reply = await this.door.ask({ ask: 'history', location });
      state = reply.reply === 'history' ? { is: 'here', entries: reply.value } : { is: 'failed' };
    } catch {
      state = { is: 'failed' };
    }
    if (round === this.#round) this.state = state;
  }
}
