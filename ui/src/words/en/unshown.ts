// What stands where something could not be drawn.

import type { PartCode } from '../../api/protocol';

const parts = {
  location: 'This location could not be shown',
  details: 'These details could not be shown',
  card: 'This card could not be shown',
  sign_in: 'This sign-in could not be shown',
  step: 'This step could not be shown',
  queue: 'The steps could not be shown',
  date: 'This date could not be shown',
  entry: 'This entry could not be shown',
  client: 'This client could not be shown',
  view: 'This view could not be shown',
  part: 'This part could not be shown',
} satisfies Record<PartCode, string>;

export const unshown = {
  ...parts,
  rest: 'Everything else works as before.',
  again: 'Try again',
};
