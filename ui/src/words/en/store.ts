// What is said where the file in which everything rests was removed or replaced while the app runs.

import { say } from '../say';

export const store = {
  title: say('store-title'),
  detail: say('store-detail'),
  save: say('store-save'),
  saved: (path: string) => say('store-saved', { path }),
};
