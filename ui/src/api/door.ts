// The one door to the engine: ask, and be told.

import type { Event, Failure, Reply, Request } from './protocol';

export interface Door {
  /** Rejects with `Refused` when the engine did not carry the request out. */
  ask(request: Request): Promise<Reply>;
  /** Tells every event from now on; gives the function that ends it. */
  listen(on: (event: Event) => void): Promise<() => void>;
}

export class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.failure);
    this.name = 'Refused';
  }
}

/** What a thrown value means; anything that is not the engine's own refusal is an internal failure. */
export function failureOf(thrown: unknown): Failure {
  return thrown instanceof Refused ? thrown.failure : { failure: 'internal' };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'failure' in value;
}
