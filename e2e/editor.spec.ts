/** Building an experiment: data and their samples, folded runs, blocks moved by pointer and by keyboard, costs. */
import type { Locator, Page } from '@playwright/test';
import { SMALL, fieldsOf, withFields } from './experiments';
import { REFERENCES, referenceWork, traceMainThread } from './main-thread';
import { expect, test } from './test';

/** As deep as ResNet-110 and as narrow as a network can be; steps of a few hundred milliseconds. */
const DEEP = '#v=1&set=shapes&blocks=18,18,18&width=4&batch=4&test=0';

const field = async (page: Page, name: string): Promise<string | undefined> =>
  fieldsOf(await page.evaluate(() => window.location.hash)).get(name);

test('the colour set trains, and the sheet shows its images as the worker has them', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(withFields(SMALL, { set: 'emoji' }));
  await explorer.openBuilder();
  await explorer.stepTo(1);
  await explorer.openDetails();
  const sheet = page.getByTestId('samples');
  await expect(sheet).toHaveAttribute('data-current', 'true');
  await expect(sheet.getByRole('img')).toHaveCount(9);
  const row = sheet.getByRole('img', { name: '8 training images of the class Flags' });
  await expect(sheet).toContainText('432 training and 108 test images');
  const [width, colours] = await row.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    const distinct = new Set<string>();
    for (let i = 0; i < data.length; i += 4) distinct.add(data.slice(i, i + 4).join());
    return [canvas.width, distinct.size];
  });
  expect(width).toBe(8 * 16);
  expect(colours).toBeGreaterThan(50);

  const shown = (): Promise<string> => row.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await shown();
  await sheet.getByRole('button', { name: 'Show others' }).click();
  await expect.poll(shown).not.toBe(before);

  // Another set at a size of its own, and its images.
  await page.getByRole('radio', { name: 'Shapes' }).check();
  await expect.poll(() => field(page, 'input')).toBeUndefined();
  await expect(sheet.getByRole('img')).toHaveCount(10);
  await expect(sheet).toContainText('Training images at 14×14');
  await expect(sheet).toHaveAttribute('data-current', 'true');
});

test('the time of a step is guessed at first, then known from steps that ran here', async ({
  explorer,
  page,
}) => {
  const time = page.getByTestId('step-time');
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await expect(time).toHaveAttribute('data-measured', 'false');
  await expect(time).toContainText('a first guess');
  await explorer.stepTo(5);
  await expect(time).toHaveAttribute('data-measured', 'true');
  const value = async () => Number(await time.getAttribute('data-value'));
  const single = await value();
  expect(single).toBeGreaterThan(0);

  // Another experiment is told before it is run, on this visit and on the next.
  await page.getByRole('spinbutton', { name: 'Batch size' }).or(page.getByLabel('Batch size')).fill('32');
  await page.keyboard.press('Enter');
  await expect.poll(() => field(page, 'batch')).toBeUndefined();
  // Layers cost too, so that twice the images take less than twice the time.
  await expect.poll(value).toBeGreaterThan(1.02 * single);
  const double = await value();
  expect(double).toBeLessThan(2 * single);
  await explorer.openReady(withFields(SMALL, { batch: '64' }));
  await explorer.openBuilder();
  await expect(time).toHaveAttribute('data-measured', 'true');
  expect(await value()).toBeCloseTo(double + 2 * (double - single), 6);
});

test('a size that the data set does not have is repaired, and said', async ({ explorer }) => {
  await explorer.open(withFields(SMALL, { set: 'emoji', input: '28' }));
  await expect(explorer.notice).toContainText('is not a size of this data set: used 32');
});

test('110 layers are folded: switched together, unfolded and selected by keyboard', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(DEEP);
  const run = page.getByTestId('skip-run-plain-19');
  await expect(explorer.skip('plain', 19)).toHaveCount(0);
  await expect(explorer.skip('plain', 18)).toBeVisible();

  await test.step('one press switches all of them, at one step', async () => {
    await explorer.stepTo(1);
    await run.focus();
    await page.keyboard.press('Space');
    await expect(run).toHaveAttribute('aria-checked', 'true');
    await expect(page.getByTestId('lane-plain')).toContainText('17 of 54 on');
    await expect.poll(() => field(page, 'switch')).toBe('1:plain:19-35:1');
  });

  await test.step('its layers light up in the table', async () => {
    const lit = explorer.gradientTable.locator('tr[data-highlight="true"]');
    await expect(lit).toHaveCount(34);
    await expect(lit.first()).toContainText('layer2.1.conv1');
  });

  await test.step('Shift and Space select all of its blocks', async () => {
    await page.keyboard.press('Shift+Space');
    await expect(page.getByRole('region', { name: 'Selected blocks' })).toContainText('17 blocks selected');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Selected blocks' })).toHaveCount(0);
  });

  await test.step('unfolds and folds again beside it', async () => {
    await page.keyboard.press('ArrowRight');
    const handle = page.getByTestId('fold-plain-19');
    await expect(handle).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(explorer.skip('plain', 35)).toBeVisible();
    // Lanes fold alike, and the key stays where it was.
    await expect(explorer.skip('residual', 35)).toBeVisible();
    await expect(handle).toBeFocused();
    await expect(handle).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Enter');
    await expect(explorer.skip('plain', 35)).toHaveCount(0);
  });
});

test('blocks move by keyboard with what is theirs, and undo takes it back', async ({ explorer, page }) => {
  const link = withFields(SMALL, {
    blocks: '3,2,0',
    override: '1:dilation2',
    'skip.residual': '1,0.5,1,1,1',
  });
  await explorer.openReady(link);
  const opened = await explorer.hash();
  await explorer.skip('residual', 1).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => field(page, 'override')).toBe('2:dilation2');
  expect(await field(page, 'skip.residual')).toBe('1x2,0.5,1x2');
  await expect(explorer.skip('residual', 2)).toBeFocused();
  // Over the edge of its stage into the next.
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => field(page, 'blocks')).toBe('2,3,0');
  await expect(explorer.skip('residual', 2)).toBeFocused();

  await page.keyboard.press('Insert');
  await expect.poll(() => field(page, 'blocks')).toBe('2,4,0');
  await expect(explorer.skip('residual', 3)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(() => field(page, 'blocks')).toBe('2,3,0');
  await expect(explorer.skip('residual', 2)).toBeFocused();

  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect.poll(() => explorer.hash()).toBe(opened);
});

test('the first block cannot move further, and the browser does not leave the page', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.skip('residual', 0).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(explorer.skip('residual', 0)).toBeFocused();
  expect(await explorer.hash()).toBe(SMALL);
});

test('blocks are dragged: one, what is selected, and a full stage is passed over', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(withFields(SMALL, { blocks: '3,2,0', 'skip.residual': '0.1,0.2,0.3,0.4,0.5' }));
  const gains = () => field(page, 'skip.residual');
  const note = page.locator('.drop-note');

  await test.step('one, before another', async () => {
    await drag(page, body(page, 4), body(page, 1), 0.2);
    await expect(note).toHaveText('1 block before layer1.1, in stage 1');
    await page.mouse.up();
    await expect.poll(gains).toBe('0.1,0.5,0.2,0.3,0.4');
    expect(await field(page, 'blocks')).toBe('4,1,0');
  });

  await test.step('Escape gives up', async () => {
    await drag(page, body(page, 0), body(page, 3), 0.8);
    await expect(note).toBeVisible();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(note).toHaveCount(0);
    expect(await gains()).toBe('0.1,0.5,0.2,0.3,0.4');
  });

  await test.step('all that is selected', async () => {
    await body(page, 2).click({ modifiers: ['Control'] });
    await expect(page.getByRole('region', { name: 'Selected blocks' })).toContainText('2 blocks selected');
    await drag(page, body(page, 2), body(page, 4), 0.8);
    await expect(note).toHaveText('2 blocks after layer2.0, in stage 2');
    await page.mouse.up();
    await expect.poll(() => field(page, 'blocks')).toBe('2,3,0');
    expect(await gains()).toBe('0.5,0.3,0.4,0.1,0.2');
  });

  await test.step('a full stage takes no other one, and says what to do', async () => {
    await explorer.openReady(withFields(SMALL, { blocks: '30,2,0' }));
    await expect(page.getByTestId('skip-run-residual-0')).toBeVisible();
    await drag(page, body(page, 31), body(page, 'run-0'), 0.2);
    await expect(note).toContainText('Stage 1 is full');
    await expect(note).toContainText('before layer2.0, in stage 2');
    await page.mouse.up();
    await expect.poll(() => field(page, 'blocks')).toBe('30,2,0');
    await page.getByTestId('skip-run-residual-0').focus();
    await page.keyboard.press('Insert');
    await expect(page.getByText('move one into a neighbouring stage')).toBeVisible();
    expect(await field(page, 'blocks')).toBe('30,2,0');
  });
});

/**
 * Milliseconds that the page should compute from an edit to the frame that shows it, and more than which is a fault of the page:
 * on two quiet cores the longest edit takes 65 to 85, and neighbours add up to a half.
 */
const AIM = 100;
const FAULT = 200;

test(`editing 110 layers answers within ${AIM} ms, or ${FAULT} where the machine is slow`, async ({
  explorer,
  page,
  browser,
}, testInfo) => {
  test.slow();
  // From the event that edits to the frame that shows it, in every page that is loaded.
  await page.addInitScript(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => performance.mark('edit-shown');
    for (const type of ['click', 'keydown']) {
      window.addEventListener(
        type,
        () => {
          performance.mark('edit-made');
          requestAnimationFrame(() => port2.postMessage(null));
        },
        { capture: true },
      );
    }
  });
  const selection = page.getByRole('region', { name: 'Selected blocks' });
  const edits: readonly [string, () => Promise<void>, () => Promise<void>][] = [
    [
      'a block more in a stage',
      () => page.getByRole('button', { name: 'Add a block to stage 2' }).click(),
      () => expect.poll(() => field(page, 'blocks')).toBe('18,19,18'),
    ],
    [
      'a folded run selected',
      () => body(page, 'run-0').click(),
      () => expect(selection).toContainText('18 blocks selected'),
    ],
    [
      'a kernel of 18 blocks',
      () => selection.getByRole('radio', { name: '5×5' }).check(),
      () => expect.poll(() => field(page, 'override')).toContain('17:kernel5'),
    ],
    [
      'all unfolded',
      () => page.getByRole('button', { name: 'Unfold all' }).click(),
      () => expect(explorer.skip('plain', 54)).toBeVisible(),
    ],
    [
      'a block moved',
      async () => {
        await explorer.skip('residual', 17).focus();
        await page.keyboard.press('Escape');
        await page.keyboard.press('Alt+ArrowRight');
      },
      () => expect.poll(() => field(page, 'blocks')).toBe('17,20,18'),
    ],
    [
      'undone',
      () => page.keyboard.press('Control+z'),
      () => expect.poll(() => field(page, 'blocks')).toBe('18,19,18'),
    ],
  ];
  /** Of each edit the least of all rounds: what a shared machine adds is none of its work. */
  const found = new Map<string, { computed: number; took: number; slowness: number }>();
  const slowerThan = (limit: number) =>
    [...found].filter(([, { computed, slowness }]) => !(computed > 0 && computed < limit * slowness));
  for (let round = 0; round < 3 && (round === 0 || slowerThan(AIM).length > 0); round++) {
    await explorer.openReady(DEEP);
    await explorer.openBuilder();
    await explorer.tellStagesApart();
    for (const [name, edit, done] of edits) {
      const { tasks, marks, slowness } = await traceMainThread(browser, page, async () => {
        await edit();
        await done();
        await page.waitForFunction(() => {
          const count = (mark: string) => performance.getEntriesByName(mark).length;
          return count('edit-shown') >= count('edit-made');
        });
        for (let i = 0; i < REFERENCES; i++) await referenceWork(page);
      });
      const made = marks('edit-made').at(-1) ?? Number.NaN;
      const shown = marks('edit-shown').find((at) => at > made) ?? Number.NaN;
      // The time that had a processor counts, as in the test of smoothness.
      const computed = tasks
        .filter(({ start, took }) => start + took > made && start < shown)
        .reduce((sum, task) => sum + task.computed, 0);
      const least = found.get(name);
      if (least === undefined || computed < least.computed)
        found.set(name, { computed, took: shown - made, slowness });
    }
  }
  const description = [...found]
    .map(([name, { computed, took }]) => `${name}: ${Math.round(computed)} ms of ${Math.round(took)} ms`)
    .join('; ');
  testInfo.annotations.push({ type: 'computed, of the time to the frame', description });
  expect(slowerThan(FAULT)).toEqual([]);
});

const body = (page: Page, block: number | string): Locator =>
  page.getByTestId('lane-residual').locator(`[data-body="${block}"]`);

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (box === null) throw new Error('not on the page');
  return box;
}

/** Drags by the bars to a share of another item's width, and holds. */
async function drag(page: Page, from: Locator, to: Locator, share: number): Promise<void> {
  const start = await boxOf(from);
  const end = await boxOf(to);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width * share, end.y + end.height / 2, { steps: 6 });
}
