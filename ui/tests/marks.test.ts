import { render } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import NetworkMark from '../src/components/NetworkMark.svelte';
import { documented } from '../src/guide';
import { markOf } from '../src/marks';

const files = import.meta.glob<string>('../src/marks/*.svg', { query: '?raw', import: 'default', eager: true });
const drawings = Object.entries(files).map(([path, text]) => ({ id: path.replace(/^.*\/|\.svg$/g, ''), text }));

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('every network with a page has a mark', () => {
  expect(drawings.map(({ id }) => id).sort()).toEqual([...documented].sort());
});

test.each(drawings)('the mark of $id is a plain drawing that reads on its tile', ({ id, text }) => {
  const mark = markOf(id);
  expect(mark?.getAttribute('viewBox')).toBe('0 0 24 24');
  const colour = mark?.getAttribute('fill') ?? '';
  expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  expect(1.05 / (brightness(colour) + 0.05)).toBeGreaterThanOrEqual(3);
  // The policy of the window refuses styles, and nothing in a drawing may act or load.
  const names = [...(mark?.querySelectorAll('*') ?? [])].map((each) => each.localName);
  expect(names.filter((name) => !['path', 'g', 'circle', 'rect'].includes(name))).toEqual([]);
  expect(text).not.toMatch(/style|href|url\(|\son/);
  expect(text.length).toBeLessThan(900);
});

test('a mark is shown as drawn, as often as it is needed', () => {
  const [first, second] = ['facebook', 'facebook'].map(
    (id) => render(NetworkMark, { id, name: 'Facebook' }).container.querySelector('svg'),
  );
  expect(first?.getAttribute('fill')).toBe(markOf('facebook')?.getAttribute('fill'));
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
});

test('a mark follows its network', async () => {
  const { container, rerender } = render(NetworkMark, { id: 'facebook', name: 'Facebook' });
  await rerender({ id: 'mastodon', name: 'Mastodon' });
  expect(container.querySelector('svg')?.getAttribute('fill')).toBe(markOf('mastodon')?.getAttribute('fill'));
});

test('a network that nobody drew shows its first letter', () => {
  const { container } = render(NetworkMark, { id: 'pixelfed', name: 'Pixelfed' });
  expect(container.querySelector('svg')).toBeNull();
  expect(container.textContent.trim()).toBe('P');
});

test('nothing else in the window names a network', () => {
  const sources = import.meta.glob<string>(['../src/**/*.{ts,svelte,css}', '!../src/api/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  // One letter is too little of a name to look for.
  const names = new RegExp(`\\b(${documented.filter((id) => id.length > 1).join('|')})\\b`, 'i');
  expect(Object.keys(sources).length).toBeGreaterThan(40);
  expect(Object.entries(sources).filter(([, text]) => names.test(text)).map(([path]) => path)).toEqual([]);
});
