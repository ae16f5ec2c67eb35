import './theme.css';
import './base.css';

import { mount } from 'svelte';

import type { Door } from './api/door';
import Window from './components/App.svelte';
import { createApp, type App } from './state/app.svelte';
import { words } from './words';

async function door(): Promise<Door> {
  // The condition is known when bundling: the shipped bundle holds the first branch only.
  if (import.meta.env.MODE === 'production') return (await import('./api/tauri')).tauriDoor;
  return (await import('./api/browser')).browserDoor();
}

/** When a frame begins, all that stood before it was painted. */
const frame = () => new Promise((begun) => requestAnimationFrame(begun));

async function tellWhenShown(app: App, through: Door): Promise<void> {
  await app.start();
  if (app.state !== 'ready') return;
  await frame();
  await frame();
  await through.ask({ ask: 'shown' });
}

document.documentElement.lang = words.tag;

const target = document.getElementById('app');
if (target) {
  const through = await door();
  const app = createApp(through);
  // Nobody waits for it: a window that cannot tell is still a good window.
  tellWhenShown(app, through).catch(() => undefined);
  mount(Window, { target, props: { app } });
}
