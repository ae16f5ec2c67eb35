// Who holds what, as the engine counts it, with the names that it is drawn with.

import type { AppHeld, LocationView, LoginHeld, LoginView, NetworkView } from './api/protocol';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** A login and how what hangs on it stands. */
export interface HoldingLogin extends Omit<LoginHeld, 'login'> {
  login: LoginView;
  host: string | null;
}

/** A developer app, or null where none of the user's is needed, and the logins that came through it. */
export interface HoldingApp {
  app: NetworkView | null;
  logins: HoldingLogin[];
  locations: number;
}

/** Logins that carry as much are in the order of their names, as the reader's language has it. */
export function holdersOf(
  told: readonly AppHeld[],
  networks: readonly NetworkView[],
  held: (login: string) => readonly LocationView[],
): HoldingApp[] {
  const named = (one: LoginHeld): HoldingLogin[] => {
    const [first] = held(one.login);
    return first?.login ? [{ ...one, login: first.login, host: first.host }] : [];
  };
  const inOrder = (a: HoldingLogin, b: HoldingLogin) =>
    b.locations - a.locations || collator.compare(a.login.name, b.login.name);
  return told.map(({ app, logins, locations }) => ({
    app: networks.find(({ id }) => id === app) ?? null,
    locations,
    logins: logins.flatMap(named).sort(inOrder),
  }));
}
