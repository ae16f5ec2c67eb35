// A note for whoever can sign in, to be sent by the person who works here: Greentick sends nothing.

import type { LocationView } from './api/protocol';
import type { App } from './state/app.svelte';
import type { Step } from './step';
import { words } from './words';

export function noteOf({ names, clock }: App, step: Step, open: readonly LocationView[]): string {
  const [first] = open;
  if (!first) return '';
  const loss = { network: names.networkName(step.network), health: first.health };
  const { now } = clock;
  if (step.account !== null) return words.fix.noteAbout(step.account, loss, now);
  return words.fix.note(step.person ?? '', open.map(({ id }) => names.nameOf(id)), loss, now);
}
