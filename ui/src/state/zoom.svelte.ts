// How large everything is drawn. The program around the engine draws it so, and keeps the choice.

/** In percent. Below the first and above the last the window is of no use. */
const STEPS = [80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
const USUAL = 100;

/** What a key asks for; `null` where it asks for no other size. */
export function zoomOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): 'in' | 'out' | 'usual' | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key === '+' || key === '=') return 'in';
  if (key === '-' || key === '_') return 'out';
  return key === '0' ? 'usual' : null;
}

export class Zoom {
  percent: number;
  #drawn: number;
  #isAsking = false;

  /**
   * @param percent What everything is drawn in already.
   * @param draw Whether it can be drawn so.
   */
  constructor(
    percent: number,
    private readonly draw: (percent: number) => Promise<boolean>,
  ) {
    this.percent = $state(percent);
    this.#drawn = percent;
  }

  /** Makes it one step larger or smaller, or as usual, and gives what it is then. */
  change(to: 'in' | 'out' | 'usual'): number {
    const { percent } = this;
    const larger = STEPS.find((step) => step > percent);
    const smaller = STEPS.findLast((step) => step < percent);
    const step = { in: larger, out: smaller, usual: USUAL }[to];
    if (step !== undefined && step !== percent) {
      this.percent = step;
      void this.#follow();
    }
    return this.percent;
  }

  /** One at a time: of two that are asked for at once the earlier may be drawn last, and kept. */
  async #follow(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.percent !== this.#drawn) {
      const asked = this.percent;
      if (await this.draw(asked)) this.#drawn = asked;
      else if (this.percent === asked) this.percent = this.#drawn;
    }
    this.#isAsking = false;
  }

  get isLargest(): boolean {
    return this.percent === STEPS.at(-1);
  }

  get isSmallest(): boolean {
    return this.percent === STEPS[0];
  }
}
