import { cleanup, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { nothing } from '../src/api/handed';
import type { Appearance } from '../src/api/protocol';
import { location, settled } from '../src/api/samples';
import { click, dialog, icon, noDialog, press, row, settle, show, type, withLocations } from './window';

const three = (look: Appearance = nothing.look) =>
  show(
    { locations: [location({ name: 'A' }), location({ name: 'B' }), location({ id: 'c', name: 'C' })] },
    { look, snapshot: null },
  );

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

test('R reconnects the row that has the focus', async () => {
  const { asked } = await withLocations(location({ id: 'c', name: 'C', health: settled('needs_you') }));
  await press('End');
  await press('r');
  expect(asked('connect')).toEqual([{ ask: 'connect', location: 'c' }]);
});

test('R starts nothing where no row has the focus, and nothing for what works', async () => {
  const { asked } = await withLocations(
    location({ id: 'c', name: 'C', health: settled('needs_you') }),
    location({ id: 'd', name: 'D' }),
    location({ id: 'e', name: 'E', health: settled('cannot_check', { hiccup: 'down' }) }),
  );
  await press('r');
  screen.getByRole('button', { name: 'Add location' }).focus();
  await press('r');
  document.querySelector<HTMLElement>('[data-id=c] [data-column=name]')?.focus();
  (document.activeElement as HTMLElement).blur();
  await press('r');
  for (const id of ['d', 'e']) {
    document.querySelector<HTMLElement>(`[data-id=${id}] [data-column=name]`)?.focus();
    await press('r');
  }
  expect(asked('connect')).toEqual([]);
});

test.each([
  ['Shift F10', 'F10', true],
  ['the Menu key', 'ContextMenu', false],
])('%s opens the menu of the row that has the focus, and gives the focus back', async (_, key, shiftKey) => {
  await three();
  await press('ArrowDown');
  const name = document.activeElement;
  await press(key, { shiftKey });
  expect(screen.getByRole('menu').getAttribute('aria-label')).toBe('More for A, Facebook page');
  expect(document.activeElement?.getAttribute('role')).toBe('menuitem');
  await press('Escape');
  expect(document.activeElement).toBe(name);
});

function rightClick(target: Element) {
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, clientX: 40, clientY: 50 });
  target.dispatchEvent(event);
  return event;
}

test('the right button opens the menu of its row, and the engine’s menu nowhere but in fields', async () => {
  const { app } = await three();
  expect(rightClick(row('B').querySelector('.state') as Element).defaultPrevented).toBe(true);
  await settle();
  expect(screen.getByRole('menu').getAttribute('aria-label')).toBe('More for B, Facebook page');
  expect(app.dialogs.menu?.at).toMatchObject({ x: 40, y: 50 });
  await press('Escape');
  expect(focused()).toBe('B');
  expect(rightClick(screen.getByRole('heading', { level: 1 })).defaultPrevented).toBe(true);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(rightClick(screen.getByRole('searchbox')).defaultPrevented).toBe(false);
});

test('the menu of a row whose sign-in is under way offers to cancel it, and nothing else', async () => {
  const { app, asked } = await withLocations(
    location({ id: 'a', name: 'A', attempt: 'away', health: settled('waiting_for_you') }),
  );
  app.dialogs.menu = { location: 'a', at: { x: 0, y: 0 } };
  await settle();
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Cancel sign-in']);
  screen.getByRole('menuitem').click();
  await settle();
  expect(asked('cancel_sign_in')).toEqual([{ ask: 'cancel_sign_in', attempt: 'away' }]);
});

test('a click anywhere on a row opens its details and gives it the focus', async () => {
  const { app } = await three();
  row('B').querySelector<HTMLElement>('.state')?.click();
  await settle();
  expect(screen.getByRole('complementary', { name: 'B, Facebook page' })).toBeTruthy();
  expect(focused()).toBe('B');
  app.list.close();
  await settle();
  // A button does its own work and does not open the details besides.
  await click('Disconnect C, Facebook page');
  expect(screen.queryByRole('complementary')).toBeNull();
});

test('what a search finds is said when the typing rests', async () => {
  vi.useFakeTimers();
  await three();
  const said = () => screen.getByTestId('results').textContent;
  await type('Search', 'zeb');
  await type('Search', 'zebra');
  expect(said()).toBe('');
  await vi.advanceTimersByTimeAsync(600);
  expect(said()).toBe('Nothing found');
  await type('Search', 'facebook');
  await vi.advanceTimersByTimeAsync(600);
  expect(said()).toBe('3 found');
  expect(screen.getByTestId('results').getAttribute('role')).toBe('status');
  await type('Search', '');
  await vi.advanceTimersByTimeAsync(600);
  expect(said()).toBe('');
  vi.useRealTimers();
});

test('the plus of the empty list adds a location', async () => {
  await withLocations();
  await click('Look around first');
  await click('Add your first location');
  expect(dialog().textContent).toContain('Where is it?');
});

test('Escape in a field that is no search leaves the search alone', async () => {
  const { app } = await three();
  app.list.narrow({ query: 'A' });
  const field = document.createElement('input');
  document.querySelector('main')?.append(field);
  field.focus();
  await press('Escape');
  expect(app.list.query).toBe('A');
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

test('Ctrl with plus, minus and zero sizes the window, says so, and is kept', async () => {
  const first = await three();
  await press('+', { ctrlKey: true });
  await press('=', { metaKey: true });
  expect(first.asked('zoom').map(({ percent }) => percent)).toEqual([110, 125]);
  expect(first.app.notices.spoken).toBe('Size 125 %');
  // Where a person types, too.
  screen.getByRole('searchbox').focus();
  await press('-', { ctrlKey: true });
  expect(first.asked('zoom').at(-1)?.percent).toBe(110);
  cleanup();
  // It is drawn in that already.
  const second = await three({ theme: 'system', zoom: 110 });
  expect([second.app.zoom.percent, second.asked('zoom')]).toEqual([110, []]);
  await press('0', { ctrlKey: true });
  expect(second.app.zoom.percent).toBe(100);
  expect(second.asked('zoom')).toEqual([{ ask: 'zoom', percent: 100 }]);
  await press('+');
  expect(second.app.zoom.percent).toBe(100);
});

test('of quick steps the next is asked for once the last was answered, and the last one stands', async () => {
  const { app, fake, asked } = await three();
  fake.hang(true);
  for (let times = 0; times < 3; times += 1) await press('+', { ctrlKey: true });
  expect(app.zoom.percent).toBe(150);
  expect(asked('zoom').map(({ percent }) => percent)).toEqual([110]);
  fake.hang(false);
  await settle();
  expect(asked('zoom').map(({ percent }) => percent)).toEqual([110, 150]);
});

test('a size that cannot be drawn leaves the one that is', async () => {
  const { app, fake } = await three();
  fake.refuse('zoom', { failure: 'internal' });
  await press('+', { ctrlKey: true });
  await settle();
  expect(app.zoom.percent).toBe(100);
});

test('the size has its ends, and buttons in the settings', async () => {
  const { app, asked } = await three();
  for (let times = 0; times < 20; times += 1) await press('+', { ctrlKey: true });
  expect(app.zoom.percent).toBe(300);
  expect(asked('zoom').at(-1)?.percent).toBe(300);
  await click('Settings');
  expect(screen.getByRole('button', { name: 'Larger' }).getAttribute('aria-disabled')).toBe('true');
  await click('Smaller');
  expect(app.zoom.percent).toBe(250);
  await click('250\u00a0%, as usual again');
  expect(app.zoom.percent).toBe(100);
});
