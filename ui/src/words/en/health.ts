// How a location stands. Which sentence is said when is in the rules of the crate `words`; here is what
// holds of a location, and what its sentences name.

import type { AttemptView, Cause, HealthView, LocationView } from '../../api/protocol';
import type { Toll } from '../../state/locations.svelte';
import { ruled, ruledAtLeast, rules, type Facts, type Named } from '../rules';
import { say, type Instant } from '../say';
import { ties } from './ties';

export interface Sentence {
  /** Two or three words. */
  title: string;
  /** One plain sentence. */
  detail: string;
}

interface Around {
  network: string;
  keychain: string;
  attempt: AttemptView | undefined;
  /** What its sign-in fixes. */
  toll: Toll | null;
  now: number;
}

const instant = (at: number | null, now: number): Instant | null => (at === null ? null : { at, now });

const ofHealth = ({ until, unheard_since, ...codes }: HealthView): Facts => ({
  ...codes,
  until: until !== null,
  since: unheard_since !== null,
});

/** The server that is meant: one of many, where a network has many. */
const serverOf = ({ host }: LocationView, network: string): string => host ?? network;

const ofLocation = (location: LocationView, network: string, now: number): Named => ({
  network,
  server: serverOf(location, network),
  who: location.login?.name ?? say('health-the-account'),
  owner: location.login?.name ?? say('health-the-owner'),
  until: instant(location.health.until, now),
  since: instant(location.health.unheard_since, now),
  checked: instant(location.checked_at, now),
});

/** It is spoken too, together with others: it never fails. */
const title = (facts: Facts, named: Named): string => ruledAtLeast(rules.title, facts, named) ?? '';

const approve = ({ surface, no_browser }: AttemptView): string =>
  ruled(rules.detail, { state: 'waiting_for_you', surface, no_browser }, {}) ?? '';

export const health = {
  approve,
  sentence(location: LocationView, { network, keychain, attempt, toll, now }: Around): Sentence {
    const { asks_again, checked_at, leaving, login } = location;
    const facts: Facts = {
      ...ofHealth(location.health),
      asks_again,
      leaving,
      checked: checked_at !== null,
      heals: login !== null && toll !== null && toll.fixes > 1,
      stage: attempt?.stage.at,
      surface: attempt?.surface,
      no_browser: attempt?.no_browser,
    };
    const named: Named = {
      ...ofLocation(location, network, now),
      keychain,
      count: toll?.fixes ?? 0,
      parts: toll === null ? null : ties.parts(toll),
    };
    return { title: title(facts, named), detail: ruled(rules.detail, facts, named) ?? '' };
  },
  cause: (code: Cause): string => say(`health-causes-${code}-title`),
  /** What is the matter in full; null where its sentence says all. */
  inFull: (location: LocationView, network: string, now: number): string | null =>
    ruled(rules.full, ofHealth(location.health), ofLocation(location, network, now)),
  asksAgain: (location: LocationView, network: string): string =>
    say('unchecked-again-in-full', { server: serverOf(location, network) }),
  /** What is inferred is not said as if the network had said it. */
  titleAt(of: HealthView, now: number): string {
    const said = title(ofHealth(of), { until: instant(of.until, now) });
    return of.probably ? say('health-probably', { said }) : said;
  },
  titleOf: (of: HealthView): string => health.titleAt(of, Date.now()),
  spoken: (name: string, of: HealthView) => say('health-spoken', { name, title: health.titleOf(of) }),
};
