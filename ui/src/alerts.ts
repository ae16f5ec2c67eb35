// What a person chooses about alerts, as the protocol has it.

import type { AlertsChoice } from './api/protocol';

type Kind = 'by_network' | 'by_client';

/** Days of its own for a network or a client. */
export function withSteps(choice: AlertsChoice, kind: Kind, of: string, steps: number[]): AlertsChoice {
  const known = choice[kind].some((each) => each.of === of);
  const all = known
    ? choice[kind].map((each) => (each.of === of ? { of, steps } : each))
    : [...choice[kind], { of, steps }];
  return { ...choice, [kind]: all };
}

/** The usual days for it again. */
export function withoutSteps(choice: AlertsChoice, kind: Kind, of: string): AlertsChoice {
  return { ...choice, [kind]: choice[kind].filter((each) => each.of !== of) };
}

/** "07:30" as the field for times writes it. */
export function timeOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The minute of the day; null for what is no time. */
export function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? minute : null;
}
