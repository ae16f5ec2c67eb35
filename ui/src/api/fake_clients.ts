// What the fake engine does with clients.

import { withoutSteps } from '../alerts';
import { called } from '../fold';
import { Refused } from './door';
import type { ClientNameProblem, EventKind, Reply, Request, Snapshot } from './protocol';

type OfClients = Extract<
  Request,
  { ask: 'add_client' | 'rename_client' | 'remove_client' | 'move_locations' }
>;

export function ofClients(world: Snapshot, tell: (fact: EventKind) => void, request: OfClients): Reply {
  switch (request.ask) {
    case 'add_client': {
      const name = free(world, request.name, null);
      const id = `client-${world.sequence}`;
      tell({ fact: 'client_changed', value: { id, name } });
      return { reply: 'client_added', value: id };
    }
    case 'rename_client': {
      const { id } = known(world, request.client);
      tell({ fact: 'client_changed', value: { id, name: free(world, request.name, id) } });
      break;
    }
    case 'remove_client': {
      const { id } = known(world, request.client);
      const { choice } = world.alerts;
      move(world, tell, world.locations.filter(({ client }) => client === id).map((each) => each.id), null);
      tell({ fact: 'alerts_changed', value: { ...world.alerts, choice: withoutSteps(choice, 'by_client', id) } });
      tell({ fact: 'client_removed', value: id });
      break;
    }
    case 'move_locations':
      move(world, tell, request.locations, request.client === undefined ? null : known(world, request.client).id);
  }
  return { reply: 'done' };
}

function move(world: Snapshot, tell: (fact: EventKind) => void, ids: string[], client: string | null): void {
  for (const location of world.locations.filter(({ id }) => ids.includes(id)))
    tell({ fact: 'location_changed', value: { ...location, client } });
}

function known(world: Snapshot, id: string): Snapshot['clients'][number] {
  const client = world.clients.find((each) => each.id === id);
  if (!client) throw new Refused({ failure: 'gone' });
  return client;
}

function free(world: Snapshot, typed: string, of: string | null): string {
  const refuse = (problem: ClientNameProblem) => new Refused({ failure: 'bad_client_name', problem });
  const name = typed.trim();
  if (name === '') throw refuse('empty');
  if (name.length > 80) throw refuse('too_long');
  if (world.clients.some((each) => each.id !== of && called(each.name) === called(name)))
    throw refuse('taken');
  return name;
}
