// The set-up of a developer app: how far a person is, what was typed, and what the test showed.

import type { AppCheck, AppFindingView, Failure, NetworkView } from '../api/protocol';
import { guideOf, piecesOf, stepWith, untold, type Block, type Guide } from '../guide';
import { namesOne, shapesOf, sortPasted, type Shapes, type Sorted, type Wanted } from '../pasted';
import type { Actions } from './actions';
import type { SetUps } from './set_ups.svelte';

/** What a test of the saved app showed, or why it was not tested. */
export type Tried = AppFindingView[] | Failure;

export const BEFORE = 0;

/** What is mended at the network, and by no sign-in. */
const MENDED_THERE: AppCheck[] = ['credentials', 'redirect'];

/** The steps of a network's page; without a page it is one, beside the fields. */
export const stepsOf = (guide: Guide | null) => Math.max(guide?.steps.length ?? 0, 1);

/** The names of both values, as the steps write them. */
function calledThere(guide: Guide | null, shapes: Shapes | null): Record<Wanted, string | null> {
  const written = (guide?.steps ?? []).flat().flatMap(piecesOf).filter(({ kind }) => kind === 'em');
  const find = (wanted: Wanted) =>
    written.map(({ text }) => text).find((text) => shapes !== null && namesOne(text, shapes[wanted])) ?? null;
  return { id: find('id'), secret: find('secret') };
}

export type Took = Omit<Sorted, 'secret'> & { letters: number | null };

export class SetUp {
  readonly guide: Guide | null;
  readonly steps: number;
  /** What the network calls the two values, where that is another name than ours. */
  readonly called: Record<Wanted, string | null>;
  /** Which step is shown; before the first what it brings is told. */
  at = $state(BEFORE);
  /** What was typed into the box for both values and is not sorted yet. */
  box = $state('');
  id = $state('');
  secret = $state('');
  failure = $state.raw<Failure | null>(null);
  busy = $state<'saving' | 'testing' | 'going_on' | null>(null);
  /** What the test showed of what is saved; none before it. */
  tried = $state.raw<Tried | null>(null);
  /** Whether the outcome stands in the place of the fields. */
  isSaved = $state(false);
  /** What was found in what was pasted last; of a secret only how long it is. */
  took = $state.raw<Took | null>(null);

  constructor(
    private readonly network: NetworkView,
    private readonly kept: SetUps,
    private readonly actions: Actions,
  ) {
    this.guide = guideOf(network.id);
    this.steps = stepsOf(this.guide);
    this.called = calledThere(this.guide, shapesOf(network.id));
    const before = kept.of(network.id);
    this.at = before ? Math.min(before.at, this.steps) : network.client_id === null ? BEFORE : this.steps;
    this.id = before?.id ?? network.client_id ?? '';
  }

  get isLast(): boolean {
    return this.at === this.steps;
  }

  /** The addresses to enter that no step names. */
  readonly rest: string[] = $derived.by(() => untold(this.guide, this.network.redirect_uris));

  /** The step at which the addresses are entered. */
  readonly redirectStep: number | null = $derived.by(() => stepWith(this.guide, this.network.redirect_uris));

  readonly bad = $derived.by(() => (this.failure?.failure === 'bad_app' ? this.failure.field : null));

  /** What the network said of id and secret, where that is no good. */
  readonly credentials: 'wrong' | 'missing' | null = $derived.by(() => {
    const told = Array.isArray(this.tried) ? this.tried.find(({ tried }) => tried === 'credentials') : undefined;
    return told?.showed === 'wrong' || told?.showed === 'missing' ? told.showed : null;
  });

  /** Whether the test showed something that a sign-in would fail for. */
  readonly isWrong: boolean = $derived.by(
    () =>
      Array.isArray(this.tried) &&
      // Permissions that are merely missing come with the next sign-in.
      this.tried.some(({ tried, showed }) => showed === 'wrong' || (showed === 'missing' && MENDED_THERE.includes(tried))),
  );

  readonly isFine: boolean = $derived.by(
    () => Array.isArray(this.tried) && !this.isWrong && this.tried.some(({ showed }) => showed === 'fine'),
  );

  /** The steps that whoever saves now passes over. */
  readonly ahead: Block[][] = $derived.by(() => this.guide?.steps.slice(this.at) ?? []);

  go(to: number): void {
    this.at = Math.min(Math.max(to, BEFORE), this.steps);
  }

  /** Sorts what was pasted into the fields. */
  paste(text: string): void {
    const { secret, ...rest } = sortPasted(text, shapesOf(this.network.id));
    this.box = '';
    this.took = { ...rest, letters: secret?.length ?? null };
    this.failure = null;
    if (rest.id !== null) this.id = rest.id;
    if (secret !== null && this.network.secret !== null) this.secret = secret;
  }

  /** Back to the fields: what was saved stays, and is replaced by what is saved next. */
  change(): void {
    this.isSaved = false;
  }

  async save(): Promise<void> {
    if (this.busy) return;
    if (this.box.trim() !== '') this.paste(this.box);
    const id = this.id.trim();
    if (id === '') return void (this.failure = { failure: 'bad_app', field: 'client_id' });
    const secret = this.secret.trim();
    if (this.network.secret === 'needed' && secret === '')
      return void (this.failure = { failure: 'bad_app', field: 'client_secret' });
    this.busy = 'saving';
    // The secret has left for the vault; nothing of it stays in the page.
    this.secret = '';
    this.took = null;
    this.tried = null;
    this.failure = await this.actions.saveApp(this.network.id, id, secret);
    if (!this.failure) {
      this.kept.drop(this.network.id);
      this.busy = 'testing';
      this.tried = await this.actions.tryApp(this.network.id);
      this.isSaved = this.credentials === null;
    }
    this.busy = null;
  }

  /** Does what the app was asked for. */
  async goOn(what: () => Promise<Failure | null>): Promise<void> {
    if (this.busy) return;
    this.busy = 'going_on';
    this.failure = await what();
    this.busy = null;
  }

  /** Keeps how far it is. */
  putOff(): void {
    this.kept.keep(this.network.id, { at: this.at, id: this.id.trim() });
    this.secret = '';
    this.box = '';
  }
}
