import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { facebook, location, mastodon, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
import { holders } from '../src/ties';
import { click, settle, show } from './window';

const instagram = { ...facebook, id: 'instagramviafacebook', name: 'Instagram', app_kept_as: 'facebook' };

/** Locations of one login. */
const of = (person: string, ids: string[], more: Partial<LocationView> = {}) =>
  ids.map((id) =>
    location({
      id,
      name: `Page ${id}`,
      login: { id: person, name: person, person: person },
      ...more,
    }),
  );
const shown = () => screen.getAllByTestId('location').map((row) => row.dataset.name);

test('two networks that share an app hang on one, and what needs none stands last', () => {
  const all = [
    ...of('Jana', ['a', 'b'], { health: settled('needs_you', { cause: 'expired' }) }),
    ...of('Ida', ['c'], { network: 'instagramviafacebook' }),
    ...of('@tom', ['d', 'e', 'f', 'g'], { network: 'mastodon' }),
    ...of('Uma', ['i'], { network: 'unheard-of' }),
    location({ id: 'h', login: null }),
  ];
  const held = holders(all, [facebook, instagram, mastodon]);
  expect(held.map(({ app, count }) => [app?.id ?? null, count])).toEqual([['facebook', 3], [null, 5]]);
  expect(held[0]?.logins.map(({ login, count, broken }) => [login.name, count, broken])).toEqual([
    ['Jana', 2, 2],
    ['Ida', 1, 0],
  ]);
});

test('the settings say who holds what and lead to it', async () => {
  await show({ locations: [...of('Jana', ['a', 'b']), ...of('Tom', ['c'])] });
  await click('Settings');
  const box = screen.getByTestId('holders');
  expect(box.textContent).toContain('2 sign-ins, 3 locations');
  within(box).getByRole('button', { name: /^Tom/ }).click();
  await settle();
  expect(shown()).toEqual(['Page c']);
  expect(screen.getByTestId('narrowed').textContent).toContain('What hangs on Tom at Facebook');
  await click('Show everything');
  expect(shown()).toHaveLength(3);
});

test('a page that is one of many of its login leads to all of them', async () => {
  const many = of('Jana', ['a', 'b', 'c', 'd', 'e', 'f']);
  const { app } = await show({ locations: [...many, ...of('Tom', ['t'])] });
  app.screen.open('a');
  await settle();
  await click('Show all of them');
  expect(shown()).toHaveLength(6);
});
