// Several locations of one name at different networks: which one it is stands in words.

import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { attempt, bluesky, facebook, location, mastodon, settled } from '../src/api/samples';
import type { LocationView } from '../src/api/protocol';
import { placedName } from '../src/row';
import { settle, show, type } from './window';

const NAME = 'Mill Street Books 2';
const through = { ...facebook, id: 'instagramviafacebook', name: 'Instagram through Facebook' };
const networks = [facebook, mastodon, bluesky, through];
const broken = settled('needs_you', { cause: 'password_changed' });
const four = (): LocationView[] => [
  location({ id: 'f', name: NAME, health: broken }),
  location({ id: 'm', network: 'mastodon', kind: 'account', host: 'books.example', name: NAME, health: broken }),
  location({ id: 'b', network: 'bluesky', kind: 'profile', name: NAME, health: settled('connected') }),
  location({ id: 'i', network: through.id, kind: 'business_account', name: NAME, attempt: 'away', health: settled('waiting_for_you') }),
];
const PLACES = [
  'Facebook page',
  'Mastodon account',
  'Bluesky profile',
  'Instagram business account through Facebook',
];

const shown = () => show({ networks, locations: four(), attempts: [attempt({ id: 'away', network: through.id, location: 'i' })] });
const rows = () => screen.getAllByRole('row');

test('each row says its network in its name and under the name', async () => {
  await shown();
  for (const place of PLACES) {
    const row = screen.getByRole('row', { name: `${NAME} ${place}` });
    expect(within(row).getByText(place)).toBeTruthy();
  }
});

test('no two buttons of the list have the same name, and each names the network', async () => {
  await shown();
  const names = rows().flatMap((row) =>
    within(row).getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(PLACES.some((place) => name.includes(place)), name).toBe(true);
  expect(names).toContain(`Reconnect ${NAME}, Facebook page`);
  expect(names).toContain(`Reconnect: ${NAME}, Mastodon account`);
  expect(names).toContain(`Disconnect ${NAME}, Bluesky profile`);
  expect(names).toContain(`More for ${NAME}, Bluesky profile`);
  expect(names).toContain(`Cancel sign-in for ${NAME}, Instagram business account through Facebook`);
});

test('the panel, the menu, the card of a sign-in and what is spoken name it too', async () => {
  const { app, fake } = await shown();
  app.screen.open('m');
  app.dialogs.menu = { location: 'b', at: { x: 0, y: 0 } };
  await settle();
  expect(screen.getByRole('complementary', { name: `${NAME}, Mastodon account` })).toBeTruthy();
  expect(screen.getByRole('menu', { name: `More for ${NAME}, Bluesky profile` })).toBeTruthy();
  expect(screen.getByText(`Connecting ${NAME}, Instagram business account through Facebook`)).toBeTruthy();
  const [first] = four();
  if (first) fake.tell({ fact: 'location_changed', value: { ...first, health: settled('connected') } });
  await new Promise((done) => setTimeout(done, 300));
  expect(app.notices.spoken).toBe(`${NAME}, Facebook page: Connected`);
});

test.each([
  ['facebook page', ['f']],
  ['mastodon', ['m']],
  ['bluesky mill', ['b']],
  ['BOOKS instagram', ['i']],
  ['mill', ['f', 'i', 'm', 'b']],
  ['mill tiktok', []],
])('the search for "%s" finds the network as people call it', async (text, found) => {
  await shown();
  await type('Search', text);
  // One network is reached through another one and is found by both names.
  const ids = [...document.querySelectorAll('[data-testid=location]')].map((row) => row.getAttribute('data-id'));
  const wanted = ids.filter((id) => text !== 'facebook page' || id !== 'i');
  expect(wanted.toSorted()).toEqual(found.toSorted());
});

test('a location without a name is not called by its network twice', () => {
  const view = location({ name: null, kind: null, health: settled('set_up_unfinished') });
  expect(placedName(view, 'Facebook')).toBe('New from Facebook');
});
