// Short notices at the edge of the window, and what a screen reader is told.

export interface Notice {
  id: number;
  text: string;
  tone: 'quiet' | 'trouble';
  action?: { label: string; run: () => void };
  /** What it is about; a newer notice about the same takes its place. */
  about?: string;
  /** Whether what it says still holds; it goes when that ends. */
  holds?: () => boolean;
  /** It goes with what it is about, and not before. */
  stays?: true;
}

const READING_TIME = 6000;
const ACTING_TIME = 12000;

export class Notices {
  all = $state.raw<Notice[]>([]);
  spoken = $state('');
  #next = 1;

  /** Trouble that lasts or has a way out stays until it is dismissed; the rest leave by themselves. */
  show(text: string, tone: Notice['tone'] = 'quiet', action?: Notice['action'], about = text, holds?: () => boolean): void {
    const known = this.all.find((other) => other.about === about);
    if (known?.tone === 'trouble' && tone === 'quiet') return;
    const notice: Notice = { id: this.#next++, text, tone, about, ...(action ? { action } : {}), ...(holds ? { holds } : {}) };
    this.all = [...this.all.filter((other) => other !== known), notice].slice(-3);
    this.say(text);
    if (tone === 'trouble' && (action || holds)) return;
    setTimeout(() => this.dismiss(notice.id), action ? ACTING_TIME : READING_TIME);
  }

  /** Takes away what has turned false. */
  keepTrue(): void {
    if (this.all.some(({ holds }) => holds !== undefined))
      this.all = this.all.filter(({ holds }) => holds === undefined || holds());
  }

  dismiss(id: number): void {
    this.all = this.all.filter((notice) => notice.id !== id);
  }

  say(text: string): void {
    // The same words twice in a row are no change, and a live region tells changes only.
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }
}
