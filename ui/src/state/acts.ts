// What the buttons of locations and sign-ins do: ask for it, or first ask the person.

import type { AttemptView, LocationView } from '../api/protocol';
import type { Help } from '../failed';
import { actionOf, type RowAct } from '../row';
import { words } from '../words';
import type { Actions } from './actions';
import type { Dialogs } from './dialogs.svelte';
import type { Names } from './names.svelte';
import type { Notices } from './notices.svelte';
import type { World } from './world.svelte';

/** Whether nothing is left of a sign-in but how it ended. */
export const isOver = ({ stage }: AttemptView) => ['failed', 'succeeded', 'tried'].includes(stage.at);

export class Acts {
  constructor(
    private readonly world: World,
    private readonly names: Names,
    private readonly notices: Notices,
    private readonly actions: Actions,
    private readonly dialogs: Dialogs,
  ) {}

  /** What a button of a row asks for. */
  act(act: RowAct, location: string): void {
    const view = this.world.locations.get(location);
    if (!view) return;
    switch (act) {
      case 'connect':
        // What was approved already is not asked for again.
        if (this.world.attempt(view.attempt)?.stage.at === 'picking' && view.attempt !== null)
          return this.dialogs.pickNow(view.attempt);
        return void this.actions.connect(location);
      case 'disconnect':
        return this.dialogs.open({ kind: 'disconnect', location });
      case 'cancel':
        if (view.attempt !== null) void this.actions.cancel(view.attempt);
        return;
      case 'check':
        return void this.actions.check([location]);
      case 'open_keychain':
        return void this.actions.openKeychain();
      case 'fix_app':
        return this.askForApp(location);
      case 'remove':
        return this.remove(location);
    }
  }

  /** Does what helps a location: what the button of its row does. */
  help(location: string): void {
    const view = this.world.locations.get(location);
    const action = view && actionOf(view);
    if (action) this.act(action.act, location);
  }

  /** Its history goes too, so a person is asked whatever it holds. */
  remove(location: string): void {
    if (this.world.locations.get(location)) this.dialogs.open({ kind: 'remove', location });
  }

  /** Whether a network needs a developer app of the user's. */
  needsApp(network: string): boolean {
    return this.world.network(network)?.needs_app ?? false;
  }

  askForApp(location: string): void {
    const view = this.world.locations.get(location);
    if (!view) return;
    const { network } = view;
    const isHeldUp = (each: LocationView) => each.network === network && each.health.trouble === 'no_app';
    // What lacks nothing but the app needs no sign-in once that is there.
    const check = this.world.locations.all.filter(isHeldUp).map(({ id }) => id);
    const then = isHeldUp(view) ? { check } : { connect: location };
    if (this.needsApp(network)) this.dialogs.open({ kind: 'app', network, then });
    // Elsewhere Greentick registers itself, with each sign-in where that is needed.
    else void this.actions.connect(location);
  }

  /** Ends a sign-in. One that is over leaves the screen whatever the engine says to it. */
  endAttempt(attempt: AttemptView): void {
    if (isOver(attempt)) this.world.apply({ fact: 'attempt_ended', value: attempt.id });
    void this.actions.cancel(attempt.id);
  }

  /** What helps a sign-in that connected nothing more than trying again does. */
  helpAttempt(help: Help, { id, network, location }: AttemptView): void {
    if (help === 'app') this.dialogs.open({ kind: 'app', network, then: { again: id } });
    else if (location !== null) void this.actions.openPermissions(location);
  }

  async moveLocations(locations: string[], client: string | null): Promise<void> {
    if (!(await this.actions.moveLocations(locations, client))) return;
    const to = this.world.client(client)?.name ?? null;
    const [first = '', ...others] = locations;
    const holds = () => locations.every((id) => this.world.locations.get(id)?.client === client);
    const text =
      others.length === 0
        ? words.clients.moved(this.names.nameOf(first), to)
        : words.clients.movedAll(locations.length, to);
    this.notices.show(text, 'quiet', undefined, first, holds);
  }
}
