import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { minuteOf, timeOf, withSteps, withoutSteps } from '../src/alerts';
import { location, settled, snapshot } from '../src/api/samples';
import { click, settle, show, withLocations } from './window';

const part = () => within(screen.getByTestId('alerts'));
const choice = snapshot().alerts.choice;

test('days are chosen by pressing them', async () => {
  const { asked } = await withLocations(location());
  await click('Settings');
  const steps = within(part().getByRole('group', { name: 'Before a sign-in ends' }));
  expect(steps.getByRole('button', { name: '14 days' }).getAttribute('aria-pressed')).toBe('true');
  steps.getByRole('button', { name: '14 days' }).click();
  await settle();
  steps.getByRole('button', { name: '30 days' }).click();
  await settle();
  expect(asked('set_alerts').map((each) => each.choice.steps)).toEqual([
    [7, 3, 1, 0],
    [30, 7, 3, 1, 0],
  ]);
});

test('a client and a network can have days of their own, and lose them again', async () => {
  const { asked } = await show({ locations: [location()], clients: [{ id: 'x', name: 'Acme' }] });
  await click('Settings');
  const select = part().getByLabelText<HTMLSelectElement>(/Other days for/);
  select.value = 'by_client:x';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(asked('set_alerts')[0]?.choice.by_client).toEqual([{ of: 'x', steps: choice.steps }]);
  expect(within(select).queryByRole('option', { name: 'Acme' })).toBeNull();
  await click('As usual for Acme');
  expect(asked('set_alerts')[1]?.choice.by_client).toEqual([]);
});

test('quiet hours begin with the night and take other times', async () => {
  const { asked } = await withLocations(location());
  await click('Settings');
  part().getByRole('checkbox').click();
  await settle();
  const from = part().getByLabelText<HTMLInputElement>('From');
  from.value = '22:30';
  from.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(asked('set_alerts').map((each) => each.choice.quiet)).toEqual([
    { from: 1200, to: 480 },
    { from: 1350, to: 480 },
  ]);
  part().getByRole('checkbox').click();
  await settle();
  expect(asked('set_alerts')[2]?.choice.quiet).toBeNull();
});

test('a pause is said wherever one looks, and ended there', async () => {
  const { app, asked } = await withLocations(location());
  await click('Settings');
  await click('Until I resume');
  expect(asked('pause_alerts')).toEqual([{ ask: 'pause_alerts' }]);
  expect(part().getByText('Alerts are paused')).toBeTruthy();
  app.screen.show('locations', null);
  await settle();
  await click('Resume alerts', screen.getByTestId('alerts-paused'));
  expect(asked('resume_alerts')).toHaveLength(1);
  expect(screen.queryByTestId('alerts-paused')).toBeNull();
});

test('one location is put off while it needs a person, muted, and heard again', async () => {
  const { app, asked } = await withLocations(
    location({ id: 'page', name: 'Acme', health: settled('needs_you', { cause: 'expired' }) }),
  );
  app.screen.open('page');
  await settle();
  await click('Remind me tomorrow');
  expect(asked('snooze_alerts')).toEqual([{ ask: 'snooze_alerts', locations: ['page'], hours: 24 }]);
  await click('Tell me again');
  await click('Mute');
  expect(screen.getByText('Muted')).toBeTruthy();
  await click('Tell me again');
  expect(asked('unmute_alerts')).toHaveLength(2);
});

test('what works is not put off', async () => {
  const { app } = await withLocations(location({ id: 'page' }));
  app.screen.open('page');
  await settle();
  expect(screen.queryByRole('button', { name: 'Remind me tomorrow' })).toBeNull();
});

test('times are written as their field has them', () => {
  expect([0, 450, 1439].map(timeOf)).toEqual(['00:00', '07:30', '23:59']);
  expect(['00:00', '07:30', '23:59'].map(minuteOf)).toEqual([0, 450, 1439]);
  expect(['', '24:00', '07:60', 'noon'].map(minuteOf)).toEqual([null, null, null, null]);
});

test('days of one network leave those of others alone', () => {
  const one = withSteps(choice, 'by_network', 'x', [1]);
  const two = withSteps(one, 'by_network', 'facebook', [30]);
  expect(withoutSteps(two, 'by_network', 'x').by_network).toEqual([{ of: 'facebook', steps: [30] }]);
  expect(withSteps(two, 'by_network', 'x', [2]).by_network).toEqual([
    { of: 'x', steps: [2] },
    { of: 'facebook', steps: [30] },
  ]);
});
