import { screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { location } from '../src/api/samples';
import type { CreditView } from '../src/api/protocol';
import { settle, withLocations } from './window';

const noon = new Date(2026, 10, 24, 12, 0).getTime();
const HOUR = 3_600_000;

beforeEach(() => void vi.setSystemTime(noon));
afterEach(() => void vi.useRealTimers());

async function panel(...credits: CreditView[]) {
  const { app } = await withLocations(location({ id: 'page', name: 'Acme', credits }));
  app.screen.open('page');
  await settle();
  return within(screen.getByRole('complementary', { name: 'Acme, Facebook page' }));
}

test('without limits there is nothing about them', async () => {
  const shown = await panel();
  expect(shown.queryByText('Limits')).toBeNull();
});

test('each limit has its words, and says when it is full again', async () => {
  const shown = await panel(
    { of: 'app', used_percent: 12, full_again_at: null },
    { of: 'account', used_percent: 86, full_again_at: noon + 2 * HOUR + 5 * 60_000 },
  );
  expect(shown.getByText('Limits')).toBeTruthy();
  expect(shown.getByText('Your app: 12 % used')).toBeTruthy();
  expect(shown.getByText('This account: 86 % used').parentElement?.textContent).toMatch(/full again at (14:05|02:05 PM)/);
});

test('a limit that is used up says so, on which day it is full again too, and its bar ends', async () => {
  const shown = await panel({ of: 'app', used_percent: 130, full_again_at: noon + 48 * HOUR });
  expect(shown.getByText('Your app: used up').parentElement?.textContent).toMatch(/full again on (26 Nov|Nov 26)/);
  expect(document.querySelector<HTMLElement>('.used')?.style.width).toBe('100%');
});

test('a time that is over is not told', async () => {
  const shown = await panel({ of: 'app', used_percent: 50, full_again_at: noon - HOUR });
  expect(shown.queryByText(/full again/)).toBeNull();
});
