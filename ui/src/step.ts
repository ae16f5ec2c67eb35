// How Fix all takes a location, as the engine sees it, with the names that a step is drawn with.

import type { FixStep, LocationView } from './api/protocol';

export interface Step extends FixStep {
  /** Whose sign-in it is. */
  person: string | null;
  /** The account, where it signs in for itself: who has its password is not known. */
  account: string | null;
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

export const needs = ({ fix }: LocationView) => fix?.state === 'open';

/** Whether its step helps it: what needs something else of a person is a matter of its own. */
export const hasStep = ({ fix }: LocationView) => fix !== null && fix.state !== 'apart';

/** Which step it belongs to, also while a person is away at the network for it. */
export const keyOf = ({ id, login, fix }: LocationView) => fix?.step ?? login?.id ?? id;

/** The step of a location, as it is drawn, with these in it. */
export function stepOf(view: LocationView, locations = [view.id]): Step {
  const { fix, login, network, handle, name } = view;
  const remedy = fix?.remedy ?? 'sign_in';
  return {
    key: keyOf(view),
    remedy,
    network,
    person: remedy === 'app' ? null : (login?.name ?? null),
    account: fix?.is_account ? (handle ?? name) : null,
    locations,
  };
}

/** The queue with a location in the step that it belongs to now, and in no other; new steps come last. */
export function joined(steps: readonly Step[], view: LocationView): Step[] {
  const key = keyOf(view);
  const others = (each: Step) => ({ ...each, locations: each.locations.filter((id) => id !== view.id) });
  const rest = steps.map(others).filter((each) => each.key === key || each.locations.length > 0);
  if (!rest.some((each) => each.key === key)) return [...rest, stepOf(view)];
  return rest.map((each) => (each.key === key ? { ...each, locations: [...each.locations, view.id] } : each));
}

/** How a step stands; what left the list needs nobody. */
export function standing(step: Step, get: (id: string) => LocationView | undefined): Standing {
  const views = step.locations.map(get).filter((view) => view !== undefined);
  const inNeed = views.filter(hasStep);
  const away = inNeed.filter(({ fix }) => fix?.state === 'away');
  const open = inNeed.filter(({ fix }) => fix?.state !== 'away');
  return { open, away, inNeed, healed: step.locations.length - inNeed.length };
}
