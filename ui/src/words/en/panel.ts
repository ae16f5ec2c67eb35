import type { CreditOf, CreditView, HistoryKind, HistoryEntryView } from '../../api/protocol';
import { health } from './health';
import { times } from './times';

const codes = {
  connected: 'Connected',
  reconnected: 'Reconnected',
  disconnected: 'Disconnected',
  disconnected_here_only: 'Disconnected here only',
  stopped_working: 'Stopped working',
  works_again: 'Works again',
  sign_in_failed: 'A sign-in did not succeed',
  moved: 'Moved',
  renamed: 'Renamed',
} satisfies Record<HistoryKind, string>;

export const history = {
  entry({ what, cause, who }: HistoryEntryView): string {
    if (what === 'stopped_working' && cause) return health.cause(cause);
    if (what === 'moved') return who === null ? 'Belongs to no client' : `Moved to ${who}`;
    if (what === 'renamed' && who !== null) return `Renamed from ${who}`;
    return who === null ? codes[what] : `${codes[what]} by ${who}`;
  },
};

const limits = { app: 'Your app', account: 'This account' } satisfies Record<CreditOf, string>;

export const panel = {
  close: 'Close details',
  back: 'Back',
  reconnect: (who: string | undefined) => (who ? `Reconnect as ${who}` : 'Reconnect now'),
  connect: (network: string) => `Connect at ${network}`,
  through: 'Connected through',
  alone: 'This location only',
  developerApp: (network: string) => `Your ${network} app`,
  hang: (count: number) =>
    times.plural(count, { one: '# location hangs on it', other: '# locations hang on it' }),
  can: 'This connection can',
  notGranted: 'not allowed',
  dates: 'Dates',
  checked: 'Last checked',
  since: 'Connected',
  until: 'Good until',
  limits: 'Limits',
  limit: ({ of, used_percent }: CreditView) =>
    used_percent >= 100 ? `${limits[of]}: used up` : `${limits[of]}: ${times.number(used_percent)}\u00a0% used`,
  fullAgain: (at: number, now: number) =>
    times.today(at, now) ? `full again at ${times.clock(at)}` : `full again on ${times.day(at, now)}`,
  history: 'History',
  noHistory: 'Nothing has happened yet.',
  historyFailed: 'The history could not be read.',
  again: 'Read again',
  check: 'Check again',
  remove: 'Remove this location…',
  permissions: (network: string) => `See Greentick’s permissions on ${network}`,
};
