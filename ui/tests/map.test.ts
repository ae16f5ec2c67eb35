import { screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { attempt, facebook, location, mastodon, settled } from '../src/api/samples';
import { settle, show, withLocations } from './window';

const reached = { offline: false, between: null, outages: [], clock_off_minutes: null, clock_is_wrong: false };

const pages = () =>
  ['a', 'b', 'c'].map((id) =>
    location({
      id,
      name: `Page ${id}`,
      health: id === 'a' ? settled('needs_you', { cause: 'expired' }) : settled('connected'),
      login: { id: 'jana', name: 'Jana Weiss', person: 'jana' },
    }),
  );

test('what stands between this computer and the networks is named once, at the top', async () => {
  const between = { hiccup: 'proxy_refused', by: 'proxy.acme.example:3128' } as const;
  await show({ reach: { ...reached, between } });
  expect(screen.getByTestId('reach').textContent).toContain('proxy.acme.example:3128 lets nothing through');
});

test('a silent network is one line that comes and goes', async () => {
  const { fake } = await withLocations(...pages());
  expect(screen.queryByTestId('reach')).toBeNull();
  const outages = [{ network: 'facebook', host: null, locations: 3 }];
  fake.tell({ fact: 'reach_changed', value: { ...reached, outages } });
  await settle();
  expect(screen.getByTestId('reach').textContent).toContain('Facebook is not answering. 3 locations');
  fake.tell({ fact: 'reach_changed', value: { ...reached, offline: true, outages } });
  await settle();
  expect(screen.getByTestId('reach').textContent).toContain('offline');
  expect(screen.getByTestId('reach').textContent).not.toContain('Facebook');
  fake.tell({ fact: 'reach_changed', value: reached });
  await settle();
  expect(screen.queryByTestId('reach')).toBeNull();
});

test('an instance is named and not its network', async () => {
  const outages = [{ network: 'mastodon', host: 'social.example', locations: 1 }];
  await show({ locations: pages(), reach: { ...reached, outages } });
  expect(screen.getByTestId('reach').textContent).toContain('social.example is not answering. 1 location can’t');
});

test('a clock that is wrong is told with what it does and what helps', async () => {
  const { fake } = await withLocations(...pages());
  const banner = () => screen.queryByTestId('reach')?.textContent;
  for (const [minutes, told] of [
    [12, 'off by 12 minutes: it is ahead'],
    [-12, 'off by 12 minutes: it is behind'],
    [-180, 'off by 3 hours: it is behind'],
    [4 * 1440, 'off by 4 days: it is ahead'],
    [null, 'clock is wrong'],
  ] as const) {
    const value = { ...reached, clock_is_wrong: true, clock_off_minutes: minutes };
    fake.tell({ fact: 'reach_changed', value });
    await settle();
    expect(banner()).toContain(told);
    expect(banner()).toContain('let the system set date and time by itself');
  }
  fake.tell({ fact: 'reach_changed', value: reached });
  await settle();
  expect(banner()).toBeUndefined();
});

test('before a consent that decides over all pages, those that must stay ticked are named', async () => {
  const { fake } = await withLocations(...pages());
  fake.tell({ fact: 'attempt_changed', value: attempt({ network: 'facebook', location: 'a' }) });
  await settle();
  expect(screen.getByTestId('stays-ticked').textContent).toMatch(/3 pages ticked.*Page a, Page b, Page c/s);
});

test('one person’s pages of another network with the same developer app are named as well', async () => {
  const name = 'Instagram through Facebook';
  const shared = { ...facebook, id: 'instagramviafacebook', name };
  const own = { ...facebook, id: 'threads', name: 'Threads', app_kept_as: 'threads' };
  const login = { id: 'jana there', name: 'Jana Weiss', person: 'jana' };
  const theirs = { ...login, id: 'tom there', name: 'Tom Reyes', person: 'tom' };
  const { fake } = await show({
    networks: [facebook, mastodon, shared, own],
    locations: [
      ...pages(),
      location({ id: 'photos', name: '@photos', network: shared.id, login }),
      location({ id: 'toms', name: '@toms', network: shared.id, login: theirs }),
      location({ id: 'threads', name: '@threads', network: own.id, login }),
    ],
  });
  const ticked = () => screen.getByTestId('stays-ticked').textContent;
  const ask = async (network: string, asked: string | null) => {
    fake.tell({ fact: 'attempt_changed', value: attempt({ id: 'one', network, location: asked }) });
    await settle();
  };
  await ask('facebook', 'a');
  expect(ticked()).toMatch(/4 pages ticked/);
  expect(ticked()).toContain(`@photos (${name})`);
  expect(ticked()).not.toMatch(/@toms|@threads/);
  await ask(shared.id, 'photos');
  expect(ticked()).toMatch(/4 pages ticked.*@photos, Page a \(Facebook\)/s);
  await ask('facebook', null);
  expect(ticked()).toContain(`@toms (${name})`);
});

test('also when more are added, and nothing is said where there is nothing to lose', async () => {
  const { fake } = await withLocations(...pages());
  fake.tell({ fact: 'attempt_changed', value: attempt({ network: 'facebook' }) });
  await settle();
  expect(screen.getByTestId('stays-ticked').textContent).toContain('Page b');
});

test.each([
  ['a network that asks for one account', 'mastodon', null],
  ['a page that is alone with its login', 'facebook', 'alone'],
])('nothing is said for %s', async (_, network, asked) => {
  const { fake } = await withLocations(location({ id: 'alone', login: { id: 'tom', name: 'Tom', person: 'tom' } }));
  fake.tell({ fact: 'attempt_changed', value: attempt({ network, location: asked }) });
  await settle();
  expect(screen.queryByTestId('stays-ticked')).toBeNull();
});

test('a page shows the developer app that it hangs on, and how many do', async () => {
  const shared = { ...mastodon, id: 'instagram', name: 'Instagram', needs_app: true, app_kept_as: 'facebook' };
  const other = location({ id: 'photos', network: 'instagram' });
  const { app } = await show({ networks: [facebook, mastodon, shared], locations: [...pages(), other] });
  app.screen.open('photos');
  await settle();
  const line = screen.getByTestId('developer-app').textContent;
  expect(line).toContain('Your Facebook app');
  expect(line).toContain('4 locations hang on it');
});

test('what needs no app of the user names none', async () => {
  const { app } = await withLocations(location({ id: 'page', network: 'mastodon' }));
  app.screen.open('page');
  await settle();
  expect(screen.queryByTestId('developer-app')).toBeNull();
});

test('an outage speaks once at its beginning and once at its end, and not for each of its locations', async () => {
  vi.useFakeTimers();
  const { fake, app } = await withLocations(...pages());
  const spoken: string[] = [];
  vi.spyOn(app.notices, 'say').mockImplementation((text) => void spoken.push(text));
  const reach = (locations: number) => ({
    ...reached,
    outages: locations === 0 ? [] : [{ network: 'facebook', host: null, locations }],
  });
  for (const page of pages())
    fake.tell({ fact: 'location_changed', value: { ...page, health: settled('cannot_check', { hiccup: 'down' }) } });
  for (const count of [2, 3]) fake.tell({ fact: 'reach_changed', value: reach(count) });
  vi.advanceTimersByTime(1000);
  fake.tell({ fact: 'reach_changed', value: reach(0) });
  vi.useRealTimers();
  expect(spoken).toEqual(['Facebook is not answering', 'Facebook answers again']);
});
