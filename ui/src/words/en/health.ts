import type {
  AttemptView,
  Cause,
  HealthView,
  LocationView,
  StateCode,
  Surface,
} from '../../api/protocol';
import type { Toll } from '../../state/locations.svelte';
import { ties } from './ties';
import { times } from './times';
import { unchecked } from './unchecked';

export interface Sentence {
  /** Two or three words. */
  title: string;
  /** One plain sentence. */
  detail: string;
}

interface Around {
  network: string;
  keychain: string;
  attempt: AttemptView | undefined;
  /** What its sign-in fixes. */
  toll: Toll | null;
  now: number;
}

const causes = {
  expired: { title: 'Sign-in ended', detail: (n) => `${n} asks for a new sign-in` },
  password_changed: { title: 'Password changed', detail: (n) => `${n} ended the sign-in` },
  access_lost: { title: 'Access lost', detail: (_, who) => `${who} can no longer manage it` },
  permission_removed: {
    title: 'Permission removed',
    detail: (n) => `Greentick was removed at ${n}`,
  },
  blanket_reset: { title: 'Reset by the network', detail: (n) => `${n} ended all its sign-ins` },
  attention_needed: { title: 'Account check', detail: (n) => `Answer ${n} on its own site first` },
  suspended: { title: 'Suspended', detail: (n) => `${n} suspended the account` },
  permission_missing: {
    title: 'Permission missing',
    detail: () => 'Sign in again and allow everything asked',
  },
  data_access_lapsed: {
    title: 'Data access ended',
    detail: (n) => `${n} shows no data until you sign in`,
  },
  app_broken: { title: 'App not accepted', detail: (n) => `${n} refuses your developer app` },
  not_kept: { title: 'Lost on this computer', detail: () => 'Its new sign-in could not be kept here' },
  unknown: { title: 'Not accepted', detail: (n) => `${n} refused and gave no reason` },
} satisfies Record<
  Cause,
  { title: string; detail: (network: string, who: string) => string }
>;

const causesInFull = {
  expired: (n) => `The sign-in at ${n} reached its end. A new one brings everything back.`,
  password_changed: (n, who) =>
    `${n} ended this connection because ${who} changed the password or signed out everywhere.`,
  access_lost: (n, who) =>
    `${who} no longer has a role at ${n} that lets Greentick in. Ask an owner to give it back, or sign in as somebody who has one.`,
  permission_removed: (n, who) =>
    `Greentick was removed in the settings at ${n}, by ${who} or by ${n} itself.`,
  blanket_reset: (n) =>
    `${n} ended the sign-ins of all accounts at once. Nobody here did anything wrong.`,
  attention_needed: (n, who) =>
    `${n} wants ${who} to answer something on its own site, such as a security check. Do that first, then reconnect.`,
  suspended: (n, who) =>
    `${n} suspended ${who}’s account. A new sign-in does not help until that is lifted: see what ${n} says on its own site, then reconnect.`,
  permission_missing: (n) =>
    `At the last sign-in, ${n} was not allowed to give everything Greentick needs.`,
  data_access_lapsed: (n) =>
    `${n} shares data for a limited time after each sign-in. That time is over.`,
  app_broken: (n) =>
    `${n} does not accept your developer app. It is blocked there, or its id, secret or redirect address is no longer right.`,
  not_kept: (n) =>
    `${n} renewed this sign-in, and this computer could not keep the new one: the disk was full, or Greentick was ended at that moment. The old one is used up. A new sign-in brings everything back.`,
  unknown: (n) => `${n} refused the connection and gave no reason. A new sign-in usually helps.`,
} satisfies Record<Cause, (network: string, who: string) => string>;

const approveIn = {
  browser: 'Approve in the browser that just opened',
  window: 'Approve in the window that just opened',
} satisfies Record<Surface, string>;

const approve = ({ surface, no_browser }: AttemptView): string =>
  no_browser ? 'No browser opened: copy the link' : approveIn[surface];

/** Null where the reason says more. */
const titles = {
  not_connected: 'Not connected',
  set_up_unfinished: 'Set-up unfinished',
  waiting_for_you: 'Waiting for you',
  connected: 'Connected',
  needs_you_soon: 'Needs you soon',
  needs_you: 'Needs you',
  cannot_check: null,
  probably_refused: 'Probably not accepted',
  cannot_ask: null,
  key_unavailable: 'Locked',
  tokens_unreadable: 'Needs a new sign-in',
  entry_changed: 'Damaged or changed',
} satisfies Record<StateCode, string | null>;

const changedOutside =
  'What Greentick’s file says of where this location leads was damaged, or changed by another program. Nothing is sent for it, and nobody is sent to sign in there. Add it again: where this row was yours it heals, and where it stays as it is, remove it. An older sign-in stays at the network until you take it back there.';

/** What is inferred is not said as if the network had said it. */
const supposed = (probably: boolean, said: string): string => (probably ? `Probably: ${said}` : said);

/** It is spoken too, together with others, so that it never fails: a code without words is passed over. */
function title(health: HealthView, now: number): string {
  if (health.state === 'needs_you' && health.cause) return causes[health.cause]?.title ?? titles.needs_you;
  if (health.state === 'needs_you_soon' && health.until !== null)
    return `Reconnect by ${times.day(health.until, now)}`;
  return titles[health.state] ?? unchecked.title(health);
}

function connected(location: LocationView, { network, now }: Around): string {
  const { until, renews } = location.health;
  if (location.asks_again) return unchecked.again(location, network);
  if (until !== null) {
    const day = times.day(until, now);
    return renews ? `Good until ${day}, renews by itself` : `Good until ${day}, then ${network} asks`;
  }
  if (location.checked_at === null) return renews ? 'Renews by itself' : 'Has no end date';
  return `Checked ${times.relative(location.checked_at, now)}`;
}

function needsYou(location: LocationView, { network, toll }: Around): string {
  const { probably } = location.health;
  const cause = location.health.cause ?? 'unknown';
  const who = location.login?.name ?? 'The account';
  if (probably) return supposed(probably, causes[cause].detail(network, who));
  const shared = cause === 'password_changed' || cause === 'expired' || cause === 'blanket_reset';
  if (location.login && toll !== null && toll.fixes > 1 && shared) return ties.fixes(toll, location.login.name);
  return causes[cause].detail(network, who);
}

const details = {
  not_connected: (_, { network }) => `Sign in at ${network} to connect it`,
  set_up_unfinished: (_, { network }) => `Approved at ${network}, nothing chosen yet`,
  waiting_for_you: (_, { attempt, network }) => {
    if (attempt?.stage.at === 'preparing') return `Opening ${network}`;
    if (attempt?.stage.at === 'finishing') return `${network} said yes, checking it works`;
    return attempt ? approve(attempt) : `Approve at ${network}`;
  },
  connected,
  needs_you_soon: (location, { network, now }) => {
    if (location.asks_again) return unchecked.again(location, network);
    return location.health.until === null
      ? `${network} will ask for a new sign-in`
      : `${network} ends this sign-in ${times.relative(location.health.until, now)}`;
  },
  needs_you: needsYou,
  cannot_check: (location, { network }) => unchecked.hiccup(location, network),
  probably_refused: (location, { network }) => unchecked.refused(location, network),
  cannot_ask: (location, { network }) => unchecked.trouble(location, network),
  key_unavailable: (_, { keychain }) => `Its sign-in is locked in ${keychain}`,
  tokens_unreadable: () => 'Its stored sign-in is damaged',
  entry_changed: () => 'Add it again, and remove this row if it stays',
} satisfies Record<StateCode, (location: LocationView, around: Around) => string>;

export const health = {
  approve,
  sentence(location: LocationView, around: Around): Sentence {
    if (location.leaving === 'disconnecting')
      return { title: 'Disconnecting', detail: `Taking the sign-in back at ${around.network}` };
    return {
      title: title(location.health, around.now),
      detail: details[location.health.state](location, around),
    };
  },
  cause: (code: Cause): string => causes[code].title,
  /** What is the matter in full; null where its sentence says all. */
  inFull(location: LocationView, network: string, now: number): string | null {
    const { cause, probably, state } = location.health;
    if (state === 'entry_changed') return changedOutside;
    if (cause === null) return unchecked.inFull(location, network, now);
    return supposed(probably, causesInFull[cause](network, location.login?.name ?? 'the account’s owner'));
  },
  asksAgain: unchecked.againInFull,
  titleAt: (of: HealthView, now: number): string => supposed(of.probably, title(of, now)),
  titleOf: (of: HealthView): string => health.titleAt(of, Date.now()),
  spoken: (name: string, of: HealthView) => `${name}: ${health.titleOf(of)}`,
};
