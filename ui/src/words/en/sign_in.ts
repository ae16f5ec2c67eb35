import type {
  AccountKindView,
  HostProblemCode,
  NotGrantedCode,
  OfferedView,
  SignInFailureCode,
  Surface,
  UseCode,
} from '../../api/wire';
import { times } from './times';

export const kinds = {
  page: 'Page',
  business_account: 'Business account',
  organization: 'Organization',
  channel: 'Channel',
  profile: 'Profile',
  account: 'Account',
} satisfies Record<AccountKindView, string>;

const counted = {
  page: { one: '# page', other: '# pages' },
  business_account: { one: '# account', other: '# accounts' },
  organization: { one: '# organization', other: '# organizations' },
  channel: { one: '# channel', other: '# channels' },
  profile: { one: '# profile', other: '# profiles' },
  account: { one: '# account', other: '# accounts' },
} satisfies Record<AccountKindView, { one: string; other: string }>;

const mixed = { one: '# location', other: '# locations' };

/** "3 pages", or "3 locations" where the kinds differ. */
export function countOf(count: number, offered: { kind: AccountKindView }[]): string {
  const kind = offered[0]?.kind;
  const same = kind !== undefined && offered.every((each) => each.kind === kind);
  return times.plural(count, same ? counted[kind] : mixed);
}

export const uses = {
  identify: 'See who signed in',
  read_statistics: 'Read statistics',
  publish: 'Publish posts',
  promote: 'Boost posts',
} satisfies Record<UseCode, string>;

const hostProblems = {
  empty: 'Type the name of your instance, such as social.example.',
  too_long: 'That is too long for the name of an instance.',
  not_only_a_host: 'Only the name, please: no user, port or path.',
  not_a_name: 'That is not the name of an instance. It looks like social.example.',
  address: 'That is a network address. Type the instance’s name instead.',
  private: 'That name belongs to a private network. Type a public instance.',
  look_alike: 'Some letters only look like others. Check the name and type it anew.',
  no_instance: 'No instance answers there. Check the spelling.',
} satisfies Record<HostProblemCode, string>;

export const add = {
  title: 'Add location',
  lead: 'Where is it?',
  needsHost: 'Asks for your instance',
  needsApp: 'Needs your app, once',
  ready: 'Ready to connect',
  host: 'Instance',
  hostHint: 'The part after the second @ of your handle.',
  signIn: (network: string) => `Sign in at ${network}`,
  client: 'For client',
  noClient: 'No client',
  problem: (code: HostProblemCode) => hostProblems[code],
};

export const app = {
  title: (network: string) => `Your ${network} app`,
  lead: (network: string) =>
    `${network} lets only registered apps sign people in. Register one, then copy two values over. You do this once.`,
  console: (network: string) => `Create an app at ${network}`,
  redirect: 'Enter this redirect address there',
  values: 'Copy its id and secret here',
  id: 'Client ID',
  secret: 'Client secret',
  secretHint: (keychain: string) => `Sealed with a key in ${keychain} and never shown again.`,
  badId: 'That cannot be a client ID. Copy it once more, without spaces.',
  badSecret: 'That cannot be a client secret. Copy it once more, without spaces.',
  save: 'Save',
  saveAndGoOn: 'Save and sign in',
};

const failures = {
  too_late: 'The sign-in took too long and ended.',
  refused: 'The sign-in was not approved.',
  no_answer: 'The network did not answer.',
  app_refused: 'The network does not accept your developer app. Check its id, secret and redirect address.',
  not_proven: 'The network approved, but the new sign-in did not work when tried. The old one was kept.',
  nothing_to_connect: 'This account manages nothing that can be connected.',
  page_not_granted: 'You signed in, but this page was not ticked there. Sign in again and tick it.',
  not_kept: 'The sign-in could not be stored on this computer, so it was dropped.',
  cannot_open: 'The sign-in page could not be opened.',
} satisfies Record<SignInFailureCode, string>;

const otherSurface = {
  browser: 'Use the browser instead',
  window: 'Use a window instead',
} satisfies Record<Surface, string>;

export const attempt = {
  region: 'Sign-ins under way',
  connecting: (name: string) => `Connecting ${name}`,
  adding: (network: string) => `Adding from ${network}`,
  preparing: (network: string) => `Opening ${network}…`,
  finishing: (network: string) => `${network} said yes. Checking that it works…`,
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
  unchanged: 'Everything is as it was.',
  failure: (code: SignInFailureCode) => failures[code],
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
  lostLocations: (names: string[]) => `No longer covered: ${names.join(', ')}.`,
};

const notGranted = {
  not_ticked: 'Not ticked at the network. Sign in again and tick it there.',
  role_too_small: 'Your role there is too small. Ask an owner for full access.',
  no_token: 'The network gave no access to it. Try again later.',
} satisfies Record<NotGrantedCode, string>;

export const picker = {
  title: 'Choose what to connect',
  lead: (login: string, network: string) => `${login} approved at ${network}.`,
  granted: 'Ready to connect',
  notGranted: 'Seen, but not granted',
  connected: 'Already connected',
  renewed: 'Renewed by this sign-in',
  search: 'Search pages',
  all: 'Select all',
  none: 'Select none',
  nothing: 'Nothing new to connect here.',
  noMatch: 'No match.',
  reason: (code: NotGrantedCode | null) => notGranted[code ?? 'no_token'],
  connect: (count: number, offered: OfferedView[]) => `Connect ${countOf(count, offered)}`,
  later: 'Later',
  waits: (login: string) => `${login} approved. Nothing is connected until you choose.`,
  resume: 'Choose now',
};
