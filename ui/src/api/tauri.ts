// The door in the app's window. The one file that knows Tauri.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import { isFailure, Refused, type Door } from './door';
import type { Event, Reply } from './protocol';

export const tauriDoor: Door = {
  async ask(request) {
    try {
      return await invoke<Reply>('ask', { request });
    } catch (thrown) {
      throw isFailure(thrown) ? new Refused(thrown) : thrown;
    }
  },
  listen(on) {
    return listen<Event>('fact', (message) => on(message.payload));
  },
};
