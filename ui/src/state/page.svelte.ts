// What the engine is asked for while somebody looks at it. Whoever draws it has it read again when
// what it depends on changed: one request at a time, so that many changes at once cost few answers.

export class Page<T> {
  /** What the engine said last; null before it said anything. */
  value = $state.raw<T | null>(null);
  #isAsking = false;
  #isBehind = false;

  /** @param ask Null where there is no answer: what was there stays. */
  constructor(private readonly ask: () => Promise<T | null>) {}

  async read(): Promise<void> {
    this.#isBehind = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isBehind) {
      this.#isBehind = false;
      this.value = (await this.ask()) ?? this.value;
    }
    this.#isAsking = false;
  }
}
