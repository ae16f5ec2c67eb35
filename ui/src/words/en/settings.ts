import type { AppCheck, AppVerdictCode, RedirectPreference, Theme, KeyState } from '../../api/protocol';
import { times } from './times';

const themes = { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>;

const roads = {
  loopback: 'Local address',
  deep_link: 'App link',
} satisfies Record<RedirectPreference, string>;

export const settings = {
  title: 'Settings',
  networks: 'Networks',
  networksLead: 'Some networks sign people in only through an app that you registered there.',
  noApp: 'Needs no app of yours',
  appMissing: 'No app yet',
  enter: 'Enter app',
  replace: 'Replace',
  test: 'Test app',
  testing: 'Testing…',
  forget: 'Forget app',
  redirect: (number: number, of: number) =>
    of === 1 ? 'Redirect address' : `Redirect address ${number} of ${of}`,
  clientId: 'Client ID',
  forgetTitle: (network: string) => `Forget your ${network} app?`,
  forgetLead: (network: string) =>
    `Locations that are connected keep working until ${network} asks for a new sign-in. To sign in again you need the app’s id and secret once more.`,
  forgetConfirm: 'Forget',
  keep: 'Keep',
  appearance: 'Appearance',
  zoom: 'Size',
  zoomHint: 'Ctrl and +, − or 0 do the same.',
  zoomOut: 'Smaller',
  zoomIn: 'Larger',
  zoomUsual: (percent: string) => `${percent}, as usual again`,
  percent: (percent: number) => `${times.number(percent)}\u00a0%`,
  zoomed: (percent: number) => `Size ${times.number(percent)} %`,
  theme: 'Theme',
  themes,
  signIn: 'Sign-in',
  signInLead:
    'The sign-in window remembers who is signed in at the networks, so that the next sign-in passes by itself. Each client has its own memory. Your locations stay connected.',
  returnBy: 'Coming back from the browser',
  returnByHint: 'If the browser cannot find its way back, try the other one.',
  roads,
  forgetSignIns: 'Forget sign-ins',
  forgetSignInsOf: (client: string) => `Forget sign-ins of ${client}`,
  withoutClient: 'Without a client',
  forgotten: 'Sign-ins forgotten',
  vault: 'Stored sign-ins',
  about: 'About',
  version: (version: string) => `Greentick ${version}`,
  folder: 'Where your list, your sealed sign-ins and the log are kept',
};

const checks = {
  credentials: 'ID and secret',
  redirect: 'Redirect address',
  scopes: 'Permissions',
  pkce: 'One-time proof',
} satisfies Record<AppCheck, string>;

type Said = (network: string) => string;

const notToldYet: Said = () => 'Only told once somebody signs in.';
const noAnswer: Said = (n) => `${n} did not answer. Try again later.`;

const verdicts = {
  credentials: {
    fine: (n) => `${n} knows the app and accepts them.`,
    wrong: (n) => `${n} does not accept the ID or the secret. Copy both again under Replace.`,
    missing: (n) => `${n} asks for one that is not stored here. Enter it under Replace.`,
    not_told_yet: notToldYet,
    no_answer: noAnswer,
  },
  redirect: {
    fine: (n) => `${n} leads back to Greentick.`,
    wrong: (n) =>
      `${n} does not accept the ID with this address. Copy it again and enter it there exactly as it stands.`,
    missing: (n) => `It is not entered at ${n} yet. Copy it and enter it there.`,
    not_told_yet: notToldYet,
    no_answer: noAnswer,
  },
  scopes: {
    fine: () => 'Everything that was asked for is granted.',
    wrong: (n) => `${n} does not let this app ask for them. Add them to the app there.`,
    missing: () => 'These are missing. Sign in again and leave them ticked.',
    not_told_yet: notToldYet,
    no_answer: noAnswer,
  },
  pkce: {
    fine: (n) => `${n} takes a sign-in only together with its one-time proof.`,
    wrong: (n) =>
      `${n} ignores the one-time proof. A stolen sign-in code would be enough. Check the kind of app at its console.`,
    missing: (n) => `${n} did not say whether it checks the one-time proof.`,
    not_told_yet: () => 'Only a sign-in shows whether it is checked. Nothing is connected by the test.',
    no_answer: noAnswer,
  },
} satisfies Record<AppCheck, Record<AppVerdictCode, Said>>;

export const trial = {
  check: (code: AppCheck) => checks[code],
  verdict: (code: AppCheck, verdict: AppVerdictCode, network: string) =>
    verdicts[code][verdict](network),
  trySignIn: 'Test with a sign-in',
  tried: (network: string) => `Your ${network} app was tested`,
};

const states = {
  open: 'Open',
  no_key: 'The key is missing',
  wrong_key: 'The key is another one',
  locked: 'Locked',
  no_backend: 'No keychain on this system',
  not_set_up: 'Not set up yet',
  declined: 'Not set up',
  ambiguous: 'Several keys',
  damaged: 'Damaged',
} satisfies Record<KeyState, string>;

type KeyTrouble = Exclude<KeyState, 'open'>;

const troubles = {
  no_key: {
    title: (keychain) => `The key is missing in ${keychain}`,
    text: () =>
      'Your sign-ins are still here, sealed, but the key that opens them is gone. If you can restore it from a backup, do that and look again. Otherwise start over: the list stays, and each location needs a new sign-in.',
  },
  wrong_key: {
    title: (keychain) => `${keychain} holds another key`,
    text: () =>
      'The key there does not open the sign-ins stored here, as after moving a disk or restoring a backup. Bring the old key back, or start over: the list stays, and each location needs a new sign-in.',
  },
  locked: {
    title: (keychain) => `${keychain} is locked`,
    text: () => 'Open it once, and every location is checked again. Nothing was lost.',
  },
  no_backend: {
    title: () => 'This system has no keychain',
    text: (keychain) =>
      `Greentick keeps its key in ${keychain} and never in a plain file. Install and start one, such as GNOME Keyring (package gnome-keyring) or KWallet, then try again.`,
  },
  not_set_up: {
    title: (keychain) => `${keychain} is not set up yet`,
    text: () =>
      'Greentick keeps its key there, and there is no place for it yet. Set it up now: your system asks for a password to protect it. If you keep your passwords in KeePassXC, open your database there instead.',
  },
  declined: {
    title: (keychain) => `${keychain} was not set up`,
    text: () =>
      'Without it Greentick has nowhere safe to keep its key, and nothing can be connected. You are asked again when you press the button, and not before.',
  },
  ambiguous: {
    title: (keychain) => `${keychain} holds several keys of Greentick`,
    text: () =>
      'Greentick does not guess which one is right. Open the keychain’s own program, remove or rename the entries that do not belong here, then look again.',
  },
  damaged: {
    title: () => 'The stored sign-ins are damaged',
    text: () =>
      'The key is right, but what it should open was changed, as by a failing disk. If you have a backup of the data folder, restore it and look again. Otherwise start over: the list stays, and each location needs a new sign-in.',
  },
} satisfies Record<
  KeyTrouble,
  { title: (keychain: string) => string; text: (keychain: string) => string }
>;

/** The button of each. */
const again = {
  locked: 'Open keychain',
  no_backend: 'Try again',
  not_set_up: 'Set up keychain',
  declined: 'Ask me again',
  no_key: 'Look again',
  wrong_key: 'Look again',
  ambiguous: 'Look again',
  damaged: 'Look again',
} satisfies Record<KeyTrouble, string>;

export const vault = {
  state: (code: KeyState) => states[code],
  trouble: (code: KeyTrouble, keychain: string) => ({
    title: troubles[code].title(keychain),
    text: troubles[code].text(keychain),
  }),
  keptIn: (keychain: string) => `Sealed on this computer. The key rests in ${keychain}.`,
  signInAgain: 'Sign in again',
  damaged: (count: number) =>
    times.plural(count, {
      one: '# location needs a new sign-in: what was stored for it is damaged.',
      other: '# locations need a new sign-in: what was stored for them is damaged.',
    }),
  again: (code: KeyTrouble) => again[code],
  startOver: 'Start over…',
  startOverTitle: 'Start over with a new key?',
  startOverText:
    'The sign-ins sealed with the old key are given up. Your list, its names and its history stay. Each location must be connected anew.',
  startOverCheck: 'I understand that every location needs a new sign-in',
  startOverConfirm: 'Start over',
  startOverKeep: 'Keep everything',
};
