import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { bluesky, facebook, mastodon, networks } from '../src/api/samples';
import type { Failure } from '../src/api/protocol';
import Guide from '../src/components/Guide.svelte';
import { forColleague } from '../src/colleague';
import { documented, guideOf, piecesOf, plain, readGuide, stepWith, type Block } from '../src/guide';
import { click, dialog, settle, show } from './window';

const files = import.meta.glob<string>('../../docs/networks/*.md', { query: '?raw', import: 'default', eager: true });
const pages = Object.entries(files).map(([path, text]) => ({ id: path.replace(/^.*\/|\.md$/g, ''), text }));
const written = (blocks: Block[]) => blocks.map((block) => plain(piecesOf(block)));

const page = `# Somewhere: register your app

Greentick comes
in by *your* app.

It costs nothing.

1. Open <https://somewhere.example/apps> and choose **New
   app**.
2. Enter this, exactly:

   \`http://127.0.0.1:*/callback/x\`

   Then copy \`id\`.

Words after
the steps.

And more of them.

## What Greentick asks for

| permission | for |
|---|---|
| \`a\`, \`b\` | this |

Words under it.

## The end
`;

test('the reader takes all of a page', () => {
  const guide = readGuide(page);
  expect(guide.title).toBe('Somewhere: register your app');
  expect(written(guide.intro)).toEqual(['Greentick comes in by your app.', 'It costs nothing.']);
  expect(guide.steps).toEqual([
    [
      {
        kind: 'text',
        pieces: [
          { kind: 'text', text: 'Open ' },
          { kind: 'page', text: 'https://somewhere.example/apps' },
          { kind: 'text', text: ' and choose ' },
          { kind: 'strong', text: 'New app' },
          { kind: 'text', text: '.' },
        ],
      },
    ],
    [
      { kind: 'text', pieces: [{ kind: 'text', text: 'Enter this, exactly:' }] },
      { kind: 'text', pieces: [{ kind: 'address', text: 'http://127.0.0.1:*/callback/x' }] },
      {
        kind: 'text',
        pieces: [
          { kind: 'text', text: 'Then copy ' },
          { kind: 'code', text: 'id' },
          { kind: 'text', text: '.' },
        ],
      },
    ],
  ]);
  expect(written(guide.notes)).toEqual(['Words after the steps.', 'And more of them.']);
  expect(guide.sections.map(({ title }) => plain(title))).toEqual(['What Greentick asks for', 'The end']);
  expect(guide.sections[0]?.blocks).toEqual([
    {
      kind: 'table',
      head: [[{ kind: 'text', text: 'permission' }], [{ kind: 'text', text: 'for' }]],
      rows: [
        [
          [{ kind: 'code', text: 'a' }, { kind: 'text', text: ', ' }, { kind: 'code', text: 'b' }],
          [{ kind: 'text', text: 'this' }],
        ],
      ],
    },
    { kind: 'text', pieces: [{ kind: 'text', text: 'Words under it.' }] },
  ]);
  expect(guide.unread).toEqual([]);
});

test('lines that end the way Windows ends them read the same', () => {
  expect(readGuide(page.replaceAll('\n', '\r\n'))).toEqual(readGuide(page));
});

test('an apostrophe is curved in words and left alone in code', () => {
  const [step = []] = readGuide("# A\n\nB\n\n1. The app's *owner's* `it's` 'x").steps;
  expect(written(step)).toEqual(["The app’s owner’s it's 'x"]);
});

test('what looks like HTML stays text', () => {
  const [step] = readGuide('# A\n\nB\n\n1. <b onclick="x()">go</b> <javascript:x()>').steps;
  expect(step).toEqual([
    { kind: 'text', pieces: [{ kind: 'text', text: '<b onclick="x()">go</b> <javascript:x()>' }] },
  ]);
});

test.each(['- a list', '* a list', '> said', '```', 'a [link](https://x.example)', '<div>', '3. not a step'])(
  'what the reader does not know is told, and shown all the same: %s',
  (line) => {
    const guide = readGuide(`# A\n\nB\n\n1. C\n\nD\n\n${line}\n`);
    expect(guide.unread).toEqual([line]);
    expect(written(guide.notes)).toContain(readGuide(`# A\n\n${line}`).intro.map((block) => plain(piecesOf(block)))[0] ?? line);
  },
);

test('only an address is told, not a part of one', () => {
  const guide = readGuide(page);
  expect(stepWith(guide, ['http://127.0.0.1:*/callback/x'])).toBe(2);
  expect(stepWith(guide, ['http://127.0.0.1'])).toBeNull();
  expect(stepWith(null, ['http://127.0.0.1:*/callback/x'])).toBeNull();
});

test('every page is found', () => {
  expect(documented.length).toBeGreaterThan(1);
  expect([...documented].sort()).toEqual(pages.map(({ id }) => id).sort());
});

test.each(pages)('the page of $id is read without a rest', ({ id, text }) => {
  const guide = guideOf(id);
  if (!guide) throw new Error('no guide');
  const blocks = [...guide.intro, ...guide.steps.flat(), ...guide.notes, ...guide.sections.flatMap((each) => each.blocks)];
  expect(guide.unread).toEqual([]);
  expect(guide.title).not.toBe('');
  expect(guide.intro.length).toBeGreaterThan(0);
  // Anything left of these is Markdown that the reader does not know.
  for (const { kind, text: words } of blocks.flatMap(piecesOf)) if (kind === 'text') expect(words).not.toMatch(/[*`<>[\]|_#]/);
  const numbers = [...text.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
  expect(guide.steps.map((_, at) => at + 1)).toEqual(numbers);
  if (numbers.length === 0) expect(written(guide.intro)[0]).toMatch(/^There is nothing to register/);
  else {
    expect(guide.steps[0]?.flatMap(piecesOf).some(({ kind }) => kind === 'page')).toBe(true);
    // What decides is said on each page that has steps.
    expect(guide.notes.length).toBeGreaterThan(0);
  }
});

/** What a page says, read by another hand than the reader's: a sentence, a cell or a heading each. */
function sentencesOf(text: string): string[] {
  const bare = (part: string) =>
    part
      .split('`')
      .map((each, at) => (at % 2 === 1 ? each : each.replaceAll(/\*|<(?=https)|(?<=https\S*)>/g, '').replaceAll(/(\p{L})'/gu, '$1’')))
      .join('');
  const paragraphs = text.split(/\n\s*\n/).flatMap((paragraph) => {
    const lines = paragraph.split('\n').filter((line) => !/^\|[-|: ]+\|$/.test(line));
    if (lines[0]?.startsWith('|')) return lines.flatMap((line) => line.split('|'));
    return lines.join(' ').split(/ (?=\d+\. )|^(?=\d+\. )/);
  });
  return paragraphs
    .map((part) => bare(part.replace(/^\s*(#+|\d+\.) /, '')).replaceAll(/\s+/g, ' ').trim())
    .flatMap((part) => part.split(/(?<=[.:!?]) (?=\p{Lu})/u))
    .filter((sentence) => sentence !== '');
}

const shown = () => (document.body.textContent ?? '').replaceAll(/\u2060/g, '').replaceAll(/\s+/g, ' ');

/** All that the window shows on the whole way through a set-up. */
async function walk(id: string): Promise<string> {
  const network = networks().find((each) => each.id === id);
  if (!network) throw new Error(`no network ${id}`);
  await show({ networks: [network] });
  await click('Connect my own');
  await click(network.name);
  const seen = [shown()];
  if (network.needs_app) {
    await click('Begin');
    seen.push(shown());
    while (screen.queryByRole('button', { name: 'Next' })) {
      await click('Next');
      seen.push(shown());
    }
  }
  return seen.join(' ');
}

test.each(pages)('every sentence of the page of $id is shown on the way through its set-up', async ({ id, text }) => {
  const seen = await walk(id);
  const sentences = sentencesOf(text);
  expect(sentences.length).toBeGreaterThan(12);
  expect(sentences.filter((sentence) => !seen.includes(sentence))).toEqual([]);
});

test('a sentence that is cut off would be found', async () => {
  const seen = await walk('facebook');
  const [{ text = '' } = {}] = pages.filter(({ id }) => id === 'facebook');
  const more = `${text}\nNobody may do this.\n`;
  expect(sentencesOf(more).filter((sentence) => !seen.includes(sentence))).toEqual(['Nobody may do this.']);
});

const none = () => Promise.resolve(null);

test('a page that is named can be opened and copied, what is entered only copied', async () => {
  const oncopy = vi.fn(() => Promise.resolve(true));
  const onopen = vi.fn<(address: string) => Promise<Failure | null>>(none);
  render(Guide, { guide: readGuide(page.replace('It costs nothing.', 'See <https://somewhere.example/x>.\n\n`app:/back`')), onopen, oncopy });
  expect(document.querySelector('a')).toBeNull();
  await click('Open https://somewhere.example/x');
  expect(onopen).toHaveBeenCalledWith('https://somewhere.example/x');
  expect(screen.queryByRole('button', { name: 'Open app:/back' })).toBeNull();
  await click('Copy app:/back');
  expect(oncopy).toHaveBeenCalledWith('app:/back');
  expect(screen.getByText('Copied')).toBeTruthy();
});

test('a page that no browser opens, and an address that cannot be copied, say what to do instead', async () => {
  const address = 'https://somewhere.example/x';
  const onopen = () => Promise.resolve<Failure>({ failure: 'no_browser', address });
  render(Guide, { guide: readGuide(`# A\n\nSee <${address}>.`), onopen, oncopy: () => Promise.resolve(false) });
  await click(`Open ${address}`);
  expect(screen.getByRole('status').textContent).toContain(`The page to open is ${address}`);
  await click(`Copy ${address}`);
  expect(screen.getByRole('status').textContent).toBe('Select it and copy it by hand.');
});

test.each([mastodon, bluesky])('$name says that there is nothing to register, and keeps what is not needed now folded', async (network) => {
  await show({ networks: [network] });
  await click('Connect my own');
  await click(network.name);
  expect(within(dialog()).getByText(/There is nothing to register/)).toBeTruthy();
  expect(dialog().querySelectorAll('details').length).toBeGreaterThan(0);
  expect(dialog().querySelectorAll('details[open]').length).toBe(0);
});

test('an address that the page does not tell is told beside the fields, and those that it tells are not', async () => {
  const redirect_uris = [...facebook.redirect_uris, 'http://127.0.0.1:47823/back', 'app.example:/back'];
  await show({ networks: [{ ...facebook, redirect_uris }], welcomed: true });
  await click('Settings');
  const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
  expect(value('Redirect address 1 of 2')).toBe('http://127.0.0.1:47823/back');
  await click('Replace');
  expect(value('Enter this redirect address there (1 of 2)')).toBe('http://127.0.0.1:47823/back');
  expect(value('Enter this redirect address there (2 of 2)')).toBe('app.example:/back');
});

test('a network without a page still leads to its console', async () => {
  await show({ networks: [{ ...facebook, id: 'pixelfed', name: 'Pixelfed', client_id: null }], welcomed: true });
  await click('Settings');
  await click('Enter app');
  expect(screen.getByText(/Pixelfed lets only registered apps/)).toBeTruthy();
  await click('Begin');
  expect(screen.getByLabelText<HTMLInputElement>('Create an app at Pixelfed').value).toContain('https://');
  await settle();
});

test.each(networks().filter(({ needs_app }) => needs_app))('what a colleague is sent about $name has every step, address and limit', (network) => {
  const guide = guideOf(network.id);
  const text = forColleague(network, guide);
  const blocks = [...(guide?.intro ?? []), ...(guide?.steps ?? []).flat(), ...(guide?.notes ?? [])];
  for (const said of written(blocks)) expect(text).toContain(said);
  expect(text).toContain('not by mail or chat in clear');
  expect(text).toMatch(/Then send me two values back:/);
});
