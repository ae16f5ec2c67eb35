// The menu of a row by the right button, Shift F10 and the Menu key. The engine's own menu, which can
// reload the page, is left to fields and to text that is selected.

import { inField, rowOf } from '../targets';
import type { App } from './app.svelte';

export function onContextMenu(app: App, event: MouseEvent): void {
  if (event.defaultPrevented || inField(event.target)) return;
  const row = rowOf(event.target);
  if (row && !document.querySelector('dialog[open]')) {
    event.preventDefault();
    openMenuOf(app, row, { x: event.clientX, y: event.clientY });
  } else if (getSelection()?.isCollapsed !== false) event.preventDefault();
}

/** Whether a key asks for the menu of what has the focus. */
export function asksForMenu({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}

/** At the pointer, or where the row's own button for it stands. */
export function openMenuOf(app: App, row: Element, pointer?: { x: number; y: number }): void {
  const location = row.getAttribute('data-id');
  if (location === null) return;
  // The menu gives the focus back to what has it as it opens.
  const name = row.querySelector<HTMLElement>('[data-column=name]');
  if (!row.contains(document.activeElement)) name?.focus({ preventScroll: true });
  const box = (document.activeElement ?? row).getBoundingClientRect();
  const at = pointer ? { ...pointer, side: 'start' as const } : { x: box.left, y: box.bottom, side: 'start' as const };
  app.dialogs.menu = { location, at, unshown: row.hasAttribute('data-unshown') };
}
