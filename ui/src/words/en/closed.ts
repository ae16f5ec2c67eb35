import type { StoreProblemCode } from '../../api/protocol';
import { say } from '../say';

interface Said {
  title: string;
  text: string;
}

export const closed = {
  problem: (code: StoreProblemCode): Said => ({
    title: say(`closed-problems-${code}-title`),
    text: say(`closed-problems-${code}-text`),
  }),
  meanwhile: say('closed-meanwhile'),
  byItself: say('closed-by-itself'),
  folder: say('closed-folder'),
  kept: say('closed-kept'),
  keptNow: say('closed-kept-now'),
  again: say('closed-again'),
  trying: say('closed-trying'),
  still: say('closed-still'),
  setAside: say('closed-set-aside'),
  setAsideTitle: say('closed-set-aside-title'),
  setAsideText: [say('closed-set-aside-text-old'), say('closed-set-aside-text-new')],
  setAsideConfirm: say('closed-set-aside-confirm'),
  setAsideKeep: say('closed-set-aside-keep'),
  isSetAside: (name: string) => say('closed-is-set-aside', { name }),
  mend: say('closed-mend'),
  quit: say('closed-quit'),
};
