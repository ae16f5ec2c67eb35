import type { Toll } from '../../state/locations.svelte';
import { times } from './times';

const locations = (count: number) =>
  times.plural(count, { one: '# location', other: '# locations' });

const parts = ({ broken, soon, unchecked }: Toll): string =>
  [
    broken > 0 ? ties.broken(broken) : '',
    soon > 0 ? ties.soon(soon) : '',
    unchecked > 0 ? ties.unchecked(unchecked) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

export const ties = {
  title: 'Who holds what',
  lead: 'Each location hangs on the sign-in of a person, and most sign-ins on an app of yours. When that one stops working, everything under it does.',
  none: 'Nothing is connected yet.',
  withoutApp: 'Without an app of yours',
  carries: (logins: number, count: number) =>
    `${times.plural(logins, { one: '# sign-in', other: '# sign-ins' })}, ${locations(count)}`,
  locations,
  /** What one sign-in does, in the same words and numbers wherever that is said. */
  fixes: (toll: Toll, who: string | undefined): string =>
    `One sign-in${who === undefined ? '' : ` by ${who}`} fixes ${times.number(toll.fixes)} (${parts(toll)})`,
  /** The same with what it leaves alone. */
  fixesOf: (toll: Toll, who: string | undefined): string =>
    toll.others === 0
      ? ties.fixes(toll, who)
      : `${ties.fixes(toll, who)}; ${times.plural(toll.others, {
          one: '# other uses it and stays as it is',
          other: '# others use it and stay as they are',
        })}`,
  /** What ends together on a day ahead. */
  keeps: (count: number, who: string | undefined): string =>
    `One sign-in${who === undefined ? '' : ` by ${who}`} keeps these ${times.number(count)}`,
  /** How what hangs on it stands. */
  stands: (toll: Toll): string =>
    [locations(toll.fixes + toll.others), parts(toll)].filter((part) => part !== '').join(', '),
  unchecked: (count: number) => `${times.number(count)} unchecked`,
  broken: (count: number) => `${times.number(count)} broken`,
  soon: (count: number) => `${times.number(count)} soon`,
  show: (person: string, network: string) => `Show what hangs on ${person} at ${network}`,
  showAll: 'Show all of them',
  only: (person: string, network: string) => `What hangs on ${person} at ${network}`,
  showEverything: 'Show everything',
};
