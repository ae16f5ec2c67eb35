// What a row offers: what its icon does, what it is called, and its one action.

import type { LocationView } from './api/protocol';
import { isUnchecked } from './health';
import { words } from './words';

export type RowAct = 'connect' | 'disconnect' | 'cancel' | 'check' | 'open_keychain' | 'fix_app' | 'remove';

export interface RowButton {
  act: RowAct;
  label: string;
}

/** What a click on the icon does. */
export function iconOf(location: LocationView, name: string): RowButton {
  const { icon, state } = location.health;
  switch (icon) {
    case 'tick':
      return { act: 'disconnect', label: words.list.disconnectName(name) };
    case 'ring':
      return { act: 'cancel', label: words.list.cancelName(name) };
    case 'cloud':
      return ofCloud(location, name);
    case 'clock':
      return { act: 'connect', label: words.list.reconnectName(name) };
    case 'broken_link': {
      if (location.health.next === 'remove') return { act: 'remove', label: words.list.removeName(name) };
      const first = state === 'not_connected' || state === 'set_up_unfinished';
      const label = first ? words.list.connectName(name) : words.list.reconnectName(name);
      return { act: 'connect', label };
    }
  }
}

/** What helps, where something does; otherwise it is looked at again. */
function ofCloud({ health }: LocationView, name: string): RowButton {
  if (health.next === 'reconnect') return { act: 'connect', label: words.list.reconnectName(name) };
  if (health.next === 'fix_app') return { act: 'fix_app', label: words.list.enterAppName(name) };
  const act = health.state === 'key_unavailable' ? 'open_keychain' : 'check';
  return { act, label: words.list.checkName(name) };
}

/** The one button at the end of the row; none where all is well and the menu stands there. */
export function actionOf(location: LocationView): RowButton | null {
  switch (location.health.next) {
    case 'connect':
      return { act: 'connect', label: words.list.connect };
    case 'reconnect':
      return { act: 'connect', label: words.list.reconnect };
    case 'finish_set_up':
      return { act: 'connect', label: words.list.pick };
    case 'approve':
      return { act: 'cancel', label: words.list.cancel };
    case 'fix_app':
      return {
        act: 'fix_app',
        label: location.health.trouble === 'no_app' ? words.attempt.enterApp : words.list.fixApp,
      };
    case 'open_keychain':
      return { act: 'open_keychain', label: words.list.openKeychain };
    case 'remove':
      return { act: 'remove', label: words.list.remove };
    case 'wait':
    case 'free_space':
    case 'none':
      return null;
  }
}

/** The one next step on its own page: what was told of to a person leads somewhere there. */
export function nextStepOf(location: LocationView): RowButton | null {
  const again: RowButton = { act: 'check', label: words.panel.check };
  return actionOf(location) ?? (isUnchecked(location.health) ? again : null);
}

/** The handle, unless it is the name already, or the server. */
export function handleOf(location: LocationView, name: string): string | null {
  return (location.handle !== name ? location.handle : null) ?? location.host;
}

/** Network, kind and handle: what stands under the name. */
export function placeAndHandle(location: LocationView, name: string, networkName: string): string {
  const handle = handleOf(location, name);
  const place = words.list.place(networkName, location.kind);
  return handle === null || handle === '' ? place : `${place} · ${handle}`;
}

/** The name with network and kind, where nothing beside it shows which network is meant. */
export function placedName(location: LocationView, networkName: string): string {
  if (location.name === null) return words.list.unnamed(networkName);
  return words.list.placed(location.name, words.list.place(networkName, location.kind));
}

/** One or two letters for the avatar, in any script. */
export function initials(name: string): string {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined) return '·';
  const letters = second === undefined ? [...first].slice(0, 2) : [[...first][0], [...second][0]];
  return letters.join('').toLocaleUpperCase();
}

/** A hue of its own for every text, always the same one. */
export function hueOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}
