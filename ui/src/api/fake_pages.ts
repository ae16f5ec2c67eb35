// What the fake engine says of locations together. The rules are the engine's (`domain/src/plan.rs`,
// `ties.rs`, `timeline.rs`) and tested there; here is as much of them as the window's tests look at.

import { grouped } from '../group';
import type { AppHeld, AttemptView, Fix, FixStep, LocationView, Snapshot, Timeline, TimelineEntry } from './protocol';

const states = {
  reconnect: 'open',
  fix_app: 'open',
  approve: 'away',
  open_keychain: 'locked',
  finish_set_up: 'apart',
  remove: 'apart',
  none: null,
  connect: null,
  wait: null,
  free_space: null,
} as const;

export function fixOf(view: Omit<LocationView, 'fix'>): Fix | null {
  const { id, network, health, login, kind, name, handle } = view;
  const state = states[health.next];
  if (state === null) return null;
  if (health.next === 'fix_app') return { state, step: `app ${network}`, remedy: 'app', is_account: false };
  const is_account = login !== null && (kind === 'account' || (login.name === name && handle !== null));
  return { state, step: login?.id ?? id, remedy: 'sign_in', is_account };
}

const listed = ({ locations }: Snapshot) => locations.filter(({ leaving }) => leaving !== 'removing');

export function planOf(world: Snapshot, named: readonly string[] | undefined): FixStep[] {
  const byId = new Map(listed(world).map((view) => [view.id, view]));
  const all = (named ?? [...byId.keys()]).map((id) => byId.get(id)).filter((view) => view?.fix?.state === 'open');
  const steps = grouped(all.filter((view) => view !== undefined), ({ fix }) => fix?.step ?? '');
  const rank = ({ remedy, locations }: FixStep) =>
    remedy === 'app' ? 0 : locations.some((id) => byId.get(id)?.health.icon === 'broken_link') ? 1 : 2;
  return [...steps]
    .map(([key, views]): FixStep => ({
      key,
      remedy: views[0]?.fix?.remedy ?? 'sign_in',
      network: views[0]?.network ?? '',
      locations: views.map(({ id }) => id),
    }))
    .sort((a, b) => rank(a) - rank(b) || b.locations.length - a.locations.length || (a.key < b.key ? -1 : 1));
}

export function holdersOf(world: Snapshot): AppHeld[] {
  const appOf = (id: string) => world.networks.find((network) => network.id === id)?.app_kept_as ?? null;
  const held = grouped(listed(world).filter(({ login }) => login !== null), ({ network }) => appOf(network));
  return [...held]
    .map(([app, locations]) => ({
      app,
      locations: locations.length,
      logins: [...grouped(locations, ({ login }) => login?.id ?? '')]
        .map(([login, views]) => ({
          login,
          network: views[0]?.network ?? '',
          locations: views.length,
          broken: views.filter(({ health }) => health.icon === 'broken_link').length,
          soon: views.filter(({ health }) => health.icon === 'clock').length,
        }))
        .sort((a, b) => b.locations - a.locations),
    }))
    .sort((a, b) => Number(a.app === null) - Number(b.app === null) || b.locations - a.locations);
}

export function staysTickedOf(world: Snapshot, attempt: AttemptView): string[] {
  const known = (id: string) => world.networks.find((network) => network.id === id);
  const at = known(attempt.network);
  const asked = listed(world).find(({ id }) => id === attempt.location);
  const others = listed(world).filter(({ id, network, login }) => {
    const other = known(network);
    if (!at?.decides_anew || !other?.decides_anew || login === null || id === asked?.id) return false;
    const isOfOne = other.id === at.id || (at.app_kept_as !== null && other.app_kept_as === at.app_kept_as);
    return isOfOne && (asked === undefined || login.person === asked.login?.person);
  });
  if (others.length === 0) return [];
  return [...(asked ? [asked] : []), ...others].map(({ id }) => id);
}

export function timelineOf(world: Snapshot, starts: readonly number[], into_week: number): Timeline {
  const entries = new Map<string, TimelineEntry>();
  for (const { id, login, needs_human_by: at, because } of listed(world)) {
    if (at === null) continue;
    const day = starts.filter((start) => start <= at).length - 1;
    const week = day < 0 ? -1 : Math.floor((day + into_week) / 7);
    const key = `${login?.id ?? id} ${day}`;
    const entry = entries.get(key) ?? { at, day, week, because: because ?? 'sign_in_ends', locations: [] };
    entries.set(key, { ...entry, at: Math.min(at, entry.at), locations: [...entry.locations, id] });
  }
  const all = [...entries.values()].sort((a, b) => a.at - b.at);
  const isOn = ({ day }: TimelineEntry) => day < starts.length - 1;
  return { entries: all.filter(isOn), next: all.find((entry) => !isOn(entry)) ?? null };
}
