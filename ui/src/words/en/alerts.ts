import { times } from './times';

const until = (at: number, now: number) =>
  times.today(at, now) ? times.clock(at) : `${times.day(at, now)}, ${times.clock(at)}`;

export const alerts = {
  title: 'Alerts',
  lead: 'A notice on the desktop, once for each of these days, when only a person can keep a sign-in alive. What stops working is always told.',
  steps: 'Before a sign-in ends',
  step: (days: number) =>
    days === 0 ? 'On the day' : times.plural(days, { one: '# day', other: '# days' }),
  none: 'Never told before it ends',
  other: 'Other days for',
  otherHint: 'A network or a client that wants more notice, or less.',
  choose: 'Choose…',
  networks: 'Networks',
  clients: 'Clients',
  asUsual: 'As usual',
  asUsualOf: (name: string) => `As usual for ${name}`,
  stepsOf: (name: string) => `Days for ${name}`,
  quiet: 'Quiet hours',
  quietHint: 'What comes up meanwhile is told afterwards.',
  quietOn: 'Keep quiet hours',
  from: 'From',
  to: 'To',
  pause: 'Pause alerts',
  pauseHint: 'Icons and tray stay true; only the notices wait.',
  pauseHour: 'For an hour',
  pauseDay: 'For a day',
  pauseOpen: 'Until I resume',
  resume: 'Resume alerts',
  paused: (at: number | null, now: number) =>
    at === null ? 'Alerts are paused' : `Alerts are paused until ${until(at, now)}`,
  of: 'Alerts',
  on: 'Told when it needs you',
  muted: 'Muted',
  snoozed: (at: number, now: number) => `Silent until ${until(at, now)}`,
  tomorrow: 'Remind me tomorrow',
  mute: 'Mute',
  unmute: 'Tell me again',
};
