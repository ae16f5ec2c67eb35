// The rows of the list that are selected together. Which one's details are open is the screen's to
// know.

interface Row {
  id: string;
}

export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** The row at which a range begins. */
  #anchor: string | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#ids = ids;
    this.#anchor = id;
  }

  /** Selects the rows from where the range began to this one, and no others. */
  extend(rows: readonly Row[], to: string, from: string): void {
    const at = (id: string | null) => rows.findIndex((row) => row.id === id);
    const end = at(to);
    this.#anchor = at(this.#anchor) < 0 ? from : this.#anchor;
    const begin = at(this.#anchor) < 0 ? end : at(this.#anchor);
    this.all(rows.slice(Math.min(begin, end), Math.max(begin, end) + 1));
  }

  all(rows: readonly Row[]): void {
    this.#ids = new Set(rows.map((row) => row.id));
  }

  /** What is no longer shown is no longer selected. */
  keep(rows: readonly Row[]): void {
    if (this.#ids.size === 0) return;
    const kept = rows.filter(({ id }) => this.#ids.has(id));
    if (kept.length < this.#ids.size) this.all(kept);
  }

  clear(): void {
    if (this.#ids.size > 0) this.#ids = new Set();
    this.#anchor = null;
  }
}
