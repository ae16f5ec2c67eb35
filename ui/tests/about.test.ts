import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { location } from '../src/api/samples';
import { click, show } from './window';

test('the settings say which version this is and where everything is kept', async () => {
  await show({ locations: [location()] });
  await click('Settings');
  const folder = screen.getByLabelText<HTMLInputElement>(/^Where your list/);
  expect(folder.value).toBe('/home/jana/.local/share/app.greentick');
  expect(screen.getByText('Greentick 0.1.0')).toBeTruthy();
});
