// The keyboard of the whole window. Fields and open dialogs keep their keys.

import { actionOf } from '../row';
import { inControl, inField, isSearch, rowOf } from '../targets';
import { words } from '../words';
import type { App } from './app.svelte';
import { asksForMenu, openMenuOf } from './row_menu';
import type { Column } from './screen.svelte';
import { zoomOf } from './zoom.svelte';

const MOVES: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export function onKey(app: App, rows: () => readonly { id: string }[], event: KeyboardEvent): void {
  const zoom = zoomOf(event);
  if (zoom !== null && !event.defaultPrevented) {
    event.preventDefault();
    return app.notices.say(words.settings.zoomed(app.zoom.change(zoom)));
  }
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
  const row = rowOf(event.target);
  if (row && asksForMenu(event)) {
    event.preventDefault();
    return openMenuOf(app, row);
  }
  if (event.altKey || screen.view !== 'locations' || screen.paged || inField(event.target)) return;
  if (command) {
    if (event.key.toLowerCase() !== 'a' || !row) return;
    event.preventDefault();
    screen.chosen.all(rows());
    screen.selected = null;
    return;
  }

  const step = MOVES[event.key];
  if (step !== undefined) {
    event.preventDefault();
    return move(app, rows(), step, event);
  }
  if (row && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return moveInRow(row, event);
  const active = screen.active;
  if (active === null) return;
  // Letters are for rows that have the focus alone: elsewhere they are typed or spoken by accident.
  if (event.key.toUpperCase() === 'R' && row) reconnect(app, active);
  if (event.key.toUpperCase() === 'X' && row) screen.toggle(active, columnOf(event.target));
  // A focused button takes Enter itself.
  if (event.key === 'Enter' && !inControl(event.target)) screen.open(active);
}

/** Does what the row's own button does where that is a sign-in; what works is left alone. */
function reconnect(app: App, location: string): void {
  const view = app.world.locations.get(location);
  const action = view ? actionOf(view) : null;
  if (action?.act === 'connect') app.act('connect', location);
}

function escape({ screen }: App, event: KeyboardEvent): void {
  // One that is open takes the key itself: this one is still being loaded.
  if (screen.dialog) screen.dialog = null;
  else if (screen.menu) screen.menu = null;
  else if (isSearch(event.target) && screen.query !== '') screen.query = '';
  else if (inField(event.target) && !isSearch(event.target)) return;
  else if (screen.chosen.size > 0) screen.chosen.clear();
  else screen.close();
}

function move(app: App, rows: readonly { id: string }[], step: number, { target, shiftKey }: KeyboardEvent): void {
  if (rows.length === 0) return;
  const { screen } = app;
  const at = rows.findIndex((row) => row.id === screen.active);
  const held = rowOf(target) !== null;
  // The first key press on a list that nobody holds takes hold of the row that is active.
  const takesHold = at >= 0 && !held && screen.selected === null && Number.isFinite(step);
  const start = at < 0 && step < 0 ? rows.length : at;
  const to = rows[Math.max(0, Math.min(rows.length - 1, takesHold ? at : start + step))];
  if (!to) return;
  if (shiftKey && held) return screen.extend(rows, to.id, columnOf(target));
  screen.active = to.id;
  if (screen.selected !== null) screen.selected = to.id;
  screen.wanted = { id: to.id, column: columnOf(target) };
}

/** From control to control of a row, as they lie. */
function moveInRow(row: Element, event: KeyboardEvent): void {
  event.preventDefault();
  const controls = [...row.querySelectorAll('button')];
  const onwards = (event.key === 'ArrowRight') === (getComputedStyle(row).direction !== 'rtl');
  const at = controls.findIndex((each) => each === event.target);
  controls[Math.max(0, Math.min(controls.length - 1, at + (onwards ? 1 : -1)))]?.focus();
}

function columnOf(target: EventTarget | null): Column {
  const column = target instanceof HTMLElement ? target.dataset.column : undefined;
  return column === 'icon' || column === 'action' ? column : 'name';
}
