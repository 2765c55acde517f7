/** Questions: the time is told before, the verdict comes first, and answers stay while others are asked. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, test } from './test';
import { inWorker } from './worker-script';

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).include('[data-testid="experiments"]').analyze()).violations;

/** By key: what comes into sight is laid out then, and may move under a pointer that is pressed. */
async function ask(page: Page, kind: string): Promise<void> {
  await page.getByTestId(`ask-${kind}`).press('Enter');
}

async function answered(page: Page): Promise<void> {
  await expect(page.getByTestId('study-outcome')).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
}

test('a question tells its time, answers in a grade, and keeps its answer', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const time = page.getByTestId('question-card-init').getByTestId('study-time');
  await test.step('before any step is timed it says so', async () => {
    await expect(time).toHaveAttribute('data-by', 'usual');
    await expect(time).toContainText(/about \d+ s/);
  });
  await test.step('by the steps of this machine', async () => {
    await explorer.stepTo(6);
    await expect(time).toHaveAttribute('data-by', 'steps');
  });
  await ask(page, 'init');
  await answered(page);
  const verdict = page.getByTestId('study-verdict');
  await expect(verdict).toHaveAttribute('data-grade', /clearly|barely|partly|no/);
  const said = await verdict.textContent();
  await expect(page.getByTestId('study-finding')).toContainText(/From 8 to 56 layers/);
  await expect(page.getByTestId('study-paper')).toContainText('arXiv:1902.08129');
  await test.step('and by the last time', () => expect(time).toHaveAttribute('data-by', 'study'));
  await test.step('another is opened: one at a time, and the verdict stays on the card', async () => {
    await ask(page, 'ablation');
    await expect(page.getByTestId('study-outcome')).toHaveCount(0);
    await expect(page.getByTestId('question-card-init')).toContainText(said ?? '');
    await page.getByTestId('deletion-board').getByRole('button').first().click();
    await answered(page);
    await expect(verdict).toHaveText('Cannot tell');
  });
});

test('a question is cancelled, and what was measured stays; training goes on', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await explorer.train.click();
  await explorer.reaches(3);
  await ask(page, 'degradation');
  await expect(page.getByTestId('study-outcome')).toHaveAttribute('data-state', 'running');
  await expect(page.getByRole('progressbar', { name: /How deep is too deep/ })).toHaveAttribute(
    'aria-valuetext',
    /left/,
  );
  const waited = (await explorer.losses()).step;
  await page.getByTestId('study-cancel').click();
  await expect(page.getByTestId('study-outcome')).toHaveAttribute('data-state', 'cancelled');
  await expect(page.getByTestId('study-verdict')).toHaveCount(0);
  await explorer.reaches(waited + 1);
  await explorer.pause();
});

/** Before its own code, in the trainer worker: counts the workers for studies that it has, and those that it had. */
const COUNT_WORKERS = `
  if (self.name === '') {
    self.workersOfTest = { living: 0, made: 0 };
    self.Worker = class extends Worker {
      constructor(address, options) {
        super(address, options);
        this.isForStudies = options.name === 'study';
        if (!this.isForStudies) return;
        self.workersOfTest.living++;
        self.workersOfTest.made++;
      }
      terminate() {
        if (this.isForStudies) self.workersOfTest.living--;
        super.terminate();
      }
    };
  }
`;

/** Has the trainer worker carry studies out itself, as in browsers that have no workers within workers. */
const WITHOUT_WORKERS = `
  self.Worker = class extends Worker {
    constructor(address, options) {
      if (options.name === 'study') throw new Error('There are none here');
      super(address, options);
    }
  };
`;

function countOf(page: Page, count: 'living' | 'made'): Promise<unknown> {
  return page.workers()[0]?.evaluate(`self.workersOfTest.${count}`) ?? Promise.resolve(null);
}

/** All numbers of the answer. */
async function numbers(page: Page): Promise<readonly (string | null)[]> {
  for (const fold of await page.locator('.study-outcome .chart-details > summary').all()) {
    await fold.click();
    // A table is made when its fold is opened.
    await expect(fold.locator('xpath=..').locator('tbody tr').first()).toBeVisible();
  }
  const cells = page.locator('.study-outcome td[data-value]');
  return cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-value')));
}

test('parts are measured by as many workers as there are cores, to the same numbers', async ({
  explorer,
  friend,
  page,
}) => {
  await inWorker(page, COUNT_WORKERS);
  await explorer.openReady(SMALL);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  test.skip(cores < 2, 'there is one core');
  const alone = await friend();
  await inWorker(alone.page, WITHOUT_WORKERS);
  await alone.openReady(SMALL);
  await ask(page, 'init');
  await answered(page);
  expect(await countOf(page, 'made')).toBe(cores);
  expect(await countOf(page, 'living')).toBe(0);
  await ask(alone.page, 'init');
  await answered(alone.page);
  const found = await numbers(page);
  expect(found.length).toBeGreaterThan(20);
  expect(await numbers(alone.page)).toEqual(found);
  await test.step('which end at once with the question', async () => {
    await ask(page, 'degradation');
    await expect(page.getByTestId('study-parts')).toBeVisible();
    await expect.poll(() => countOf(page, 'living')).toBe(cores);
    await page.getByTestId('study-cancel').click();
    await expect(page.getByTestId('study-outcome')).toHaveAttribute('data-state', 'cancelled');
    expect(await countOf(page, 'living')).toBe(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the gallery and in answers, ${colorScheme}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await explorer.openReady(SMALL);
    expect(await violations(page)).toEqual([]);
    for (const kind of ['lesion', 'paths', 'landscape']) {
      await ask(page, kind);
      await answered(page);
      for (const fold of await page
        .locator('.study-fold > summary, .study-outcome .chart-details > summary')
        .all())
        await fold.click();
      expect(await violations(page)).toEqual([]);
    }
    await ask(page, 'ablation');
    await page.getByTestId('deletion-board').getByRole('button').first().click();
    await answered(page);
    expect(await violations(page)).toEqual([]);
  });
}

test('with the keyboard alone: asked, read value by value, folded up', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('question-paths').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('study-run')).toBeFocused();
  await page.keyboard.press('Enter');
  await answered(page);
  const chart = page.getByRole('slider', { name: /by length of path/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', /^0 branches, Residual \d/);
  await page.getByTestId('question-paths').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('study-outcome')).toHaveCount(0);
  await expect(page.getByTestId('question-paths')).toBeFocused();
});
