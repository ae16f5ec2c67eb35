import type { Cause, HealthView } from '../../api/protocol';
import type { Outcome, Progress } from '../../state/fix_all.svelte';
import { health } from './health';
import { panel } from './panel';
import { attempt } from './sign_in';
import { times } from './times';

const FEW = 6;

const locations = (count: number) =>
  times.plural(count, { one: '# location', other: '# locations' });

const reasons = {
  expired: 'the sign-in reached its end',
  password_changed: 'the password was changed, or all sessions were signed out',
  access_lost: 'the account no longer has access',
  permission_removed: 'the permission was removed',
  blanket_reset: 'the network ended all sign-ins at once',
  attention_needed: 'the network wants an answer on its own site first',
  suspended: 'the account is suspended',
  permission_missing: 'a permission was not given',
  data_access_lapsed: 'the access to data ran out',
  app_broken: 'the developer app is not accepted',
  not_kept: 'this computer could not keep the renewed sign-in',
  unknown: 'the network gave no reason',
} satisfies Record<Cause, string>;

/** What ended or will end, as a note tells it. */
interface Loss {
  network: string;
  /** How the first of them stands. */
  health: HealthView;
}

const because = ({ health: { cause, probably } }: Loss) =>
  cause === null ? '' : `${probably ? ', probably' : ''} because ${reasons[cause]}`;
const endsAhead = ({ health }: Loss) => (health.state === 'needs_you_soon' ? health.until : null);
const onlyProbable = ({ health }: Loss) => health.state === 'probably_refused';

/** What became, or will become, of several sign-ins. */
function ofThese(loss: Loss, now: number): string {
  const ends = endsAhead(loss);
  if (ends !== null) return `your sign-in at ${loss.network} for these ends on ${times.day(ends, now)}:`;
  if (onlyProbable(loss)) return `${loss.network} has refused these for days, so your sign-in is probably not accepted any more:`;
  return `these stopped working at ${loss.network}${because(loss)}:`;
}

/** The same of one account. */
function ofOurs(account: string, loss: Loss, now: number): string {
  const ours = `our sign-in for ${account} at ${loss.network}`;
  const ends = endsAhead(loss);
  if (ends !== null) return `${ours} ends on ${times.day(ends, now)}.`;
  if (onlyProbable(loss)) return `${ours} has been refused for days and is probably not accepted any more.`;
  return `${ours} stopped working${because(loss)}.`;
}

export const fix = {
  title: 'Fix all',
  start: (count: number) => `Fix all ${times.number(count)}`,
  progress: ({ signIns, signInsOf, healed, of }: Progress) =>
    `${times.number(signIns)} of ${times.plural(signInsOf, { one: '# step', other: '# steps' })}, ${times.number(healed)} of ${locations(of)} work`,
  step: (network: string, person: string | null) =>
    person === null ? `Sign in at ${network}` : `Sign in at ${network} as ${person}`,
  /** @param missing Whether its credentials are not here, and not that the network refuses them. */
  app: (network: string, missing: boolean) => `${missing ? 'Enter' : 'Mend'} your ${network} app`,
  appHeals: (network: string, count: number, missing: boolean) =>
    missing
      ? `The id and secret of the app are not here any more. ${panel.hang(count)}:`
      : `${network} refuses the app. It is blocked there, or its id or secret is no longer right. ${panel.hang(count)}:`,
  one: 'One sign-in fixes it',
  /** How many of those belong to what is shown. */
  here: (count: number) => `. ${times.number(count)} of them here`,
  sendTo: (person: string) => `Send to ${person}…`,
  sendNote: 'Send a note…',
  noteFor: (person: string) => `A note for ${person}`,
  noteAboutTitle: (account: string) => `A note about ${account}`,
  noteLead: 'Greentick sends nothing by itself. Copy this and send it the way you like.',
  copyText: 'Copy note',
  signInAs: (person: string) => `Sign in as ${person}`,
  names: (all: string[]) =>
    all.length <= FEW
      ? all.join(', ')
      : `${all.slice(0, FEW).join(', ')} ${times.plural(all.length - FEW, { one: 'and # more', other: 'and # more' })}`,
  /** In two or three words, where there is more to say than that it ends soon. */
  why: (of: HealthView): string | null =>
    of.state === 'needs_you' || of.state === 'probably_refused' ? health.titleOf(of) : null,
  signIn: 'Sign in',
  enterApp: attempt.enterApp,
  waiting: (network: string) => `Waiting for you at ${network}`,
  skip: 'Skip',
  stop: 'Stop',
  close: 'Close',
  copyNote: (person: string) => `Copy a note for ${person}`,
  copyNoteAbout: (account: string) => `Copy a note for whoever has the password of ${account}`,
  copied: 'The note is on the clipboard',
  notCopied: 'The note could not be copied.',
  done: 'Everything works again',
  doneText: (healed: number) => `${locations(healed)} healed.`,
  left: (count: number) =>
    times.plural(count, { one: '# location still needs you', other: '# locations still need you' }),
  leftText: (healed: number) => (healed === 0 ? 'Nothing was changed.' : `${locations(healed)} healed.`),
  leftList: 'Still not connected',
  /** @param ownApp Whether the network needs a developer app of the user's. */
  outcome: (stage: Outcome, ownApp: boolean) =>
    stage.at === 'failed' ? attempt.failure(stage, ownApp) : attempt.expectedGot(stage.expected, stage.got),
  tryAgain: 'Try again',
  cancel: 'Cancel',
  actOn: (action: string, name: string) => `${action}: ${name}`,
  showMore: (count: number) => times.plural(count, { one: 'Show # more', other: 'Show # more' }),
  locked: ({ signIns, signInsOf }: Progress) =>
    times.plural(signInsOf - signIns, {
      one: '# step waits for the keychain',
      other: '# steps wait for the keychain',
    }),
  again: 'Go through them again',
  note: (person: string, names: string[], loss: Loss, now: number) =>
    [
      `Hello ${person},`,
      '',
      ofThese(loss, now),
      ...names.map((name) => `– ${name}`),
      '',
      `They hang on your account, so only you can sign in again: it takes a minute and ${names.length > 1 ? 'brings all of them back' : 'brings it back'}. When could we do it together, on this computer or over a shared screen? Please do not send me your password; it is not needed.`,
      '',
      'Thank you!',
    ].join('\n'),
  noteAbout: (account: string, loss: Loss, now: number) =>
    [
      'Hello,',
      '',
      ofOurs(account, loss, now),
      '',
      'Only somebody who has its password can sign in again, which takes a minute. If you have it: when could we do it together, on this computer or over a shared screen? If somebody else has it, please pass this on. Please do not send me the password; it is not needed.',
      '',
      'Thank you!',
    ].join('\n'),
};
