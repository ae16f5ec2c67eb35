// An engine of a few lines, typed by the protocol: what component tests and the browser tests ask.
// Never part of the shipped bundle.

import { Refused, type Door } from './door';
import answers from './answers.json';
import { ofClients } from './fake_clients';
import { fixOf, holdersOf, planOf, staysTickedOf, timelineOf } from './fake_pages';
import type { AppFindingView, AttemptView, Event, EventKind, Failure, LocationView, Reply, Request, SignInFailureCode, Snapshot } from './protocol';
import { attempt, failed, goodApp, historyOf, location, settled, snapshot } from './samples';

/** As long as the engine's own. */
const SECOND_THOUGHTS = 10_000;

export interface Fake extends Door {
  /** What was asked, oldest first. */
  readonly asked: Request[];
  tell(fact: EventKind): void;
  /** Loses one event, as a window that was asleep would. */
  lose(fact: EventKind): void;
  /** Answers every such request with a refusal from now on. */
  refuse(ask: Request['ask'], failure: Failure | null): void;
  /** A sign-in begins: as any does, but for this. */
  signIn(more: Partial<AttemptView>): void;
  /** A sign-in for the location began and connected nothing. */
  failSignIn(location: string, failure: SignInFailureCode): void;
  /** What the test of an app shows from now on. */
  findInApp(findings: AppFindingView[]): void;
  /** Keeps requests waiting until it is called with false. */
  hang(on: boolean): void;
}

export function fakeDoor(world: Snapshot): Fake {
  world.locations = world.locations.map(inKeeping);
  const asked: Request[] = [];
  const refusals = new Map<Request['ask'], Failure>();
  const before = new Map<string, Snapshot['locations'][number]>();
  let findings = goodApp;
  let listeners: ((event: Event) => void)[] = [];
  let waiting: Promise<void> = Promise.resolve();
  let release = () => {};

  function note(told: EventKind): Event {
    refuseHalves(told);
    const fact = told.fact === 'location_changed' ? { ...told, value: inKeeping(told.value) } : told;
    world.sequence += 1;
    keep(world, fact);
    return { sequence: world.sequence, fact: structuredClone(fact) };
  }

  function tell(fact: EventKind): void {
    const event = note(fact);
    for (const listener of listeners) listener(event);
  }

  function find(id: string) {
    const found = world.locations.find((each) => each.id === id);
    if (!found) throw new Refused({ failure: 'gone' });
    return found;
  }

  function begin(view: AttemptView): void {
    tell({ fact: 'attempt_changed', value: view });
    if (view.location === null) return;
    const old = find(view.location);
    before.set(view.location, old);
    const health = { ...settled('waiting_for_you'), until: null };
    tell({ fact: 'location_changed', value: { ...old, attempt: view.id, health } });
  }

  function end(id: string): void {
    const view = world.attempts.find((each) => each.id === id);
    if (!view) throw new Refused({ failure: 'gone' });
    tell({ fact: 'attempt_ended', value: id });
    const old = view.location === null ? undefined : before.get(view.location);
    if (old) tell({ fact: 'location_changed', value: { ...old, attempt: null } });
  }

  function carryOut(request: Request): Reply {
    const done: Reply = { reply: 'done' };
    switch (request.ask) {
      case 'snapshot':
        return { reply: 'snapshot', value: structuredClone(world) };
      case 'catch_up':
        return request.sequence === world.sequence ? done : { reply: 'snapshot', value: structuredClone(world) };
      case 'history':
        return { reply: 'history', value: historyOf(Date.now()) };
      case 'plan_fix':
        return { reply: 'fix_plan', value: planOf(world, request.locations) };
      case 'holders':
        return { reply: 'holders', value: holdersOf(world) };
      case 'timeline':
        return { reply: 'timeline', value: timelineOf(world, request.days, request.into_week) };
      case 'stays_ticked': {
        const view = world.attempts.find((each) => each.id === request.attempt);
        if (!view) throw new Refused({ failure: 'gone' });
        return { reply: 'stays_ticked', value: staysTickedOf(world, view) };
      }
      case 'copy_sign_in_link':
        return { reply: 'sign_in_link', value: { url: 'https://network.example/authorize?state=9f' } };
      case 'try_app':
        return { reply: 'app_tried', value: structuredClone(findings) };
      case 'try_sign_in':
        begin(attempt({ network: request.network, host: null }));
        return done;
      case 'add_token':
        begin(attempt({ network: request.network, host: request.host ?? null, stage: { at: 'finishing' } }));
        return done;
      case 'try_again': {
        const old = world.attempts.find((each) => each.id === request.attempt);
        end(request.attempt);
        if (old) begin({ ...attempt({ network: old.network, host: old.host }), location: old.location });
        return done;
      }
      case 'add_location':
        begin(attempt({ network: request.network, host: request.host ?? null }));
        return done;
      case 'connect': {
        const { network, host } = find(request.location);
        begin(attempt({ network, host, location: request.location }));
        return done;
      }
      case 'cancel_sign_in':
        end(request.attempt);
        return done;
      case 'pick': {
        const view = world.attempts.find((each) => each.id === request.attempt);
        const offer = view?.stage.at === 'picking' ? view.stage.offer.granted : [];
        tell({ fact: 'attempt_ended', value: request.attempt });
        for (const each of offer.filter((page) => request.accounts.includes(page.account)))
          tell({ fact: 'location_changed', value: location({ name: each.name, kind: each.kind }) });
        return done;
      }
      case 'retry_open': {
        const refusal = refusals.get('snapshot');
        if (refusal) throw new Refused(refusal);
        return done;
      }
      case 'mend_rights':
        refusals.delete('snapshot');
        return done;
      case 'set_aside_store':
        refusals.delete('snapshot');
        return { reply: 'set_aside', value: { path: '/home/jana/.local/share/app.greentick/greentick.db.set-aside-2026-11-29' } };
      case 'export_calendar':
        return { reply: 'exported', value: { path: '/home/jana/Downloads/greentick-2026-11-24.ics' } };
      case 'save_copy':
        return { reply: 'exported', value: { path: '/home/jana/.local/share/greentick/greentick.db.copy-2026-11-24' } };
      case 'export_csv':
        return { reply: 'exported', value: { path: '/home/jana/Downloads/greentick-2026-11-24.csv' } };
      case 'show_in_folder':
        if (!/[.](ics|csv)$|set-aside/.test(request.path)) throw new Refused({ failure: 'gone' });
        return done;
      case 'disconnect': {
        const old = find(request.location);
        const health = settled('not_connected');
        const none = { login: null, uses: [], needs_human_by: null, because: null };
        tell({ fact: 'location_changed', value: { ...old, ...none, health } });
        return done;
      }
      case 'remove': {
        const { location: id } = request;
        tell({ fact: 'location_changed', value: { ...find(id), leaving: 'removing' } });
        setTimeout(() => {
          if (world.locations.some((each) => each.id === id && each.leaving === 'removing'))
            tell({ fact: 'location_removed', value: id });
        }, SECOND_THOUGHTS);
        return done;
      }
      case 'undo_remove':
        tell({ fact: 'location_changed', value: { ...find(request.location), leaving: null } });
        return done;
      case 'add_client':
      case 'rename_client':
      case 'remove_client':
      case 'move_locations':
        return ofClients(world, tell, request);
      case 'set_theme':
        tell({ fact: 'theme_changed', value: request.theme });
        return done;
      case 'teach':
      case 'try_out':
      case 'sample_made':
        return done;
      case 'dismiss_welcome':
        tell({ fact: 'welcome_dismissed' });
        return done;
      case 'set_return_by':
        tell({ fact: 'return_by_changed', value: request.return_by });
        return done;
      case 'set_alerts':
        tell({ fact: 'alerts_changed', value: { ...world.alerts, choice: request.choice } });
        return done;
      case 'pause_alerts': {
        const paused_until = request.hours === undefined ? null : Date.now() + request.hours * 3_600_000;
        tell({ fact: 'alerts_changed', value: { ...world.alerts, paused: true, paused_until } });
        return done;
      }
      case 'resume_alerts':
        tell({ fact: 'alerts_changed', value: { ...world.alerts, paused: false, paused_until: null } });
        return done;
      case 'snooze_alerts':
      case 'mute_alerts':
      case 'unmute_alerts':
        for (const id of request.locations) {
          const alerts_muted = request.ask === 'mute_alerts';
          const alerts_snoozed_until =
            request.ask === 'snooze_alerts' ? Date.now() + request.hours * 3_600_000 : null;
          tell({ fact: 'location_changed', value: { ...find(id), alerts_muted, alerts_snoozed_until } });
        }
        return done;
      case 'save_app':
      case 'forget_app': {
        const network = world.networks.find((each) => each.id === request.network);
        const client_id = request.ask === 'save_app' ? request.client_id : null;
        if (network) tell({ fact: 'network_changed', value: { ...network, client_id } });
        return done;
      }
      case 'about':
        return { reply: 'about', value: { version: '0.1.0', folder: '/home/jana/.local/share/app.greentick' } };
      default:
        return done;
    }
  }

  return {
    asked,
    tell,
    lose: (fact) => void note(fact),
    refuse: (ask, failure) => {
      if (failure) refusals.set(ask, failure);
      else refusals.delete(ask);
    },
    signIn: (more) => tell({ fact: 'attempt_changed', value: attempt(more) }),
    failSignIn(id, failure) {
      const { network, host } = find(id);
      const view = attempt({ network, host, location: id, stage: failed(failure) });
      tell({ fact: 'attempt_changed', value: view });
      tell({ fact: 'attempt_ended', value: view.id });
    },
    findInApp: (found) => void (findings = found),
    hang(on) {
      release();
      waiting = on ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    },
    async ask(request) {
      asked.push(request);
      await waiting;
      const refusal = refusals.get(request.ask);
      if (refusal) throw new Refused(refusal);
      refuseAsTheEngineDoes(world, request);
      return carryOut(request);
    },
    listen(on) {
      listeners.push(on);
      return Promise.resolve(() => {
        listeners = listeners.filter((each) => each !== on);
      });
    },
  };
}

/** The table of what the engine answers is made by a test that asks the engine itself. */
type Connection = keyof typeof answers;

function connectionOf(view: LocationView | undefined): Connection {
  if (view === undefined) return 'gone';
  if (view.leaving === 'removing') return 'removing';
  switch (view.health.state) {
    case 'not_connected':
      return 'unlinked';
    case 'set_up_unfinished':
      return 'unfinished';
    case 'waiting_for_you':
      return 'authorizing';
    case 'needs_you':
      return 'lost';
    case 'connected':
    case 'needs_you_soon':
    case 'cannot_check':
    case 'probably_refused':
    case 'cannot_ask':
    case 'key_unavailable':
    case 'tokens_unreadable':
    case 'entry_changed':
      return 'linked';
    // A state that only a test made up.
    default:
      return 'linked';
  }
}

function refuseAsTheEngineDoes(world: Snapshot, request: Request): void {
  const named = 'locations' in request ? (request.locations ?? []) : 'location' in request ? [request.location] : [];
  for (const id of named) {
    const changed = world.locations.some((each) => each.id === id && each.health.state === 'entry_changed');
    if (changed && request.ask === 'connect') throw new Refused({ failure: 'entry_changed' });
    const said: Partial<Record<string, string>> = answers[connectionOf(world.locations.find((each) => each.id === id))];
    const answer = said[request.ask] ?? 'done';
    if (answer === 'gone' || answer === 'malformed') throw new Refused({ failure: answer });
    if (answer !== 'done') throw new Error(`the fake does not know the answer ${answer}`);
  }
}

/** What follows from how a location stands is told as it is by then, whatever a test changed in it. */
const inKeeping = (view: LocationView): LocationView => ({ ...view, fix: fixOf(view) });

const WHOLE: Partial<Record<EventKind['fact'], object>> = {
  location_changed: location(),
  attempt_changed: attempt(),
  reach_changed: snapshot().reach,
};

/** Tests in a browser are not typed, and a half of what the engine tells would fail elsewhere. */
function refuseHalves(fact: EventKind): void {
  const lacks = (what: string, value: unknown, like: object = {}) => {
    const missing = Object.keys(like).filter((key) => !(typeof value === 'object' && value !== null && key in value));
    if (missing.length > 0) throw new Error(`${what} lacks ${missing.join(', ')}`);
  };
  lacks(fact.fact, 'value' in fact ? fact.value : null, WHOLE[fact.fact]);
  if (fact.fact === 'attempt_changed' && fact.value.stage.at === 'failed')
    lacks('a failed stage', fact.value.stage, failed('too_late'));
}

/** What a snapshot of this world would say after the fact. */
function keep(world: Snapshot, fact: EventKind): void {
  const put = <T extends { id: string }>(all: T[], view: T) => {
    const at = all.findIndex((each) => each.id === view.id);
    if (at < 0) all.push(view);
    else all[at] = view;
  };
  if (fact.fact === 'location_changed') put(world.locations, fact.value);
  if (fact.fact === 'attempt_changed') put(world.attempts, fact.value);
  if (fact.fact === 'network_changed') put(world.networks, fact.value);
  if (fact.fact === 'client_changed') put(world.clients, fact.value);
  if (fact.fact === 'client_removed')
    world.clients = world.clients.filter((each) => each.id !== fact.value);
  if (fact.fact === 'vault_changed') world.vault = fact.value;
  if (fact.fact === 'theme_changed') world.theme = fact.value;
  if (fact.fact === 'return_by_changed') world.return_by = fact.value;
  if (fact.fact === 'welcome_dismissed') world.welcomed = true;
  if (fact.fact === 'alerts_changed') world.alerts = fact.value;
  if (fact.fact === 'store_moved') world.store_moved = fact.value;
  if (fact.fact === 'reach_changed') world.reach = fact.value;
  if (fact.fact === 'location_removed')
    world.locations = world.locations.filter((each) => each.id !== fact.value);
  if (fact.fact === 'attempt_ended')
    world.attempts = world.attempts.filter((each) => each.id !== fact.value);
}
