// Sorts what a person copied at a network into the id and the secret of an app, whatever stood around
// them. What each network's values look like lies in `shapes/`, one file a network. Nothing is guessed:
// what could be two things is taken for neither.

export type WrongCode =
  | 'token'
  | 'api_key'
  | 'api_secret'
  | 'client_token'
  | 'basic_pair'
  | 'other_pair'
  | 'other_id'
  | 'web_client'
  | 'service_account'
  | 'address';

/** What is looked for. */
export type Wanted = 'id' | 'secret';
type Role = Wanted | WrongCode;

interface Known {
  looks: string[];
  labels: string[];
}

export interface Shapes {
  id: Known;
  secret: Known;
  wrong: ({ is: WrongCode } & Known)[];
}

export interface Sorted {
  id: string | null;
  secret: string | null;
  /** What is obviously something else, in the order in which it stands there. */
  wrong: WrongCode[];
  /** Of what more than one stood there, or what may be one of two things. */
  unsure: Wanted[];
}

const files = import.meta.glob<Shapes>('./shapes/*.json', { import: 'default', eager: true });

/** What a network's values look like; none where nobody wrote it down. */
export const shapesOf = (network: string): Shapes | null => files[`./shapes/${network}.json`] ?? null;

/** The networks of which it is known. */
export const shaped: string[] = Object.keys(files).map((path) => path.replace(/^.*\/|\.json$/g, ''));

/** What stands beside the values in files and on pages of any network. */
const COMMON: { role: Role; labels: string[] }[] = [
  { role: 'id', labels: ['client id', 'client key'] },
  { role: 'secret', labels: ['client secret', 'app secret', 'secret key', 'primary client secret'] },
  { role: 'token', labels: ['access token', 'refresh token', 'bearer token'] },
];

const MOST = 20_000;
const LEAST = 6;

interface Value {
  text: string;
  label: string;
}

const words = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');

/** Whether a text is the name of one of these, whatever stands before it. */
export const namesOne = (text: string, { labels }: Known): boolean =>
  labels.some((name) => ` ${words(text)}`.endsWith(` ${name}`));

/** What a sort of values has to know of one network. */
class Sorter {
  #roles: { role: Role; looks: RegExp[]; labels: string[] }[];

  constructor(shapes: Shapes | null) {
    const known = shapes
      ? [{ role: 'id' as Role, ...shapes.id }, { role: 'secret' as Role, ...shapes.secret }, ...shapes.wrong.map(({ is, ...rest }) => ({ role: is as Role, ...rest }))]
      : [];
    this.#roles = [...known, ...COMMON.map((each) => ({ ...each, looks: [] }))].map((each) => ({
      ...each,
      looks: each.looks.map((look) => new RegExp(`^(?:${look})$`)),
    }));
  }

  /** What it may be by its looks. */
  looksLike(text: string): Role[] {
    if (!/[^\p{L}]/u.test(text)) return [];
    return [...new Set(this.#roles.filter(({ looks }) => looks.some((look) => look.test(text))).map(({ role }) => role))];
  }

  /** What it is called: of the names before it the last, and of those the longest. */
  named(label: string): Role | null {
    let best: { role: Role; end: number; length: number } | null = null;
    for (const { role, labels } of this.#roles) {
      for (const name of labels) {
        const at = ` ${label} `.lastIndexOf(` ${name} `);
        if (at < 0) continue;
        const end = at + name.length;
        if (!best || end > best.end || (end === best.end && name.length > best.length))
          best = { role, end, length: name.length };
      }
    }
    return best?.role ?? null;
  }

  /** What it is; `null` where it is nothing that is known, `unsure` where it may be two things. */
  roleOf({ text, label }: Value): Role | null | Wanted[] {
    const looks = this.looksLike(text);
    const named = this.named(label);
    if (named !== null && (looks.includes(named) || looks.length === 0)) return named;
    if (named !== null && !isWanted(named) && !this.#hasLooks(named)) return named;
    if (looks.length === 1) return looks[0] ?? null;
    return looks.length === 0 ? null : looks.filter(isWanted);
  }

  #hasLooks(role: Role): boolean {
    return this.#roles.some((each) => each.role === role && each.looks.length > 0);
  }

  /** Whether a word of a text can be a value at all. */
  isValue(word: string): boolean {
    if (word.length < LEAST) return false;
    return this.looksLike(word).length > 0 || (word.length >= 10 && /\d/.test(word));
  }
}

const isWanted = (role: Role): role is Wanted => role === 'id' || role === 'secret';

/** A label in front of what follows it, as in `.env` files, in YAML and on pages. */
const LABELLED = /^\s*(?:export\s+)?["']?([\p{L}][\p{L}\p{N} _.()-]{0,48}?)["']?\s*[:=]\s*(?!=)(.*)$/u;
const AROUND = /^["'`,;(<[{]+|["'`,;:.!?)>\]}]+$/g;

function valuesOf(text: string, sorter: Sorter): Value[] {
  const found: Value[] = [];
  let label = '';
  for (const line of text.split(/\r?\n/)) {
    const [, name, rest] = LABELLED.exec(line) ?? [];
    if (name !== undefined && !sorter.isValue(name)) label += ` ${words(name)}`;
    const said = name !== undefined && !sorter.isValue(name) ? (rest ?? '') : line;
    for (const raw of said.split(/\s+/)) {
      const word = raw.replaceAll(AROUND, '');
      if (sorter.isValue(word)) {
        found.push({ text: word, label: label.trim() });
        label = '';
      } else label += ` ${words(word)}`;
    }
  }
  return found;
}

interface Read {
  values: Value[];
  wrong: WrongCode[];
}

/** The downloaded file of a client, or any object: values by the names of their fields. */
function readJson(text: string): Read | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const read: Read = { values: [], wrong: [] };
  const walk = (of: object) => {
    for (const [key, value] of Object.entries(of) as [string, unknown][]) {
      if (key === 'type' && value === 'service_account') read.wrong.push('service_account');
      if (key === 'web' && typeof value === 'object') read.wrong.push('web_client');
      if (typeof value === 'string' || typeof value === 'number') read.values.push({ text: String(value), label: words(key) });
      else if (typeof value === 'object' && value !== null) walk(value);
    }
  };
  walk(json);
  return read;
}

export function sortPasted(pasted: string, shapes: Shapes | null): Sorted {
  const sorter = new Sorter(shapes);
  const text = pasted.slice(0, MOST);
  const addresses = /\bhttps?:\/\/\S+/g;
  const json = readJson(text);
  const read = json ?? { values: valuesOf(text.replaceAll(addresses, ' '), sorter), wrong: [] };
  const wrong = new Set<WrongCode>(read.wrong);
  const unsure = new Set<Wanted>();
  const seen = { id: new Set<string>(), secret: new Set<string>() };
  // The file of another kind of client has both values, and neither is of use.
  for (const value of read.wrong.length > 0 ? [] : read.values) {
    const role = json && sorter.named(value.label) === null ? null : sorter.roleOf(value);
    if (Array.isArray(role)) for (const each of role) unsure.add(each);
    else if (role === null) continue;
    else if (isWanted(role)) seen[role].add(value.text);
    else wrong.add(role);
  }
  for (const each of ['id', 'secret'] as const) if (seen[each].size > 1) unsure.add(each);
  const only = (each: Wanted) => (seen[each].size === 1 ? ([...seen[each]][0] ?? null) : null);
  const sorted = { id: only('id'), secret: only('secret') };
  if (sorted.id !== null) {
    unsure.delete('id');
    // Files name it beside the one that is wanted.
    wrong.delete('other_id');
  }
  if (sorted.secret !== null) unsure.delete('secret');
  const isNothing = sorted.id === null && sorted.secret === null && wrong.size === 0 && unsure.size === 0;
  if (isNothing && addresses.test(text)) wrong.add('address');
  return { ...sorted, wrong: [...wrong], unsure: [...unsure] };
}
