// Why a sign-in connected nothing, and what helps, in one or two sentences.

import type { Cause, Unavailable, SignInFailureCode, TakenPort, Trouble } from '../../api/protocol';
import type { Failed } from '../../failed';

const refused = {
  expired: 'The network says that this sign-in has already ended. Sign in once more.',
  password_changed: 'The network ended this sign-in for the safety of the account. Sign in once more.',
  access_lost:
    'This account has no role there that lets Greentick in. Ask an owner for one, or sign in as somebody who has it.',
  permission_removed: 'The permission was taken back at once. Sign in again and leave it in place.',
  blanket_reset: 'The network is ending all its sign-ins at the moment. Try again later.',
  attention_needed:
    'This account is locked, or has a question to answer on the network’s own site. See to that first.',
  suspended: 'This account is suspended. No sign-in helps until the network lifts that: see what its own site says.',
  permission_missing:
    'A permission that Greentick needs was not given. Sign in again and allow everything that is asked.',
  data_access_lapsed: 'The network gives no data for this account any more. Sign in once more.',
  app_broken: 'The network blocks your developer app. Its console says why.',
  not_kept: 'This computer could not keep what the network gave. Make room on the disk and sign in once more.',
  unknown: 'The network approved, then refused its own sign-in and gave no reason. Try again later.',
} satisfies Record<Cause, string>;

const unanswered = {
  offline: 'This computer is offline. Try again once it is online.',
  unreachable: 'The network’s server cannot be reached, while others answer. Try again later.',
  bad_certificate:
    'The certificate of the network’s server is not valid, so nothing was sent there. Look at this computer’s date; otherwise only the server’s owner can mend it.',
  unknown_issuer:
    'The certificate that was shown is of an issuer whom this computer does not trust. Often that is a company’s proxy: install its certificate, then start Greentick again.',
  proxy_sign_in: 'The proxy asks for a name and a password. Enter them in this computer’s proxy settings, then try again.',
  proxy_refused: 'The proxy lets nothing through, or does not answer. Look at this computer’s proxy settings, then try again.',
  silent: 'The network did not answer in time. Try again in a while.',
  down: 'The network says that it is out of order. Try again later.',
  rate_limited: 'The network limits how often it may be asked. Try again later.',
  out_of_credits: 'The paid calls of your app are used up. Add credit at the network’s console.',
  not_an_answer:
    'Something else answered in the network’s place, such as the sign-in page of a Wi-Fi or a proxy. Try again on another way to the internet.',
  unrecognised:
    'The network refused in words that Greentick does not know. Try again; if it stays so, the network’s own site may say more.',
  wrong_clock: 'The network refuses what this computer sends, because its clock is wrong. Set date and time.',
} satisfies Record<Unavailable, string>;

/**
 * Why nothing that could be read came back.
 * @param by What stands in the way, by name.
 */
export function noAnswer(hiccup: Unavailable, by: string | null): string {
  if (by === null) return unanswered[hiccup];
  if (hiccup === 'unknown_issuer')
    return `The certificate that was shown is of “${by}”, whom this computer does not trust. If that is your company’s proxy, install its certificate, then start Greentick again.`;
  return unanswered[hiccup].replace('The proxy', `The proxy ${by}`);
}

const here = {
  no_app: 'Your developer app is not entered here any more. Enter its id and secret again.',
  tokens_unreadable:
    'What is sealed on this computer cannot be opened. Open the keychain; if it is open, enter the secret of your developer app again.',
  not_stored: 'Greentick could not write to its own file. Look at the rights of its folder.',
  disk_full: 'The disk of this computer is full. Make room and try again.',
  not_kept_yet: 'What the network gave is not on the disk yet, which is full. Make room and try again.',
  store_moved: 'Greentick’s file was removed or replaced while it runs, so nothing new can be kept. Start Greentick again first.',
} satisfies Record<Trouble, string>;

const failures = {
  too_late: 'The sign-in took too long and ended.',
  cancelled: 'The sign-in was cancelled at the network, and nothing changed.',
  refused: 'The sign-in was not approved.',
  no_answer: 'The network did not answer.',
  cannot_ask: 'Something on this computer stopped the sign-in.',
  scope_refused:
    'This server does not give the permissions that Greentick needs. It may be too old: its administrator can tell.',
  issuer_mismatch:
    'The server says that it is another one than you sign in at, so nothing was sent to it. Its administrator can tell why.',
  app_refused: 'The network does not accept your developer app. Check its id, secret and redirect address.',
  not_proven: 'The network approved, but the new sign-in did not work when tried. The old one was kept.',
  nothing_to_connect:
    'This account has no page, channel or organisation that Greentick can connect. Sign in as somebody who looks after one.',
  page_not_granted: 'You signed in, but this page was not ticked there. Sign in again and tick it.',
  cannot_open: 'The sign-in page could not be opened.',
  port_taken: 'Another program uses the port that the network leads back to. Close it and try again.',
  window_died:
    'The sign-in window stopped working before you were done, and nothing changed. Try again; if it stops again, use the browser for this sign-in.',
} satisfies Record<SignInFailureCode, string>;

export const portTaken = ({ port, by }: TakenPort): string =>
  by === null
    ? `Another program uses port ${port}, which the network leads back to. Close it and try again.`
    : `The program ${by} uses port ${port}, which the network leads back to. Close it and try again.`;

const appRefusedThere = 'This server does not accept Greentick. Try again, or ask its administrator.';

/**
 * @param ownApp Whether the network needs a developer app of the user's.
 * @param by What stood in the way, by name.
 */
export function failed({ failure, cause, hiccup, trouble, number, taken }: Failed, ownApp: boolean, by: string | null = null): string {
  if (!ownApp && (failure === 'app_refused' || cause === 'app_broken')) return appRefusedThere;
  if (cause !== null) return refused[cause];
  if (trouble !== null) return here[trouble];
  if (hiccup !== null) return noAnswer(hiccup, by);
  if (taken !== null) return portTaken(taken);
  if (number !== null)
    return `The network ended the sign-in and gave only a number, ${number}. Try again; if it stays so, look the number up in its help.`;
  return failures[failure];
}
