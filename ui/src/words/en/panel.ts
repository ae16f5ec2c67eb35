import type { CreditView, HistoryEntryView } from '../../api/protocol';
import { health } from './health';
import { say, times } from '../say';

export const history = {
  entry({ what, cause, who }: HistoryEntryView): string {
    if (what === 'stopped_working' && cause) return health.cause(cause);
    if (what === 'moved') return who === null ? say('panel-history-of-no-client') : say('panel-history-moved-to', { who });
    if (what === 'renamed' && who !== null) return say('panel-history-renamed-from', { who });
    const said = say(`panel-codes-${what}`);
    return who === null ? said : say('panel-history-by', { what: said, who });
  },
};

export const panel = {
  close: say('panel-close'),
  back: say('panel-back'),
  reconnect: (who: string | undefined) => (who ? say('panel-reconnect-as', { who }) : say('panel-reconnect')),
  connect: (network: string) => say('panel-connect', { network }),
  through: say('panel-through'),
  alone: say('panel-alone'),
  developerApp: (network: string) => say('panel-developer-app', { network }),
  hang: (count: number) => say('panel-hang', { count }),
  can: say('panel-can'),
  notGranted: say('panel-not-granted'),
  dates: say('panel-dates'),
  checked: say('panel-checked'),
  since: say('panel-since'),
  until: say('panel-until'),
  limits: say('panel-limits'),
  limit({ of, used_percent: percent }: CreditView): string {
    const whose = say(`panel-limits-${of}`);
    return percent >= 100 ? say('panel-limit-used-up', { whose }) : say('panel-limit', { whose, percent });
  },
  fullAgain: (at: number, now: number) =>
    say(times.today(at, now) ? 'panel-full-again-today' : 'panel-full-again', { at: { at, now } }),
  history: say('panel-history'),
  noHistory: say('panel-no-history'),
  historyFailed: say('panel-history-failed'),
  again: say('panel-again'),
  check: say('panel-check'),
  remove: say('panel-remove'),
  permissions: (network: string) => say('panel-permissions', { network }),
};
