// What is loaded when it is opened.

import { Later } from './later';

export const parts = {
  settings: new Later(() => import('./components/SettingsView.svelte')),
  timeline: new Later(() => import('./components/TimelineView.svelte')),
  dialogs: new Later(() => import('./components/OpenDialog.svelte')),
};

/** Loads one after the other, so that the first click on each finds it there. */
export async function loadAhead(): Promise<void> {
  for (const part of Object.values(parts)) {
    // Whoever opens it tries once more, and says so where that fails too.
    await part.load().catch(() => undefined);
  }
}
