import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { fakeDoor } from '../src/api/fake';
import { nothing } from '../src/api/handed';
import { closedStore, location, snapshot, storeProblems } from '../src/api/samples';
import type { StoreProblemCode } from '../src/api/protocol';
import App from '../src/components/App.svelte';
import { createApp } from '../src/state/app.svelte';
import { words } from '../src/words';
import { click, dialog, noDialog, row, settle } from './window';

async function startClosed(problem: StoreProblemCode) {
  const fake = fakeDoor(snapshot({ locations: [location({ name: 'Acme' })], welcomed: true }));
  fake.refuse('snapshot', closedStore(problem));
  const app = createApp(fake, nothing);
  render(App, { app });
  await app.start();
  await settle();
  return { app, fake, asked: () => fake.asked.map(({ ask }) => ask) };
}

const buttons = () =>
  screen
    .getAllByRole('button')
    .map((button) => button.textContent.trim())
    .filter((text) => text !== 'Copy');

const setAside = 'Set aside and start empty…';
const close = 'Close it to others';

test.each<[StoreProblemCode, string, string[]]>([
  ['not_a_file', 'in the place of Greentick’s file', [setAside, 'Try again']],
  ['not_a_database', 'cannot be read', [setAside, 'Try again']],
  ['foreign', 'belongs to another program', [setAside, 'Try again']],
  ['strange_tables', 'Another program changed', [setAside, 'Try again']],
  ['damaged', 'is damaged', [setAside, 'Try again']],
  ['newer', 'A newer Greentick', ['Quit Greentick']],
  ['busy', 'Another program holds', ['Try again']],
  ['no_rights', 'may not use its folder', ['Try again']],
  ['read_only', 'takes no writes', ['Try again']],
  ['full', 'The disk is full', ['Try again']],
  ['disk', 'does not do what it should', ['Try again']],
  ['folder_open', 'folder is open to others', [close, 'Try again']],
  ['file_open', 'file is open to others', [close, 'Try again']],
  ['not_the_store', 'could not start', ['Try again']],
])('%s is said by its name and has its own way out', async (problem, title, waysOut) => {
  await startClosed(problem);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toContain(title);
  expect(buttons()).toEqual(waysOut);
  expect(screen.getByLabelText<HTMLInputElement>('Folder of greentick.db').value).toBe('/home/jana/.local/share/app.greentick');
  const text = screen.getByTestId('closed').textContent;
  expect(text).toContain('nothing is checked or renewed');
  expect(text).not.toContain('safe');
  expect(document.activeElement?.textContent).toContain(title);
});

test('every problem has words of its own', () => {
  const titles = storeProblems.map((code) => words.closed.problem(code).title);
  expect(new Set(titles).size).toBe(storeProblems.length);
  expect(storeProblems).toHaveLength(14);
});

test('trying again opens again, says so when that did not help, and goes on when it did', async () => {
  const { fake, asked } = await startClosed('full');
  screen.getByRole('button', { name: 'Try again' }).focus();
  await click('Try again');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The disk is full');
  expect(screen.getByText(words.closed.still)).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Try again');
  fake.refuse('snapshot', null);
  await click('Try again');
  expect(row('Acme')).toBeTruthy();
  expect(asked()).toEqual(['snapshot', 'retry_open', 'retry_open', 'snapshot']);
});

test('another hindrance than before is told in its own words', async () => {
  const { app, fake } = await startClosed('full');
  fake.refuse('snapshot', closedStore('read_only'));
  await click('Try again');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The disk takes no writes');
  expect(screen.queryByText(words.closed.still)).toBeNull();
  expect(app.notices.spoken).toBe('The disk takes no writes');
});

test('a store is set aside only after the question, and where it is now is said', async () => {
  const { asked } = await startClosed('damaged');
  await click(setAside);
  expect(dialog().textContent).toContain('not deleted');
  await click('Leave it as it is', dialog());
  await noDialog();
  expect(asked()).toEqual(['snapshot']);
  await click(setAside);
  await click('Set aside and start empty', dialog());
  await settle();
  expect(asked()).toEqual(['snapshot', 'set_aside_store', 'snapshot']);
  expect(screen.getByTestId('notice').textContent).toContain('greentick.db.set-aside-2026-11-29');
  await click('Show in folder');
  expect(asked().at(-1)).toBe('show_in_folder');
});

test('what could not be set aside is said, and nothing else changes', async () => {
  const { fake } = await startClosed('damaged');
  fake.refuse('set_aside_store', { failure: 'not_stored' });
  await click(setAside);
  await click('Set aside and start empty', dialog());
  expect(screen.getByText('Greentick could not write to its own file. Nothing was changed.')).toBeTruthy();
  expect(screen.getByTestId('closed').dataset.problem).toBe('damaged');
});

test('the rights are mended when asked, and a newer store can only be quit from', async () => {
  const { asked } = await startClosed('folder_open');
  await click(close);
  expect(asked()).toEqual(['snapshot', 'mend_rights', 'snapshot']);
  expect(row('Acme')).toBeTruthy();
});

test('from a newer store one quits', async () => {
  const { asked } = await startClosed('newer');
  await click('Quit Greentick');
  expect(asked()).toEqual(['snapshot', 'quit']);
});

test('a store that opened by itself shows the list without a click', async () => {
  const { fake } = await startClosed('full');
  fake.refuse('snapshot', null);
  fake.tell({ fact: 'vault_changed', value: { state: 'open', keychain: 'GNOME Keyring', damaged: 0 } });
  await settle();
  expect(row('Acme')).toBeTruthy();
});

test('a window that hears nothing says no more than it knows', async () => {
  const fake = fakeDoor(snapshot());
  fake.refuse('snapshot', { failure: 'internal' });
  const app = createApp(fake, nothing);
  render(App, { app });
  await app.start();
  await settle();
  expect(document.body.textContent).toContain('could not load your locations');
  expect(document.body.textContent).not.toContain('safe');
});

test('a store that can only be read is shown, and nobody claims that it works', async () => {
  await startClosed('read_only');
  const kept = screen.getByRole('region', { name: 'What is in it, as it was last written' });
  expect(kept.textContent).toContain('Harbour Lane Bakery (Facebook)');
  expect(kept.textContent).toContain('not known');
});
