// A part of the window that no first list needs. It is loaded when it is opened, or before that when
// nothing else is to be done.

export class Later<C> {
  /** The part, once it is there: then it is drawn at once. */
  loaded: C | null = null;
  #loading: Promise<C> | null = null;

  constructor(private readonly from: () => Promise<{ default: C }>) {}

  /** Loads it, unless it is there or on its way. What failed is tried anew. */
  load(): Promise<C> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<C> {
    try {
      this.loaded = (await this.from()).default;
      return this.loaded;
    } catch (thrown) {
      this.#loading = null;
      throw thrown;
    }
  }
}
