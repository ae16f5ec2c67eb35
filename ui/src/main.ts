import './theme.css';
import './base.css';

import { mount } from 'svelte';

import type { Door } from './api/door';
import { takeHanded } from './api/handed';
import { tauriDoor } from './api/tauri';
import Window from './components/App.svelte';
import { loadAhead } from './parts';
import { createApp, type App } from './state/app.svelte';
import { words } from './words';

async function door(): Promise<Door> {
  // The condition is known when bundling: the shipped bundle holds the first branch only.
  if (import.meta.env.MODE === 'production') return tauriDoor;
  return (await import('./api/browser')).browserDoor();
}

/** In milliseconds: after the first frames the engine still tells what it found as it started. */
const IDLE_AFTER = 500;

/** When a frame begins, all that stood before it was painted. */
const frame = () => new Promise((begun) => requestAnimationFrame(begun));

async function tellWhenShown(app: App, starting: Promise<void>, through: Door): Promise<void> {
  // A list that came with the page is there before the engine has said that it is still true.
  if (app.state !== 'ready') await starting;
  if (app.state !== 'ready') return;
  await frame();
  await frame();
  await through.ask({ ask: 'shown' });
}

/** Loads what a person may open next, once nothing is left to do for what is on the screen. */
function loadWhenIdle(): void {
  // WebKit tells nobody when it is idle.
  if ('requestIdleCallback' in window) requestIdleCallback(() => void loadAhead());
  else setTimeout(() => void loadAhead(), IDLE_AFTER);
}

async function begin(target: HTMLElement): Promise<void> {
  const through = await door();
  const app = createApp(through, takeHanded());
  const starting = app.start();
  mount(Window, { target, props: { app } });
  // Nobody waits for it: a window that cannot tell is still a good window.
  await tellWhenShown(app, starting, through).catch(() => undefined);
  loadWhenIdle();
}

document.documentElement.lang = words.tag;

const target = document.getElementById('app');
// Not awaited here: what is loaded later imports this script, and would wait for its end.
if (target) void begin(target);
