// Who holds what: locations hang on logins, and most logins on a developer app of the user's.

import type { LocationView, LoginView, NetworkView } from './api/protocol';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** A login and how what hangs on it stands. */
export interface Held {
  login: LoginView;
  network: string;
  host: string | null;
  count: number;
  broken: number;
  soon: number;
}

/** A developer app, or null where none of the user's is needed, and the logins that came through it. */
export interface AppHeld {
  app: NetworkView | null;
  logins: Held[];
  count: number;
}

/** The apps that carry most first, and in each the logins that carry most. */
export function holders(all: readonly LocationView[], networks: readonly NetworkView[]): AppHeld[] {
  const known = new Map(networks.map((network) => [network.id, network]));
  const logins = new Map<string, Held>();
  const apps = new Map<string, AppHeld>();
  for (const { login, network, host, health } of all) {
    if (login === null) continue;
    const app = known.get(known.get(network)?.app_kept_as ?? '') ?? null;
    const held = apps.get(app?.id ?? '') ?? { app, logins: [], count: 0 };
    const one = logins.get(login.id) ?? { login, network, host, count: 0, broken: 0, soon: 0 };
    if (one.count === 0) held.logins.push(one);
    one.count += 1;
    one.broken += Number(health.icon === 'broken_link');
    one.soon += Number(health.icon === 'clock');
    held.count += 1;
    logins.set(login.id, one);
    apps.set(app?.id ?? '', held);
  }
  for (const held of apps.values())
    held.logins.sort((a, b) => b.count - a.count || collator.compare(a.login.name, b.login.name));
  return [...apps.values()].sort(
    (a, b) => Number(a.app === null) - Number(b.app === null) || b.count - a.count,
  );
}
