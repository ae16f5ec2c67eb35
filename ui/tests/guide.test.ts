import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { facebook, mastodon } from '../src/api/samples';
import Guide from '../src/components/Guide.svelte';
import NetworkSettings from '../src/components/NetworkSettings.svelte';
import { documented, guideOf, readGuide, tells, type Piece } from '../src/guide';
import { click, settle } from './window';

const files = import.meta.glob<string>('../../docs/networks/*.md', { query: '?raw', import: 'default', eager: true });
const pages = Object.entries(files).map(([path, text]) => ({ id: path.replace(/^.*\/|\.md$/g, ''), text }));
const written = (pieces: Piece[]) => pieces.map((piece) => piece.text).join('');

const page = `# Somewhere: register your app

Greentick comes
in by *your* app.

It costs nothing.

1. Open <https://somewhere.example/apps> and choose **New
   app**.
2. Enter this, exactly:

   \`http://127.0.0.1:*/callback/x\`

   Then copy \`id\`.

Words after the steps.

3. Not a step.

## What Greentick asks for
`;

test('the reader takes the title, the first paragraph and the steps', () => {
  const guide = readGuide(page);
  expect(guide.title).toBe('Somewhere: register your app');
  expect(guide.intro.map(written)).toEqual(['Greentick comes in by your app.', 'It costs nothing.']);
  expect(guide.steps).toEqual([
    [
      [
        { kind: 'text', text: 'Open ' },
        { kind: 'address', text: 'https://somewhere.example/apps' },
        { kind: 'text', text: ' and choose ' },
        { kind: 'strong', text: 'New app' },
        { kind: 'text', text: '.' },
      ],
    ],
    [
      [{ kind: 'text', text: 'Enter this, exactly:' }],
      [{ kind: 'address', text: 'http://127.0.0.1:*/callback/x' }],
      [
        { kind: 'text', text: 'Then copy ' },
        { kind: 'code', text: 'id' },
        { kind: 'text', text: '.' },
      ],
    ],
  ]);
});

test('lines that end the way Windows ends them read the same', () => {
  expect(readGuide(page.replaceAll('\n', '\r\n'))).toEqual(readGuide(page));
});

test('an apostrophe is curved in words and left alone in code', () => {
  const [step] = readGuide("# A\n\nB\n\n1. The app's *owner's* `it's` 'x").steps;
  expect(written(step?.[0] ?? [])).toBe("The app’s owner’s it's 'x");
});

test('what looks like HTML stays text', () => {
  const [step] = readGuide('# A\n\nB\n\n1. <b onclick="x()">go</b> <javascript:x()>').steps;
  expect(step).toEqual([[{ kind: 'text', text: '<b onclick="x()">go</b> <javascript:x()>' }]]);
});

test('only an address is told, not a part of one', () => {
  const guide = readGuide(page);
  expect(tells(guide, 'http://127.0.0.1:*/callback/x')).toBe(true);
  expect(tells(guide, 'http://127.0.0.1')).toBe(false);
  expect(tells(null, 'http://127.0.0.1:*/callback/x')).toBe(false);
});

test('every page is found', () => {
  expect(documented.length).toBeGreaterThan(1);
  expect([...documented].sort()).toEqual(pages.map(({ id }) => id).sort());
});

test.each(pages)('the page of $id is read without a rest', ({ id, text }) => {
  const guide = guideOf(id);
  if (!guide) throw new Error('no guide');
  const pieces = [...guide.intro, ...guide.steps.flat()];
  expect(guide.title).not.toBe('');
  expect(guide.intro.length).toBeGreaterThan(0);
  for (const each of pieces) {
    expect(written(each)).toMatch(/[^ ]$/);
    // Anything left of these is Markdown that the reader does not know.
    for (const { kind, text: words } of each) if (kind === 'text') expect(words).not.toMatch(/[*`<>[\]|_#]/);
  }
  const numbers = [...text.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
  expect(guide.steps.map((_, at) => at + 1)).toEqual(numbers);
  if (numbers.length === 0) expect(written(guide.intro[0] ?? [])).toMatch(/^There is nothing to register/);
  else expect(guide.steps[0]?.[0]?.some(({ kind, text: link }) => kind === 'address' && link.startsWith('https://'))).toBe(true);
});

test('a guide is an ordered list whose addresses can be copied', async () => {
  const oncopy = vi.fn(() => Promise.resolve(true));
  render(Guide, { guide: readGuide(page), oncopy });
  const steps = within(screen.getByRole('list')).getAllByRole('listitem');
  expect(steps).toHaveLength(2);
  expect(steps[0]?.textContent).toMatch(/^\s*Open https:\/\/somewhere\.example\/apps\u2060?\s+and choose New app\.\s*$/);
  expect(document.querySelector('a')).toBeNull();
  await click('Copy http://127.0.0.1:*/callback/x');
  expect(oncopy).toHaveBeenCalledWith('http://127.0.0.1:*/callback/x');
  expect(within(steps[1] as HTMLElement).getByRole('status').textContent).toBe('Copied');
});

test('an address that cannot be copied says what to do instead', async () => {
  render(Guide, { guide: readGuide(page), oncopy: () => Promise.resolve(false) });
  await click('Copy https://somewhere.example/apps');
  expect(screen.getByText('Select it and copy it by hand.')).toBeTruthy();
});

test('a network without an app says that there is nothing to register, and has no list', () => {
  const guide = guideOf(mastodon.id);
  if (!guide) throw new Error('no guide');
  render(Guide, { guide, oncopy: () => Promise.resolve(true) });
  expect(screen.getByText(/There is nothing to register/)).toBeTruthy();
  expect(screen.queryByRole('list')).toBeNull();
});

const settings = (network: typeof facebook) =>
  render(NetworkSettings, {
    network,
    keychain: 'GNOME Keyring',
    onsave: () => Promise.resolve(null),
    ontry: () => Promise.resolve([]),
    ontrysignin: () => undefined,
    onforget: () => undefined,
    oncopy: () => Promise.resolve(true),
  });

test('the steps stand above the two fields, and the address is told once', async () => {
  settings(facebook);
  await click('Replace');
  const list = screen.getByRole('list');
  const field = screen.getByLabelText('Client ID');
  expect(list.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.queryByLabelText('Enter this redirect address there')).toBeNull();
});

test('an address that the page does not tell is told beside it', async () => {
  settings({ ...facebook, redirect_uris: ['https://elsewhere.example/back'] });
  await settle();
  expect(screen.getByLabelText<HTMLInputElement>('Redirect address').value).toBe('https://elsewhere.example/back');
  await click('Replace');
  expect(screen.getByLabelText<HTMLInputElement>('Enter this redirect address there').value).toBe(
    'https://elsewhere.example/back',
  );
});

test('of several addresses each that the page lacks is told, and the others are not', async () => {
  const redirect_uris = [...facebook.redirect_uris, 'http://127.0.0.1:47823/back', 'app.example:/back'];
  settings({ ...facebook, redirect_uris });
  await click('Replace');
  const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
  expect(value('Enter this redirect address there (1 of 2)')).toBe('http://127.0.0.1:47823/back');
  expect(value('Enter this redirect address there (2 of 2)')).toBe('app.example:/back');
});

test('a network without a page still leads to its console', async () => {
  settings({ ...facebook, id: 'pixelfed', name: 'Pixelfed' });
  await click('Replace');
  expect(screen.getByText(/Pixelfed lets only registered apps/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Create an app at Pixelfed').value).toContain('https://');
});
