// Opens pages of the built window and keeps note of everything that must not happen in one.

import { existsSync } from 'node:fs';

import axe from 'axe-core';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The one without a frame around its pages takes less than half as long for each. */
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? INSTALLED.find(existsSync), args: ARGUMENTS });

export async function open(browser, address, scenario, options = {}) {
  const { width = 1280, height = 820, theme = 'light', before, later = false, lost, slow, ...more } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...more,
  });
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !lost?.test(message.location().url)) trouble.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) trouble.push(`left the page: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.refused = [];
    addEventListener('securitypolicyviolation', (event) =>
      window.refused.push(`${event.violatedDirective} ${event.sourceFile ?? ''}`),
    );
  });
  if (before) await page.addInitScript(before);
  const held = [];
  if (slow) await page.route(slow, (route) => void held.push(route));
  if (lost) await page.route(lost, (route) => route.abort());
  await page.goto(`${address}/?door=fake&scenario=${scenario}${later ? '&later' : ''}`);
  await page.locator('main').waitFor();
  return {
    page,
    close: () => context.close(),
    /** Lets through what was held up, and loses nothing more. */
    async letGo() {
      await Promise.all(held.splice(0).map((route) => route.continue()));
      await page.unrouteAll();
    },
    /** Everything wrong with what is on the screen now. */
    async wrongs() {
      const refused = await page.evaluate(() => window.refused);
      const wide = await page.evaluate(() => {
        const root = document.documentElement;
        return root.scrollWidth > root.clientWidth ? `wider than the window: ${root.scrollWidth}` : null;
      });
      // Nobody can scroll the whole window by hand, but a focus could.
      const tall = await page.evaluate(() => {
        const { scrollHeight, clientHeight } = document.body;
        return scrollHeight > clientHeight ? `taller than the window: ${scrollHeight}` : null;
      });
      const covered = await page.evaluate(() => {
        const meet = (one, other) => ({
          left: Math.max(one.left, other.left),
          right: Math.min(one.right, other.right),
          top: Math.max(one.top, other.top),
          bottom: Math.min(one.bottom, other.bottom),
        });
        const meets = (one, other) => {
          const { left, right, top, bottom } = meet(one, other);
          return left < right && top < bottom;
        };
        // As much of it as is not scrolled out of sight.
        const seen = (element) => {
          let box = element.getBoundingClientRect();
          for (let above = element.parentElement; above; above = above.parentElement)
            if (getComputedStyle(above).overflowY !== 'visible') box = meet(box, above.getBoundingClientRect());
          return box;
        };
        const isShown = (element) => getComputedStyle(element).visibility === 'visible';
        const boxes = (id) => [...document.querySelectorAll(`[data-testid=${id}]`)].filter(isShown).map(seen);
        const floating = [...boxes('sign-in-card'), ...boxes('notice')];
        const under = (id, over) => boxes(id).some((box) => over.some((each) => meets(box, each)));
        return under('fix-all', boxes('sign-in-card')) || under('selection', floating);
      });
      // Evaluated from outside, as the page's own policy allows no injected script.
      await page.evaluate(axe.source);
      const found = await page.evaluate(() =>
        window.axe.run(document, { resultTypes: ['violations'] }).then((result) =>
          result.violations.flatMap((rule) =>
            rule.nodes.map((node) => `axe ${rule.id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? rule.help}`),
          ),
        ),
      );
      const laid = [wide, tall, covered ? 'a card lies over what is worked with' : null].filter((each) => each !== null);
      return [...trouble, ...refused.map((each) => `policy: ${each}`), ...laid, ...found];
    },
  };
}
