import type {
  AccountKind,
  AsksFor,
  InstanceProblem,
  NotGranted,
  OfferedView,
  Surface,
  Use,
} from '../../api/protocol';
import { failed } from './failed';
import { times } from './times';

export const kinds = {
  page: 'Page',
  business_account: 'Business account',
  organization: 'Organisation',
  channel: 'Channel',
  profile: 'Profile',
  account: 'Account',
} satisfies Record<AccountKind, string>;

const counted = {
  page: { one: '# page', other: '# pages' },
  business_account: { one: '# account', other: '# accounts' },
  organization: { one: '# organisation', other: '# organisations' },
  channel: { one: '# channel', other: '# channels' },
  profile: { one: '# profile', other: '# profiles' },
  account: { one: '# account', other: '# accounts' },
} satisfies Record<AccountKind, { one: string; other: string }>;
const countedAs: Partial<Record<AccountKind, { one: string; other: string }>> = counted;

const mixed = { one: '# location', other: '# locations' };

/** "3 pages", or "3 locations" where the kinds differ. */
export function countOf(count: number, offered: { kind: AccountKind }[]): string {
  const kind = offered[0]?.kind;
  const same = kind !== undefined && offered.every((each) => each.kind === kind);
  return times.plural(count, (same ? countedAs[kind] : undefined) ?? mixed);
}

export const uses = {
  identify: 'See who signed in',
  read_statistics: 'Read statistics',
  publish: 'Publish posts',
  promote: 'Boost posts',
} satisfies Record<Use, string>;

const instanceProblems = {
  empty: 'Type the name of your instance, such as social.example.',
  too_long: 'That is too long for the name of an instance.',
  not_only_a_host: 'Only the name, please: no user, port or path.',
  not_a_name: 'That is not the name of an instance. It looks like social.example.',
  address: 'That is a network address. Type the instance’s name instead.',
  private: 'That name belongs to a private network. Type a public instance.',
  look_alike: 'Some letters only look like others. Check the name and type it anew.',
  no_instance: 'No instance answers there. Check the spelling.',
  no_account: 'There is no account of that name. Check the spelling.',
  too_old: 'The server there does not know the permissions that Greentick needs.',
  issuer_mismatch:
    'The server there says that it is another one, so nothing was sent to it. Check the spelling, or type the name that the server uses itself.',
} satisfies Record<InstanceProblem, string>;

const handleProblems = {
  empty: 'Type your handle, such as you.social.example.',
  too_long: 'That is too long for a handle.',
  not_only_a_host: 'Only the handle, please: no port or path.',
  not_a_name: 'That is not a handle. It looks like you.social.example.',
  address: 'That is a network address. Type your handle instead.',
  private: 'That name belongs to a private network. Type your public handle.',
  look_alike: 'Some letters only look like others. Check the handle and type it anew.',
  no_instance: 'The server of this account does not answer. Try again later.',
  no_account: 'There is no account with that handle. Check the spelling.',
  too_old: 'The server of this account is too old for the permissions that Greentick needs.',
  issuer_mismatch: 'The server that signs this account in says that it is another one, so nothing was sent to it. Its administrator can tell.',
} satisfies Record<InstanceProblem, string>;

const asked = {
  instance: {
    card: 'Asks for your instance',
    label: 'Instance',
    hint: 'The part after the second @ of your handle.',
    problems: instanceProblems,
  },
  handle: {
    card: 'Asks for your handle',
    label: 'Handle',
    hint: 'A domain name such as you.social.example, or an identity that begins with did:',
    problems: handleProblems,
  },
} satisfies Record<
  AsksFor,
  { card: string; label: string; hint: string; problems: Record<InstanceProblem, string> }
>;

export const add = {
  title: 'Add location',
  lead: 'Where is it?',
  needsApp: 'Needs your app, once',
  ready: 'Ready to connect',
  asks: (code: AsksFor) => asked[code].card,
  host: (code: AsksFor) => asked[code].label,
  hostHint: (code: AsksFor) => asked[code].hint,
  signIn: (network: string) => `Sign in at ${network}`,
  noAnswerYet: 'The server has not answered yet. Wait a little longer, or give up:',
  client: 'For client',
  problem: (code: InstanceProblem, asksFor: AsksFor) => asked[asksFor].problems[code],
  haveToken: 'I have a token',
  signInInstead: 'Sign in instead',
};

export const token = {
  title: 'Add with a token',
  titleAt: (network: string) => `Add with a ${network} token`,
  lead: 'Where is the token from?',
  what: (network: string) =>
    `An administrator makes such a token at ${network} by hand, for example for a system user. It lasts long and needs no sign-in.`,
  label: 'Access token',
  hint: (keychain: string) => `Sealed with a key in ${keychain} and never shown again.`,
  empty: 'Paste the token first.',
  look: 'Look at it',
};

export const app = {
  title: (network: string) => `Your ${network} app`,
  lead: (network: string) =>
    `${network} lets only registered apps sign people in. Register one, then copy two values over. You do this once.`,
  console: (network: string) => `Create an app at ${network}`,
  redirect: (number: number, of: number) =>
    of === 1 ? 'Enter this redirect address there' : `Enter this redirect address there (${number} of ${of})`,
  values: 'Copy its id and secret here',
  idAlone: 'Copy its id here',
  id: 'Client ID',
  secret: 'Client secret',
  secretIfAny: 'Client secret, if there is one',
  secretMayBeEmpty: (keychain: string) =>
    `Leave it empty if your app has none. Otherwise it is sealed with a key in ${keychain} and never shown again.`,
  secretHint: (keychain: string) => `Sealed with a key in ${keychain} and never shown again.`,
  badId: 'That cannot be a client ID. Copy it once more, without spaces.',
  badSecret: 'That cannot be a client secret. Copy it once more, without spaces.',
  save: 'Save',
  saveAndGoOn: 'Save and sign in',
  saveAndPaste: 'Save and go on',
};

const otherSurface = {
  browser: 'Use the browser instead',
  window: 'Use a window instead',
} satisfies Record<Surface, string>;

export const attempt = {
  region: 'Sign-ins under way',
  connecting: (name: string) => `Connecting ${name}`,
  adding: (network: string) => `Adding from ${network}`,
  preparing: (network: string) => `Opening ${network}…`,
  finishing: (network: string) => `Checking at ${network} that it works…`,
  noBrowser:
    'No browser opened. Copy the link and open it in any browser on this computer: the sign-in goes on from there.',
  livesAt: (server: string) => `That account lives at ${server}.`,
  ticked: (count: number) =>
    times.plural(count, {
      one: 'Leave this page ticked there, or it stops working:',
      other: 'Leave these # pages ticked there; what is unticked stops working:',
    }),
  at: (name: string, network: string) => `${name} (${network})`,
  until: (at: number) => `Waits until ${times.clock(at)}`,
  otherSurface,
  cancel: 'Cancel',
  openAgain: 'Open again',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkToCopy: 'Link to the sign-in page',
  paste: 'Paste address',
  pasteLabel: 'Address you landed on',
  pasteHint: 'If the browser shows an error page after you approved, paste its address here.',
  pasteSend: 'Use address',
  failed: (name: string) => `${name} was not connected`,
  failedAdding: (network: string) => `Nothing was added from ${network}`,
  cancelled: (network: string) => `The sign-in at ${network} was cancelled`,
  nothingChanged: (name: string | null) =>
    name === null ? 'Nothing changed.' : `Nothing changed: ${name} is as it was.`,
  unchanged: 'Everything is as it was.',
  failure: failed,
  enterApp: 'Enter app',
  openSite: (network: string) => `Open ${network}`,
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  wrongAccount: 'Another account came back',
  expectedGot: (expected: string, got: string) =>
    `Expected ${expected}, got ${got}. Nothing was changed.`,
  addAsNew: 'Add as new location',
  stop: 'Stop',
  succeeded: (count: number) =>
    times.plural(count, { one: '# location connected', other: '# locations connected' }),
  succeededOne: (name: string) => `${name} is connected`,
  gained: (what: string[]) => `Now also: ${what.join(', ')}.`,
  lost: (what: string[]) => `No longer: ${what.join(', ')}.`,
  howBack: (network: string) => `Sign in again and leave everything ticked at ${network} to get it back.`,
  signInAgain: 'Sign in again',
  lostLocations: (names: string[]) => `No longer covered: ${names.join(', ')}.`,
};

const notGranted = {
  not_ticked: 'Not ticked at the sign-in. Grant more and tick it there.',
  role_too_small: 'Your role there is too small. Ask an owner for full access.',
  no_token: 'The network gave no access to it. Your role there may not allow it.',
} satisfies Record<NotGranted, string>;

export const picker = {
  title: 'Choose what to connect',
  lead: (login: string, network: string) => `${login} approved at ${network}.`,
  granted: 'Ready to connect',
  notGranted: 'Seen, but not granted',
  connected: 'Already connected',
  renewed: 'Renewed by this sign-in',
  search: 'Search',
  searchLabel: 'Search what is offered',
  all: 'Select all',
  clear: 'Clear',
  selected: (count: number, of: number) => `${times.number(count)} of ${times.number(of)} selected`,
  more: (network: string) => `Grant more at ${network}…`,
  nothing: 'Nothing to connect yet',
  nothingNew: 'Nothing new to connect',
  ungranted: (count: number) => `${times.number(count)} not granted`,
  noMatch: 'No match.',
  unread: (count: number) => `${times.number(count)} could not be read.`,
  leftOut: (count: number) =>
    `${times.number(count)} more were found than can be listed here. Those that can be connected come first.`,
  incomplete: 'Not all pages could be listed. Sign in again later for the rest.',
  reason: (code: NotGranted | null) => notGranted[code ?? 'no_token'],
  connect: (count: number, offered: OfferedView[]) => `Connect ${countOf(count, offered)}`,
  renew: (offered: OfferedView[]) => `Renew ${countOf(offered.length, offered)}`,
  later: 'Later',
  stop: 'Close',
  waits: (login: string) => `${login} approved. Nothing is connected until you choose.`,
  resume: 'Choose now',
};
