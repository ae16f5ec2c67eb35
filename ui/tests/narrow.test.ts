// Where the details have no room beside the list they stand in its place, and nothing is lost by that.

import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, location, settled } from '../src/api/samples';
import { click, press, resize, row, settle, show } from './window';

const away = () => ({
  locations: [
    location({ id: 'a', name: 'Acme', attempt: 'away', health: settled('waiting_for_you') }),
    location({ id: 'b', name: 'Books', health: settled('needs_you', { cause: 'password_changed' }) }),
  ],
  attempts: [attempt({ id: 'away', network: 'facebook', location: 'a' })],
});
const panel = () => document.querySelector('aside') as HTMLElement;

test('at 1080 pixels the panel is a page with Back, which leads to the row that opened it', async () => {
  resize(1080);
  const { app } = await show(away());
  row('Books').querySelector<HTMLElement>('[data-column=name]')?.click();
  await settle();
  expect(document.querySelector('main')?.classList).toContain('behind');
  const back = within(panel()).getByRole('button', { name: 'Back' });
  expect(document.activeElement).toBe(back);
  expect(within(panel()).queryByRole('button', { name: 'Close details' })).toBeNull();
  // What cannot be seen is not walked through.
  await press('ArrowDown');
  expect(app.list.selected).toBe('b');
  await click('Back', panel());
  await settle();
  expect(panel()).toBeNull();
  expect(document.querySelector('main')?.classList).not.toContain('behind');
  expect(document.activeElement?.closest('[data-id]')?.getAttribute('data-id')).toBe('b');
});

test('at 1081 pixels it stands beside the list', async () => {
  resize(1081);
  const { app } = await show(away());
  app.screen.open('b');
  await settle();
  expect(document.querySelector('main')?.classList).not.toContain('behind');
  expect(within(panel()).getByRole('button', { name: 'Close details' })).toBeTruthy();
});

test.each([320, 1080, 1920])('a sign-in that is under way stands in its row and in its panel, with Cancel, at %i pixels', async (width) => {
  resize(width);
  const { app, asked } = await show(away());
  expect(within(row('Acme')).getByRole('button', { name: 'Cancel signing in to Acme, Facebook page' })).toBeTruthy();
  app.screen.open('a');
  await settle();
  // Once, not in the corner besides.
  expect(screen.getAllByTestId('sign-in-card')).toHaveLength(1);
  expect(within(panel()).getByTestId('sign-in-card')).toBeTruthy();
  await click('Cancel', panel());
  expect(asked('cancel_sign_in')).toEqual([{ ask: 'cancel_sign_in', attempt: 'away' }]);
  expect(panel().contains(document.activeElement) || document.activeElement === document.body).toBe(true);
});

test('a sign-in of another location stays in the corner beside the page', async () => {
  resize(1080);
  const { app } = await show(away());
  app.screen.open('b');
  await settle();
  const card = screen.getByTestId('sign-in-card');
  expect(panel().contains(card)).toBe(false);
  expect(card.closest('.corner')).toBeTruthy();
});

test('clients are chosen from one field where they have no room', async () => {
  const clients = [
    { id: 'acme', name: 'Acme Coffee' },
    { id: 'ost', name: 'Studio Ost' },
  ];
  const { app } = await show({ clients, locations: [location({ client: 'acme' })] });
  const field = screen.getByLabelText<HTMLSelectElement>('Client that is shown');
  expect([...field.options].map((option) => option.textContent)).toEqual([
    'All clients',
    'Acme Coffee (1)',
    'Studio Ost (0)',
    'New client…',
  ]);
  const choose = async (value: string) => {
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
  };
  await choose('ost');
  expect(app.list.client).toBe('ost');
  expect(field.value).toBe('ost');
  await choose('');
  expect(app.list.client).toBeNull();
  await choose('new');
  expect(screen.getByRole('dialog').textContent).toContain('New client');
  expect(field.value).toBe('');
});
