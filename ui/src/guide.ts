// How to register an app at a network, read from the page that `docs/networks/` has about it. The
// page is the only source and all of it is read; of Markdown it may use what is read here, and nothing
// becomes HTML.

const files = import.meta.glob<string>('../../docs/networks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export type Piece =
  | { kind: 'text' | 'strong' | 'em' | 'code'; text: string }
  /** Code that is an address: something to copy. */
  | { kind: 'address'; text: string }
  /** A link: something to open. */
  | { kind: 'page'; text: string };

export type Block =
  | { kind: 'text'; pieces: Piece[] }
  | { kind: 'table'; head: Piece[][]; rows: Piece[][][] };

export interface Section {
  title: Piece[];
  blocks: Block[];
}

export interface Guide {
  /** What the page is called. */
  title: string;
  /** What stands before the steps; without steps, the paragraphs before a table. */
  intro: Block[];
  /** The steps. None where there is nothing to register. */
  steps: Block[][];
  /** What follows them: whom the app serves, what is reviewed, what waits. */
  notes: Block[];
  sections: Section[];
  /** Lines that are written in a way that is not known here. They are shown as they stand. */
  unread: string[];
}

const INLINE = /\*\*(?<strong>[^*]+)\*\*|\*(?<em>[^*]+)\*|`(?<code>[^`]+)`|<(?<link>https:\/\/[^\s<>]+)>/g;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\S+$/;
/** A list or a quotation, a fence, a link with a text, HTML. */
const UNREAD = /^\s*([-*+>] |```|~~~|<[a-z/!])|\]\(/i;
const RULE = /^\|(\s*:?-+:?\s*\|)+$/;

/** Straight in the source, curved where it is read. */
const curved = (text: string) => text.replaceAll(/(\p{L})'/gu, '$1’');

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let read = 0;
  const plain = (end: number) => {
    if (end > read) found.push({ kind: 'text', text: curved(text.slice(read, end)) });
  };
  for (const match of text.matchAll(INLINE)) {
    plain(match.index);
    read = match.index + match[0].length;
    const { strong, em, code, link } = match.groups ?? {};
    if (strong !== undefined) found.push({ kind: 'strong', text: curved(strong) });
    else if (em !== undefined) found.push({ kind: 'em', text: curved(em) });
    else if (link !== undefined) found.push({ kind: 'page', text: link });
    else if (code !== undefined) found.push({ kind: ADDRESS.test(code) ? 'address' : 'code', text: code });
  }
  plain(text.length);
  return found;
}

type Written = { text: string } | { rows: string[] };

const cellsOf = (row: string) => row.replaceAll(/^\||\|\s*$/g, '').split('|').map((cell) => pieces(cell.trim()));

function blockOf(written: Written): Block {
  if ('text' in written) return { kind: 'text', pieces: pieces(written.text) };
  const [head = '', ...rows] = written.rows.filter((row) => !RULE.test(row));
  return { kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) };
}

/** Puts lines together: a paragraph goes on until an empty line, a table until another line. */
class Lines {
  readonly written: Written[] = [];
  #open = false;

  end(): void {
    this.#open = false;
  }

  add(line: string): void {
    const last = this.written.at(-1);
    const isRow = line.startsWith('|');
    if (this.#open && last && 'rows' in last && isRow) last.rows.push(line);
    else if (this.#open && last && 'text' in last && !isRow) last.text += ` ${line}`;
    else this.written.push(isRow ? { rows: [line] } : { text: line });
    this.#open = true;
  }

  get blocks(): Block[] {
    return this.written.map(blockOf);
  }
}

export function readGuide(page: string): Guide {
  let title = '';
  const intro = new Lines();
  const notes = new Lines();
  const steps: Lines[] = [];
  const sections: { title: string; lines: Lines }[] = [];
  const unread: string[] = [];
  let now = intro;
  for (const line of page.split(/\r?\n/)) {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    const step = sections.length === 0 ? /^\d+\. +(.*)$/.exec(line)?.[1] : undefined;
    if (UNREAD.test(line)) unread.push(line);
    if (heading !== undefined) {
      if (title === '') title = heading;
      else sections.push({ title: heading, lines: (now = new Lines()) });
    } else if (line.trim() === '') {
      now.end();
    } else if (step !== undefined && now !== notes) {
      steps.push((now = new Lines()));
      now.add(step);
    } else {
      const isOver = steps.length > 0 ? steps.includes(now) && !/^ /.test(line) : now === intro && line.startsWith('|');
      if (isOver) now = notes;
      if (/^\d+\. /.test(line)) unread.push(line);
      now.add(line.trim());
    }
  }
  return {
    title: curved(title),
    intro: intro.blocks,
    steps: steps.map(({ blocks }) => blocks),
    notes: notes.blocks,
    sections: sections.map(({ title, lines }) => ({ title: pieces(title), blocks: lines.blocks })),
    unread,
  };
}

const idOf = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
const pages = new Map(Object.entries(files).map(([path, text]) => [idOf(path), text]));
const guides = new Map<string, Guide>();

/** The networks that have a page. */
export const documented: string[] = [...pages.keys()];

/** What the page of a network says; none where nobody wrote one. */
export function guideOf(id: string): Guide | null {
  const page = pages.get(id);
  if (page === undefined) return null;
  const guide = guides.get(id) ?? readGuide(page);
  guides.set(id, guide);
  return guide;
}

export const piecesOf = (block: Block): Piece[] =>
  block.kind === 'text' ? block.pieces : [...block.head, ...block.rows.flat()].flat();

/** What it says without what sets its words apart. */
export const plain = (pieces: Piece[]): string => pieces.map(({ text }) => text).join('');

/** The step that brings a person past one of these addresses; none where no step does. */
export function stepWith(guide: Guide | null, addresses: string[]): number | null {
  const isOne = (piece: Piece) => piece.kind === 'address' && addresses.includes(piece.text);
  const at = (guide?.steps ?? []).findIndex((step) => step.flatMap(piecesOf).some(isOne));
  return at < 0 ? null : at + 1;
}

/** Those of the addresses that following the steps does not bring a person past. */
export const untold = (guide: Guide | null, addresses: string[]): string[] =>
  addresses.filter((address) => stepWith(guide, [address]) === null);
