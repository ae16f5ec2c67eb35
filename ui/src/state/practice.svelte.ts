// Practice with its sample: whether that is still being made, and what a person lets happen.

import type { Failure, LessonCode } from '../api/protocol';
import { words } from '../words';
import type { Actions } from './actions';
import type { Notices } from './notices.svelte';

/** A sample that is made sooner is not told of. */
const UNTOLD = 300;

export class Practice {
  /** Whether the sample's people sign in: their sign-ins need nobody at the window. */
  playing = $state(false);
  /** Whether that takes so long that it is told. */
  making = $state(false);
  /** What is being let happen. */
  teaching = $state.raw<LessonCode | null>(null);

  constructor(
    private readonly actions: Actions,
    private readonly notices: Notices,
  ) {}

  /** Follows the sample until it is made. */
  async follow(): Promise<void> {
    this.playing = true;
    const telling = setTimeout(() => (this.making = true), UNTOLD);
    await this.actions.sampleMade();
    clearTimeout(telling);
    if (this.making) this.notices.say(words.lessons.made);
    this.playing = this.making = false;
  }

  async teach(lesson: LessonCode): Promise<void> {
    if (this.teaching !== null) return;
    this.teaching = lesson;
    this.playing = lesson === 'well_again';
    const failure = await this.actions.teach(lesson);
    this.playing = false;
    this.teaching = null;
    if (failure) this.notices.show(this.#said(failure), 'trouble');
  }

  #said(failure: Failure): string {
    return failure.failure === 'gone' ? words.lessons.nobody : words.failure(failure);
  }
}
