// What the program gives the page with its first script, before the page asks for anything.

import type { Handed } from './protocol';

declare global {
  var handed: Handed | undefined;
}

/** What a page has that nobody gave anything. */
export const nothing: Handed = { look: { theme: 'system', zoom: 100 }, snapshot: null };

/** Takes it: the list in it is old as soon as anything happens. */
export function takeHanded(): Handed {
  const given = globalThis.handed ?? nothing;
  globalThis.handed = undefined;
  return given;
}
