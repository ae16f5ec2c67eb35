// The keyboard of the whole window. Fields and open dialogs keep their keys.

import type { App } from './app.svelte';

const MOVES: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export function onKey(app: App, rows: () => readonly { id: string }[], event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const { screen } = app;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'f') {
    event.preventDefault();
    screen.show('locations', screen.client);
    requestAnimationFrame(() => document.getElementById('search')?.focus());
    return;
  }
  if (command && event.key === ',') {
    event.preventDefault();
    screen.show('settings');
    return;
  }
  if (event.key === 'Escape') return escape(app, event);
  if (command || event.altKey || screen.view !== 'locations' || inField(event.target)) return;

  const step = MOVES[event.key];
  if (step !== undefined) {
    event.preventDefault();
    return move(app, rows(), step, event.target);
  }
  const active = screen.active;
  if (active === null) return;
  if (event.key.toLowerCase() === 'r') app.act('connect', active);
  // A focused button takes Enter itself.
  if (event.key === 'Enter' && !inControl(event.target)) screen.open(active);
}

function escape({ screen }: App, event: KeyboardEvent): void {
  if (screen.menu) screen.menu = null;
  else if (inField(event.target) && screen.query !== '') screen.query = '';
  else screen.close();
}

function move(app: App, rows: readonly { id: string }[], step: number, from: EventTarget | null): void {
  if (rows.length === 0) return;
  const { screen } = app;
  const at = rows.findIndex((row) => row.id === screen.active);
  const held = from instanceof Element && from.closest('[data-testid=location]') !== null;
  // The first key press on a list that nobody holds takes hold of the row that is active.
  const takesHold = at >= 0 && !held && screen.selected === null && Number.isFinite(step);
  const start = at < 0 && step < 0 ? rows.length : at;
  const to = rows[Math.max(0, Math.min(rows.length - 1, takesHold ? at : start + step))];
  if (!to) return;
  const column = from instanceof HTMLElement ? from.dataset.column : undefined;
  screen.active = to.id;
  if (screen.selected !== null) screen.selected = to.id;
  screen.wanted = { id: to.id, column: column === 'icon' || column === 'action' ? column : 'name' };
}

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio')
  );
}

function inControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, select, textarea') !== null;
}
