import type { ClientNameProblem } from '../../api/protocol';
import { times } from './times';

const problems = {
  empty: 'Type a name.',
  too_long: 'That is too long for a name. 80 characters fit.',
  unseen: 'The name holds characters that cannot be seen. Type it anew.',
  taken: 'Another client has that name.',
} satisfies Record<ClientNameProblem, string>;

const locations = (count: number) =>
  times.plural(count, { one: '# location', other: '# locations' });

export const clients = {
  title: 'Clients',
  shown: 'Client that is shown',
  all: 'All clients',
  counted: (name: string, count: number) => `${name} (${times.number(count)})`,
  lead: 'A client is the brand or customer that locations belong to. Each can have days of its own for alerts, and has its own memory in the sign-in window.',
  locations,
  /** Read after their number. */
  broken: ' broken, of',
  none: 'No clients yet',
  add: 'New client',
  addChoice: 'New client…',
  addNamed: (name: string) => `New client “${name}”`,
  create: 'Create client',
  name: 'Name',
  problem: (code: ClientNameProblem) => problems[code],
  show: (name: string) => `Show the locations of ${name}`,
  rename: 'Rename…',
  renameOf: (name: string) => `Rename ${name}`,
  save: 'Save',
  remove: 'Remove…',
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeStays: (count: number) =>
    count === 0
      ? 'No location belongs to it.'
      : times.plural(count, {
          one: 'Its # location stays as it is and belongs to no client.',
          other: 'Its # locations stay as they are and belong to no client.',
        }),
  removeGoes: 'Its days for alerts and the sign-ins that its sign-in window remembers are forgotten.',
  removeConfirm: 'Remove client',
  keep: 'Keep',
  of: 'Client',
  noClient: 'No client',
  change: 'Change',
  changeOf: (name: string) => `Change the client of ${name}`,
  menu: 'Move to client…',
  moveTitle: (name: string) => `Client of ${name}`,
  moveHint: 'Its next sign-in uses that client’s memory in the sign-in window.',
  moveAllTitle: (count: number) => `Client of ${locations(count)}`,
  moveAllHint: 'Their next sign-ins use that client’s memory in the sign-in window.',
  find: 'Find a client or name a new one',
  moved: (name: string, client: string | null) =>
    client === null ? `${name} belongs to no client` : `${name} belongs to ${client}`,
  movedAll: (count: number, client: string | null) =>
    client === null ? `${locations(count)} belong to no client` : `${locations(count)} belong to ${client}`,
  addLocations: 'Add locations…',
  addLocationsTo: (client: string) => `Add locations to ${client}`,
  addLocationsHint: 'Their next sign-ins use this client’s memory in the sign-in window.',
  addThese: (count: number) =>
    count === 0 ? 'Add locations' : `Add ${locations(count)}`,
  search: 'Search locations',
  tooMany: (count: number) => `And ${times.number(count)} more: search to see them.`,
  emptyTitle: 'No locations yet',
  emptyText: (client: string) => `Nothing belongs to ${client} so far.`,
};
