import type { HealthView } from '../../api/protocol';
import type { Outcome, Progress } from '../../state/fix_all.svelte';
import { health } from './health';
import { attempt } from './sign_in';
import { say } from '../say';

const FEW = 6;

/** What ended or will end, as a note tells it. */
interface Loss {
  network: string;
  /** How the first of them stands. */
  health: HealthView;
}

const endsAhead = ({ health }: Loss) => (health.state === 'needs_you_soon' ? health.until : null);
const onlyProbable = ({ health }: Loss) => health.state === 'probably_refused';

/** What became, or will become, of several sign-ins. */
function ofThese(loss: Loss, now: number): string {
  const { network } = loss;
  const { cause, probably } = loss.health;
  const ends = endsAhead(loss);
  if (ends !== null) return say('fix-these-end', { network, ends: { at: ends, now } });
  if (onlyProbable(loss)) return say('fix-these-probably', { network });
  if (cause === null) return say('fix-these-stopped', { network });
  const why = say(`fix-reasons-${cause}`);
  return say(`fix-these-stopped-${probably ? 'probably' : 'because'}`, { network, why });
}

/** The same of one account. */
function ofOurs(account: string, loss: Loss, now: number): string {
  const { network } = loss;
  const { cause, probably } = loss.health;
  const ends = endsAhead(loss);
  if (ends !== null) return say('fix-ours-end', { account, network, ends: { at: ends, now } });
  if (onlyProbable(loss)) return say('fix-ours-probably', { account, network });
  if (cause === null) return say('fix-ours-stopped', { account, network });
  const why = say(`fix-reasons-${cause}`);
  return say(`fix-ours-stopped-${probably ? 'probably' : 'because'}`, { account, network, why });
}

export const fix = {
  title: say('fix-title'),
  start: (count: number) => say('fix-start', { count }),
  progress: ({ signIns, signInsOf, healed, of }: Progress) =>
    say('fix-progress', { done: signIns, steps: signInsOf, healed: say('fix-progress-healed', { healed, of }) }),
  step: (network: string, person: string | null) =>
    person === null ? say('fix-step', { network }) : say('fix-step-as', { network, person }),
  /** @param missing Whether its credentials are not here, and not that the network refuses them. */
  app: (network: string, missing: boolean) => say(`fix-app-${missing ? 'enter' : 'mend'}`, { network }),
  appHeals: (network: string, count: number, missing: boolean) =>
    missing ? say('fix-app-enter-heals', { count }) : say('fix-app-mend-heals', { network, count }),
  one: say('fix-one'),
  /** How many of those belong to what is shown. */
  here: (count: number) => say('fix-here', { count }),
  sendTo: (person: string) => say('fix-send-to', { person }),
  sendNote: say('fix-send-note'),
  noteFor: (person: string) => say('fix-note-for', { person }),
  noteAboutTitle: (account: string) => say('fix-note-about-title', { account }),
  noteLead: say('fix-note-lead'),
  copyText: say('fix-copy-text'),
  signInAs: (person: string) => say('fix-sign-in-as', { person }),
  names: (all: string[]) =>
    all.length <= FEW
      ? all.join(', ')
      : say('fix-names-more', { names: all.slice(0, FEW).join(', '), more: all.length - FEW }),
  /** In two or three words, where there is more to say than that it ends soon. */
  why: (of: HealthView): string | null =>
    of.state === 'needs_you' || of.state === 'probably_refused' ? health.titleOf(of) : null,
  signIn: say('fix-sign-in'),
  enterApp: attempt.enterApp,
  waiting: (network: string) => say('fix-waiting', { network }),
  skip: say('fix-skip'),
  stop: say('fix-stop'),
  close: say('fix-close'),
  copyNote: (person: string) => say('fix-copy-note', { person }),
  copyNoteAbout: (account: string) => say('fix-copy-note-about', { account }),
  copied: say('fix-copied'),
  notCopied: say('fix-not-copied'),
  done: say('fix-done'),
  doneText: (healed: number) => say('fix-done-text', { healed }),
  left: (count: number) => say('fix-left', { count }),
  leftText: (healed: number) => say('fix-left-text', { healed }),
  leftList: say('fix-left-list'),
  /** @param ownApp Whether the network needs a developer app of the user's. */
  outcome: (stage: Outcome, ownApp: boolean) =>
    stage.at === 'failed' ? attempt.failure(stage, ownApp) : attempt.expectedGot(stage.expected, stage.got),
  tryAgain: say('fix-try-again'),
  cancel: say('fix-cancel'),
  actOn: (action: string, name: string) => say('fix-act-on', { action, name }),
  showMore: (count: number) => say('fix-show-more', { count }),
  locked: ({ signIns, signInsOf }: Progress) => say('fix-locked', { count: signInsOf - signIns }),
  again: say('fix-again'),
  note: (person: string, names: string[], loss: Loss, now: number) => say('fix-note', {
      person,
      what: ofThese(loss, now),
      names: names.map((name) => say('fix-note-item', { name })).join('\n'),
      count: names.length,
    }),
  noteAbout: (account: string, loss: Loss, now: number) =>
    say('fix-note-about', { what: ofOurs(account, loss, now) }),
};
