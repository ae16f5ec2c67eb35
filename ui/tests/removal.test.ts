// Disconnecting and removing: one asked step, what it says is so, and the window offers nothing
// that the engine refuses.

import { screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';

import answers from '../src/api/answers.json';
import { attempt, location, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
import { click, dialog, icon, noDialog, settle, show, withLocations } from './window';

afterEach(() => vi.useRealTimers());

const lost = () => location({ id: 'a', name: 'Acme', health: settled('needs_you', { cause: 'expired' }) });
const rows = () => screen.queryAllByTestId('location').map((row) => row.dataset.name);

async function remove(view: LocationView) {
  const shown = await withLocations(view, location({ name: 'Bakery' }));
  await click('More for Acme, Facebook page');
  (await screen.findByRole('menuitem', { name: 'Remove from list…' })).click();
  await settle();
  await click('Remove', dialog());
  await noDialog();
  return shown;
}

test('a broken row is removed by one answer to one question', async () => {
  const { asked } = await remove(lost());
  expect(asked('remove')).toEqual([{ ask: 'remove', location: 'a' }]);
  expect(asked('disconnect')).toEqual([]);
  expect(rows()).toEqual(['Bakery']);
  expect(screen.getByTestId('notice').textContent).toContain('Acme is being removed');
});

test('what was disconnected before is asked about too: its history goes with it', async () => {
  await withLocations(location({ id: 'a', name: 'Acme', login: null, health: settled('not_connected') }));
  await click('More for Acme, Facebook page');
  (await screen.findByRole('menuitem', { name: 'Remove from list…' })).click();
  await settle();
  expect(dialog().textContent).toContain('leaves the list with its history');
  await click('Keep it', dialog());
  expect(rows()).toEqual(['Acme']);
});

test('Undo brings it back as it was', async () => {
  const { asked } = await remove(lost());
  await click('Undo');
  expect(asked('undo_remove')).toEqual([{ ask: 'undo_remove', location: 'a' }]);
  expect(icon('Acme')).toBe('broken_link');
  expect(screen.queryByTestId('notice')).toBeNull();
});

test('after ten seconds there is nothing to undo, and nothing says there is', async () => {
  vi.useFakeTimers();
  const { fake } = await withLocations(lost());
  await fake.ask({ ask: 'remove', location: 'a' });
  await settle();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy();
  await vi.advanceTimersByTimeAsync(10_000);
  await settle();
  expect(screen.queryByTestId('notice')).toBeNull();
  expect(rows()).toEqual([]);
});

test('a window that opens meanwhile shows the way back too', async () => {
  await withLocations({ ...lost(), leaving: 'removing' }, location({ name: 'Bakery' }));
  expect(rows()).toEqual(['Bakery']);
  await click('Undo');
  expect(rows()).toEqual(['Acme', 'Bakery']);
});

test('what a network was not told of a removal is said with the name, after the row is gone', async () => {
  const { fake } = await remove(lost());
  fake.tell({ fact: 'revoke_failed', value: 'a' });
  fake.tell({ fact: 'location_removed', value: 'a' });
  await settle();
  expect(screen.getByTestId('notice').textContent).toMatch(/Acme is removed.*Facebook could not be told/);
});

test('a removal that failed is said, and the row is back', async () => {
  const { fake } = await remove(lost());
  fake.tell({ fact: 'location_changed', value: lost() });
  fake.tell({ fact: 'remove_failed', value: 'a' });
  await settle();
  expect(rows()).toEqual(['Acme', 'Bakery']);
  expect(screen.getByTestId('notice').textContent).toContain('It stays on the list');
});

test('disconnected is said when it is so, and not beside a green row', async () => {
  const view = location({ id: 'a', name: 'Acme' });
  const { fake, app } = await withLocations(view);
  vi.spyOn(fake, 'ask').mockImplementation((request) => {
    if (request.ask === 'disconnect') fake.tell({ fact: 'location_changed', value: { ...view, leaving: 'disconnecting' } });
    return Promise.resolve({ reply: 'done' });
  });
  await app.leaving.disconnect('a');
  await settle();
  expect(icon('Acme')).toBe('tick');
  expect(screen.queryByTestId('notice')).toBeNull();
  expect(screen.getByText('Disconnecting')).toBeTruthy();
  const off = { ...view, login: null, health: settled('not_connected') };
  fake.tell({ fact: 'location_changed', value: off });
  await settle();
  expect(screen.getByTestId('notice').textContent).toContain('Acme is disconnected');
  // It is green again: the notice has turned false.
  fake.tell({ fact: 'location_changed', value: view });
  await settle();
  expect(screen.queryByTestId('notice')).toBeNull();
});

const views: Record<Exclude<keyof typeof answers, 'removing' | 'gone'>, LocationView> = {
  linked: location({ id: 'a', name: 'Acme' }),
  lost: lost(),
  unlinked: location({ id: 'a', name: 'Acme', login: null, health: settled('not_connected') }),
  unfinished: location({ id: 'a', name: 'Acme', login: null, health: settled('set_up_unfinished') }),
  authorizing: location({ id: 'a', name: 'Acme', attempt: 't', health: settled('waiting_for_you') }),
};

const buttons = () => [...document.querySelectorAll<HTMLElement>('[data-testid=location] button, aside button')];
const items = () => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];

test.each(Object.entries(views))('nothing is offered of what is %s that the engine refuses', async (_, view) => {
  const attempts = view.attempt === null ? [] : [attempt({ id: 't', location: 'a' })];
  const { app, fake } = await show({ clients: [{ id: 'c', name: 'Cobalt' }], locations: [view], attempts });
  /** Clicks the nth of what is offered of the location as it was, and answers yes. */
  async function offer(nth: number): Promise<string | null> {
    for (const value of attempts) fake.tell({ fact: 'attempt_changed', value });
    fake.tell({ fact: 'location_changed', value: view });
    app.dialogs.close();
    app.dialogs.menu = null;
    app.screen.open('a');
    await settle();
    const shown = buttons();
    const opensMenu = shown.find((each) => each.getAttribute('aria-haspopup') === 'menu');
    let button = shown[nth];
    if (!button) {
      opensMenu?.click();
      await settle();
      button = items()[nth - shown.length];
    }
    if (!button) return null;
    const name = button.getAttribute('aria-label') ?? button.textContent;
    button.click();
    await settle();
    document.querySelector<HTMLElement>('dialog .btn.danger')?.click();
    await settle();
    return name;
  }
  let clicked = 0;
  for (let name = await offer(0); name !== null; name = await offer(clicked)) {
    expect(document.body.textContent, name).not.toMatch(/could not read that|not there any more|did not work/);
    clicked += 1;
  }
  expect(clicked).toBeGreaterThan(3);
}, 60_000);

test('a row that another program changed leads nowhere but off the list, from wherever it is reached', async () => {
  const view = location({ id: 'a', name: 'Acme', health: settled('entry_changed') });
  const { asked, fake } = await withLocations(view);
  const at = 'Acme, Facebook page';
  await click(`More for ${at}`);
  const choices = (await screen.findAllByRole('menuitem')).map((item) => item.textContent?.trim());
  expect(choices).toEqual(['Remove from list…']);
  screen.getByRole('menuitem').click();
  await settle();
  await click('Keep it', dialog());
  await click(`Remove ${at} from the list`);
  await click('Remove', dialog());
  await noDialog();
  expect(asked('remove')).toEqual([{ ask: 'remove', location: 'a' }]);
  await expect(fake.ask({ ask: 'connect', location: 'a' })).rejects.toMatchObject({
    failure: { failure: 'entry_changed' },
  });
});
