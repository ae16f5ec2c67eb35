import { screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import OpenDialog from '../src/components/OpenDialog.svelte';
import SettingsView from '../src/components/SettingsView.svelte';
import TimelineView from '../src/components/TimelineView.svelte';
import { Later } from '../src/later';
import { loadAhead, parts } from '../src/parts';
import { location } from '../src/api/samples';
import { words } from '../src/words';
import { click, dialog, noDialog, press, settle, show } from './window';

/** Parts that come when the test says so. */
function byHand<C>(part: C) {
  const asked: { come: () => Promise<void>; fail: () => Promise<void> }[] = [];
  const later = new Later<C>(
    () =>
      new Promise((resolve, reject) => {
        const then = (deed: () => void) => async () => {
          deed();
          await settle();
          await settle();
        };
        asked.push({
          come: then(() => resolve({ default: part })),
          fail: then(() => reject(new TypeError('no such file'))),
        });
      }),
  );
  return { later, asked };
}

const before = { ...parts };
let settings = byHand(SettingsView);
let dialogs = byHand(OpenDialog);

beforeEach(() => {
  settings = byHand(SettingsView);
  dialogs = byHand(OpenDialog);
  parts.settings = settings.later;
  parts.dialogs = dialogs.later;
});

afterEach(() => {
  Object.assign(parts, before);
  vi.useRealTimers();
});

const one = () => show({ locations: [location({ name: 'Acme' })] });
const button = (name: string) => screen.getByRole('button', { name });

test('a view that is being loaded comes when it is there', async () => {
  const { app } = await one();
  await click('Settings');
  expect(screen.queryByRole('heading', { name: words.settings.title })).toBeNull();
  await settings.asked[0]?.come();
  expect(screen.getByRole('heading', { name: words.settings.title })).toBeTruthy();
  app.screen.show('locations');
  await settle();
  await click('Settings');
  expect(screen.getByRole('heading', { name: words.settings.title })).toBeTruthy();
  expect(settings.asked).toHaveLength(1);
});

test('a view that does not come says so, and is tried again', async () => {
  const { asked } = await one();
  await click('Settings');
  await settings.asked[0]?.fail();
  expect(screen.getByTestId('unshown').textContent).toContain(words.unshown.view);
  expect(asked('not_shown')).toEqual([expect.objectContaining({ part: 'view', thrown: 'type_error' })]);
  await click('Try again');
  await settings.asked[1]?.fail();
  expect(screen.getByTestId('unshown')).toBeTruthy();
  await click('Try again');
  await settings.asked[2]?.come();
  expect(screen.queryByTestId('unshown')).toBeNull();
  expect(screen.getByRole('heading', { name: words.settings.title })).toBeTruthy();
});

test('whoever goes on before a view is there is not led back to it', async () => {
  const { app } = await one();
  await click('Settings');
  app.screen.show('locations');
  await settle();
  await settings.asked[0]?.come();
  expect(screen.queryByRole('heading', { name: words.settings.title })).toBeNull();
  expect(screen.getAllByTestId('location')).toHaveLength(1);
});

test('a dialog that comes soon has nothing in its place, and the focus returns to what opened it', async () => {
  await one();
  button('Add location').focus();
  await click('Add location');
  expect(screen.queryByRole('dialog')).toBeNull();
  await dialogs.asked[0]?.come();
  await click(words.common.close, dialog());
  await noDialog();
  expect(document.activeElement).toBe(button('Add location'));
});

test('a dialog that takes long is waited for in its place, and the focus still returns', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await one();
  button('Add location').focus();
  button('Add location').click();
  await settle();
  vi.advanceTimersByTime(299);
  await tick();
  expect(screen.queryByRole('dialog')).toBeNull();
  vi.advanceTimersByTime(1);
  await tick();
  expect(dialog().textContent).toContain(words.common.loading);
  vi.useRealTimers();
  await dialogs.asked[0]?.come();
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
  expect(dialog().textContent).not.toContain(words.common.loading);
  await click(words.common.close, dialog());
  await noDialog();
  expect(document.activeElement).toBe(button('Add location'));
});

test('a dialog that takes long and then does not come is left, and the focus still returns', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await one();
  button('Add location').focus();
  button('Add location').click();
  await settle();
  vi.advanceTimersByTime(300);
  await tick();
  expect(dialog().textContent).toContain(words.common.loading);
  vi.useRealTimers();
  await dialogs.asked[0]?.fail();
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
  expect(dialog().textContent).toContain(words.unshown.part);
  await click(words.common.close, dialog());
  await noDialog();
  expect(document.activeElement).toBe(button('Add location'));
});

test('a dialog that is not there yet is left with Escape', async () => {
  const { app } = await one();
  await click('Add location');
  await press('Escape');
  expect(app.dialogs.current).toBeNull();
  await dialogs.asked[0]?.come();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a dialog that does not come can be left or tried again', async () => {
  await one();
  button('Add location').focus();
  await click('Add location');
  await dialogs.asked[0]?.fail();
  expect(dialog().textContent).toContain(words.unshown.part);
  await click('Try again', dialog());
  await dialogs.asked[1]?.come();
  expect(dialog().textContent).toContain('Facebook');
  await click(words.common.close, dialog());
  await noDialog();
});

test('a dialog that does not come is left as any other', async () => {
  const { app } = await one();
  button('Add location').focus();
  await click('Add location');
  await dialogs.asked[0]?.fail();
  await click(words.common.close, dialog());
  await noDialog();
  expect(app.dialogs.current).toBeNull();
  expect(document.activeElement).toBe(button('Add location'));
});

test('what is loaded ahead is there with the click, and what failed then is no trouble', async () => {
  parts.timeline = new Later(() => Promise.resolve({ default: TimelineView }));
  const ahead = loadAhead();
  await settings.asked[0]?.fail();
  await dialogs.asked[0]?.come();
  await ahead;
  await one();
  button('Add location').click();
  await tick();
  expect(dialog().textContent).toContain('Facebook');
  await click(words.common.close, dialog());
  await click('Settings');
  expect(screen.queryByTestId('unshown')).toBeNull();
  await settings.asked[1]?.come();
  await waitFor(() => screen.getByRole('heading', { name: words.settings.title }));
});
