// How large everything is drawn. The choice is kept in this window's own storage, like its other looks.

import { remember, remembered } from './screen.svelte';

/** In percent. Below the first and above the last the window is of no use. */
const STEPS = [80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
const USUAL = 100;
const KEPT = 'zoom';

/** What a key asks for; `null` where it asks for no other size. */
export function zoomOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): 'in' | 'out' | 'usual' | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key === '+' || key === '=') return 'in';
  if (key === '-' || key === '_') return 'out';
  return key === '0' ? 'usual' : null;
}

export class Zoom {
  percent = $state(USUAL);

  constructor(private readonly draw: (factor: number) => Promise<void>) {}

  /** Takes up the choice of the last time. */
  resume(): void {
    const kept = Number(remembered(KEPT));
    if (STEPS.includes(kept) && kept !== USUAL) this.#set(kept);
  }

  /** Makes it one step larger or smaller, or as usual, and gives what it is then. */
  change(to: 'in' | 'out' | 'usual'): number {
    const at = STEPS.indexOf(this.percent);
    const step = { in: STEPS[at + 1], out: STEPS[at - 1], usual: USUAL }[to];
    if (step !== undefined && step !== this.percent) {
      this.#set(step);
      remember(KEPT, String(step));
    }
    return this.percent;
  }

  get isLargest(): boolean {
    return this.percent === STEPS.at(-1);
  }

  get isSmallest(): boolean {
    return this.percent === STEPS[0];
  }

  #set(percent: number): void {
    this.percent = percent;
    // A window that cannot be drawn larger is still a good window.
    this.draw(percent / 100).catch(() => undefined);
  }
}
