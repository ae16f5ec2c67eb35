// The queue while a person works through it. It is planned once, so that nothing jumps; what is
// healed on the way, by whatever sign-in, is not asked for again.

import { plan, standing, type Standing, type Step } from '../fix';
import type { Locations } from './locations.svelte';

export interface Progress {
  signIns: number;
  signInsOf: number;
  healed: number;
  of: number;
}

export class FixAll {
  #steps = $state.raw<Step[]>([]);
  #skipped = $state.raw<readonly string[]>([]);
  running = $state(false);

  constructor(private readonly locations: Locations) {}

  /** How many locations a start would be about. */
  readonly inNeed = $derived.by(() =>
    plan(this.locations.all).reduce((sum, step) => sum + step.locations.length, 0),
  );

  start(): void {
    this.#steps = plan(this.locations.all);
    this.#skipped = [];
    this.running = true;
  }

  stop(): void {
    this.running = false;
  }

  skip(key: string): void {
    this.#skipped = [...this.#skipped, key];
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
    const { open, away } = this.standing(step);
    return open.length + away.length > 0;
  }
}
