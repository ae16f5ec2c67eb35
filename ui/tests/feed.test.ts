import { expect, test } from 'vitest';

import { fakeDoor } from '../src/api/fake';
import { nothing, takeHanded } from '../src/api/handed';
import { location, settled, snapshot } from '../src/api/samples';
import type { Event, Request, Snapshot } from '../src/api/protocol';
import { createApp } from '../src/state/app.svelte';
import { Feed } from '../src/state/feed';
import { words } from '../src/words';
import { icon, settle, show } from './window';

const theme = (sequence: number, value: 'light' | 'dark'): Event => ({
  sequence,
  fact: { fact: 'theme_changed', value },
});

/** A door whose snapshot and events the test gives itself. */
function byHand(handed: Snapshot | null = null) {
  let hear: (event: Event) => void = () => {};
  const asked: Request[] = [];
  const answers: ((sequence: number) => void)[] = [];
  const loaded: number[] = [];
  const applied: string[] = [];
  const feed = new Feed(
    {
      ask: (request) =>
        new Promise((resolve) => {
          asked.push(request);
          answers.push((sequence) => {
            const isKnown = request.ask === 'catch_up' && request.sequence === sequence;
            resolve(isKnown ? { reply: 'done' } : { reply: 'snapshot', value: snapshot({ sequence }) });
          });
        }),
      listen: (on) => {
        hear = on;
        return Promise.resolve(() => {});
      },
    },
    {
      load: ({ sequence }) => loaded.push(sequence),
      apply: (fact) => applied.push(String('value' in fact ? fact.value : '')),
      failed: () => applied.push('failed'),
    },
    handed,
  );
  return { feed, asked, answers, loaded, applied, hear: (event: Event) => hear(event) };
}

test('events that come before the snapshot are applied after it, and old ones are not', async () => {
  const { feed, answers, loaded, applied, hear } = byHand();
  void feed.start();
  await settle();
  hear(theme(5, 'light'));
  hear(theme(6, 'dark'));
  answers[0]?.(5);
  await settle();
  expect(loaded).toEqual([5]);
  expect(applied).toEqual(['dark']);
});

test('a missed event is healed by one new snapshot, and later events still count', async () => {
  const { feed, answers, loaded, applied, hear } = byHand();
  void feed.start();
  await settle();
  answers[0]?.(5);
  await settle();
  hear(theme(8, 'light'));
  hear(theme(9, 'dark'));
  await settle();
  expect(answers).toHaveLength(2);
  answers[1]?.(8);
  await settle();
  expect(loaded).toEqual([5, 8]);
  expect(applied).toEqual(['dark']);
});

test('an event told twice is applied once', async () => {
  const { feed, answers, applied, hear } = byHand();
  void feed.start();
  await settle();
  answers[0]?.(5);
  await settle();
  hear(theme(6, 'dark'));
  hear(theme(6, 'dark'));
  expect(applied).toEqual(['dark']);
});

test('a snapshot that came with the page is shown before anything is asked', async () => {
  const { feed, asked, answers, loaded, applied, hear } = byHand(snapshot({ sequence: 5 }));
  void feed.start();
  expect(loaded).toEqual([5]);
  await settle();
  expect(asked).toEqual([{ ask: 'catch_up', sequence: 5 }]);
  answers[0]?.(5);
  await settle();
  hear(theme(6, 'dark'));
  expect(loaded).toEqual([5]);
  expect(applied).toEqual(['dark']);
});

test('what happened between that snapshot and the listening is not lost', async () => {
  const { feed, answers, loaded, applied, hear } = byHand(snapshot({ sequence: 5 }));
  void feed.start();
  await settle();
  // Told while the page is asking, and after what nobody heard.
  hear(theme(8, 'dark'));
  answers[0]?.(7);
  await settle();
  expect(loaded).toEqual([5, 7]);
  expect(applied).toEqual(['dark']);
});

test('what was missed while nothing more happens comes too', async () => {
  const page = location({ name: 'Acme' });
  const old = snapshot({ locations: [page] });
  const fake = fakeDoor(structuredClone(old));
  fake.lose({ fact: 'location_changed', value: { ...page, health: settled('needs_you') } });
  const app = createApp(fake, { ...nothing, snapshot: old });
  await app.start();
  expect(app.world.locations.get(page.id)?.health.state).toBe('needs_you');
  expect(fake.asked.map(({ ask }) => ask)).toEqual(['catch_up']);
});

test('a list that came with the page stays where the engine cannot say whether it is still true', async () => {
  const fake = fakeDoor(snapshot());
  fake.refuse('catch_up', { failure: 'internal' });
  const app = createApp(fake, { ...nothing, snapshot: snapshot({ locations: [location({ name: 'Acme' })] }) });
  await app.start();
  expect(app.state).toBe('ready');
  expect(app.notes.map(({ text }) => text)).toEqual([words.start.behind]);
  app.notes[0]?.action?.run();
  await settle();
  expect(fake.asked.at(-1)).toEqual({ ask: 'snapshot' });
  expect(app.notes).toEqual([]);
});

test('nothing of a snapshot that came with the page is drawn as a stranger wants it', async () => {
  const fake = fakeDoor(snapshot());
  fake.hang(true);
  const name = 'a'.repeat(10_000);
  const app = createApp(fake, { ...nothing, snapshot: snapshot({ locations: [location({ id: 'x', name })] }) });
  void app.start();
  expect(app.names.nameOf('x').length).toBeLessThan(300);
});

test('what was handed over is taken once', () => {
  const given = { ...nothing, snapshot: snapshot() };
  globalThis.handed = given;
  expect(takeHanded()).toBe(given);
  expect(takeHanded()).toEqual(nothing);
});

test('what a lost event said is on the screen after the next one', async () => {
  const page = location({ name: 'Acme' });
  const { fake, asked } = await show({ locations: [page] });
  fake.lose({ fact: 'location_changed', value: { ...page, health: settled('needs_you') } });
  fake.tell({ fact: 'theme_changed', value: 'dark' });
  await settle();
  expect(asked('snapshot')).toHaveLength(2);
  expect(icon('Acme')).toBe('broken_link');
});

test('without a first snapshot the window says so and starts on request', async () => {
  const fake = fakeDoor(snapshot());
  const app = createApp(fake, nothing);
  fake.refuse('snapshot', { failure: 'internal' });
  await app.start();
  expect(app.state).toBe('failed');
  fake.refuse('snapshot', null);
  await app.start();
  expect(app.state).toBe('ready');
});
