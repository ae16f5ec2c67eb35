import type {
  AttemptView,
  Cause,
  HealthView,
  LocationView,
  StateCode,
} from '../../api/protocol';
import type { Toll } from '../../state/locations.svelte';
import { ties } from './ties';
import { unchecked } from './unchecked';
import { isSaid, say } from '../say';

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

const approve = ({ surface, no_browser }: AttemptView): string =>
  no_browser ? say('health-no-browser') : say(`health-approve-in-${surface}`);

/** Null where the reason says more. */
const titles = {
  not_connected: say('health-titles-not_connected'),
  set_up_unfinished: say('health-titles-set_up_unfinished'),
  waiting_for_you: say('health-titles-waiting_for_you'),
  connected: say('health-titles-connected'),
  needs_you_soon: say('health-titles-needs_you_soon'),
  needs_you: say('health-titles-needs_you'),
  cannot_check: null,
  probably_refused: say('health-titles-probably_refused'),
  cannot_ask: null,
  key_unavailable: say('health-titles-key_unavailable'),
  tokens_unreadable: say('health-titles-tokens_unreadable'),
  entry_changed: say('health-titles-entry_changed'),
} satisfies Record<StateCode, string | null>;

/** What is inferred is not said as if the network had said it. */
const supposed = (probably: boolean, said: string): string => (probably ? say('health-probably', { said }) : said);

const titleOfCause = (code: Cause): string => say(`health-causes-${code}-title`);

/** It is spoken too, together with others, so that it never fails: a code without words is passed over. */
function title(health: HealthView, now: number): string {
  if (health.state === 'needs_you' && health.cause)
    return isSaid(`health-causes-${health.cause}-title`) ? titleOfCause(health.cause) : titles.needs_you;
  if (health.state === 'needs_you_soon' && health.until !== null)
    return say('health-reconnect-by', { until: { at: health.until, now } });
  return titles[health.state] ?? unchecked.title(health);
}

function connected(location: LocationView, { network, now }: Around): string {
  const { until, renews } = location.health;
  if (location.asks_again) return unchecked.again(location, network);
  if (until !== null) {
    const day = { at: until, now };
    return renews
      ? say('health-details-renews-until', { until: day })
      : say('health-details-good-until', { until: day, network });
  }
  if (location.checked_at === null) return say(renews ? 'health-details-renews' : 'health-details-no-end');
  return say('health-details-checked', { at: { at: location.checked_at, now } });
}

function needsYou(location: LocationView, { network, toll }: Around): string {
  const { probably } = location.health;
  const cause = location.health.cause ?? 'unknown';
  const who = location.login?.name ?? say('health-the-account');
  if (probably) return supposed(probably, say(`health-causes-${cause}-detail`, { network, who }));
  const shared = cause === 'password_changed' || cause === 'expired' || cause === 'blanket_reset';
  if (location.login && toll !== null && toll.fixes > 1 && shared) return ties.fixes(toll, location.login.name);
  return say(`health-causes-${cause}-detail`, { network, who });
}

const details = {
  not_connected: (_, { network }) => say('health-details-not_connected', { network }),
  set_up_unfinished: (_, { network }) => say('health-details-set_up_unfinished', { network }),
  waiting_for_you: (_, { attempt, network }) => {
    if (attempt?.stage.at === 'preparing') return say('health-details-preparing', { network });
    if (attempt?.stage.at === 'finishing') return say('health-details-finishing', { network });
    return attempt ? approve(attempt) : say('health-details-approve', { network });
  },
  connected,
  needs_you_soon: (location, { network, now }) => {
    if (location.asks_again) return unchecked.again(location, network);
    return location.health.until === null
      ? say('health-details-will-ask', { network })
      : say('health-details-ends', { network, until: { at: location.health.until, now } });
  },
  needs_you: needsYou,
  cannot_check: (location, { network }) => unchecked.hiccup(location, network),
  probably_refused: (location, { network }) => unchecked.refused(location, network),
  cannot_ask: (location, { network }) => unchecked.trouble(location, network),
  key_unavailable: (_, { keychain }) => say('health-details-key_unavailable', { keychain }),
  tokens_unreadable: () => say('health-details-tokens_unreadable'),
  entry_changed: () => say('health-details-entry_changed'),
} satisfies Record<StateCode, (location: LocationView, around: Around) => string>;

export const health = {
  approve,
  sentence(location: LocationView, around: Around): Sentence {
    if (location.leaving === 'disconnecting')
      return {
        title: say('health-disconnecting'),
        detail: say('health-disconnecting-detail', { network: around.network }),
      };
    return {
      title: title(location.health, around.now),
      detail: details[location.health.state](location, around),
    };
  },
  cause: titleOfCause,
  /** What is the matter in full; null where its sentence says all. */
  inFull(location: LocationView, network: string, now: number): string | null {
    const { cause, probably, state } = location.health;
    if (state === 'entry_changed') return say('health-changed-outside');
    if (cause === null) return unchecked.inFull(location, network, now);
    const who = location.login?.name ?? say('health-the-owner');
    return supposed(probably, say(`health-causes-in-full-${cause}`, { network, who }));
  },
  asksAgain: unchecked.againInFull,
  titleAt: (of: HealthView, now: number): string => supposed(of.probably, title(of, now)),
  titleOf: (of: HealthView): string => health.titleAt(of, Date.now()),
  spoken: (name: string, of: HealthView) => say('health-spoken', { name, title: health.titleOf(of) }),
};
