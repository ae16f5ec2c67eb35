// Everything that needs a person as a queue of sign-ins: what hangs on one login is healed by one
// consent.

import type { LocationView } from './api/wire';

export interface Step {
  key: string;
  /** What helps: a sign-in, or the credentials of the developer app. */
  remedy: 'sign_in' | 'app';
  network: string;
  /** Whose sign-in it is. */
  person: string | null;
  locations: string[];
}

/** How the locations of a step stand by now. */
export interface Standing {
  /** Still in need. */
  open: LocationView[];
  /** A person is away at the network for them. */
  away: LocationView[];
  healed: number;
}

const needs = ({ health }: LocationView) =>
  health.next === 'fix_app' || (health.next === 'reconnect' && health.state !== 'not_connected');

const lost = ({ health }: LocationView) => health.icon === 'broken_link';

/** The sign-ins that are needed: what is lost before what ends soon, and those that heal most first. */
export function plan(all: readonly LocationView[]): Step[] {
  const steps = new Map<string, { step: Step; lost: number }>();
  for (const each of all.filter(needs)) {
    const app = each.health.next === 'fix_app';
    const key = app ? `app ${each.network}` : (each.login?.id ?? each.id);
    const known = steps.get(key) ?? {
      step: {
        key,
        remedy: app ? 'app' : 'sign_in',
        network: each.network,
        person: app ? null : (each.login?.name ?? null),
        locations: [],
      },
      lost: 0,
    };
    known.step.locations.push(each.id);
    known.lost += Number(lost(each));
    steps.set(key, known);
  }
  // Where the developer app is refused no sign-in of its network succeeds.
  const rank = ({ step, lost }: { step: Step; lost: number }) =>
    step.remedy === 'app' ? 0 : lost > 0 ? 1 : 2;
  return [...steps.values()]
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.step.locations.length - a.step.locations.length ||
        (a.step.key < b.step.key ? -1 : 1),
    )
    .map(({ step }) => step);
}

/** How a step stands; what left the list needs nobody. */
export function standing(step: Step, get: (id: string) => LocationView | undefined): Standing {
  const views = step.locations.map(get).filter((view) => view !== undefined);
  const away = views.filter((view) => view.health.state === 'waiting_for_you');
  const open = views.filter(needs);
  return { open, away, healed: step.locations.length - open.length - away.length };
}
