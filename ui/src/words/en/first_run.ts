import type { LessonCode } from '../../api/protocol';

export const doors = {
  lead: 'One icon for each page, profile or channel. Green works, red needs you, a click fixes it.',
  tryOut: 'Try it now',
  tryOutText: 'Twelve pretend pages of three clients, in a window of their own. Nothing to register, and nothing stays.',
  connect: 'Connect my own',
  connectText: 'Sign in at a network. The next screen says how long each takes.',
  sealed: (keychain: string) => `Your sign-ins rest sealed on this computer; the key stays in ${keychain}.`,
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
