// How to register an app at a network, read from the page that `docs/networks/` has about it. The
// page is the only source; of Markdown it may use what is read here, and nothing becomes HTML.

const files = import.meta.glob<string>('../../docs/networks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export type Piece =
  | { kind: 'text' | 'strong' | 'em' | 'code'; text: string }
  /** A link, or code that is an address: something to copy. */
  | { kind: 'address'; text: string };

export interface Guide {
  /** What the page is called. */
  title: string;
  /** The paragraphs before the steps; without steps, those before anything else. */
  intro: Piece[][];
  /** The steps, each of paragraphs. None where there is nothing to register. */
  steps: Piece[][][];
}

const INLINE = /\*\*(?<strong>[^*]+)\*\*|\*(?<em>[^*]+)\*|`(?<code>[^`]+)`|<(?<link>https:\/\/[^\s<>]+)>/g;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\S+$/;

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
    else if (link !== undefined) found.push({ kind: 'address', text: link });
    else if (code !== undefined) found.push({ kind: ADDRESS.test(code) ? 'address' : 'code', text: code });
  }
  plain(text.length);
  return found;
}

export function readGuide(page: string): Guide {
  let title = '';
  const intro: string[] = [];
  const steps: string[][] = [];
  // Whether the next line goes on with the paragraph of the last one.
  let open = false;
  for (const line of page.split(/\r?\n/)) {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    const step = /^\d+\. +(.*)$/.exec(line)?.[1];
    const inside = steps.at(-1);
    if (heading !== undefined) {
      if (title !== '') break;
      title = heading;
    } else if (line.trim() === '') {
      open = false;
    } else if (step !== undefined) {
      steps.push([step]);
      open = true;
    } else if (inside && /^ +\S/.test(line)) {
      if (open) inside.push(`${inside.pop() ?? ''} ${line.trim()}`);
      else inside.push(line.trim());
      open = true;
    } else if (inside) {
      break;
    } else if (line.startsWith('|')) {
      break;
    } else {
      intro.push(open ? `${intro.pop() ?? ''} ${line.trim()}` : line.trim());
      open = true;
    }
  }
  return {
    title,
    intro: intro.map(pieces),
    steps: steps.map((paragraphs) => paragraphs.map(pieces)),
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

/** Whether following the steps brings a person past `address`. */
export const tells = (guide: Guide | null, address: string): boolean =>
  guide !== null && guide.steps.flat(2).some((piece) => piece.kind === 'address' && piece.text === address);

/** Those of the addresses that following the steps does not bring a person past. */
export const untold = (guide: Guide | null, addresses: string[]): string[] =>
  addresses.filter((address) => !tells(guide, address));
