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
import { say } from '../say';

export const kinds = {
  page: say('sign-in-kinds-page'),
  business_account: say('sign-in-kinds-business_account'),
  organization: say('sign-in-kinds-organization'),
  channel: say('sign-in-kinds-channel'),
  profile: say('sign-in-kinds-profile'),
  account: say('sign-in-kinds-account'),
} satisfies Record<AccountKind, string>;

const isKnown = (kind: AccountKind): boolean => kind in kinds;

/** "3 pages", or "3 locations" where the kinds differ. */
export function countOf(count: number, offered: { kind: AccountKind }[]): string {
  const kind = offered[0]?.kind;
  const same = kind !== undefined && offered.every((each) => each.kind === kind);
  return say(`sign-in-count-${same && isKnown(kind) ? kind : 'mixed'}`, { count });
}

export const uses = {
  identify: say('sign-in-uses-identify'),
  read_statistics: say('sign-in-uses-read_statistics'),
  publish: say('sign-in-uses-publish'),
  promote: say('sign-in-uses-promote'),
} satisfies Record<Use, string>;

export const add = {
  title: say('sign-in-add-title'),
  lead: say('sign-in-add-lead'),
  needsApp: say('sign-in-add-needs-app'),
  ready: say('sign-in-add-ready'),
  asks: (code: AsksFor) => say(`sign-in-asked-${code}-card`),
  host: (code: AsksFor) => say(`sign-in-asked-${code}-label`),
  hostHint: (code: AsksFor) => say(`sign-in-asked-${code}-hint`),
  signIn: (network: string) => say('sign-in-add-sign-in', { network }),
  noAnswerYet: say('sign-in-add-no-answer-yet'),
  client: say('sign-in-add-client'),
  problem: (code: InstanceProblem, asksFor: AsksFor) => say(`sign-in-${asksFor}-problems-${code}`),
  haveToken: say('sign-in-add-have-token'),
  signInInstead: say('sign-in-add-sign-in-instead'),
};

export const token = {
  title: say('sign-in-token-title'),
  titleAt: (network: string) => say('sign-in-token-title-at', { network }),
  lead: say('sign-in-token-lead'),
  what: (network: string) => say('sign-in-token-what', { network }),
  label: say('sign-in-token-label'),
  hint: (keychain: string) => say('sign-in-token-hint', { keychain }),
  empty: say('sign-in-token-empty'),
  look: say('sign-in-token-look'),
};

export const app = {
  title: (network: string) => say('sign-in-app-title', { network }),
  lead: (network: string) => say('sign-in-app-lead', { network }),
  console: (network: string) => say('sign-in-app-console', { network }),
  redirect: (number: number, of: number) =>
    of === 1
      ? say('sign-in-app-redirect')
      : say('sign-in-app-redirect-one-of', { number: String(number), of: String(of) }),
  id: say('sign-in-app-id'),
  secret: say('sign-in-app-secret'),
  secretIfAny: say('sign-in-app-secret-if-any'),
  secretMayBeEmpty: (keychain: string) => say('sign-in-app-secret-may-be-empty', { keychain }),
  secretHint: (keychain: string) => say('sign-in-app-secret-hint', { keychain }),
  badId: say('sign-in-app-bad-id'),
  badSecret: say('sign-in-app-bad-secret'),
};

const otherSurface = {
  browser: say('sign-in-other-surface-browser'),
  window: say('sign-in-other-surface-window'),
} satisfies Record<Surface, string>;

export const attempt = {
  region: say('sign-in-attempt-region'),
  connecting: (name: string) => say('sign-in-attempt-connecting', { name }),
  adding: (network: string) => say('sign-in-attempt-adding', { network }),
  preparing: (network: string) => say('sign-in-attempt-preparing', { network }),
  finishing: (network: string) => say('sign-in-attempt-finishing', { network }),
  noBrowser: say('sign-in-attempt-no-browser'),
  livesAt: (server: string) => say('sign-in-attempt-lives-at', { server }),
  ticked: (count: number) => say('sign-in-attempt-ticked', { count }),
  at: (name: string, network: string) => say('sign-in-attempt-at', { name, network }),
  until: (at: number) => say('sign-in-attempt-until', { at: { at: at, now: 0 } }),
  otherSurface,
  cancel: say('sign-in-attempt-cancel'),
  openAgain: say('sign-in-attempt-open-again'),
  copyLink: say('sign-in-attempt-copy-link'),
  linkCopied: say('sign-in-attempt-link-copied'),
  linkToCopy: say('sign-in-attempt-link-to-copy'),
  paste: say('sign-in-attempt-paste'),
  pasteLabel: say('sign-in-attempt-paste-label'),
  pasteHint: say('sign-in-attempt-paste-hint'),
  pasteSend: say('sign-in-attempt-paste-send'),
  failed: (name: string) => say('sign-in-attempt-failed', { name }),
  failedAdding: (network: string) => say('sign-in-attempt-failed-adding', { network }),
  cancelled: (network: string) => say('sign-in-attempt-cancelled', { network }),
  nothingChanged: (name: string | null) =>
    name === null ? say('sign-in-attempt-nothing-changed') : say('sign-in-attempt-nothing-changed-of', { name }),
  unchanged: say('sign-in-attempt-unchanged'),
  failure: failed,
  enterApp: say('sign-in-attempt-enter-app'),
  openSite: (network: string) => say('sign-in-attempt-open-site', { network }),
  tryAgain: say('sign-in-attempt-try-again'),
  dismiss: say('sign-in-attempt-dismiss'),
  wrongAccount: say('sign-in-attempt-wrong-account'),
  expectedGot: (expected: string, got: string) => say('sign-in-attempt-expected-got', { expected, got }),
  addAsNew: say('sign-in-attempt-add-as-new'),
  stop: say('sign-in-attempt-stop'),
  succeeded: (count: number) => say('sign-in-attempt-succeeded', { count }),
  succeededOne: (name: string) => say('sign-in-attempt-succeeded-one', { name }),
  gained: (what: string[]) => say('sign-in-attempt-gained', { what: what.join(', ') }),
  lost: (what: string[]) => say('sign-in-attempt-lost', { what: what.join(', ') }),
  howBack: (network: string) => say('sign-in-attempt-how-back', { network }),
  signInAgain: say('sign-in-attempt-sign-in-again'),
  lostLocations: (names: string[]) => say('sign-in-attempt-lost-locations', { names: names.join(', ') }),
};

export const picker = {
  title: say('sign-in-picker-title'),
  lead: (login: string, network: string) => say('sign-in-picker-lead', { login, network }),
  granted: say('sign-in-picker-granted'),
  notGranted: say('sign-in-picker-not-granted'),
  connected: say('sign-in-picker-connected'),
  renewed: say('sign-in-picker-renewed'),
  search: say('sign-in-picker-search'),
  searchLabel: say('sign-in-picker-search-label'),
  all: say('sign-in-picker-all'),
  clear: say('sign-in-picker-clear'),
  selected: (count: number, of: number) => say('sign-in-picker-selected', { count, of }),
  more: (network: string) => say('sign-in-picker-more', { network }),
  nothing: say('sign-in-picker-nothing'),
  nothingNew: say('sign-in-picker-nothing-new'),
  ungranted: (count: number) => say('sign-in-picker-ungranted', { count }),
  noMatch: say('sign-in-picker-no-match'),
  unread: (count: number) => say('sign-in-picker-unread', { count }),
  leftOut: (count: number) => say('sign-in-picker-left-out', { count }),
  incomplete: say('sign-in-picker-incomplete'),
  reason: (code: NotGranted | null) => say(`sign-in-not-granted-${code ?? 'no_token'}`),
  connect: (count: number, offered: OfferedView[]) => say('sign-in-picker-connect', { counted: countOf(count, offered) }),
  renew: (offered: OfferedView[]) => say('sign-in-picker-renew', { counted: countOf(offered.length, offered) }),
  later: say('sign-in-picker-later'),
  stop: say('sign-in-picker-stop'),
  waits: (login: string) => say('sign-in-picker-waits', { login }),
  resume: say('sign-in-picker-resume'),
};
