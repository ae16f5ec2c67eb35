import { say } from '../say';


export const selection = {
  title: say('selection-title'),
  count: (count: number) => say('selection-count', { count }),
  check: say('selection-check'),
  checking: (count: number) => say('selection-checking', { count }),
  clear: say('selection-clear'),
};
