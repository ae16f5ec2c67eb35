// What stands where something could not be drawn.

import type { PartCode } from '../../api/protocol';
import { say } from '../say';

const parts = {
  location: say('unshown-parts-location'),
  details: say('unshown-parts-details'),
  card: say('unshown-parts-card'),
  sign_in: say('unshown-parts-sign_in'),
  step: say('unshown-parts-step'),
  queue: say('unshown-parts-queue'),
  date: say('unshown-parts-date'),
  entry: say('unshown-parts-entry'),
  client: say('unshown-parts-client'),
  view: say('unshown-parts-view'),
  part: say('unshown-parts-part'),
} satisfies Record<PartCode, string>;

export const unshown = {
  ...parts,
  rest: say('unshown-rest'),
  again: say('unshown-again'),
};
