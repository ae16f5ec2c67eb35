// Whole worlds for the browser tests, by name. Never part of the shipped bundle.

import {
  attempt,
  closedStore,
  facebook,
  failed,
  location,
  mastodon,
  networks,
  offered,
  settled,
  snapshot,
  storeProblems,
} from './samples';
import { monday, mondayClients } from './scenarios_monday';
import { unchecked } from './scenarios_unchecked';
import type { AttemptView, Failure, LocationView, Snapshot, StageView, KeyState } from './protocol';

const DAY = 86_400_000;
const clients = [
  { id: 'acme', name: 'Acme Coffee' },
  { id: 'harbour', name: 'Harbour Lane' },
  { id: 'northwind', name: 'Northwind' },
  { id: 'ost', name: 'Studio Ost' },
];

function day(): LocationView[] {
  const now = Date.now();
  const jana = { id: 'jana', name: 'Jana Weiss', person: 'jana' };
  const toot = { network: 'mastodon', kind: 'account' as const };
  return [
    location({
      id: 'bakery',
      name: 'Harbour Lane Bakery',
      client: 'northwind',
      login: jana,
      health: settled('needs_you', { cause: 'password_changed' }),
    }),
    location({
      name: 'Northwind Logistics',
      client: 'northwind',
      login: { id: 'tom', name: 'Tom Reyes', person: 'tom' },
      health: settled('needs_you', { cause: 'access_lost' }),
    }),
    location({
      ...toot,
      name: '@acme.coffee',
      handle: '@acme.coffee@mastodon.social',
      client: 'acme',
      login: { id: 'acme-coffee', name: '@acme.coffee', person: 'acme-coffee' },
      health: settled('needs_you_soon', { until: now + 6 * DAY }),
    }),
    location({ name: 'Studio Ost Archive', client: 'ost', login: null, health: settled('not_connected') }),
    location({ name: null, kind: null, health: settled('set_up_unfinished') }),
    location({
      id: 'acme-page',
      name: 'Acme Coffee',
      client: 'acme',
      login: jana,
      credits: [
        { of: 'app', used_percent: 12, full_again_at: null },
        { of: 'account', used_percent: 86, full_again_at: now + 40 * 60_000 },
      ],
    }),
    location({ ...toot, id: 'acme-toot', name: '@acme', handle: '@acme@mastodon.example', client: 'acme', attempt: 'signing-in', health: settled('waiting_for_you') }),
    location({ ...toot, name: '@harbourlane', handle: '@harbourlane@chaos.example', client: 'harbour', health: settled('cannot_check', { hiccup: 'silent' }) }),
    location({ name: 'Harbour Lane', client: 'harbour', health: settled('connected', { until: now + 44 * DAY, renews: true }) }),
    location({ ...toot, name: '@studio.ost', handle: '@studio.ost@mastodon.social', client: 'ost', health: settled('connected') }),
    location({ id: 'ost-page', name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen', client: 'ost', login: jana }),
    location({ name: 'مقهى الميناء القديم', handle: null, client: 'harbour' }),
    location({ network: 'pixelfed', name: 'Northwind Pictures', kind: 'profile', client: 'northwind', health: settled('connected', { renews: true }) }),
    ...['Elbe Books', 'Lindqvist & Søn', 'Café Zürich', 'Mill Street Dental', 'Orchard Cycles'].map((name) =>
      location({ name, client: 'acme', health: settled('connected', { until: now + 60 * DAY }) }),
    ),
  ];
}

/** Dates all over the next ninety days: one that has passed, several on one day, one sign-in for many. */
function ahead(): LocationView[] {
  const now = Date.now();
  const until = (days: number) => settled(days > 14 ? 'connected' : 'needs_you_soon', { until: now + days * DAY });
  const ending = { because: 'sign_in_ends' as const };
  const names = ['Acme Coffee', 'Acme Coffee Roastery', 'Acme Coffee To Go', 'Acme Coffee Wien', 'Acme Coffee Zürich', 'Acme Coffee Outlet'];
  const ids = names.map((_, at) => `acme-${at}`);
  const pages = names.map((name, at) =>
    location({
      id: ids[at] ?? '',
      name,
      client: 'acme',
      health: until(24),
      login: { id: 'jana', name: 'Jana Weiss', person: 'jana' },
    }),
  );
  const tom = { id: 'tom', name: 'Tom Reyes', person: 'tom' };
  return [
    location({ ...ending, network: 'linkedin', kind: 'organization', name: 'Northwind Logistics', client: 'northwind', login: tom, health: until(-2) }),
    location({ ...ending, network: 'bluesky', kind: 'account', name: '@harbourlane.example', client: 'harbour', login: tom, health: until(1.3) }),
    location({ ...ending, network: 'tiktok', kind: 'account', name: 'Harbour Lane Bakery', client: 'harbour', login: tom, attempt: 'signing-in', needs_human_by: now + 6 * DAY, health: settled('waiting_for_you') }),
    location({ ...ending, network: 'linkedin', kind: 'organization', name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen', client: 'ost', health: until(9) }),
    location({ network: 'facebook', name: 'Elbe Books', client: 'northwind', health: until(9.1) }),
    ...pages,
    location({ ...ending, network: 'pinterest', kind: 'account', name: 'مقهى الميناء القديم', client: 'harbour', health: until(52) }),
    ...['Café Zürich', 'Mill Street Dental', 'Orchard Cycles', 'Lindqvist & Søn'].map((name, at) =>
      location({ name, client: 'northwind', login: { id: `owner-${at}`, name: `Owner ${at}`, person: `owner-${at}` }, health: until(71) }),
    ),
    location({ name: 'Studio Ost', client: 'ost', health: until(90) }),
    location({ name: 'Studio Ost Archive', client: 'ost', health: settled('connected', { until: now + 200 * DAY }) }),
    location({ network: 'mastodon', kind: 'account', name: '@studio.ost', client: 'ost', health: settled('connected') }),
    location({ name: 'Station Road Florist', client: 'acme', health: settled('needs_you', { cause: 'password_changed' }) }),
  ];
}

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen';

/** Sixty logins and what hangs on them: three colleagues carry nearly everything. */
function held(): LocationView[] {
  const people: [string, string, number][] = [
    ['Jana Weiss', 'facebook', 128],
    ['Tom Reyes', 'facebook', 61],
    ['Jana Weiss', 'instagramviafacebook', 24],
    ['María-Fernanda Castellanos de la Fuente y Domínguez', 'linkedin', 9],
    ...Array.from({ length: 18 }, (_, at): [string, string, number] => [`@branch${at}`, 'mastodon', 1]),
  ];
  return people.flatMap(([person, network, count], who) => {
    const ids = Array.from({ length: count }, (_, at) => `held-${who}-${at}`);
    return ids.map((id, at) =>
      location({
        id,
        network,
        ...(network === 'mastodon' ? { host: `social${who}.example`, kind: 'account', handle: `${person}@social${who}.example` } : {}),
        name: network === 'mastodon' ? person : at === 3 ? LONG : `${streets[at % streets.length] ?? ''} ${shops[at % shops.length] ?? ''} ${at + 1}`,
        client: clients[at % 4]?.id ?? null,
        login: { id: `login-${who}`, name: person, person: `login-${who}` },
        health:
          at % 40 === 1 ? settled('needs_you', { cause: 'password_changed' })
          : at % 50 === 2 ? settled('needs_you_soon', { until: Date.now() + 6 * DAY })
          : settled('connected'),
      }),
    );
  });
}

const withApps = () =>
  networks().map((each) => (each.needs_app ? { ...each, client_id: '1234567890123456' } : each));

function attemptAt(stage: StageView, known = true, more: Partial<AttemptView> = {}): Snapshot {
  const locations = day();
  const view = attempt({
    id: 'signing-in',
    network: 'facebook',
    location: known ? 'bakery' : null,
    stage,
    ...more,
  });
  return snapshot({ clients, locations, attempts: [view] });
}

function vault(state: KeyState): Snapshot {
  const locations = day().map((each) => ({ ...each, health: each.health.icon === 'tick' ? settled('key_unavailable') : each.health, attempt: null }));
  return snapshot({ clients, locations, vault: { state, keychain: 'GNOME Keyring', damaged: 0 } });
}

function many(count: number): LocationView[] {
  return Array.from({ length: count }, (_, at) =>
    location({
      id: `many-${at}`,
      name: `Branch ${at}`,
      client: clients[at % 4]?.id ?? null,
      network: at % 3 === 0 ? 'mastodon' : 'facebook',
      health: at % 50 === 0 ? settled('needs_you', { cause: 'expired' }) : settled('connected'),
    }),
  );
}

const shops = ['Bakery', 'Books', 'Cycles', 'Dental', 'Florist', 'Garden Centre', 'Hardware', 'Opticians', 'Pharmacy', 'Records'];
const streets = ['Harbour Lane', 'Mill Street', 'Elbe', 'Old Town', 'Station Road', 'Northwind', 'Orchard', 'Market Hall'];

const pages = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const branch = Math.floor(at / (shops.length * streets.length)) + 1;
    const name = `${streets[at % streets.length] ?? ''} ${shops[Math.floor(at / streets.length) % shops.length] ?? ''}`;
    return offered(branch === 1 ? name : `${name} ${branch}`, { handle: at % 3 === 0 ? `@shop${at}` : null });
  });

const offer = {
  login: 'Jana Weiss',
  granted: [offered('Harbour Lane Bakery', { handle: '@harbourlane' }), offered('Elbe Books')],
  not_granted: [
    offered('Old Town Museum', { reason: 'not_ticked' }),
    offered('Brewery Nord', { reason: 'role_too_small' }),
  ],
  connected: [offered('Acme Coffee')],
  unread: 0,
  left_out: 0,
  incomplete: false,
};

const scenarios: Record<string, () => Snapshot> = {
  day: () =>
    snapshot({
      clients,
      locations: day(),
      attempts: [attempt({ id: 'signing-in', location: 'acme-toot' })],
    }),
  ahead: () => {
    const locations = ahead();
    const away = locations.find((each) => each.attempt !== null)?.id ?? null;
    return snapshot({ clients, networks: networks(), locations, attempts: [attempt({ id: 'signing-in', location: away })] });
  },
  calm: () => {
    const far = settled('connected', { until: Date.now() + 140 * DAY });
    return snapshot({ clients, locations: [location({ health: far }), location({ name: 'Elbe Books', health: settled('connected') })] });
  },
  endless: () => snapshot({ locations: [location({ health: settled('connected') }), location({ name: 'Elbe Books', health: settled('needs_you', { cause: 'expired' }) })] }),
  held: () => snapshot({ clients, networks: withApps(), locations: held() }),
  monday: () => snapshot({ clients: mondayClients, networks: withApps(), locations: monday() }),
  first: () => snapshot(),
  practice: () => snapshot({ practice: true, locations: day().map((each) => ({ ...each, client: null, attempt: null })) }),
  no_app: () => snapshot({ clients, networks: [{ ...facebook, client_id: null }, mastodon] }),
  networks: () => snapshot({ clients, networks: networks() }),
  one: () => snapshot({ locations: [location()] }),
  many: () => snapshot({ clients, locations: many(10_000) }),
  no_browser: () => attemptAt({ at: 'waiting' }, true, { surface: 'browser', no_browser: true }),
  preparing: () => attemptAt({ at: 'preparing' }, false),
  finishing: () => attemptAt({ at: 'finishing' }),
  picking: () => attemptAt({ at: 'picking', offer }, false),
  picking_many: () =>
    attemptAt(
      {
        at: 'picking',
        offer: {
          ...offer,
          granted: pages(240),
          not_granted: [...offer.not_granted, offered('Lighthouse Hostel', { reason: 'no_token' })],
        },
      },
      false,
    ),
  picking_nothing: () => attemptAt({ at: 'picking', offer: { ...offer, granted: [], connected: [] } }, false),
  picking_known: () => attemptAt({ at: 'picking', offer: { ...offer, granted: [], not_granted: [] } }, false),
  wrong_account: () =>
    attemptAt({ at: 'wrong_account', expected: 'Harbour Lane Bakery', got: 'Jana’s Test Page', can_add: true }),
  nothing_to_connect: () => attemptAt(failed('nothing_to_connect'), false),
  failed: () => attemptAt(failed('page_not_granted')),
  failed_cancelled: () => attemptAt(failed('cancelled')),
  failed_port: () => attemptAt(failed('port_taken', { taken: { port: 47_824, by: 'node' } }), false),
  failed_attention: () => attemptAt(failed('refused', { cause: 'attention_needed' })),
  failed_app: () => attemptAt(failed('app_refused'), false),
  failed_number: () => attemptAt(failed('refused', { number: 1_349_195 }), false),
  failed_proxy: () => attemptAt(failed('no_answer', { hiccup: 'proxy_sign_in' }), true, { by: 'proxy.acme.example:3128' }),
  failed_certificate: () => attemptAt(failed('no_answer', { hiccup: 'bad_certificate' })),
  outages: () =>
    snapshot({
      clients,
      networks: withApps(),
      locations: day(),
      reach: {
        offline: false,
        between: null,
        outages: [
          { network: 'facebook', host: null, locations: 14 },
          { network: 'mastodon', host: 'social.example-with-a-rather-long-name.example', locations: 1 },
        ],
        clock_off_minutes: null,
        clock_is_wrong: false,
      },
    }),
  unchecked: () => snapshot({ clients, networks: withApps(), locations: unchecked() }),
  succeeded: () =>
    attemptAt({ at: 'succeeded', connected: ['bakery'], lost_uses: ['promote'], gained_uses: ['publish'], lost_locations: ['ost-page'] }),
  no_key: () => vault('no_key'),
  wrong_key: () => vault('wrong_key'),
  locked: () => vault('locked'),
  no_backend: () => vault('no_backend'),
  not_set_up: () => vault('not_set_up'),
  declined: () => vault('declined'),
  ambiguous: () => vault('ambiguous'),
  store_damaged: () => vault('damaged'),
  changed_outside: () =>
    snapshot({ clients, locations: [location({ health: settled('entry_changed') }), ...day().slice(5, 9)] }),
  damaged: () => ({ ...snapshot({ clients, locations: [location({ health: settled('tokens_unreadable') }), ...day().slice(5, 9)] }), vault: { state: 'open', keychain: 'GNOME Keyring', damaged: 1 } }),
};

export function scenario(name: string): Snapshot {
  if (refusedStart(name)) return snapshot();
  return (scenarios[name] ?? scenarios.day ?? snapshot)();
}

/** Why there is nothing to show, in a scenario whose store does not open. */
export function refusedStart(name: string): Failure | null {
  const problem = storeProblems.find((code) => name === `closed_${code}`);
  return problem ? closedStore(problem) : null;
}
