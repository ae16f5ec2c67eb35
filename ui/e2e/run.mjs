// Looks at the built window in a real browser: every state in both themes and at several widths,
// with axe and under the policy of the app, then the keyboard and the size of what is drawn.
// `npm run e2e -- fix-all` looks only at states and journeys whose names hold these words; with
// PICTURES=<folder> what each state looks like is kept there.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { journeys } from './journeys.mjs';
import { all } from './looks.mjs';
import { open } from './pages.mjs';
import { serve } from './serve.mjs';
import { states } from './states.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const VIEWS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320, height: 640 },
  { theme: 'dark', width: 640, height: 410 },
  { theme: 'light', width: 1920, height: 1000 },
];

const only = process.argv[2] ?? '';
const pictures = process.env.PICTURES;
const wanted = ({ name }) => name.includes(only);

/** What is wrong with the bundle that is shipped: a test door in it, something inline or foreign. */
async function shippedBundle() {
  await build({ root, logLevel: 'error' });
  const wrongs = [];
  const assets = join(root, 'dist', 'assets');
  for (const name of await readdir(assets)) {
    const text = await readFile(join(assets, name), 'utf8');
    for (const word of ['EventSource', 'Harbour Lane', 'scenario', 'eval(', 'new Function'])
      if (text.includes(word)) wrongs.push(`${name} holds ${word}`);
  }
  const page = await readFile(join(root, 'dist', 'index.html'), 'utf8');
  if (/<script>|<style|style=|https?:/.test(page)) wrongs.push('index.html holds something inline or foreign');
  return wrongs;
}

const bundle = only === '' ? await shippedBundle() : [];
for (const wrong of bundle) console.error(`FAIL the shipped bundle: ${wrong}`);

await build({ root, mode: 'browser', logLevel: 'error' });
const server = await serve(join(root, 'dist-browser'));

/** A page of this scenario on which this is done, and everything that is wrong then. */
const look = (name, scenario, options, act, kept) => ({
  name,
  async run(browser) {
    const shown = await open(browser, server.address, scenario, options);
    try {
      shown.page.setDefaultTimeout(20_000);
      await act?.(shown.page, shown);
      if (kept) await shown.page.screenshot({ path: kept });
      assert.deepEqual(await shown.wrongs(), []);
    } finally {
      await shown.close();
    }
  },
});

const seen = states.filter(wanted).flatMap(({ name, scenario, act, views = VIEWS }) =>
  views.map(({ name: kind, ...view }) => {
    const called = [name, view.theme, kind ?? view.width].join(' ');
    const kept = pictures && join(pictures, `${called.replaceAll(' ', '-')}.png`);
    return look(called, scenario, view, act, kept);
  }),
);
const walked = journeys.filter(wanted).map(({ name, scenario, options, act }) => look(name, scenario, options, act));
try {
  const workers = Math.min(4, availableParallelism());
  const { passed, failures, died } = await all([...seen, ...walked], workers);
  if (died > 0) console.log(`A browser died under ${died} of them, which were looked at again in a new one`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 || bundle.length > 0 ? 1 : 0;
} finally {
  await server.stop();
}
