// Why a sign-in connected nothing, and what helps, in one or two sentences.

import type { Unavailable, TakenPort } from '../../api/protocol';
import type { Failed } from '../../failed';
import { say } from '../say';

/**
 * Why nothing that could be read came back.
 * @param by What stands in the way, by name.
 */
export function noAnswer(hiccup: Unavailable, by: string | null): string {
  if (by === null) return say(`failed-unanswered-${hiccup}`);
  switch (hiccup) {
    case 'unknown_issuer':
    case 'proxy_sign_in':
    case 'proxy_refused':
      return say(`failed-unanswered-${hiccup}-by`, { by });
    default:
      return say(`failed-unanswered-${hiccup}`);
  }
}

export const portTaken = ({ port, by }: TakenPort): string =>
  by === null ? say('failed-port-taken', { port: String(port) }) : say('failed-port-taken-by', { port: String(port), by });

/**
 * @param ownApp Whether the network needs a developer app of the user's.
 * @param by What stood in the way, by name.
 */
export function failed({ failure, cause, hiccup, trouble, number, taken }: Failed, ownApp: boolean, by: string | null = null): string {
  if (!ownApp && (failure === 'app_refused' || cause === 'app_broken')) return say('failed-app-refused-there');
  if (cause !== null) return say(`failed-refused-${cause}`);
  if (trouble !== null) return say(`failed-here-${trouble}`);
  if (hiccup !== null) return noAnswer(hiccup, by);
  if (taken !== null) return portTaken(taken);
  if (number !== null) return say('failed-number', { number: String(number) });
  return say(`failed-failures-${failure}`);
}
