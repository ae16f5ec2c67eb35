// A bad Monday: sixty pages of nine clients that a handful of sign-ins carry. Never part of the
// shipped bundle.

import { location, settled } from './samples';
import type { ClientView, LocationView } from './protocol';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const names = ['Cobalt', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen', 'Elbe Books', 'Harbour Lane', 'Kestrel', 'مقهى الميناء القديم', 'Northwind', 'Orchard', 'Studio Ost'];
export const mondayClients: ClientView[] = names.map((name, at) => ({ id: `client-${at}`, name }));

const login = (name: string) => ({ id: name, name, person: name });
const of = (at: number) => mondayClients[at % mondayClients.length]?.id ?? null;
const since = (hours: number) => Date.now() - hours * HOUR;

/** Sixty that stopped working, a few that end soon, and what still works. */
export function monday(): LocationView[] {
  const lost = (person: string, count: number, more: Partial<LocationView>): LocationView[] =>
    Array.from({ length: count }, (_, at) =>
      location({
        id: `${person}-${at}`,
        name: `${mondayClients[at % 9]?.name ?? ''} ${Math.floor(at / 9) + 1}`,
        client: of(at),
        login: login(person),
        lost_since: since(3),
        health: settled('needs_you', { cause: 'password_changed' }),
        ...more,
      }),
    );
  const soon = settled('needs_you_soon', { until: Date.now() + 5 * DAY });
  return [
    ...lost('Mila Brandt', 38, {}),
    ...lost('Jana Weiss', 12, { network: 'instagramviafacebook', kind: 'business_account', health: settled('needs_you', { cause: 'permission_removed' }), lost_since: since(50) }),
    ...lost('María-Fernanda Castellanos de la Fuente y Domínguez', 5, { network: 'linkedin', kind: 'organization', health: settled('needs_you', { cause: 'expired' }), lost_since: since(300) }),
    ...lost('خالد المنصوري', 2, { network: 'youtube', kind: 'channel', health: settled('needs_you', { cause: 'attention_needed' }) }),
    ...['@cobalt', '@kestrel', '@orchard'].map((name, at) =>
      location({ id: name, network: 'mastodon', kind: 'account', name, handle: `${name}@social.example`, host: 'social.example', client: of(at * 4), login: login(name), lost_since: since(20), health: settled('needs_you', { cause: 'expired' }) }),
    ),
    ...Array.from({ length: 3 }, (_, at) => location({ id: `soon-${at}`, name: `Mill Street ${at + 1}`, client: of(at), login: login('Mila Brandt'), health: soon })),
    ...Array.from({ length: 4 }, (_, at) => location({ id: `x-${at}`, network: 'x', kind: 'account', name: `@handle${at}`, client: of(at), login: login('Tom Reyes'), health: soon })),
    ...Array.from({ length: 121 }, (_, at) => location({ id: `fine-${at}`, name: `Branch ${at + 1}`, client: of(at), login: login('Mila Brandt') })),
    location({ id: 'off', name: 'Old Town Museum', client: of(3), login: null, health: settled('not_connected') }),
  ];
}
