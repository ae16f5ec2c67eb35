// Set-ups of developer apps that somebody put off, for as long as the window lives.

/** What stays of a set-up that is put off. Never the secret. */
export interface Kept {
  at: number;
  id: string;
}

export class SetUps {
  #kept = $state.raw<Readonly<Record<string, Kept>>>({});

  of(network: string): Kept | null {
    return this.#kept[network] ?? null;
  }

  keep(network: string, kept: Kept): void {
    this.#kept = { ...this.#kept, [network]: kept };
  }

  drop(network: string): void {
    this.#kept = Object.fromEntries(Object.entries(this.#kept).filter(([id]) => id !== network));
  }
}
