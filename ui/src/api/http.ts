// The door for a browser in front of the real engine: requests by POST, events by SSE.

import { Refused, type Door } from './door';
import type { Event, Failure, Reply } from './protocol';

type Answer = { ok: Reply } | { failure: Failure };

export function httpDoor(base = ''): Door {
  return {
    async ask(request) {
      const response = await fetch(`${base}/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const answer = (await response.json()) as Answer;
      if ('ok' in answer) return answer.ok;
      throw new Refused(answer.failure);
    },
    async listen(on) {
      const source = new EventSource(`${base}/events`);
      source.onmessage = (message) => on(JSON.parse(String(message.data)) as Event);
      // An event between the snapshot and an open stream would be lost without a trace.
      await new Promise<void>((resolve) => {
        source.onopen = () => resolve();
      });
      return () => source.close();
    },
  };
}
