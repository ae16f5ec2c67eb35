// What a component takes: a state whole, or a few values.

import { expect, test } from 'vitest';

const MOST = 8;

const sources = import.meta.glob<string>('../src/components/*.svelte', { query: '?raw', import: 'default', eager: true });

/** The names between the braces before `$props()`. */
function propsOf(source: string): string[] {
  const [, names = ''] = /let \{([^}]*)\}\s*(?::\s*\w+\s*)?=\s*\$props\(\)/.exec(source) ?? [];
  return names.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

test('the props of a component are counted', () => {
  expect(propsOf(sources['../src/components/Question.svelte'] ?? '')).toContain('onyes');
  expect(Object.values(sources).filter((source) => propsOf(source).length > 0).length).toBeGreaterThan(70);
});

test('no component takes more than can be read at a glance', () => {
  const many = Object.entries(sources).filter(([, source]) => propsOf(source).length > MOST);
  expect(many.map(([path]) => path)).toEqual([]);
});
