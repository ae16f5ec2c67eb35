// A note for whoever can sign in, to be sent by the person who works here: Greentick sends nothing.

import type { LocationView } from './api/protocol';
import type { App } from './state/app.svelte';
import type { Step } from './step';
import { words } from './words';

export function noteOf(app: App, step: Step, open: readonly LocationView[]): string {
  const [first] = open;
  if (!first) return '';
  const loss = { network: app.networkName(step.network), health: first.health };
  const { now } = app.clock;
  if (step.account !== null) return words.fix.noteAbout(step.account, loss, now);
  return words.fix.note(step.person ?? '', open.map(({ id }) => app.nameOf(id)), loss, now);
}
