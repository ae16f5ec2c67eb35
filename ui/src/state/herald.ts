// Tells a screen reader what changed, once per burst and not once per row.

import type { LocationView } from '../api/wire';
import { words } from '../words';

const PAUSE = 250;
const FEW = 3;

export class Herald {
  #changed = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (text: string) => void) {}

  changed(before: LocationView | undefined, after: LocationView): void {
    const same = before?.health.state === after.health.state && before.health.cause === after.health.cause;
    if (same) return;
    this.#changed.set(after.id, words.health.spoken(after.name ?? '', after.health));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), PAUSE);
  }

  #tell(): void {
    const texts = [...this.#changed.values()];
    this.#changed.clear();
    this.say(texts.length <= FEW ? texts.join('. ') : words.list.changed(texts.length));
  }
}
