// Practice: what can be let happen there, and a sample that is still being made.

import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { attempt, location } from '../src/api/samples';
import { words } from '../src/words';
import { begin, click, show } from './window';

afterEach(() => void vi.useRealTimers());

test('practice networks are announced, with their control page', async () => {
  const { asked } = await show({ practice: true, locations: [location()] });
  await click('Open control page');
  expect(asked('open_practice_control')).toHaveLength(1);
});

test('each button of practice asks for what it says', async () => {
  const { asked } = await show({ practice: true, locations: [location()] });
  for (const name of Object.values(words.lessons.teach)) await click(name);
  const lessons = asked('teach').map(({ lesson }) => lesson);
  expect(lessons).toEqual(['password_changed', 'ends_soon', 'no_internet', 'well_again']);
});

test('where nobody is left whom it could happen to, that is said', async () => {
  const { app, fake } = await begin({ practice: true });
  fake.refuse('teach', { failure: 'gone' });
  await app.practice.teach('ends_soon');
  expect(app.notes.map(({ text }) => text)).toEqual([words.lessons.nobody]);
});

test('one thing happens at a time', async () => {
  const { app, fake, asked } = await begin({ practice: true });
  fake.hang(true);
  const first = app.practice.teach('no_internet');
  await app.practice.teach('well_again');
  fake.hang(false);
  await first;
  expect(asked('teach')).toHaveLength(1);
});

test('while a sample is made that is told, its sign-ins are not, and then it is ready', async () => {
  const { app, fake } = await show({ locations: [location()] });
  vi.useFakeTimers();
  fake.hang(true);
  const made = app.practice.follow();
  app.world.practice = true;
  fake.tell({ fact: 'attempt_changed', value: attempt({ stage: { at: 'waiting' } }) });
  await tick();
  expect(screen.queryByText(words.lessons.making, { ignore: '.hidden' })).toBeNull();
  await vi.advanceTimersByTimeAsync(400);
  await tick();
  expect(screen.getByText(words.lessons.making, { ignore: '.hidden' })).toBeTruthy();
  expect(screen.queryByTestId('sign-in-card')).toBeNull();
  fake.hang(false);
  await made;
  await tick();
  expect(screen.queryByText(words.lessons.making)).toBeNull();
  expect(screen.getByTestId('sign-in-card')).toBeTruthy();
  expect(app.notices.spoken).toBe(words.lessons.made);
});
