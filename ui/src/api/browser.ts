// Chooses the door outside the app: `?door=http` for the real engine, else a scenario of the fake.
// Never part of the shipped bundle.

import { loadAhead } from '../parts';
import type { Door } from './door';
import { fakeDoor } from './fake';
import { httpDoor } from './http';
import { refusedStart, scenario } from './scenarios';

export async function browserDoor(): Promise<Door> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauriDoor;
  const wish = new URLSearchParams(location.search);
  if (wish.get('door') === 'http') return httpDoor();
  // As in a window that has stood there for a moment, unless the loading itself is what is looked at.
  if (!wish.has('later')) await loadAhead();
  const name = wish.get('scenario') ?? 'day';
  const fake = fakeDoor(scenario(name));
  fake.refuse('snapshot', refusedStart(name));
  Object.assign(window, { fake });
  return fake;
}
