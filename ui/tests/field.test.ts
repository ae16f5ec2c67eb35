import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import Field from '../src/components/Field.svelte';

const field = () => screen.getByLabelText<HTMLInputElement>('Name');
const described = () => document.getElementById(field().getAttribute('aria-describedby') ?? '');

test('a field is described by its hint, and by its problem instead once there is one', async () => {
  const { rerender } = render(Field, { label: 'Name', value: '', hint: 'As people write it.' });
  expect(described()?.textContent).toBe('As people write it.');
  expect(described()?.getAttribute('role')).toBeNull();
  expect(field().getAttribute('aria-invalid')).toBe('false');
  await rerender({ problem: 'Type a name.' });
  expect(described()?.textContent).toBe('Type a name.');
  expect(described()?.getAttribute('role')).toBe('alert');
  expect(field().getAttribute('aria-invalid')).toBe('true');
});

test('a field without hint and problem is described by nothing', () => {
  render(Field, { label: 'Name', value: '' });
  expect(described()).toBeNull();
});

test('a field that is to be typed into comes with its text selected', () => {
  render(Field, { label: 'Name', value: 'Acme', focused: true });
  expect(document.activeElement).toBe(field());
  expect([field().selectionStart, field().selectionEnd]).toEqual([0, 4]);
});

test('a label for screen readers alone is there for them', () => {
  render(Field, { label: 'Name', unlabelled: true, value: '', placeholder: 'Find one' });
  expect(field().placeholder).toBe('Find one');
  expect(screen.getByText('Name').classList).toContain('hidden');
});
