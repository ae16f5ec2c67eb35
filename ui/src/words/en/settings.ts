import type { AppCheck, AppVerdictCode, RedirectPreference, Theme, KeyState } from '../../api/protocol';
import { say } from '../say';

const themes = { system: say('settings-themes-system'), light: say('settings-themes-light'), dark: say('settings-themes-dark') } satisfies Record<Theme, string>;

const roads = {
  loopback: say('settings-roads-loopback'),
  deep_link: say('settings-roads-deep_link'),
} satisfies Record<RedirectPreference, string>;

export const settings = {
  title: say('settings-title'),
  networks: say('settings-networks'),
  networksLead: say('settings-networks-lead'),
  noApp: say('settings-no-app'),
  appMissing: say('settings-app-missing'),
  enter: say('settings-enter'),
  replace: say('settings-replace'),
  test: say('settings-test'),
  testing: say('settings-testing'),
  forget: say('settings-forget'),
  redirect: (number: number, of: number) =>
    of === 1
      ? say('settings-redirect')
      : say('settings-redirect-one-of', { number: String(number), of: String(of) }),
  clientId: say('settings-client-id'),
  forgetTitle: (network: string) => say('settings-forget-title', { network }),
  forgetLead: (network: string) => say('settings-forget-lead', { network }),
  forgetConfirm: say('settings-forget-confirm'),
  keep: say('settings-keep'),
  appearance: say('settings-appearance'),
  zoom: say('settings-zoom'),
  zoomHint: say('settings-zoom-hint'),
  zoomOut: say('settings-zoom-out'),
  zoomIn: say('settings-zoom-in'),
  zoomUsual: (percent: string) => say('settings-zoom-usual', { percent }),
  percent: (percent: number) => say('settings-percent', { percent }),
  zoomed: (percent: number) => say('settings-zoomed', { percent }),
  theme: say('settings-theme'),
  themes,
  signIn: say('settings-sign-in'),
  signInLead: say('settings-sign-in-lead'),
  returnBy: say('settings-return-by'),
  returnByHint: say('settings-return-by-hint'),
  roads,
  forgetSignIns: say('settings-forget-sign-ins'),
  forgetSignInsOf: (client: string) => say('settings-forget-sign-ins-of', { client }),
  withoutClient: say('settings-without-client'),
  forgotten: say('settings-forgotten'),
  vault: say('settings-vault'),
  about: say('settings-about'),
  version: (version: string) => say('settings-version', { version }),
  folder: say('settings-folder'),
};

export const trial = {
  check: (code: AppCheck) => say(`settings-checks-${code}`),
  verdict: (code: AppCheck, verdict: AppVerdictCode, network: string) =>
    say(`settings-verdicts-${code}-${verdict}`, { network }),
  trySignIn: say('settings-trial-try-sign-in'),
  tried: (network: string) => say('settings-trial-tried', { network }),
};

type KeyTrouble = Exclude<KeyState, 'open'>;

export const vault = {
  state: (code: KeyState) => say(`settings-states-${code}`),
  trouble: (code: KeyTrouble, keychain: string) => ({
    title: say(`settings-troubles-${code}-title`, { keychain }),
    text: say(`settings-troubles-${code}-text`, { keychain }),
  }),
  keptIn: (keychain: string) => say('settings-vault-kept-in', { keychain }),
  signInAgain: say('settings-vault-sign-in-again'),
  damaged: (count: number) => say('settings-vault-damaged', { count }),
  /** The button of each. */
  again: (code: KeyTrouble) => say(`settings-again-${code}`),
  startOver: say('settings-vault-start-over'),
  startOverTitle: say('settings-vault-start-over-title'),
  startOverText: say('settings-vault-start-over-text'),
  startOverCheck: say('settings-vault-start-over-check'),
  startOverConfirm: say('settings-vault-start-over-confirm'),
  startOverKeep: say('settings-vault-start-over-keep'),
};
