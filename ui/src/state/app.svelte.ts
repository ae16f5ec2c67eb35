// Puts the parts together: the door, what it tells, what is looked at, what can be asked.

import { isFailure, type Door } from '../api/door';
import { soundDoor, soundSnapshot } from '../api/sound';
import type { Failure, Handed, Icon, LocationView, Snapshot } from '../api/protocol';
import { counted } from '../stand';
import { words } from '../words';
import { Acts } from './acts';
import { Actions, type StoreAsk } from './actions';
import { Clock } from './clock.svelte';
import { Details } from './details.svelte';
import { Dialogs } from './dialogs.svelte';
import { Feed } from './feed';
import { Leaving } from './leaving.svelte';
import { List } from './list.svelte';
import { Names } from './names.svelte';
import { Notices, type Notice } from './notices.svelte';
import { Practice } from './practice.svelte';
import { Router } from './router';
import { Screen } from './screen.svelte';
import { SetUps } from './set_ups.svelte';
import { Unshown } from './unshown';
import { World } from './world.svelte';
import { Zoom } from './zoom.svelte';

export type ClosedStore = Extract<Failure, { failure: 'store_closed' }>;

export class App {
  readonly world = new World();
  readonly clock = new Clock();
  readonly notices = new Notices();
  readonly setUps = new SetUps();
  readonly names = new Names(this.world, this.clock);
  readonly actions: Actions;
  readonly acts: Acts;
  readonly list: List;
  readonly details: Details;
  readonly dialogs: Dialogs;
  readonly practice: Practice;
  readonly screen: Screen;
  readonly leaving: Leaving;
  readonly zoom: Zoom;
  readonly unshown: Unshown;
  state = $state<'starting' | 'ready' | 'failed'>('starting');
  /** Why the store did not open, where that is why the list cannot be loaded. */
  closed = $state.raw<ClosedStore | null>(null);
  #isBehind = false;
  #later = $state(false);
  #followed = false;
  #feed: Feed;

  constructor(door: Door, { look, snapshot }: Handed) {
    const { world, names, notices } = this;
    this.actions = new Actions(door, notices, (location) => this.acts.askForApp(location));
    this.practice = new Practice(this.actions, notices);
    this.dialogs = new Dialogs(world, this.actions, this.practice);
    this.acts = new Acts(world, names, notices, this.actions, this.dialogs);
    this.list = new List(world, names, this.actions, notices);
    this.screen = new Screen(this.list, this.dialogs);
    this.details = new Details(door, world, this.screen, this.list);
    this.leaving = new Leaving(world, notices, this.actions, (view) => names.nameIn(view));
    this.unshown = new Unshown(door);
    // One that cannot be drawn larger is still a good window.
 this.zoom = new Zoom(look.zoom, (percent) => this.actions.drawIn(percent));
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

  /** Whether nothing was ever connected, and nobody looks around first. */
  get isNew(): boolean {
    return this.world.locations.all.length === 0 && !this.world.welcomed && !this.#later;
  }

  /** Leaves the welcome for this run; until something is connected the next one begins with it. */
  welcomeLater(): void {
    this.#later = true;
  }

  /** The welcome is over for good once something is connected. */
  endWelcome(): void {
    if (this.world.welcomed || !this.world.locations.all.some((one) => one.connected_at !== null)) return;
    this.world.apply({ fact: 'welcome_dismissed' });
    void this.actions.dismissWelcome();
  }

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

  /** What is shown in the corner: what can still be undone, and what is told once. */
  readonly notes: Notice[] = $derived.by(() => [...this.leaving.undoable, ...this.notices.all]);

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
    if (!snapshot.practice || this.#followed) return;
    this.#followed = true;
    void this.practice.follow();
  }
}

export function createApp(door: Door, handed: Handed): App {
  return new App(soundDoor(door), handed);
}
