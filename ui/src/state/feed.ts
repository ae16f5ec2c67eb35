// Keeps the world in step with the engine: events in their order without gaps, a new snapshot when
// one is missing.

import { failureOf, type Door } from '../api/door';
import type { Event, Fact, Failure, Snapshot } from '../api/protocol';

export interface Follower {
  load(snapshot: Snapshot): void;
  apply(fact: Fact): void;
  /** The engine gave no snapshot; `start` may be called again. */
  failed(why: Failure): void;
}

export class Feed {
  #last: number | null = null;
  #early: Event[] = [];
  #asking = false;
  #end: (() => void) | null = null;

  constructor(
    private readonly door: Door,
    private readonly follower: Follower,
  ) {}

  async start(): Promise<void> {
    try {
      // Listening comes first: what happens while the snapshot is made must not be lost.
      this.#end ??= await this.door.listen((event) => this.#hear(event));
    } catch (thrown) {
      this.follower.failed(failureOf(thrown));
      return;
    }
    await this.#ask();
  }

  stop(): void {
    this.#end?.();
    this.#end = null;
  }

  #hear(event: Event): void {
    if (this.#last === null || this.#asking) {
      this.#early.push(event);
      // Nobody tells events before an engine runs: one that gave no snapshot may give one now.
      if (this.#last === null) void this.#ask();
      return;
    }
    if (event.sequence <= this.#last) return;
    if (event.sequence === this.#last + 1) {
      this.#last = event.sequence;
      this.follower.apply(event.fact);
      return;
    }
    this.#early.push(event);
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const reply = await this.door.ask({ ask: 'snapshot' });
      if (reply.reply !== 'snapshot') throw new Error('no snapshot');
      this.#last = reply.value.sequence;
      this.follower.load(reply.value);
    } catch (thrown) {
      this.follower.failed(failureOf(thrown));
      return;
    } finally {
      this.#asking = false;
    }
    const early = this.#early.toSorted((a, b) => a.sequence - b.sequence);
    this.#early = [];
    for (const event of early) this.#hear(event);
  }
}
