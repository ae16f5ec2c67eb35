// The states of several selected locations.

import { button, role } from './parts.mjs';

const named = (page, name) => page.locator(`[data-name="${name}"] [data-column=name]`);

async function select(page, first) {
  await first.focus();
  for (let times = 0; times < 2; times += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('selection').waitFor();
}

const selectThree = (page) => select(page, named(page, 'Harbour Lane Bakery'));

/** @type {{ name: string, scenario: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */
export const selection = [
  { name: 'selection', scenario: 'day', act: selectThree },
  {
    name: 'selection-all',
    scenario: 'many',
    async act(page) {
      await named(page, 'Branch 0').focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.getByTestId('selection').waitFor();
    },
  },
  {
    name: 'selection-move',
    scenario: 'day',
    async act(page) {
      await selectThree(page);
      await button(page, 'Move to client…').click();
    },
  },
  {
    name: 'selection-checked',
    scenario: 'day',
    async act(page) {
      await selectThree(page);
      await button(page.getByTestId('selection'), 'Check now').click();
      await page.getByTestId('notice').waitFor();
    },
  },
  {
    name: 'selection-fix-all',
    scenario: 'held',
    async act(page) {
      await role(page, 'button', /^Fix all/).click();
      await button(page, 'Sign in').click();
      await page.getByTestId('stays-ticked').waitFor();
      // In a low window only folded cards are drawn.
      const fold = page.getByTestId('need-card').getByRole('button', { expanded: false });
      if ((await fold.count()) > 0) await fold.first().click();
      await select(page, page.locator('[data-testid=location] [data-column=name]').first());
    },
  },
];
