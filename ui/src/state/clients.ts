// Clients as they are listed.

import type { ClientView } from '../api/protocol';

/** A client with its colour, and how many locations belong to it. */
export interface ClientRow extends ClientView {
  hue: number;
  count: number;
  /** How many of them are broken. */
  broken: number;
}

/** In the order of their names, whichever way they came. */
export function inOrder(clients: readonly ClientView[]): ClientView[] {
  const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return [...clients].sort((one, other) => names.compare(one.name, other.name));
}
