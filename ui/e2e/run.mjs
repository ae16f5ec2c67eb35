// Looks at the built window in a real browser: every state in both themes and at several widths,
// with axe and under the policy of the app, then the keyboard and the size of what is drawn.
// `npm run e2e -- fix-all` looks only at states and journeys whose names hold these words; with
// PICTURES=<folder> what each state looks like is kept there.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { journeys } from './journeys.mjs';
import { launch, open } from './pages.mjs';
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
const failures = [];
let passed = 0;

const wanted = ({ name }) => name.includes(only);

async function check(name, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    failures.push(name);
    console.error(`FAIL ${name}\n     ${error instanceof Error ? error.message : error}`);
  }
}

async function shippedBundle() {
  await build({ root, logLevel: 'error' });
  const assets = join(root, 'dist', 'assets');
  for (const name of await readdir(assets)) {
    const text = await readFile(join(assets, name), 'utf8');
    for (const word of ['EventSource', 'Harbour Lane', 'scenario', 'eval(', 'new Function'])
      assert(!text.includes(word), `${name} holds ${word}`);
  }
  const page = await readFile(join(root, 'dist', 'index.html'), 'utf8');
  assert(!/<script>|<style|style=|https?:/.test(page), 'index.html holds something inline or foreign');
}

if (only === '') await check('the shipped bundle holds no test door and nothing inline', shippedBundle);

await build({ root, mode: 'browser', logLevel: 'error' });
const server = await serve(join(root, 'dist-browser'));
const browser = await launch();
try {
  for (const { name, scenario, act, views = VIEWS } of states.filter(wanted)) {
    for (const { name: kind, ...view } of views) {
      const looked = [name, view.theme, kind ?? view.width].join(' ');
      await check(looked, async () => {
        const shown = await open(browser, server.address, scenario, view);
        try {
          shown.page.setDefaultTimeout(5000);
          await act?.(shown.page);
          if (pictures) await shown.page.screenshot({ path: join(pictures, `${looked.replaceAll(' ', '-')}.png`) });
          assert.deepEqual(await shown.wrongs(), []);
        } finally {
          await shown.close();
        }
      });
    }
  }
  for (const { name, scenario, options, act } of journeys.filter(wanted)) {
    await check(name, async () => {
      const shown = await open(browser, server.address, scenario, options);
      try {
        shown.page.setDefaultTimeout(5000);
        await act(shown.page);
        assert.deepEqual(await shown.wrongs(), []);
      } finally {
        await shown.close();
      }
    });
  }
} finally {
  await browser.close();
  await server.stop();
}

console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
