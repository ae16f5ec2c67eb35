// Sample views for the fake engine. Never part of the shipped bundle.

import type { Failed } from '../failed';
import { documented, guideOf, piecesOf, type Piece } from '../guide';
import { fixOf } from './fake_pages';
import type {
  AccountKind,
  AppFindingView,
  AttemptView,
  Failure,
  HealthView,
  HistoryEntryView,
  LocationView,
  NetworkView,
  OfferedView,
  SignInFailureCode,
  Snapshot,
  StateCode,
  StoreProblemCode,
  WayOutCode,
} from './protocol';

const DAY = 86_400_000;
let next = 1;

const healths = {
  not_connected: { icon: 'broken_link', next: 'connect' },
  set_up_unfinished: { icon: 'broken_link', next: 'finish_set_up' },
  waiting_for_you: { icon: 'ring', next: 'approve' },
  connected: { icon: 'tick', next: 'none' },
  needs_you_soon: { icon: 'clock', next: 'reconnect' },
  needs_you: { icon: 'broken_link', next: 'reconnect' },
  cannot_check: { icon: 'cloud', next: 'wait' },
  key_unavailable: { icon: 'cloud', next: 'open_keychain' },
  probably_refused: { icon: 'clock', next: 'reconnect' },
  cannot_ask: { icon: 'cloud', next: 'wait' },
  tokens_unreadable: { icon: 'broken_link', next: 'reconnect' },
  entry_changed: { icon: 'broken_link', next: 'remove' },
} satisfies Record<StateCode, Pick<HealthView, 'icon' | 'next'>>;

export function settled(state: StateCode, more: Partial<HealthView> = {}): HealthView {
  const none = {
    cause: null,
    probably: false,
    hiccup: null,
    trouble: null,
    unheard: null,
    unheard_since: null,
    until: null,
    renews: false,
  };
  return { state, ...healths[state], ...none, ...more };
}

export function location(more: Partial<LocationView> = {}): LocationView {
  const id = `location-${next++}`;
  const health = more.health ?? settled('connected', { until: Date.now() + 84 * DAY });
  const view: Omit<LocationView, 'fix'> = {
    id,
    network: 'facebook',
    host: null,
    name: 'Acme Coffee',
    handle: null,
    kind: 'page',
    client: null,
    health,
    attempt: null,
    login: { id: `login-${id}`, name: 'Jana Weiss', person: `login-${id}` },
    uses: [
      { what: 'read_statistics', granted: true },
      { what: 'publish', granted: true },
      { what: 'promote', granted: false },
    ],
    checked_at: Date.now() - 12 * 60_000,
    connected_at: Date.now() - 40 * DAY,
    credits: [],
    needs_human_by: health.until,
    because: health.until === null ? null : 'data_access_ends',
    alerts_muted: false,
    alerts_snoozed_until: null,
    asks_again: false,
    lost_since: health.state === 'needs_you' ? Date.now() - 3 * 3_600_000 : null,
    leaving: null,
    ...more,
  };
  return { ...view, fix: fixOf(view) };
}

export function attempt(more: Partial<AttemptView> = {}): AttemptView {
  return {
    id: `attempt-${next++}`,
    network: 'mastodon',
    host: null,
    lives_at: null,
    location: null,
    surface: more.network === 'facebook' ? 'window' : 'browser',
    no_browser: false,
    by: null,
    stage: { at: 'waiting' },
    deadline: Date.now() + 600_000,
    ...more,
  };
}

export function failed(failure: SignInFailureCode, more: Partial<Failed> = {}): Failed {
  return { at: 'failed', failure, cause: null, hiccup: null, trouble: null, number: null, taken: null, ...more };
}

export function offered(name: string, more: Partial<OfferedView> = {}): OfferedView {
  const kind: AccountKind = 'page';
  return { account: `account-${next++}`, name, handle: null, kind, reason: null, ...more };
}

export function historyOf(now: number): HistoryEntryView[] {
  return [
    { at: now - 5_400_000, what: 'stopped_working', cause: 'password_changed', who: null },
    { at: now - 3 * DAY, what: 'reconnected', cause: null, who: 'Jana Weiss' },
    { at: now - 4 * DAY, what: 'sign_in_failed', cause: null, who: null },
    { at: now - 20 * DAY, what: 'renamed', cause: null, who: '@harbour.bakery' },
    { at: now - 40 * DAY, what: 'connected', cause: null, who: 'Jana Weiss' },
  ];
}

export const facebook: NetworkView = {
  id: 'facebook',
  name: 'Facebook',
  asks_for: null,
  needs_app: true,
  secret: 'needed',
  set_up: { minutes: 5, costs: 'nothing', review: { before: 'others', takes: 'weeks' } },
  takes_tokens: true,
  revokes: false,
  app_kept_as: 'facebook',
  decides_anew: true,
  client_id: '1234567890123456',
  redirect_uris: ['https://www.facebook.com/connect/login_success.html'],
  console: 'https://developers.facebook.com/apps',
  surfaces: ['window'],
};

export const mastodon: NetworkView = {
  id: 'mastodon',
  name: 'Mastodon',
  asks_for: 'instance',
  needs_app: false,
  secret: null,
  set_up: null,
  takes_tokens: false,
  revokes: true,
  app_kept_as: null,
  decides_anew: false,
  client_id: null,
  redirect_uris: [],
  console: null,
  surfaces: ['browser', 'window'],
};

export const bluesky: NetworkView = {
  ...mastodon,
  id: 'bluesky',
  name: 'Bluesky',
  asks_for: 'handle',
  surfaces: ['browser'],
};

/** What the test of an app shows when nothing is wrong with it. */
export const goodApp: AppFindingView[] = [
  { tried: 'credentials', showed: 'fine', missing: [] },
  { tried: 'redirect', showed: 'not_told_yet', missing: [] },
  { tried: 'scopes', showed: 'fine', missing: [] },
];

/** Every network that has a page, as if it were built. */
export function networks(): NetworkView[] {
  return documented.map((id) => {
    const guide = guideOf(id);
    if (id === bluesky.id) return bluesky;
    const needs_app = guide !== null && guide.steps.length > 0;
    const told = (guide?.steps ?? []).flat().flatMap(piecesOf);
    const written = (kind: Piece['kind']) => told.filter((piece) => piece.kind === kind).map(({ text }) => text);
    return {
      ...(needs_app ? facebook : mastodon),
      id,
      name: guide?.title.split(':')[0] ?? id,
      client_id: null,
      secret: needs_app ? (id === 'x' ? 'optional' : 'needed') : null,
      takes_tokens: id.includes('facebook'),
      app_kept_as: needs_app ? (id === 'instagramviafacebook' ? 'facebook' : id) : null,
      redirect_uris: written('address'),
      console: written('page')[0] ?? null,
    };
  });
}

export function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return {
    sequence: 7,
    practice: false,
    theme: 'system',
    return_by: 'loopback',
    welcomed: false,
    alerts: {
      choice: { steps: [14, 7, 3, 1, 0], by_network: [], by_client: [], quiet: null },
      paused: false,
      paused_until: null,
    },
    reach: { offline: false, between: null, outages: [], clock_off_minutes: null, clock_is_wrong: false },
    store_moved: false,
    vault: { state: 'open', keychain: 'GNOME Keyring', damaged: 0 },
    networks: [facebook, mastodon],
    clients: [],
    locations: [],
    attempts: [],
    ...more,
  };
}

const waysOut = {
  not_a_file: 'set_aside',
  folder_open: 'mend_rights',
  file_open: 'mend_rights',
  not_a_database: 'set_aside',
  foreign: 'set_aside',
  newer: 'update',
  strange_tables: 'set_aside',
  damaged: 'set_aside',
  busy: 'try_again',
  no_rights: 'try_again',
  read_only: 'try_again',
  full: 'try_again',
  disk: 'try_again',
  not_the_store: 'try_again',
} satisfies Record<StoreProblemCode, WayOutCode>;

export const storeProblems = Object.keys(waysOut) as StoreProblemCode[];

export const closedStore = (problem: StoreProblemCode): Failure => ({
  failure: 'store_closed',
  problem,
  way_out: waysOut[problem],
  folder: '/home/jana/.local/share/app.greentick',
  kept: problem === 'read_only' ? ['Harbour Lane Bakery (Facebook)', '@harbourlane (Mastodon)'] : [],
});
