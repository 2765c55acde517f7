/** Skip connections are switched on and off live: at once in the panel, with all weights kept. */
import type { Locator } from '@playwright/test';
import { PROJECTION, SMALL, fieldsOf, withFields } from './experiments';
import { expect, test } from './test';

test('with every skip on in both lanes, they are the same network to the last digit', async ({
  explorer,
}) => {
  await explorer.openReady(withFields(SMALL, { 'skip.plain': '1' }));
  await expect(explorer.skip('plain', 'all')).toHaveAttribute('aria-checked', 'true');
  const losses = await explorer.stepTo(5);
  expect(losses).toHaveLength(5);
  for (const { residual, plain } of losses) expect(plain).toBe(residual);
  const { layers } = await explorer.normsOf(4);
  for (const { residual, plain } of Object.values(layers)) expect(plain).toBe(residual);
  expect(new Set(losses.map(({ plain }) => plain)).size).toBe(5);
});

test('switches thrown before the first step become gains of step 0', async ({ explorer }) => {
  await explorer.openReady(SMALL);
  await explorer.skip('plain', 'all').click();
  await expect.poll(() => explorer.hash()).toBe(withFields(SMALL, { 'skip.plain': '1' }));
  for (const block of [0, 1, 2, 3]) {
    await expect(explorer.skip('plain', block)).toHaveAttribute('aria-checked', 'true');
  }
  await expect
    .poll(async () => {
      const { residual, plain } = await explorer.losses();
      return residual === plain;
    })
    .toBe(true);
  for (const { residual, plain } of await explorer.stepTo(2)) expect(plain).toBe(residual);
});

test('switching changes this step’s gradients and keeps the weights', async ({ explorer }) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await explorer.stepTo(3);
  const skip = explorer.skip('residual', 0);

  // Paused, a switch shows its effect on the batch that comes next.
  await skip.click();
  await expect(skip).toHaveAttribute('aria-checked', 'false');
  const off = await explorer.normsOf(3);
  const { residual: lossOff, plain } = await explorer.losses();
  await skip.click();
  await expect(skip).toHaveAttribute('aria-checked', 'true');
  await expect.poll(async () => (await explorer.losses()).residual).not.toBe(lossOff);
  const { residual: lossOn, plain: samePlain } = await explorer.losses();
  await expect.poll(async () => (await explorer.norms()).layers).not.toEqual(off.layers);
  const on = await explorer.norms();
  for (const [name, norms] of Object.entries(on.layers)) {
    expect(norms.residual, name).not.toBe(off.layers[name]?.residual);
    expect(norms.plain, name).toBe(off.layers[name]?.plain);
  }
  expect(samePlain).toBe(plain);

  // The very same numbers as before: the same weights on the same batch.
  await skip.click();
  await expect.poll(async () => (await explorer.losses()).residual).toBe(lossOff);
  await expect.poll(async () => (await explorer.norms()).layers).toEqual(off.layers);
  // And the step is taken with what was shown.
  expect(await explorer.stepTo(4)).toEqual([{ step: 4, residual: lossOff, plain }]);
  expect((await explorer.normsOf(3)).layers).toEqual(off.layers);
  expect(lossOn).not.toBe(lossOff);
  await expect.poll(() => explorer.hash()).toBe(withFields(SMALL, { switch: '3:residual:0:0' }));
  await expect(explorer.switchList.getByRole('listitem')).toHaveText('step 3: residual, block 1 off');
});

/** As deep as the default, and wider: steps of some milliseconds are faster than any screen. */
const SLOW = '#v=1&input=28&width=16';

test('while it trains, a switch shows in the panel within two steps', async ({ explorer }) => {
  await explorer.openReady(SLOW);
  const { block, layer } = PROJECTION;
  await explorer.train.click();
  await explorer.reaches(2);
  await test.step('off in the residual lane: its projection has no gradient any more', async () => {
    const shown = await stepUntil(explorer.skip('residual', block), layer, 1, 'zero');
    expect(shown.before).toBeGreaterThan(0);
    expect(shown.after - shown.clicked).toBeLessThanOrEqual(2);
    await expect(explorer.skip('residual', block)).toHaveAttribute('aria-checked', 'false');
    await expect(explorer.skip('residual', 'all')).toHaveAttribute('aria-checked', 'false');
  });
  await test.step('on in the plain lane: its projection has one', async () => {
    const shown = await stepUntil(explorer.skip('plain', 'all'), layer, 2, 'positive');
    expect(shown.before).toBe(0);
    expect(shown.after - shown.clicked).toBeLessThanOrEqual(2);
  });
  for (const each of [0, 13, 26]) {
    await expect(explorer.skip('plain', each)).toHaveAttribute('aria-checked', 'true');
  }
  await explorer.reaches((await explorer.losses()).step + 1);
  await explorer.pause();
  // Only what was switched, each once, with steps in order.
  const link = fieldsOf(await explorer.hash()).get('switch') ?? '';
  expect(link).toMatch(new RegExp(`^\\d+:residual:${block}:0;\\d+:plain:all:1$`));
  const [first = 0, second = 0] = link.split(';').map((event) => Number.parseInt(event, 10));
  expect(first).toBeGreaterThanOrEqual(2);
  expect(second).toBeGreaterThan(first);
  await explorer.openBuilder();
  await expect(explorer.switchList.getByRole('listitem')).toHaveText([
    `step ${first}: residual, block ${block + 1} off`,
    `step ${second}: plain, all on`,
  ]);
  await explorer.page.getByRole('button', { name: 'Delete all' }).click();
  await expect.poll(() => explorer.hash()).toBe(SLOW);
  await explorer.ready();
  await expect(explorer.skip('residual', block)).toHaveAttribute('aria-checked', 'true');
});

/**
 * Clicks a switch, and waits in the page until a cell of the gradient table is as wanted, so that no step is missed
 * between the two: which step the table showed at the click, and which when the cell first was so.
 */
async function stepUntil(
  skip: Locator,
  layer: string,
  column: number,
  wanted: 'zero' | 'positive',
): Promise<{ before: number; clicked: number; after: number }> {
  return skip.evaluate(
    (element, [name, cellIndex, want]) =>
      new Promise((resolve) => {
        const table = document.querySelector('[data-testid="gradient-table"]');
        const row = [...(table?.querySelectorAll('tbody tr') ?? [])].find(
          (candidate) => candidate.children[0]?.textContent === name,
        );
        const cell = row?.children[cellIndex];
        if (!table || !cell) throw new Error(`no cell of ${name}`);
        const step = (): number => Number(table.getAttribute('data-step'));
        const value = (): number => Number(cell.getAttribute('data-value'));
        const before = value();
        const clicked = step();
        element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        const observer = new MutationObserver(() => {
          if (want === 'zero' ? value() !== 0 : !(value() > 0)) return;
          observer.disconnect();
          resolve({ before, clicked, after: step() });
        });
        observer.observe(cell, { attributes: true });
      }),
    [layer, column, wanted] as const,
  );
}

test('Undo switches back what was switched, in the run at hand, and Redo switches it again', async ({
  explorer,
  page,
}) => {
  const [undo, redo] = [page.getByTestId('undo'), page.getByTestId('redo')];
  const recorded = async () => fieldsOf(await explorer.hash()).get('switch');
  await explorer.openReady(withFields(SMALL, { 'skip.residual': '1,0,1,1' }));
  await explorer.openBuilder();
  await explorer.stepTo(2);
  await explorer.skip('residual', 'all').click();
  await expect.poll(recorded).toBe('2:residual:all:1');
  await expect(undo).toHaveAttribute('title', 'Undo: residual, all on (Ctrl+Z)');
  await explorer.stepTo(3);
  await undo.click();
  await expect.poll(recorded).toBe('2:residual:all:1;3:residual:1:0');
  await expect(explorer.skip('residual', 1)).toHaveAttribute('aria-checked', 'false');
  await expect(redo).toHaveAttribute('title', 'Redo: residual, all on (Ctrl+Shift+Z)');
  await explorer.stepTo(4);
  await redo.click();
  await expect(explorer.skip('residual', 'all')).toHaveAttribute('aria-checked', 'true');
  await explorer.stepTo(5);
  // The same link without pressing Undo: the run went on through all of it.
  const losses = await explorer.losses();
  await explorer.openReady(await explorer.hash());
  expect((await explorer.stepTo(5)).at(-1)).toEqual(losses);
});
