import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { location, settled } from '../src/api/samples';
import { click, dialog, icon, noDialog, press, row, settle, withLocations } from './window';

const three = () =>
  withLocations(location({ name: 'A' }), location({ name: 'B' }), location({ id: 'c', name: 'C' }));

const focused = () => document.activeElement?.closest<HTMLElement>('[data-testid=location]')?.dataset.name;

test('arrow keys walk through the rows and keep the column', async () => {
  await three();
  await press('ArrowDown');
  expect(focused()).toBe('A');
  await press('ArrowDown');
  expect(focused()).toBe('B');
  row('B').querySelector<HTMLElement>('[data-column=icon]')?.focus();
  await press('End');
  expect(focused()).toBe('C');
  expect(document.activeElement?.getAttribute('data-column')).toBe('icon');
});

test('only the active row is on the way of the Tab key', async () => {
  await three();
  await press('ArrowDown');
  await press('ArrowDown');
  expect(row('B').querySelectorAll('[tabindex="0"]').length).toBeGreaterThan(1);
  expect(row('A').querySelectorAll('[tabindex="0"]')).toHaveLength(0);
});

test('R reconnects the active row', async () => {
  const { asked } = await three();
  await press('End');
  await press('r');
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'c' }]);
});

test('R typed into the search is a letter', async () => {
  const { asked } = await three();
  await press('ArrowDown');
  screen.getByRole('searchbox').focus();
  await press('r');
  expect(asked('connect')).toEqual([]);
});

test('Ctrl F goes to the search', async () => {
  await three();
  await press('f', { ctrlKey: true });
  await new Promise(requestAnimationFrame);
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
});

test('Escape closes the details and gives the focus back to the row', async () => {
  await three();
  await press('ArrowDown');
  document.activeElement?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await settle();
  expect(screen.getByRole('complementary')).toBeTruthy();
  await press('Escape');
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(focused()).toBe('A');
});

test('the focus is where it was after the question of a disconnect', async () => {
  await three();
  const tick = screen.getByRole('button', { name: 'Disconnect B, Facebook page' });
  tick.focus();
  await click('Disconnect B, Facebook page');
  await click('Keep connected', dialog());
  await noDialog();
  expect(document.activeElement).toBe(tick);
});

test('the focus follows a row that moves to the other group', async () => {
  const { fake, app } = await three();
  const c = app.world.locations.get('c');
  if (!c) throw new Error('no location');
  screen.getByRole('button', { name: 'Disconnect C, Facebook page' }).focus();
  fake.tell({ fact: 'location_changed', value: { ...c, health: settled('needs_you') } });
  await settle();
  expect(icon('C')).toBe('broken_link');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Reconnect C, Facebook page' }));
});

test('the menu of a row is walked with the arrow keys and closed with Escape', async () => {
  await three();
  const more = screen.getByRole('button', { name: 'More for A, Facebook page' });
  more.focus();
  await click('More for A, Facebook page');
  expect(document.activeElement?.textContent).toBe('Reconnect');
  await press('ArrowUp');
  expect(document.activeElement?.textContent).toBe('Disconnect…');
  await press('Escape');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(more);
});
