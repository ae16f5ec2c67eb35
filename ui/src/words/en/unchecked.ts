// Why a location cannot be checked: in its row, where the end is cut off and the reason stands
// first, and in full.

import type { HealthView, LocationView } from '../../api/protocol';
import { perhapsShutDown } from '../../health';
import { isSaid, say } from '../say';

/** The server that is meant: one of many, where a network has many. */
export const serverOf = ({ host }: LocationView, network: string): string => host ?? network;

export const unchecked = {
  title({ trouble, unheard }: HealthView): string {
    const id = `unchecked-troubles-${trouble ?? 'not_stored'}-title` as const;
    if (trouble !== null && isSaid(id)) return say(id);
    if (unheard === null) return say('unchecked-title');
    return say(unheard === 'weeks' ? 'unchecked-title-weeks' : 'unchecked-title-days');
  },
  hiccup(location: LocationView, network: string): string {
    const server = serverOf(location, network);
    const { health } = location;
    return perhapsShutDown(health)
      ? say('unchecked-gone', { server })
      : say(`unchecked-hiccups-${health.hiccup ?? 'silent'}-row`, { server });
  },
  trouble: ({ health }: LocationView, network: string): string =>
    say(`unchecked-troubles-${health.trouble ?? 'not_stored'}-row`, { network }),
  refused: (location: LocationView, network: string): string =>
    say('unchecked-refused', { server: serverOf(location, network) }),
  again: (location: LocationView, network: string): string =>
    say('unchecked-again', { server: serverOf(location, network) }),
  againInFull: (location: LocationView, network: string): string =>
    say('unchecked-again-in-full', { server: serverOf(location, network) }),
  /** Null where it can be checked. */
  inFull(location: LocationView, network: string, now: number): string | null {
    const { state, hiccup, trouble, unheard_since } = location.health;
    const server = serverOf(location, network);
    const since = unheard_since === null ? null : { at: unheard_since, now };
    if (trouble !== null) return say(`unchecked-troubles-${trouble}-full`, { network });
    if (state === 'probably_refused')
      return since === null
        ? say('unchecked-refused-in-full', { server })
        : say('unchecked-refused-since-in-full', { server, since });
    if (hiccup === null) return null;
    if (perhapsShutDown(location.health))
      return since === null ? say('unchecked-gone-in-full', { server }) : say('unchecked-gone-since-in-full', { server, since });
    const reason = say(`unchecked-hiccups-${hiccup}-full`, { server });
    return since === null ? reason : say('unchecked-begun', { reason, since });
  },
};
