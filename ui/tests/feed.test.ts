import { expect, test } from 'vitest';

import { fakeDoor } from '../src/api/fake';
import { location, settled, snapshot } from '../src/api/samples';
import type { Event } from '../src/api/protocol';
import { createApp } from '../src/state/app.svelte';
import { Feed } from '../src/state/feed';
import { icon, settle, show } from './window';

const theme = (sequence: number, value: 'light' | 'dark'): Event => ({
  sequence,
  fact: { fact: 'theme_changed', value },
});

/** A door whose snapshot and events the test gives itself. */
function byHand() {
  let hear: (event: Event) => void = () => {};
  const answers: ((sequence: number) => void)[] = [];
  const loaded: number[] = [];
  const applied: string[] = [];
  const feed = new Feed(
    {
      ask: () =>
        new Promise((resolve) =>
          answers.push((sequence) => resolve({ reply: 'snapshot', value: snapshot({ sequence }) })),
        ),
      listen: (on) => {
        hear = on;
        return Promise.resolve(() => {});
      },
      zoom: () => Promise.resolve(),
    },
    {
      load: ({ sequence }) => loaded.push(sequence),
      apply: (fact) => applied.push(String('value' in fact ? fact.value : '')),
      failed: () => applied.push('failed'),
    },
  );
  return { feed, answers, loaded, applied, hear: (event: Event) => hear(event) };
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
  const app = createApp(fake);
  fake.refuse('snapshot', { failure: 'internal' });
  await app.start();
  expect(app.state).toBe('failed');
  fake.refuse('snapshot', null);
  await app.start();
  expect(app.state).toBe('ready');
});
