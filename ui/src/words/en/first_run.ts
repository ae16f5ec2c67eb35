import type { Costs, LessonCode, ReviewBefore, ReviewTakes, SetUpEffort } from '../../api/protocol';
import { times } from '../say';

export const doors = {
  tryOut: 'Try it now',
  tryOutText: 'Twelve pretend pages of three clients, in a window of their own. Nothing to register, and nothing stays.',
  connect: 'Connect my own',
  connectText: 'Your own pages and accounts, with what each network takes said beforehand.',
};

const teach = {
  password_changed: 'Change a password for me',
  ends_soon: 'Let a sign-in end soon',
  no_internet: 'Take the internet away',
  well_again: 'Make it well again',
} satisfies Record<LessonCode, string>;

export const lessons = {
  teach,
  region: 'What may happen',
  making: 'Making your sample…',
  made: 'Your sample is ready',
  nobody: 'Nobody is left whom that could happen to. Make it well again first.',
};

const costs = {
  nothing: 'free',
  by_use: 'its owner pays for use',
} satisfies Record<Costs, string>;

const before = {
  anybody: 'the network approves it first',
  others: 'people outside the app’s roles need a review',
} satisfies Record<ReviewBefore, string>;

const takes = {
  days: 'days',
  weeks: 'weeks',
} satisfies Record<ReviewTakes, string>;

/** What happens after a click on a network. */
export const ways = {
  ready: 'Ready in a minute',
  once: 'Set up once',
  /** What registering an app takes, in few words. */
  takes({ minutes, costs: cost, review }: SetUpEffort): string {
    const waits = review ? [before[review.before] + (review.takes ? `, ${takes[review.takes]}` : '')] : [];
    return [`${times.number(minutes)} min`, costs[cost], ...waits].join(' · ');
  },
};
