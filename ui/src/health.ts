// What can be told of a health that several parts of the window ask about.

import type { HealthView, LocationView } from './api/protocol';

/** Whether its server has been out of reach for so long that it is perhaps gone. */
export const perhapsShutDown = ({ unheard, hiccup }: HealthView): boolean =>
  unheard === 'weeks' && (hiccup === 'unreachable' || hiccup === 'silent');

/** Whether it has gone unchecked for so long, or for such a reason, that a person was told. */
export const isUnchecked = ({ state, unheard }: HealthView): boolean =>
  state === 'cannot_ask' || (state === 'cannot_check' && unheard !== null);

/** Whether a no waits to be asked about again; one that was believed is asked once more in silence. */
export const isDoubted = ({ asks_again, health }: LocationView): boolean =>
  asks_again && health.icon !== 'broken_link' && health.icon !== 'ring';
