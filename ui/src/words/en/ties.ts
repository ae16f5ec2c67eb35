import type { Toll } from '../../state/locations.svelte';
import { say } from '../say';

const locations = (count: number) => say('ties-locations', { count });

const joined = (all: string[]): string =>
  all.length === 0 ? '' : all.reduce((first, then) => say('ties-and', { first, then }));

const parts = ({ broken, soon, unchecked }: Toll): string[] => [
  ...(broken > 0 ? [ties.broken(broken)] : []),
  ...(soon > 0 ? [ties.soon(soon)] : []),
  ...(unchecked > 0 ? [ties.unchecked(unchecked)] : []),
];

export const ties = {
  title: say('ties-title'),
  lead: say('ties-lead'),
  none: say('ties-none'),
  withoutApp: say('ties-without-app'),
  carries: (logins: number, count: number) =>
    joined([say('ties-sign-ins', { count: logins }), locations(count)]),
  locations,
  /** How those stand that one sign-in fixes. */
  parts: (toll: Toll): string => joined(parts(toll)),
  /** What one sign-in does, in the same words and numbers wherever that is said. */
  fixes(toll: Toll, who: string | undefined): string {
    const said = { count: toll.fixes, parts: ties.parts(toll) };
    return who === undefined ? say('ties-fixes', said) : say('ties-fixes-by', { ...said, who });
  },
  /** The same with what it leaves alone. */
  fixesOf: (toll: Toll, who: string | undefined): string =>
    toll.others === 0
      ? ties.fixes(toll, who)
      : say('ties-fixes-of', { fixes: ties.fixes(toll, who), count: toll.others }),
  /** What ends together on a day ahead. */
  keeps: (count: number, who: string | undefined): string =>
    who === undefined ? say('ties-keeps', { count }) : say('ties-keeps-by', { who, count }),
  /** How what hangs on it stands. */
  stands: (toll: Toll): string =>
    joined([locations(toll.fixes + toll.others), ...parts(toll)]),
  unchecked: (count: number) => say('ties-unchecked', { count }),
  broken: (count: number) => say('ties-broken', { count }),
  soon: (count: number) => say('ties-soon', { count }),
  show: (person: string, network: string) => say('ties-show', { person, network }),
  showAll: say('ties-show-all'),
  only: (person: string, network: string) => say('ties-only', { person, network }),
  showEverything: say('ties-show-everything'),
};
