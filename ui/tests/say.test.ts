// The catalogue in the window: what stands around a name stays in its place, and no entry is missing.

import { expect, test } from 'vitest';

import { isSaid, say } from '../src/words/say';

const now = Date.parse('2026-12-01T14:00:00Z');

test('a name from right to left is set apart, and no other is', () => {
  expect(say('window-list-reconnect-name', { name: 'Acme Café' })).toBe('Reconnect Acme Café');
  expect(say('window-list-reconnect-name', { name: 'חנות' })).toBe('Reconnect \u2068חנות\u2069');
  const title = say('fix-ours-stopped', { account: 'متجر (2)', network: 'X' });
  expect(title).toBe('our sign-in for \u2068متجر (2)\u2069 at X stopped working.');
});

test('a sentence within a sentence is set apart once', () => {
  const fixes = say('ties-fixes-by', { who: 'דנה', count: 2, parts: '2 broken' });
  const said = say('ties-fixes-of', { fixes, count: 1 });
  expect(said.match(/\u2068/g)).toHaveLength(1);
});

test('a number chooses its form and is written as the reader does', () => {
  expect(say('clients-locations', { count: 1 })).toBe('1 location');
  expect(say('clients-locations', { count: 1234 })).toBe('1,234 locations');
  expect(say('selection-count', { count: 0 })).toBe('Nothing selected');
});

test('a point in time is worded by what time it is meanwhile', () => {
  const checked = (at: number) => say('health-checked', { checked: { at, now } });
  expect(checked(now - 3 * 60_000)).toBe('Checked 3 minutes ago');
  expect(say('health-checked', { checked: { at: Number.NaN, now } })).toBe('Checked not told');
});

test('a code that has no words cannot be said, and can be asked about', () => {
  const id = 'health-causes-gravity-title';
  expect(isSaid(id)).toBe(false);
  expect(() => say(id as 'health-causes-expired-title')).toThrow(id);
});
