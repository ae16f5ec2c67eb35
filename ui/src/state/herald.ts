// Tells a screen reader what changed, once per burst and not once per row.

import type { HealthView, LocationView } from '../api/protocol';
import { words } from '../words';

const PAUSE = 250;
const FEW = 3;

export class Herald {
  #changed = new Map<string, LocationView>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly say: (text: string) => void,
    private readonly nameOf: (location: LocationView) => string,
    /** Whether an outage speaks for a location that cannot be checked. */
    private readonly isOut: (location: LocationView) => boolean,
  ) {}

  changed(before: LocationView | undefined, after: LocationView): void {
    if (before && isSame(before.health, after.health)) return;
    this.#changed.set(after.id, after);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), PAUSE);
  }

  #tell(): void {
    const told = [...this.#changed.values()].filter(
      (view) => view.health.state !== 'cannot_check' || view.health.unheard !== null || !this.isOut(view),
    );
    this.#changed.clear();
    if (told.length === 0) return;
    const texts = told.map((view) => words.health.spoken(this.nameOf(view), view.health));
    this.say(texts.length <= FEW ? texts.join('. ') : words.list.changed(texts.length));
  }
}

/** Whether both say the same in words. */
function isSame(one: HealthView, other: HealthView): boolean {
  const told = ({ state, cause, unheard, trouble }: HealthView) => [state, cause, unheard, trouble].join();
  return told(one) === told(other);
}
