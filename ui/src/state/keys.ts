// The keyboard of the whole window. Fields and open dialogs keep their keys.

import { actionOf } from '../row';
import { inControl, inField, isSearch, rowOf } from '../targets';
import { words } from '../words';
import type { App } from './app.svelte';
import type { Column, List } from './list.svelte';
import { asksForMenu, openMenuOf } from './row_menu';
import { zoomOf } from './zoom.svelte';

const MOVES: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export function onKey(app: App, event: KeyboardEvent): void {
  const zoom = zoomOf(event);
  if (zoom !== null && !event.defaultPrevented) {
    event.preventDefault();
    return app.notices.say(words.settings.zoomed(app.zoom.change(zoom)));
  }
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const { screen, list } = app;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'f') {
    event.preventDefault();
    screen.show('locations', list.client);
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
  if (event.altKey || screen.view !== 'locations' || app.details.isPage || inField(event.target)) return;
  if (command) {
    if (event.key.toLowerCase() !== 'a' || !row) return;
    event.preventDefault();
    return list.chooseAll();
  }

  const step = MOVES[event.key];
  if (step !== undefined) {
    event.preventDefault();
    return move(list, step, event);
  }
  if (row && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return moveInRow(row, event);
  const { active } = list;
  if (active === null) return;
  // Letters are for rows that have the focus alone: elsewhere they are typed or spoken by accident.
  if (event.key.toUpperCase() === 'R' && row) reconnect(app, active);
  if (event.key.toUpperCase() === 'X' && row) list.toggle(active, columnOf(event.target));
  // A focused button takes Enter itself.
  if (event.key === 'Enter' && !inControl(event.target)) list.open(active);
}

/** Does what the row's own button does where that is a sign-in; what works is left alone. */
function reconnect(app: App, location: string): void {
  const view = app.world.locations.get(location);
  const action = view ? actionOf(view) : null;
  if (action?.act === 'connect') app.acts.act('connect', location);
}

function escape({ list, dialogs }: App, event: KeyboardEvent): void {
  // One that is open takes the key itself: this one is still being loaded.
  if (dialogs.current) dialogs.close();
  else if (dialogs.menu) dialogs.menu = null;
  else if (isSearch(event.target) && list.query !== '') list.narrow({ query: '' });
  else if (inField(event.target) && !isSearch(event.target)) return;
  else if (list.chosen.size > 0) list.chosen.clear();
  else list.close();
}

function move(list: List, step: number, { target, shiftKey }: KeyboardEvent): void {
  const rows = list.shown.drawn;
  const at = rows.findIndex((row) => row.id === list.active);
  const held = rowOf(target) !== null;
  // The first key press on a list that nobody holds takes hold of the row that is active.
  const takesHold = at >= 0 && !held && list.selected === null && Number.isFinite(step);
  const start = at < 0 && step < 0 ? rows.length : at;
  const to = rows[Math.max(0, Math.min(rows.length - 1, takesHold ? at : start + step))];
  if (!to) return;
  if (shiftKey && held) return list.extend(to.id, columnOf(target));
  list.goTo(to.id, columnOf(target));
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
