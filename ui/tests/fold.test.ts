// Names are compared alike in the window and in Rust, and found whatever the system's language.

import { readFileSync } from 'node:fs';

import { screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { location, settled } from '../src/api/samples';
import { called, folded } from '../src/fold';
import { words } from '../src/words';
import { row, settle, type, withLocations } from './window';

interface Table {
  same: [string, string][];
  different: [string, string][];
}

/** The one that Rust is held to as well. */
const table = JSON.parse(readFileSync('../src-tauri/crates/domain/src/called.json', 'utf8')) as Table;

beforeEach(() => {
  // As a web view on a Turkish system does it.
  const own = {
    lower: String.prototype.toLocaleLowerCase,
    upper: String.prototype.toLocaleUpperCase,
  };
  vi.spyOn(String.prototype, 'toLocaleLowerCase').mockImplementation(function (this: string) {
    return own.lower.call(this, 'tr');
  });
  vi.spyOn(String.prototype, 'toLocaleUpperCase').mockImplementation(function (this: string) {
    return own.upper.call(this, 'tr');
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('on a Turkish system ikea finds IKEA Istanbul, and the other way about', async () => {
  expect('IKEA'.toLocaleLowerCase()).toBe('ıkea');
  const named = (name: string) => location({ name, health: settled('connected') });
  await withLocations(named('IKEA Istanbul'), named('Isparta Halı'), named('Café Łódź'), named('Bakery'));
  for (const [typed, name] of [
    ['ikea', 'IKEA Istanbul'],
    ['IKEA ISTANBUL', 'IKEA Istanbul'],
    ['istanbul', 'IKEA Istanbul'],
    ['İstanbul', 'IKEA Istanbul'],
    ['ısparta', 'Isparta Halı'],
    ['HALI', 'Isparta Halı'],
    ['cafe', 'Café Łódź'],
  ] as const) {
    await type(words.list.search, typed);
    await settle();
    expect(screen.getAllByTestId('location')).toHaveLength(1);
    expect(row(name)).toBeTruthy();
  }
});

test.each(table.same)('%s and %s are one name', (one, other) => {
  expect(called(one)).toBe(called(other));
  expect(folded(one)).toBe(folded(other));
});

test.each(table.different)('%s and %s are two names', (one, other) => {
  expect(called(one)).not.toBe(called(other));
});

test('what is sought is found without its accents, and vowel signs are none', () => {
  expect(folded('Müller Café')).toBe('muller cafe');
  expect(folded('कि')).not.toBe(folded('क'));
});
