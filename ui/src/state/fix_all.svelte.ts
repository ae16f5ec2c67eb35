// The queue while a person works through it. The engine plans it once, so that nothing jumps; what is
// healed on the way, by whatever sign-in, is not asked for again, and what comes to need a person
// meanwhile is added.

import type { AttemptView, FixStep, LocationView, StageView } from '../api/protocol';
import { joined, keyOf, needs, standing, stepOf, type Standing, type Step } from '../step';
import type { List } from './list.svelte';
import type { Locations } from './locations.svelte';

export interface Progress {
  signIns: number;
  signInsOf: number;
  healed: number;
  of: number;
}

/** How a sign-in ended that connected nothing. */
export type Outcome = Extract<StageView, { at: 'failed' | 'wrong_account' }>;

export class FixAll {
  #steps = $state.raw<Step[]>([]);
  #skipped = $state.raw<readonly string[]>([]);
  #outcomes = $state.raw<Readonly<Record<string, Outcome>>>({});
  /** In which step each location is. */
  #keys = new Map<string, string>();
  /** What the list was narrowed down to at the start: others do not join. */
  #isInScope: (view: LocationView) => boolean = () => true;
  running = $state(false);

  constructor(
    private readonly locations: Locations,
    private readonly list: List,
    /** The engine's plan for these; null where it has none. */
    private readonly ask: (locations: string[]) => Promise<FixStep[] | null>,
  ) {}

  /** How many locations a start would be about. */
  readonly inNeed = $derived.by(() => this.list.shown.all.filter(needs).length);

  /** In how many steps. */
  readonly steps = $derived.by(() => new Set(this.list.shown.all.filter(needs).map(keyOf)).size);

  /** Plans what is shown, as whoever looks at one client fixes that one, or these and no others. */
  async start(these?: readonly LocationView[]): Promise<void> {
    await this.#plan(these ?? this.list.shown.all, these ? () => false : this.list.scope());
  }

  /** Goes once more through what it was about, whatever is shown by now. */
  async again(): Promise<void> {
    await this.#plan(this.locations.all.filter(({ id }) => this.#keys.has(id)), this.#isInScope);
  }

  async #plan(all: readonly LocationView[], isInScope: (view: LocationView) => boolean): Promise<void> {
    const before = new Set(this.locations.all);
    const inNeed = all.filter(needs).map(({ id }) => id);
    const planned = inNeed.length > 0 ? await this.ask(inNeed) : [];
    if (planned === null) return;
    this.#isInScope = isInScope;
    this.#steps = planned.flatMap(({ locations }) => this.#drawn(locations));
    this.#skipped = [];
    this.#outcomes = {};
    this.#keys = new Map(this.#steps.flatMap(({ key, locations }) => locations.map((id) => [id, key])));
    this.running = true;
    // What changed while the engine planned is told of once, and nobody followed it.
    for (const view of this.locations.all) if (!before.has(view)) this.follow(view);
  }

  /** A planned step with its names; none where nothing of it is left on the list. */
  #drawn(locations: string[]): Step[] {
    const first = locations.map((id) => this.locations.get(id)).find((view) => view !== undefined);
    return first ? [stepOf(first, locations)] : [];
  }

  stop(): void {
    this.running = false;
  }

  skip(key: string): void {
    this.#skipped = [...this.#skipped, key];
  }

  /**
   * A location may need a person only since the queue was planned, as after the keychain opened, or
   * something else than it did, as once the developer app is mended.
   */
  follow(view: LocationView): void {
    if (!this.running || !needs(view) || this.#keys.get(view.id) === keyOf(view)) return;
    if (!this.#keys.has(view.id) && !this.#isInScope(view)) return;
    this.#keys.set(view.id, keyOf(view));
    this.#steps = joined(this.#steps, view);
  }

  /** Remembers why a sign-in connected nothing: its card may be gone by the end. */
  hear({ location, stage }: AttemptView): void {
    if (!this.running || location === null) return;
    if (stage.at === 'failed' || stage.at === 'wrong_account')
      this.#outcomes = { ...this.#outcomes, [location]: stage };
  }

  outcome(location: string): Outcome | null {
    return this.#outcomes[location] ?? null;
  }

  standing(step: Step): Standing {
    return standing(step, (id) => this.locations.get(id));
  }

  /** The step to be taken now; null at the end. */
  get current(): Step | null {
    return this.#steps.find((step) => this.#isOpen(step) && !this.#skipped.includes(step.key)) ?? null;
  }

  /** Steps that were passed over and still wait. */
  get left(): Step[] {
    return this.#steps.filter((step) => this.#isOpen(step) && this.#skipped.includes(step.key));
  }

  get progress(): Progress {
    const all = this.#steps.map((step) => this.standing(step));
    return {
      signIns: this.#steps.filter((step) => !this.#isOpen(step) || this.#skipped.includes(step.key)).length,
      signInsOf: this.#steps.length,
      healed: all.reduce((sum, { healed }) => sum + healed, 0),
      of: this.#steps.reduce((sum, step) => sum + step.locations.length, 0),
    };
  }

  #isOpen(step: Step): boolean {
    return this.standing(step).inNeed.length > 0;
  }
}
