// The words of the window in the reader's language. One catalogue a language; a new language is a
// new folder in `words/` with the shape of `en`.

import { en } from './words/en';

export type Catalogue = typeof en;

const catalogues: Record<string, Catalogue> = { en };

function wanted(): Catalogue {
  for (const tag of navigator.languages) {
    const found = catalogues[tag.split('-')[0] ?? ''];
    if (found) return found;
  }
  return en;
}

export const words: Catalogue = wanted();
