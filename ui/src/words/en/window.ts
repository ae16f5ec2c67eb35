import type { AccountKind, Icon } from '../../api/protocol';
import type { Section } from '../../state/locations.svelte';
import type { Filter } from '../../state/screen.svelte';
import { kinds } from './sign_in';
import { say, times } from '../say';

export const common = {
  cancel: say('window-common-cancel'),
  close: say('window-common-close'),
  copy: say('window-common-copy'),
  copyThis: (what: string) => say('window-common-copy-this', { what }),
  copied: say('window-common-copied'),
  dismiss: say('window-common-dismiss'),
  showInFolder: say('window-common-show-in-folder'),
  back: say('window-common-back'),
  selectToCopy: say('window-common-select-to-copy'),
  loading: say('window-common-loading'),
  notices: say('window-common-notices'),
  found: (count: number) => say('window-common-found', { count }),
  discardTitle: say('window-common-discard-title'),
  discardText: say('window-common-discard-text'),
  discard: say('window-common-discard'),
  discardKeep: say('window-common-discard-keep'),
};

export const start = {
  failedTitle: say('window-start-failed-title'),
  failedText: say('window-start-failed-text'),
  behind: say('window-start-behind'),
  again: say('window-start-again'),
};

export const practice = {
  banner: say('window-practice-banner'),
  control: say('window-practice-control'),
};

const filters = {
  all: say('window-filters-all'),
  broken: say('window-filters-broken'),
  soon: say('window-filters-soon'),
  connected: say('window-filters-connected'),
  unchecked: say('window-filters-unchecked'),
  signing_in: say('window-filters-signing_in'),
  not_connected: say('window-filters-not_connected'),
} satisfies Record<Filter, string>;

const sections = {
  needs_you: say('window-sections-needs_you'),
  unchecked: say('window-sections-unchecked'),
  connected: say('window-sections-connected'),
  not_connected: say('window-sections-not_connected'),
} satisfies Record<Section, string>;

const worst = {
  tick: say('window-worst-tick'),
  ring: say('window-worst-ring'),
  cloud: say('window-worst-cloud'),
  clock: say('window-worst-clock'),
  broken_link: say('window-worst-broken_link'),
} satisfies Record<Icon, string>;

const named: Partial<Record<AccountKind, string>> = kinds;

export const list = {
  worst,
  title: say('window-list-title'),
  nav: say('window-list-nav'),
  search: say('window-list-search'),
  checkNow: say('window-list-check-now'),
  checkThese: (count: number) => say('window-list-check-these', { count }),
  checking: say('window-list-checking'),
  add: say('window-list-add'),
  filters,
  filterBy: say('window-list-filter-by'),
  sections,
  /** Its heading while the key is not at hand, for what waits for nothing else. */
  locked: say('window-list-locked'),
  unnamed: (network: string) => say('window-list-unnamed', { network }),
  /** Network and kind. The name of a network that is reached through another one ends in that. */
  place(network: string, kind: AccountKind | null): string {
    const [own = network, ...through] = network.split(/ (?=through )/);
    // Of a kind that has no word here the network alone is said: rows are found by this, and named.
    const said = kind === null ? '' : (named[kind] ?? '');
    return [own, said.toLowerCase(), ...through].filter((part) => part !== '').join(' ');
  },
  placed: (name: string, place: string) => say('window-list-placed', { name, place }),
  noneTitle: say('window-list-none-title'),
  noneText: say('window-list-none-text'),
  noMatchTitle: say('window-list-no-match-title'),
  noMatch: (client: string | null, searched: boolean) =>
    client === null
      ? say(`window-list-no-match-${searched ? 'search' : 'now'}`)
      : say(`window-list-no-match-${searched ? 'search' : 'now'}-of`, { client }),
  showAll: say('window-list-show-all'),
  changed: (count: number) => say('window-list-changed', { count }),
  // The names of these buttons are a contract with the tests that drive the real window.
  connectName: (name: string) => say('window-list-connect-name', { name }),
  reconnectName: (name: string) => say('window-list-reconnect-name', { name }),
  disconnectName: (name: string) => say('window-list-disconnect-name', { name }),
  checkName: (name: string) => say('window-list-check-name', { name }),
  removeName: (name: string) => say('window-list-remove-name', { name }),
  enterAppName: (name: string) => say('window-list-enter-app-name', { name }),
  cancelName: (name: string) => say('window-list-cancel-name', { name }),
  cancelRow: (name: string) => say('window-list-cancel-row', { name }),
  actionName: (action: string, name: string) => say('window-list-action-name', { action, name }),
  menuName: (name: string) => say('window-list-menu-name', { name }),
  reconnect: say('window-list-reconnect'),
  connect: say('window-list-connect'),
  cancel: say('window-list-cancel'),
  pick: say('window-list-pick'),
  fixApp: say('window-list-fix-app'),
  openKeychain: say('window-list-open-keychain'),
  remove: say('window-list-remove'),
  menus: say('window-list-menus'),
  menuReconnect: say('window-list-menu-reconnect'),
  menuConnect: say('window-list-menu-connect'),
  menuCancel: say('window-list-menu-cancel'),
  menuCheck: say('window-list-menu-check'),
  menuPermissions: (network: string) => say('window-list-menu-permissions', { network }),
  menuDisconnect: say('window-list-menu-disconnect'),
  menuRemove: say('window-list-menu-remove'),
};

export const firstRun = {
  title: say('window-first-run-title'),
  lead: say('window-first-run-line-icons'),
  sealed: (keychain: string) => say('window-first-run-line-sealed', { keychain }),
  add: say('window-first-run-add'),
  later: say('window-first-run-later'),
};

const FEW = 5;
const more = (count: number) => times.plural(count, { one: 'and # more', other: 'and # more' });

export const remove = {
  title: (name: string) => say('window-remove-title', { name }),
  /** @param holds Whether it holds a sign-in. */
  text: (holds: boolean) => say(holds ? 'window-remove-text-connected' : 'window-remove-text'),
  ifBack: (server: string) => say('window-remove-if-back', { server }),
  confirm: say('window-remove-confirm'),
  keep: say('window-remove-keep'),
  underWay: (name: string) => say('window-remove-under-way', { name }),
  undo: say('window-remove-undo'),
  notTold: (name: string, problem: string) => say('window-remove-not-told', { name, problem }),
  failed: (name: string) => say('window-remove-failed', { name }),
};

export const disconnect = {
  title: (name: string) => say('window-disconnect-title', { name }),
  stops: (network: string, revokes: boolean) =>
    say(revokes ? 'window-disconnect-stops-revokes' : 'window-disconnect-stops', { network }),
  others: (names: string) => say('window-disconnect-others', { names }),
  names: (all: string[]) =>
    all.length <= FEW
      ? all.join(', ')
      : say('window-disconnect-names-more', { names: all.slice(0, FEW).join(', '), more: all.length - FEW }),
  more,
  confirm: say('window-disconnect-confirm'),
  keep: say('window-disconnect-keep'),
  done: (name: string) => say('window-disconnect-done', { name }),
  openPermissions: say('window-disconnect-open-permissions'),
  revokeNotOffered: (network: string) => say('window-disconnect-revoke-not-offered', { network }),
  revokeFailed: (network: string) => say('window-disconnect-revoke-failed', { network }),
};
