// The rules of what a location says, as the crate `words` has them (`src/row.rs` there): of a table the
// first line is said whose conditions all hold.

import table from '../../../src-tauri/crates/words/row.json';
import { isSaid, say, type Instant } from './say';

/** Codes of what holds; what does not is null, false or not there. */
export type Facts = Readonly<Record<string, string | boolean | null | undefined>>;
/** What an entry may name. */
export type Named = Readonly<Record<string, string | number | Instant | null>>;

interface Line {
  conditions: { fact: string; codes: string[] }[];
  id: string;
  names: string[];
  within: { id: string; name: string } | null;
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

function line([when = '', id = '', names = '', within]: string[]): Line {
  const [outer, name = ''] = within?.split(' ') ?? [];
  return {
    conditions: wordsOf(when).map((condition) => {
      const [fact = '', codes] = condition.split('=');
      return { fact, codes: codes?.split('|') ?? [] };
    }),
    id,
    names: wordsOf(names),
    within: outer === undefined ? null : { id: outer, name },
  };
}

export const rules = {
  title: table.title.map(line),
  detail: table.detail.map(line),
  full: table.full.map(line),
};

const fits = ({ conditions }: Line, facts: Facts): boolean =>
  conditions.every(({ fact, codes }) => {
    const found = facts[fact] ?? false;
    return found !== false && (codes.length === 0 || codes.includes(String(found)));
  });

const idIn = ({ id }: Line, facts: Facts): string =>
  id.includes('{') ? id.replace(/\{(\w+)\}/, (_, fact: string) => String(facts[fact])) : id;

/** The table is held to the catalogue by a test of the crate. */
const worded = (id: string, named: Named): string => say(id as 'health-probably', named as { said: string });

function says(found: Line | undefined, facts: Facts, named: Named): string | null {
  if (!found) return null;
  const given: Record<string, Named[string]> = {};
  for (const name of found.names) given[name] = named[name] ?? null;
  const said = worded(idIn(found, facts), given);
  return found.within === null ? said : worded(found.within.id, { ...given, [found.within.name]: said });
}

/** What the first line that fits says; null where none does. */
export const ruled = (lines: Line[], facts: Facts, named: Named): string | null =>
  says(
    lines.find((each) => fits(each, facts)),
    facts,
    named,
  );

/** The same, passing over lines whose codes have no words. */
export const ruledAtLeast = (lines: Line[], facts: Facts, named: Named): string | null =>
  says(
    lines.find((each) => fits(each, facts) && isSaid(idIn(each, facts))),
    facts,
    named,
  );

