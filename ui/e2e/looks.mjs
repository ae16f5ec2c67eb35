// Looks at many pages side by side, each in a browser that lives for some of them only.

import { launch } from './pages.mjs';

/** As long as one look may take: what hangs must hide nothing else. */
const LIMIT = 90_000;
/** A browser grows with every page it showed. */
const PAGES_OF_A_BROWSER = 100;

/**
 * Runs every look once, `{ name, run(browser) }`, and says which failed. One whose browser died
 * under it is run once more in a new one.
 * @returns {Promise<{ passed: number, failures: string[], died: number }>}
 */
export async function all(looks, workers) {
  const waiting = [...looks];
  const failures = [];
  let passed = 0;
  let died = 0;

  async function work() {
    let browser = await launch();
    let shown = 0;
    const anew = async () => {
      await browser.close().catch(() => {});
      browser = await launch();
      shown = 0;
    };
    const once = async (look) => {
      if (shown >= PAGES_OF_A_BROWSER || !browser.isConnected()) await anew();
      shown += 1;
      try {
        await within(look, browser);
        return { failed: null, gone: false };
      } catch (error) {
        return { failed: error, gone: !browser.isConnected() };
      }
    };
    try {
      for (let look = waiting.shift(); look !== undefined; look = waiting.shift()) {
        let outcome = await once(look);
        if (outcome.gone) {
          died += 1;
          outcome = await once(look);
        }
        const { failed } = outcome;
        if (failed === null) passed += 1;
        else {
          failures.push(look.name);
          console.error(`FAIL ${look.name}\n     ${failed instanceof Error ? failed.message : failed}`);
          // What hangs may go on doing so, beside all that follow.
          if (failed instanceof TookTooLong) await anew();
        }
      }
    } finally {
      await browser.close().catch(() => {});
    }
  }

  await Promise.all(Array.from({ length: workers }, work));
  return { passed, failures, died };
}

class TookTooLong extends Error {}

async function within(look, browser) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`not done after ${LIMIT / 1000} s`)), LIMIT);
  });
  const done = look.run(browser);
  // It is told of once: what it says after its time is of no use.
  done.catch(() => {});
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
