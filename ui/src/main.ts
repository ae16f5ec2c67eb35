import './theme.css';
import './base.css';

import { mount } from 'svelte';

import type { Door } from './api/door';
import { takeHanded } from './api/handed';
import { tauriDoor } from './api/tauri';
import Window from './components/App.svelte';
import { createApp, type App } from './state/app.svelte';
import { words } from './words';

async function door(): Promise<Door> {
  // The condition is known when bundling: the shipped bundle holds the first branch only.
  if (import.meta.env.MODE === 'production') return tauriDoor;
  return (await import('./api/browser')).browserDoor();
}

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

async function begin(target: HTMLElement): Promise<void> {
  const through = await door();
  const app = createApp(through, takeHanded());
  const starting = app.start();
  mount(Window, { target, props: { app } });
  // Nobody waits for it: a window that cannot tell is still a good window.
  await tellWhenShown(app, starting, through).catch(() => undefined);
}

document.documentElement.lang = words.tag;

const target = document.getElementById('app');
if (target) void begin(target);
