import { times } from './times';

const locations = (count: number) =>
  times.plural(count, { one: '# location', other: '# locations' });

export const ties = {
  title: 'Who holds what',
  lead: 'Each location hangs on the sign-in of a person, and most sign-ins on an app of yours. When that one stops working, everything under it does.',
  none: 'Nothing is connected yet.',
  withoutApp: 'Without an app of yours',
  carries: (logins: number, count: number) =>
    `${times.plural(logins, { one: '# sign-in', other: '# sign-ins' })}, ${locations(count)}`,
  locations,
  /** The number first: where a row is narrow the end is cut off. */
  needOne: (count: number, who: string | undefined) =>
    `${times.plural(count, { one: '# location needs', other: '# locations need' })} one sign-in${who === undefined ? '' : ` by ${who}`}`,
  broken: (count: number) => `${times.number(count)} broken`,
  soon: (count: number) => `${times.number(count)} soon`,
  show: (person: string, network: string) => `Show what hangs on ${person} at ${network}`,
  showAll: (count: number) => times.plural(count, { one: 'Show # location', other: 'Show all # locations' }),
  only: (person: string, network: string) => `What hangs on ${person} at ${network}`,
  showEverything: 'Show everything',
};
