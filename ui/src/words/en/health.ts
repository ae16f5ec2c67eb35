import type {
  AttemptView,
  CauseCode,
  HealthView,
  HiccupCode,
  LocationView,
  StateCode,
  Surface,
  TroubleCode,
  UnheardCode,
} from '../../api/wire';
import { ties } from './ties';
import { times } from './times';

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
  /** How many others of its login need a person too. */
  alsoLost: number;
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
  permission_missing: {
    title: 'Permission missing',
    detail: () => 'Sign in again and allow everything asked',
  },
  data_access_lapsed: {
    title: 'Data access ended',
    detail: (n) => `${n} shows no data until you sign in`,
  },
  app_broken: { title: 'App not accepted', detail: (n) => `${n} refuses your developer app` },
  unknown: { title: 'Not accepted', detail: (n) => `${n} refused and gave no reason` },
} satisfies Record<
  CauseCode,
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
  permission_missing: (n) =>
    `At the last sign-in, ${n} was not allowed to give everything Greentick needs.`,
  data_access_lapsed: (n) =>
    `${n} shares data for a limited time after each sign-in. That time is over.`,
  app_broken: (n) =>
    `${n} does not accept your developer app: its id, its secret or its redirect address.`,
  unknown: (n) => `${n} refused the connection and gave no reason. A new sign-in usually helps.`,
} satisfies Record<CauseCode, (network: string, who: string) => string>;

const hiccups = {
  offline: () => 'This computer is offline',
  unreachable: (n) => `${n} cannot be reached`,
  bad_certificate: (n) => `The certificate of ${n} is not valid`,
  silent: (n) => `${n} is silent, trying again by itself`,
  down: (n) => `${n} is out of order, trying again`,
  rate_limited: (n) => `${n} asks to wait a little`,
  out_of_credits: (n) => `The paid calls at ${n} are used up`,
  not_an_answer: (n) => `Something else answered for ${n}`,
  unrecognised: (n) => `${n} answered in words nobody knows yet`,
  wrong_clock: (n) => `${n} finds this computer’s clock wrong`,
} satisfies Record<HiccupCode, (network: string) => string>;

const hiccupsInFull = {
  offline: () =>
    'This computer has no way to the networks. Everything is looked at again when it is back.',
  unreachable: (n) => `${n} cannot be reached, while others answer. Greentick goes on trying.`,
  bad_certificate: (n) =>
    `${n} shows a certificate that is not valid, so nothing is sent there. Only its owner can mend that, unless this computer’s date is wrong.`,
  silent: (n) => `${n} does not answer in time. Greentick goes on trying.`,
  down: (n) => `${n} says that it is out of order. Greentick goes on trying.`,
  rate_limited: (n) => `${n} limits how often it may be asked. Greentick waits as long as it asks.`,
  out_of_credits: (n) =>
    `${n} wants to be paid for each question, and the credit of your app is used up. Add credit at its console.`,
  not_an_answer: (n) =>
    `What came back was not from ${n}: often the sign-in page of a Wi-Fi, or a proxy in between.`,
  unrecognised: (n) =>
    `${n} refused the last look in words that Greentick does not know. If that goes on for days, a new sign-in is the next thing to try.`,
  wrong_clock: (n) =>
    `${n} refuses what this computer signs because its clock is wrong. Set date and time, best automatically.`,
} satisfies Record<HiccupCode, (network: string) => string>;

/** What is said of a server that has not been heard of for long. */
const unheard = {
  days: (n) => `Nothing heard from ${n} for two days`,
  refused: (n) => `${n} has refused it for days, without a known reason`,
  weeks: (n) => `Nothing from ${n} for two weeks; perhaps shut down`,
} satisfies Record<UnheardCode, (network: string) => string>;

const troubles = {
  no_app: (n) => `Your ${n} app is not entered here`,
  tokens_unreadable: () => 'Its stored sign-in cannot be opened',
  not_stored: () => 'Greentick could not write to its file',
  disk_full: () => 'The disk of this computer is full',
} satisfies Record<TroubleCode, (network: string) => string>;

const troublesInFull = {
  no_app: (n) =>
    `${n} is asked in the name of your developer app, and its id and secret are not here any more. Enter them again.`,
  tokens_unreadable: () =>
    'What was stored for it is damaged or locked. A new sign-in replaces it; nothing is wrong at the network.',
  not_stored: () =>
    'Greentick could not write to its own file, so nothing was asked. It tries again by itself; if that goes on, look at the folder’s rights.',
  disk_full: () =>
    'There is no room left on the disk, so nothing new can be kept and nothing was asked. Make room, and Greentick goes on by itself.',
} satisfies Record<TroubleCode, (network: string) => string>;

const approveIn = {
  browser: 'Approve in the browser that just opened',
  window: 'Approve in the window that just opened',
} satisfies Record<Surface, string>;

const titles = {
  not_connected: 'Not connected',
  set_up_unfinished: 'Set-up unfinished',
  waiting_for_you: 'Waiting for you',
  connected: 'Connected',
  needs_you_soon: 'Needs you soon',
  needs_you: 'Needs you',
  cannot_check: 'Can’t check right now',
  probably_refused: 'Probably not accepted',
  cannot_ask: 'Not checked',
  key_unavailable: 'Locked',
  tokens_unreadable: 'Needs a new sign-in',
} satisfies Record<StateCode, string>;

/** What is inferred is not said as if the network had said it. */
const supposed = (probably: boolean, said: string): string => (probably ? `Probably: ${said}` : said);

/** The server that is meant: one of many, where a network has many. */
const server = ({ host }: LocationView, network: string): string => host ?? network;

function title(health: HealthView, now: number): string {
  if (health.state === 'needs_you' && health.cause) return causes[health.cause].title;
  if (health.state === 'needs_you_soon' && health.until !== null)
    return `Reconnect by ${times.day(health.until, now)}`;
  return titles[health.state];
}

function connected(location: LocationView, { network, now }: Around): string {
  const { until, renews } = location.health;
  if (location.asks_again) return `${server(location, network)} said no once, asking again`;
  if (until !== null) {
    const day = times.day(until, now);
    return renews ? `Good until ${day}, renews by itself` : `Good until ${day}, then ${network} asks`;
  }
  if (location.checked_at === null) return renews ? 'Renews by itself' : 'Has no end date';
  return `Checked ${times.relative(location.checked_at, now)}`;
}

function needsYou(location: LocationView, { network, alsoLost }: Around): string {
  const { probably } = location.health;
  const cause = location.health.cause ?? 'unknown';
  const who = location.login?.name ?? 'The account';
  if (probably) return supposed(probably, causes[cause].detail(network, who));
  const shared = cause === 'password_changed' || cause === 'expired' || cause === 'blanket_reset';
  if (location.login && alsoLost > 0 && shared)
    return ties.needOne(alsoLost + 1, location.login.name);
  return causes[cause].detail(network, who);
}

const details = {
  not_connected: (_, { network }) => `Sign in at ${network} to connect it`,
  set_up_unfinished: (_, { network }) => `Approved at ${network}, nothing chosen yet`,
  waiting_for_you: (_, { attempt, network }) => {
    if (attempt?.stage.at === 'preparing') return `Opening ${network}`;
    if (attempt?.stage.at === 'finishing') return `${network} said yes, checking it works`;
    return attempt ? approveIn[attempt.surface] : `Approve at ${network}`;
  },
  connected,
  needs_you_soon: ({ health }, { network, now }) =>
    health.until === null
      ? `${network} will ask for a new sign-in`
      : `${network} ends this sign-in ${times.relative(health.until, now)}`,
  needs_you: needsYou,
  cannot_check: (location, { network }) => {
    const { hiccup, unheard: long } = location.health;
    const named = server(location, network);
    const perhapsGone = hiccup === 'unreachable' || hiccup === 'silent' || hiccup === 'offline';
    if (long === 'weeks' && perhapsGone) return unheard.weeks(named);
    return long === null ? hiccups[hiccup ?? 'silent'](named) : `For days: ${hiccups[hiccup ?? 'silent'](named)}`;
  },
  probably_refused: (location, { network }) => unheard.refused(server(location, network)),
  cannot_ask: ({ health }, { network }) => troubles[health.trouble ?? 'not_stored'](network),
  key_unavailable: (_, { keychain }) => `Its sign-in is locked in ${keychain}`,
  tokens_unreadable: () => 'Its stored sign-in is damaged',
} satisfies Record<StateCode, (location: LocationView, around: Around) => string>;

export const health = {
  approveIn,
  sentence(location: LocationView, around: Around): Sentence {
    return {
      title: title(location.health, around.now),
      detail: details[location.health.state](location, around),
    };
  },
  cause: (code: CauseCode) => causes[code].title,
  explained: (code: CauseCode, network: string, who: string | undefined, probably: boolean) =>
    supposed(probably, causesInFull[code](network, who ?? 'the account’s owner')),
  /** Why it cannot be checked, in full; nothing where it can. */
  unchecked: (location: LocationView, network: string): string | null => {
    const { hiccup, trouble, unheard: long, unheard_since: since } = location.health;
    if (trouble !== null) return troublesInFull[trouble](network);
    const named = server(location, network);
    const when = since === null ? '' : ` Since ${times.day(since, Date.now())}.`;
    if (long === 'refused')
      return `${named} has refused this sign-in for days, in words that Greentick does not know. It is probably not accepted any more: a new sign-in shows.${when}`;
    if (hiccup === null) return null;
    const gone = long === 'weeks' && (hiccup === 'unreachable' || hiccup === 'silent');
    return `${hiccupsInFull[hiccup](named)}${gone ? ' It has perhaps shut down.' : ''}${when}`;
  },
  spoken: (name: string, health: HealthView) =>
    `${name}: ${supposed(health.probably, title(health, Date.now()))}`,
};
