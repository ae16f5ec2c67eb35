import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { facebook, location, mastodon, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
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

test('two networks that share an app hang on one, and what needs none stands last', async () => {
  const all = [
    ...of('Jana', ['a', 'b'], { health: settled('needs_you', { cause: 'expired' }) }),
    ...of('Ida', ['c'], { network: 'instagramviafacebook' }),
    ...of('@tom', ['d', 'e', 'f', 'g'], { network: 'mastodon' }),
    ...of('Uma', ['i'], { network: 'unheard-of' }),
    location({ id: 'h', login: null }),
  ];
  await show({ locations: all, networks: [facebook, instagram, mastodon] });
  await click('Settings');
  const told = [...screen.getByTestId('holders').querySelectorAll('summary, li')].map(({ textContent }) =>
    textContent.replace(/\s+/g, ' ').trim(),
  );
  expect(told.map((text) => /^(Your Facebook app|Without an app of yours|\S+)/.exec(text)?.[0])).toEqual([
    'Your Facebook app',
    'Jana',
    'Ida',
    'Without an app of yours',
    '@tom',
    'Uma',
  ]);
  expect(told[0]).toContain('2 sign-ins, 3 locations');
  expect(told[1]).toContain('2 broken');
  expect(told[2]).not.toContain('broken');
});

test('what heals, comes or goes while the settings are open is counted', async () => {
  const [a, b] = of('Jana', ['a', 'b'], { health: settled('needs_you', { cause: 'expired' }) });
  if (!a || !b) throw new Error('two pages');
  const { fake } = await show({ locations: [a, b] });
  await click('Settings');
  const box = () => screen.getByTestId('holders').textContent;
  expect(box()).toContain('2 broken');
  fake.tell({ fact: 'location_changed', value: { ...a, health: settled('connected') } });
  await settle();
  expect(box()).toContain('1 broken');
  fake.tell({ fact: 'location_removed', value: 'b' });
  await settle();
  expect(box()).toContain('1 sign-in, 1 location');
  expect(box()).not.toContain('broken');
});

test('a check that changes nothing of it asks for nothing', async () => {
  const [a] = of('Jana', ['a']);
  if (!a) throw new Error('a page');
  const { fake, asked } = await show({ locations: [a] });
  await click('Settings');
  const before = asked('holders').length;
  fake.tell({ fact: 'location_changed', value: { ...a, checked_at: Date.now() } });
  await settle();
  expect(asked('holders')).toHaveLength(before);
});

test('a hundred changes while an answer is under way cost one more', async () => {
  const all = of('Jana', Array.from({ length: 100 }, (_, at) => `${at}`));
  const { fake, asked } = await show({ locations: all });
  await click('Settings');
  const before = asked('holders').length;
  fake.hang(true);
  for (const page of all) {
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('needs_you', { cause: 'expired' }) } });
    await settle();
  }
  fake.hang(false);
  await settle();
  expect(asked('holders')).toHaveLength(before + 2);
  expect(screen.getByTestId('holders').textContent).toContain('100 broken');
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
