// Puts the parts together: the door, what it tells, what is shown, what can be asked.

import { isFailure, type Door } from '../api/door';
import { soundDoor, soundSnapshot } from '../api/sound';
import type { AttemptView, Failure, Handed, Icon, LocationView, Snapshot } from '../api/protocol';
import type { Help } from '../failed';
import { grouped } from '../group';
import { actionOf, hueOf, placedName, type RowAct } from '../row';
import { counted } from '../stand';
import { words } from '../words';
import type { Sentence } from '../words/en/health';
import { Actions, type StoreAsk } from './actions';
import type { ClientRow } from './clients';
import { Clock } from './clock.svelte';
import { Feed } from './feed';
import { FixAll } from './fix_all.svelte';
import { History } from './history.svelte';
import { Leaving } from './leaving.svelte';
import { Notices, type Notice } from './notices.svelte';
import { Router } from './router';
import { Screen } from './screen.svelte';
import { Shown } from './shown.svelte';
import { Unshown } from './unshown';
import { World } from './world.svelte';
import { Zoom } from './zoom.svelte';

export type ClosedStore = Extract<Failure, { failure: 'store_closed' }>;

export class App {
  readonly world = new World();
  readonly screen = new Screen((network) => this.networkName(network));
  readonly shown = new Shown(this.world.locations, this.screen);
  readonly fix = new FixAll(this.world.locations, this.shown, this.screen, (ids) => this.actions.planFix(ids));
  readonly notices = new Notices();
  readonly clock = new Clock();
  readonly zoom: Zoom;
  readonly history: History;
  readonly actions: Actions;
  readonly leaving: Leaving;
  readonly unshown: Unshown;
  state = $state<'starting' | 'ready' | 'failed'>('starting');
  /** Why the store did not open, where that is why the list cannot be loaded. */
  closed = $state.raw<ClosedStore | null>(null);
  /** The location that has just become green: its tick is drawn, once. */
  fresh = $state<string | null>(null);
  #isBehind = false;
  #feed: Feed;

  constructor(door: Door, { look, snapshot }: Handed) {
    this.history = new History(door);
    this.unshown = new Unshown(door);
    this.actions = new Actions(door, this.notices, (location) => this.#askForApp(location));
    // One that cannot be drawn larger is still a good window.
    this.zoom = new Zoom(look.zoom, (percent) => this.actions.drawIn(percent));
    this.leaving = new Leaving(this.world, this.notices, this.actions, (view) => this.nameIn(view));
    const router = new Router(this);
    this.#feed = new Feed(
      door,
      {
        load: (snapshot) => this.#load(snapshot),
        apply: (fact) => router.apply(fact),
        failed: (why) => this.#lost(why),
      },
      snapshot && soundSnapshot(snapshot),
    );
  }

  async start(): Promise<void> {
    if (this.state === 'failed') this.state = 'starting';
    await this.#feed.start();
  }

  /** Opens a store that did not open; gives why it still does not. */
  async openStore(ask: StoreAsk): Promise<Failure | null> {
    const outcome = await this.actions.openStore(ask);
    if (isFailure(outcome)) {
      if (outcome.failure === 'store_closed') {
        const { title } = words.closed.problem(outcome.problem);
        if (outcome.problem !== this.closed?.problem) this.notices.say(title);
        this.closed = outcome;
      }
      return outcome;
    }
    await this.#feed.start();
    const { setAside: path } = outcome;
    if (path !== null) {
      const name = path.split(/[/\\]/).at(-1) ?? path;
      this.notices.show(words.closed.isSetAside(name), 'trouble', this.showInFolder(path));
    }
    return null;
  }

  /** A file that was just saved is one click away. */
  showInFolder(path: string): Notice['action'] {
    return { label: words.common.showInFolder, run: () => void this.actions.showInFolder(path) };
  }

  stop(): void {
    this.#feed.stop();
  }

  /** Goes on from the welcome. It is over also where that cannot be kept: it comes once more then. */
  dismissWelcome(): void {
    this.world.apply({ fact: 'welcome_dismissed' });
    void this.actions.dismissWelcome();
  }

  /** A location has no name of its own until its set-up is finished. */
  nameOf(location: string): string {
    const view = this.world.locations.get(location);
    return view ? this.nameIn(view) : '';
  }

  nameIn({ name, network }: LocationView): string {
    return name ?? words.list.unnamed(this.networkName(network));
  }

  /** The name, and at which network it is: for what is read without the badge beside it. */
  placedNameOf(location: LocationView): string {
    return placedName(location, this.networkName(location.network));
  }

  networkName(network: string): string {
    return this.world.network(network)?.name ?? network;
  }

  /** @param alone Whether it speaks for its sign-in, and no card does. */
  sentence(location: LocationView, alone = true): Sentence {
    return words.health.sentence(location, {
      network: this.networkName(location.network),
      keychain: this.world.vault.keychain,
      attempt: this.world.attempt(location.attempt),
      toll: alone ? this.world.locations.tollOf(location) : null,
      now: this.clock.now,
    });
  }

  siblings(location: LocationView): { id: string; name: string }[] {
    return this.world.locations.siblings(location).map(({ id }) => ({ id, name: this.nameOf(id) }));
  }

  /** The user's own developer app that a location hangs on, and how many hang on it. */
  developerApp(location: LocationView): { name: string; locations: number } | null {
    const keptAs = this.world.network(location.network)?.app_kept_as ?? null;
    if (keptAs === null) return null;
    const on = ({ network, login }: LocationView) =>
      login !== null && this.world.network(network)?.app_kept_as === keptAs;
    return { name: this.networkName(keptAs), locations: this.world.locations.all.filter(on).length };
  }

  /** A client's locations share its colour; without clients each name has its own. */
  hue(location: LocationView): number {
    return location.client === null
      ? hueOf(location.name ?? location.id)
      : this.hueOfClient(location.client);
  }

  /** A client keeps its colour, whatever becomes of its name and of other clients. */
  hueOfClient(client: string): number {
    return hueOf(client);
  }

  readonly clients: ClientRow[] = $derived.by(() => {
    const { locations } = this.world;
    const held = grouped(locations.all, ({ client }) => client);
    return this.world.clients.map((view) => ({
      ...view,
      count: held.get(view.id)?.length ?? 0,
      broken: (held.get(view.id) ?? []).filter(({ id }) => locations.standOf(id) === 'broken').length,
      hue: this.hueOfClient(view.id),
    }));
  });

  /** Those whose stored sign-ins are damaged. */
  readonly damaged: readonly LocationView[] = $derived.by(() => {
    if (this.world.vault.damaged === 0) return [];
    return this.world.locations.all.filter(({ health }) => health.state === 'tokens_unreadable');
  });

  /** The worst there is anywhere: what the mark of the window shows. */
  readonly worst: Icon = $derived.by(() => {
    const { locations } = this.world;
    const counts = counted(locations.all.map(({ id }) => locations.standOf(id)));
    if (counts.broken > 0) return 'broken_link';
    if (counts.soon > 0) return 'clock';
    return counts.unchecked > 0 || this.world.vault.state !== 'open' ? 'cloud' : 'tick';
  });

  async moveLocations(locations: string[], client: string | null): Promise<void> {
    if (!(await this.actions.moveLocations(locations, client))) return;
    const to = this.world.client(client)?.name ?? null;
    const [first = '', ...others] = locations;
    const holds = () => locations.every((id) => this.world.locations.get(id)?.client === client);
    const text =
      others.length === 0 ? words.clients.moved(this.nameOf(first), to) : words.clients.movedAll(locations.length, to);
    this.notices.show(text, 'quiet', undefined, first, holds);
  }

  /** Sign-ins that wait for a choice now. */
  get picking(): AttemptView[] {
    const aside = this.screen.setAside;
    return this.world.attempts.filter(({ id, stage }) => stage.at === 'picking' && !aside.includes(id));
  }

  pickLater(attempt: string): void {
    this.screen.setAside = [...this.screen.setAside, attempt];
    void this.actions.pickLater(attempt);
  }

  pickNow(attempt: string): void {
    this.screen.setAside = this.screen.setAside.filter((id) => id !== attempt);
  }

  /** What of the shown can be checked: what was disconnected on purpose is not looked at. */
  readonly toCheck = $derived.by(() => this.shown.all.filter(({ health }) => health.state !== 'not_connected'));

  /** Has everything looked at that is shown; nothing else. */
  async checkShown(): Promise<void> {
    const all = !this.shown.isNarrowed;
    const asked = this.toCheck.map(({ id }) => id);
    if (await this.actions.check(all ? [] : asked))
      this.notices.show(all ? words.list.checking : words.selection.checking(asked.length));
  }

  /** What is shown in the corner: what can still be undone, and what is told once. */
  readonly notes: Notice[] = $derived.by(() => [...this.leaving.undoable, ...this.notices.all]);

  /** Ends a sign-in. One that is over leaves the screen whatever the engine says to it. */
  endAttempt(attempt: AttemptView): void {
    const over = attempt.stage.at === 'failed' || attempt.stage.at === 'succeeded';
    if (over) this.world.apply({ fact: 'attempt_ended', value: attempt.id });
    void this.actions.cancel(attempt.id);
  }

  /** Its history goes too, so a person is asked whatever it holds. */
  remove(location: string): void {
    if (this.world.locations.get(location)) this.screen.dialog = { kind: 'remove', location };
  }

  /** Whether a network needs a developer app of the user's. */
  needsApp(network: string): boolean {
    return this.world.network(network)?.needs_app ?? false;
  }

  /** What helps a sign-in that connected nothing more than trying again does. */
  helpAttempt(help: Help, { id, network, location }: AttemptView): void {
    if (help === 'app') this.screen.dialog = { kind: 'app', network, then: { again: id } };
    else if (location !== null) void this.actions.openPermissions(location);
  }

  /** What a button of a row asks for. */
  act(act: RowAct, location: string): void {
    const view = this.world.locations.get(location);
    if (!view) return;
    switch (act) {
      case 'connect':
        // What was approved already is not asked for again.
        if (this.world.attempt(view.attempt)?.stage.at === 'picking' && view.attempt !== null)
          return this.pickNow(view.attempt);
        return void this.actions.connect(location);
      case 'disconnect':
        this.screen.dialog = { kind: 'disconnect', location };
        return;
      case 'cancel':
        if (view.attempt !== null) void this.actions.cancel(view.attempt);
        return;
      case 'check':
        return void this.actions.check([location]);
      case 'open_keychain':
        return void this.actions.openKeychain();
      case 'fix_app':
        return this.#askForApp(location);
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

  /** A list that is merely behind stays on the screen; an empty window says why. */
  #lost(why: Failure): void {
    if (this.state !== 'ready') {
      this.closed = why.failure === 'store_closed' ? why : null;
      this.state = 'failed';
      return;
    }
    this.#isBehind = true;
    const again = { label: words.start.again, run: () => void this.start() };
    this.notices.show(words.start.behind, 'trouble', again, 'behind', () => this.#isBehind);
  }

  #load(snapshot: Snapshot): void {
    this.world.load(snapshot);
    this.#isBehind = false;
    this.notices.keepTrue();
    this.state = 'ready';
  }

  #askForApp(location: string): void {
    const view = this.world.locations.get(location);
    if (!view) return;
    const { network } = view;
    const isHeldUp = (each: LocationView) => each.network === network && each.health.trouble === 'no_app';
    // What lacks nothing but the app needs no sign-in once that is there.
    const check = this.world.locations.all.filter(isHeldUp).map(({ id }) => id);
    const then = isHeldUp(view) ? { check } : { connect: location };
    if (this.needsApp(network)) this.screen.dialog = { kind: 'app', network, then };
    // Elsewhere Greentick registers itself, with each sign-in where that is needed.
    else void this.actions.connect(location);
  }
}

export function createApp(door: Door, handed: Handed): App {
  return new App(soundDoor(door), handed);
}
