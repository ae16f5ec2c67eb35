// What a person must leave ticked at a network.

import type { AttemptView, LocationView } from '../api/protocol';
import { words } from '../words';
import type { App } from './app.svelte';

/**
 * What a consent at a network decides over besides what it is asked for: it must stay ticked. One
 * person's consents at networks that share a developer app are one.
 */
export function staysTicked(app: App, attempt: AttemptView): string[] {
  const network = app.world.network(attempt.network);
  if (!network?.decides_anew) return [];
  const asked = attempt.location === null ? undefined : app.world.locations.get(attempt.location);
  const isDecidedOver = (view: LocationView) => {
    const other = app.world.network(view.network);
    if (!other?.decides_anew || view.login === null || view.id === asked?.id) return false;
    const sharesApp = network.app_kept_as !== null && other.app_kept_as === network.app_kept_as;
    if (!sharesApp && other.id !== network.id) return false;
    return !asked || view.login.person === asked.login?.person;
  };
  const others = app.world.locations.all.filter(isDecidedOver);
  if (asked && others.length === 0) return [];
  return (asked ? [asked, ...others] : others).map((view) =>
    view.network === network.id
      ? app.nameOf(view.id)
      : words.attempt.at(app.nameOf(view.id), app.networkName(view.network)),
  );
}
