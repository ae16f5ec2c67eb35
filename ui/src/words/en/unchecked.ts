// Why a location cannot be checked: in its row, where the end is cut off and the reason stands
// first, and in full.

import type { HealthView, Unavailable, LocationView, Trouble } from '../../api/protocol';
import { perhapsShutDown } from '../../health';
import { times } from './times';

/** Both are told who is meant: the server, or the network that the app is for. */
interface Reason {
  row: (who: string) => string;
  full: (who: string) => string;
}

const hiccups = {
  offline: {
    row: () => 'This computer is offline',
    full: () => 'This computer has no way to the networks. Everything is checked again once it is online.',
  },
  unreachable: {
    row: (n) => `No connection to ${n}`,
    full: (n) => `${n} cannot be reached, while others answer. Greentick goes on trying.`,
  },
  bad_certificate: {
    row: (n) => `Invalid certificate at ${n}`,
    full: (n) =>
      `${n} shows a certificate that is not valid, so nothing was sent there. Its owner can mend that. If this computer’s date is wrong, set that first.`,
  },
  unknown_issuer: {
    row: (n) => `Unknown certificate for ${n}`,
    full: (n) =>
      `The certificate shown for ${n} is of an issuer whom this computer does not trust, so nothing was sent there. Often that is a company’s own proxy: its certificate has to be installed on this computer, and Greentick started again.`,
  },
  proxy_sign_in: {
    row: () => 'A proxy on the way asks for a password',
    full: (n) =>
      `The proxy on the way to ${n} asks for a name and a password. Enter them in the proxy settings of this computer, or ask whoever looks after it.`,
  },
  proxy_refused: {
    row: () => 'A proxy on the way lets nothing through',
    full: (n) =>
      `The proxy on the way to ${n} lets nothing through, or does not answer. Look at the proxy settings of this computer, or ask whoever looks after it to allow ${n}.`,
  },
  silent: {
    row: (n) => `No answer from ${n} yet`,
    full: (n) => `${n} does not answer in time. Greentick goes on trying.`,
  },
  down: {
    row: (n) => `Out of order, says ${n}`,
    full: (n) => `${n} says that it is out of order. Greentick goes on trying.`,
  },
  rate_limited: {
    row: (n) => `Asked to wait by ${n}`,
    full: (n) => `${n} limits how often it may be asked. Greentick asks again when it may.`,
  },
  out_of_credits: {
    row: (n) => `Paid calls used up at ${n}`,
    full: (n) => `${n} is paid for each call, and the credit of your app is used up. Add credit at its console.`,
  },
  not_an_answer: {
    row: (n) => `Something else answered for ${n}`,
    full: (n) =>
      `What came back was not from ${n}. Often it is the sign-in page of a Wi-Fi, or a proxy in between.`,
  },
  unrecognised: {
    row: (n) => `Unclear answer from ${n}`,
    full: (n) =>
      `${n} refused the last check in words that Greentick does not know. It asks again, and tells you if that goes on for days.`,
  },
  wrong_clock: {
    row: () => 'This computer’s clock is wrong',
    full: (n) =>
      `${n} refuses what this computer sends, because its clock is wrong. Set date and time, best automatically.`,
  },
} satisfies Record<Unavailable, Reason>;

const troubles = {
  no_app: {
    title: 'App not entered',
    row: (n) => `Enter your app for ${n} again`,
    full: (n) =>
      `Greentick asks ${n} in the name of your developer app, whose id and secret are no longer here. Enter them again.`,
  },
  tokens_unreadable: {
    title: 'Needs a new sign-in',
    row: () => 'Its stored sign-in cannot be opened',
    full: () =>
      'What is stored for it cannot be opened on this computer. A new sign-in replaces it; at the network nothing is wrong.',
  },
  not_stored: {
    title: 'Not checked',
    row: () => 'Greentick could not write to its file',
    full: () =>
      'Greentick could not write to its own file, so nothing was asked. It tries again by itself. If that goes on, look at the rights of its folder.',
  },
  disk_full: {
    title: 'Disk full',
    row: () => 'Make room, and it goes on by itself',
    full: () =>
      'The disk of this computer is full, so nothing could be kept and nothing was asked. Make room, and Greentick goes on by itself.',
  },
  not_kept_yet: {
    title: 'Free some space',
    row: () => 'Or this sign-in is lost: disk full',
    full: (n) =>
      `${n} renewed this sign-in, and the new one is only in Greentick’s memory, because nothing can be written to the disk. Free some space, or it is lost when Greentick ends. It tries again every few seconds.`,
  },
  store_moved: {
    title: 'Not checked',
    row: () => 'Greentick’s file is gone or replaced',
    full: () =>
      'Greentick’s file was removed or replaced while it runs. Nothing is renewed until that is put right: what came back could be kept nowhere.',
  },
} satisfies Record<Trouble, Reason & { title: string }>;

/** The server that is meant: one of many, where a network has many. */
export const serverOf = ({ host }: LocationView, network: string): string => host ?? network;

export const unchecked = {
  title({ trouble, unheard }: HealthView): string {
    const known = trouble === null ? null : troubles[trouble]?.title;
    if (known) return known;
    if (unheard === null) return 'Can’t check right now';
    return unheard === 'weeks' ? 'Unchecked for weeks' : 'Unchecked for days';
  },
  hiccup(location: LocationView, network: string): string {
    const server = serverOf(location, network);
    const { health } = location;
    return perhapsShutDown(health) ? `Perhaps shut down: ${server}` : hiccups[health.hiccup ?? 'silent'].row(server);
  },
  trouble: ({ health }: LocationView, network: string): string =>
    troubles[health.trouble ?? 'not_stored'].row(network),
  refused: (location: LocationView, network: string): string =>
    `Refused for days by ${serverOf(location, network)}`,
  again: (location: LocationView, network: string): string =>
    `Asking again after a no from ${serverOf(location, network)}`,
  againInFull: (location: LocationView, network: string): string =>
    `${serverOf(location, network)} said no at the last check. Networks sometimes do that by mistake: Greentick asks again in a moment before it believes it.`,
  /** Null where it can be checked. */
  inFull(location: LocationView, network: string, now: number): string | null {
    const { state, hiccup, trouble, unheard_since } = location.health;
    const server = serverOf(location, network);
    const day = unheard_since === null ? null : times.day(unheard_since, now);
    if (trouble !== null) return troubles[trouble].full(network);
    if (state === 'probably_refused')
      return `${server} has refused this sign-in ${day === null ? 'for days' : `since ${day}`}, in words that Greentick does not know. It is probably not accepted any more; signing in again will tell.`;
    if (hiccup === null) return null;
    if (perhapsShutDown(location.health))
      return `Nothing has been heard from ${server} ${day === null ? 'for weeks' : `since ${day}`}. It has perhaps shut down: if you know that it has, remove this location.`;
    return `${hiccups[hiccup].full(server)}${day === null ? '' : ` This began on ${day}.`}`;
  },
};
