// Everything that needs a person as a queue of sign-ins: what hangs on one login is healed by one
// consent.

import type { LocationView } from './api/protocol';

export interface Step {
  key: string;
  /** What helps: a sign-in, or the credentials of the developer app. */
  remedy: 'sign_in' | 'app';
  network: string;
  /** Whose sign-in it is. */
  person: string | null;
  /** The account, where it signs in for itself: who has its password is not known. */
  account: string | null;
  locations: string[];
}

/** How the locations of a step stand by now. */
export interface Standing {
  /** Still in need. */
  open: LocationView[];
  /** A person is away at the network for them. */
  away: LocationView[];
  /** Both, in the order of the step. */
  inNeed: LocationView[];
  healed: number;
}

export const needs = ({ health }: LocationView) =>
  health.next === 'fix_app' || (health.next === 'reconnect' && health.state !== 'not_connected');

const lost = ({ health }: LocationView) => health.icon === 'broken_link';

/** Nobody knows of a locked one whether it works. */
const isOpen = (view: LocationView) => needs(view) || view.health.state === 'key_unavailable';

/** Whether a location is the very account that signs in, and no page that a person manages. */
function isAccount({ kind, name, handle, login }: LocationView): boolean {
  if (login === null || kind === 'account') return login !== null;
  // A person's own profile has the name of its login too, but goes by no handle.
  return login.name === name && handle !== null;
}

/** The step that helps a location in need. */
export function stepOf(view: LocationView): Step {
  const app = view.health.next === 'fix_app';
  return {
    key: app ? `app ${view.network}` : (view.login?.id ?? view.id),
    remedy: app ? 'app' : 'sign_in',
    network: view.network,
    person: app ? null : (view.login?.name ?? null),
    account: !app && isAccount(view) ? (view.handle ?? view.name) : null,
    locations: [view.id],
  };
}

/** The sign-ins that are needed: what is lost before what ends soon, and those that heal most first. */
export function plan(all: readonly LocationView[]): Step[] {
  const steps = new Map<string, { step: Step; lost: number }>();
  for (const each of all.filter(needs)) {
    const step = stepOf(each);
    const known = steps.get(step.key);
    if (known) known.step.locations.push(each.id);
    const held = known ?? { step, lost: 0 };
    held.lost += Number(lost(each));
    steps.set(step.key, held);
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

/** The key of the step that helps a location in need. */
export const keyOf = (view: LocationView) => stepOf(view).key;

/** The queue with a location in the step that helps it now, and in no other; new steps come last. */
export function joined(steps: readonly Step[], view: LocationView): Step[] {
  const step = stepOf(view);
  const others = (each: Step) => ({ ...each, locations: each.locations.filter((id) => id !== view.id) });
  const rest = steps.map(others).filter(({ key, locations }) => key === step.key || locations.length > 0);
  if (!rest.some(({ key }) => key === step.key)) return [...rest, step];
  return rest.map((each) =>
    each.key === step.key ? { ...each, locations: [...each.locations, view.id] } : each,
  );
}

/** How a step stands; what left the list needs nobody. */
export function standing(step: Step, get: (id: string) => LocationView | undefined): Standing {
  const views = step.locations.map(get).filter((view) => view !== undefined);
  const isAway = (view: LocationView) => view.health.state === 'waiting_for_you';
  const inNeed = views.filter((view) => isAway(view) || isOpen(view));
  const away = inNeed.filter(isAway);
  const open = inNeed.filter((view) => !isAway(view));
  return { open, away, inNeed, healed: step.locations.length - inNeed.length };
}
