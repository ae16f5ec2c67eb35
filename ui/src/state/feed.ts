// Keeps the world in step with the engine: events in their order without gaps, a new snapshot when
// one is missing. The first one may have come with the page: what happened between that and the first
// event that the page hears is asked for.

import { failureOf, type Door } from '../api/door';
import type { Event, EventKind, Failure, Request, Snapshot } from '../api/protocol';

export interface Follower {
  load(snapshot: Snapshot): void;
  apply(fact: EventKind): void;
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
    /** The snapshot that came with the page. */
    private handed: Snapshot | null = null,
  ) {}

  /** Shows what came with the page at once, and resolves when that is as the engine has it now. */
  async start(): Promise<void> {
    const first = this.handed;
    this.handed = null;
    if (first) this.#load(first);
    try {
      // Listening comes first: what happens while the snapshot is made must not be lost.
      this.#end ??= await this.door.listen((event) => this.#hear(event));
    } catch (thrown) {
      this.follower.failed(failureOf(thrown));
      return;
    }
    await this.#ask(first ? this.#last : null);
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

  #load(snapshot: Snapshot): void {
    this.#last = snapshot.sequence;
    this.follower.load(snapshot);
  }

  /** @param known The last event that is known, where the page may have missed those after it. */
  async #ask(known: number | null = null): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const request: Request = known === null ? { ask: 'snapshot' } : { ask: 'catch_up', sequence: known };
      const reply = await this.door.ask(request);
      if (reply.reply === 'snapshot') this.#load(reply.value);
      else if (known === null) throw new Error('no snapshot');
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
