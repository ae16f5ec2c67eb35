import type { AccountKind, Icon } from '../../api/protocol';
import type { Section } from '../../state/locations.svelte';
import type { Filter } from '../../state/screen.svelte';
import { kinds } from './sign_in';
import { times } from './times';

export const common = {
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copyThis: (what: string) => `Copy ${what}`,
  copied: 'Copied',
  dismiss: 'Dismiss',
  showInFolder: 'Show in folder',
  back: 'Back',
  selectToCopy: 'Select it and copy it by hand.',
  loading: 'Loading',
  notices: 'Notices',
  found: (count: number) =>
    count === 0 ? 'Nothing found' : times.plural(count, { one: '# found', other: '# found' }),
  discardTitle: 'Throw away what you typed?',
  discardText: 'The secret you typed is not saved anywhere yet.',
  discard: 'Throw away',
  discardKeep: 'Keep typing',
};

export const start = {
  failedTitle: 'Greentick could not load your locations',
  failedText: 'The part of Greentick that watches them did not answer this window. If that goes on, quit Greentick and start it again.',
  behind: 'The list may be out of date.',
  again: 'Try again',
};

export const practice = {
  banner: 'Practice networks: nothing here is real',
  control: 'Open control page',
};

const filters = {
  all: 'All',
  broken: 'Broken',
  soon: 'Needs you soon',
  connected: 'Connected',
  unchecked: 'Can’t check',
  signing_in: 'Signing in',
  not_connected: 'Not connected',
} satisfies Record<Filter, string>;

const sections = {
  needs_you: 'Needs you',
  unchecked: 'Can’t be checked right now',
  connected: 'Connected',
  not_connected: 'Not connected',
} satisfies Record<Section, string>;

const worst = {
  tick: 'Nothing needs you',
  ring: 'Nothing needs you',
  cloud: 'Not everything can be checked',
  clock: 'Something needs you soon',
  broken_link: 'Something is broken',
} satisfies Record<Icon, string>;

const named: Partial<Record<AccountKind, string>> = kinds;

export const list = {
  worst,
  title: 'Locations',
  nav: 'Main',
  search: 'Search',
  checkNow: 'Check now',
  checkThese: (count: number) => `Check these ${times.number(count)}`,
  checking: 'Checking all locations',
  add: 'Add location',
  filters,
  filterBy: 'Show',
  sections,
  /** Its heading while the key is not at hand, for what waits for nothing else. */
  locked: 'Locked',
  unnamed: (network: string) => `New from ${network}`,
  /** Network and kind. The name of a network that is reached through another one ends in that. */
  place(network: string, kind: AccountKind | null): string {
    const [own = network, ...through] = network.split(/ (?=through )/);
    // Of a kind that has no word here the network alone is said: rows are found by this, and named.
    const said = kind === null ? '' : (named[kind] ?? '');
    return [own, said.toLowerCase(), ...through].filter((part) => part !== '').join(' ');
  },
  placed: (name: string, place: string) => `${name}, ${place}`,
  noneTitle: 'No locations yet',
  noneText: 'Add a page, profile or channel, and its green tick appears here.',
  noMatchTitle: 'Nothing fits',
  noMatch: (client: string | null, searched: boolean) =>
    `No location${client === null ? '' : ` of ${client}`} ${searched ? 'fits this search' : 'is like this now'}.`,
  showAll: 'Show all',
  changed: (count: number) =>
    times.plural(count, { one: '# location changed', other: '# locations changed' }),
  // The names of these buttons are a contract with the tests that drive the real window.
  connectName: (name: string) => `Connect ${name}`,
  reconnectName: (name: string) => `Reconnect ${name}`,
  disconnectName: (name: string) => `Disconnect ${name}`,
  checkName: (name: string) => `Check ${name} again`,
  removeName: (name: string) => `Remove ${name} from the list`,
  enterAppName: (name: string) => `Enter the app of ${name}`,
  cancelName: (name: string) => `Cancel sign-in for ${name}`,
  cancelRow: (name: string) => `Cancel signing in to ${name}`,
  actionName: (action: string, name: string) => `${action}: ${name}`,
  menuName: (name: string) => `More for ${name}`,
  reconnect: 'Reconnect',
  connect: 'Connect',
  cancel: 'Cancel',
  pick: 'Choose pages',
  fixApp: 'Fix app',
  openKeychain: 'Open keychain',
  remove: 'Remove…',
  menus: 'Menu of a location',
  menuReconnect: 'Reconnect',
  menuConnect: 'Connect',
  menuCancel: 'Cancel sign-in',
  menuCheck: 'Check now',
  menuPermissions: (network: string) => `Permissions on ${network}`,
  menuDisconnect: 'Disconnect…',
  menuRemove: 'Remove from list…',
};

export const firstRun = {
  title: 'Every page, always connected',
  add: 'Add your first location',
  later: 'Look around first',
};

const FEW = 5;
const more = (count: number) => times.plural(count, { one: 'and # more', other: 'and # more' });

export const remove = {
  title: (name: string) => `Remove ${name}?`,
  /** @param holds Whether it holds a sign-in. */
  text: (holds: boolean) =>
    holds
      ? 'It is disconnected and leaves the list with its history: Greentick stops watching it and erases its sign-in here. You can undo that for ten seconds.'
      : 'It leaves the list with its history. You can undo that for ten seconds.',
  ifBack: (server: string) => `If ${server} comes back one day, you can add it again.`,
  confirm: 'Remove',
  keep: 'Keep it',
  underWay: (name: string) => `${name} is being removed`,
  undo: 'Undo',
  notTold: (name: string, problem: string) => `${name} is removed. ${problem}`,
  failed: (name: string) =>
    `${name} could not be removed, because Greentick could not write to its own file. It stays on the list.`,
};

export const disconnect = {
  title: (name: string) => `Disconnect ${name}?`,
  stops: (network: string, revokes: boolean) =>
    revokes
      ? `Greentick stops watching it and erases its sign-in here. At ${network} it is revoked too, unless other locations depend on it. Its history stays.`
      : `Greentick stops watching it and erases its sign-in here. ${network} lists Greentick until you remove it there. Its history stays.`,
  others: (names: string) => `These hang on the same sign-in and keep working: ${names}.`,
  names: (all: string[]) =>
    all.length <= FEW
      ? all.join(', ')
      : `${all.slice(0, FEW).join(', ')} ${more(all.length - FEW)}`,
  more,
  confirm: 'Disconnect',
  keep: 'Keep connected',
  done: (name: string) => `${name} is disconnected`,
  openPermissions: 'Open permissions page',
  revokeNotOffered: (network: string) =>
    `Disconnected here. This ${network} server has no way to take a sign-in back: remove Greentick on its own page.`,
  revokeFailed: (network: string) =>
    `Disconnected here, but ${network} could not be told. Remove Greentick on its own page too.`,
};
