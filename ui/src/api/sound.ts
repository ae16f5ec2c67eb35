// The border of the window. What a stranger's server was asked for its name or its date comes through
// the door as it was told; behind this every text can be drawn, and every date is one.

import { isDate } from '../date';
import { Refused, type Door } from './door';
import type {
  AttemptView,
  ClientView,
  CreditView,
  EventKind,
  Failure,
  HistoryEntryView,
  LocationView,
  OfferedView,
  ReachView,
  Reply,
  Snapshot,
  StageView,
  Timeline,
} from './protocol';

/** Longer than any network lets a name be. */
const MOST = 200;
/** Neither a letter nor a picture is seen where only these are. */
const SEEN = /[^\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;
const HALF_OF_A_PAIR = /[\ud800-\udbff]$/;

/** A text that costs nothing to draw, wherever it is drawn. */
function text(told: string | null): string {
  if (typeof told !== 'string') return '';
  return told.length <= MOST ? told : `${told.slice(0, MOST).replace(HALF_OF_A_PAIR, '')}…`;
}

const textIf = (told: string | null): string | null => (typeof told === 'string' ? text(told) : null);

/** Null where nobody would see anything. */
function name(told: string | null): string | null {
  const shown = text(told);
  return SEEN.test(shown) ? shown : null;
}

const date = (at: number | null): number | null => (isDate(at) ? at : null);

const credit = (view: CreditView): CreditView => ({
  ...view,
  used_percent: Math.min(100, Math.max(0, view.used_percent || 0)),
  full_again_at: date(view.full_again_at),
});

function location(view: LocationView): LocationView {
  const { health, login } = view;
  const handle = name(view.handle);
  const called = name(view.name) ?? (view.name === null ? null : handle);
  return {
    ...view,
    host: textIf(view.host),
    name: called,
    handle,
    health: { ...health, until: date(health.until), unheard_since: date(health.unheard_since) },
    login: login && { ...login, name: name(login.name) ?? handle ?? called ?? '' },
    credits: view.credits.map(credit),
    checked_at: date(view.checked_at),
    connected_at: date(view.connected_at),
    needs_human_by: date(view.needs_human_by),
    alerts_snoozed_until: date(view.alerts_snoozed_until),
    lost_since: date(view.lost_since),
  };
}

function offered(view: OfferedView): OfferedView {
  const handle = name(view.handle);
  return { ...view, handle, name: name(view.name) ?? handle ?? text(view.account) };
}

/** Two pages of a list overlap when it grows meanwhile, and no row is drawn twice. */
const offers = (all: OfferedView[]): OfferedView[] =>
  [...new Map(all.map((view) => [view.account, offered(view)])).values()];

function stage(view: StageView): StageView {
  if (view.at === 'wrong_account') return { ...view, expected: text(view.expected), got: text(view.got) };
  if (view.at !== 'picking') return view;
  const { login, granted, not_granted, connected, ...rest } = view.offer;
  const offer = {
    ...rest,
    login: text(login),
    granted: offers(granted),
    not_granted: offers(not_granted),
    connected: offers(connected),
  };
  return { at: 'picking', offer };
}

const attempt = (view: AttemptView): AttemptView => ({
  ...view,
  host: textIf(view.host),
  lives_at: textIf(view.lives_at),
  by: textIf(view.by),
  stage: stage(view.stage),
});

const client = (view: ClientView): ClientView => ({ ...view, name: text(view.name) });

const reach = (view: ReachView): ReachView => ({
  ...view,
  between: view.between && { ...view.between, by: textIf(view.between.by) },
  outages: view.outages.map((outage) => ({ ...outage, host: textIf(outage.host) })),
});

const entry = (view: HistoryEntryView): HistoryEntryView => ({ ...view, who: textIf(view.who) });

/** The list, in which nothing is that cannot be drawn. */
export const soundSnapshot = (view: Snapshot): Snapshot => ({
  ...view,
  alerts: { ...view.alerts, paused_until: date(view.alerts.paused_until) },
  clients: view.clients.map(client),
  locations: view.locations.map(location),
  reach: reach(view.reach),
  attempts: view.attempts.map(attempt),
});

const timeline = ({ entries, next }: Timeline): Timeline => ({
  entries: entries.filter(({ at }) => isDate(at)),
  next: isDate(next?.at) ? next : null,
});

function reply(told: Reply): Reply {
  switch (told.reply) {
    case 'snapshot':
      return { ...told, value: soundSnapshot(told.value) };
    case 'history':
      return { ...told, value: told.value.map(entry) };
    case 'timeline':
      return { ...told, value: timeline(told.value) };
    case 'app_tried':
      return { ...told, value: told.value.map((each) => ({ ...each, missing: each.missing.map(text) })) };
    default:
      return told;
  }
}

function fact(told: EventKind): EventKind {
  switch (told.fact) {
    case 'location_changed':
      return { ...told, value: location(told.value) };
    case 'client_changed':
      return { ...told, value: client(told.value) };
    case 'attempt_changed':
      return { ...told, value: attempt(told.value) };
    case 'reach_changed':
      return { ...told, value: reach(told.value) };
    case 'alerts_changed':
      return { ...told, value: { ...told.value, paused_until: date(told.value.paused_until) } };
    default:
      return told;
  }
}

function failure(told: Failure): Failure {
  if (told.failure === 'no_answer') return { ...told, by: textIf(told.by) };
  return told.failure === 'store_closed' ? { ...told, kept: told.kept.map(text) } : told;
}

/** The same door, through which nothing comes that cannot be drawn. */
export function soundDoor(door: Door): Door {
  return {
    async ask(request) {
      try {
        return reply(await door.ask(request));
      } catch (thrown) {
        throw thrown instanceof Refused ? new Refused(failure(thrown.failure)) : thrown;
      }
    },
    listen: (on) => door.listen((event) => on({ ...event, fact: fact(event.fact) })),
  };
}
