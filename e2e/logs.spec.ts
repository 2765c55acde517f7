/** Logs of real trainings, made by hook.py with PyTorch: dropped on the page, seen, compared, diagnosed, and followed as they grow. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, test } from './test';

test.slow();

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', 'logs', name);

const view = (page: Page): Locator => page.getByTestId('log-view');
const diagnosis = (page: Page): Locator => page.getByTestId('log-diagnosis');

/** Drops a file on the page, as a reader does with the pointer. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([title, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], title ?? ''));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

async function dropFixture(page: Page, name: string): Promise<void> {
  await drop(page, name, await readFile(fixture(name), 'utf8'));
  await expect(view(page).getByRole('heading', { name })).toBeVisible();
  await expect(diagnosis(page).getByTestId('log-fine')).toBeVisible();
}

async function openDoor(page: Page): Promise<void> {
  await page.getByTestId('bring').click();
  await page.getByTestId('bring-dialog').getByRole('radio', { name: 'Log of a training' }).check();
  await expect(page.getByTestId('bring-logs')).toBeVisible();
}

const picture = (page: Page, name: string): Promise<void> => view(page).getByRole('radio', { name }).check();

test('a network that does not train: its log is dropped, and the page says where its gradient dies', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await dropFixture(page, 'vanishing.jsonl');
  await expect(page.getByTestId('log-facts')).toHaveText('16 steps, 30 layers');
  // 7.27884e-26 over 0.256052 at the last step; the median of the last rows is of that size.
  const measured = await page
    .getByTestId('finding-vanishing')
    .locator('[data-measured]')
    .getAttribute('data-measured');
  expect(Math.log10(Number(measured))).toBeCloseTo(-24.6, 0);
  await expect(page.getByTestId('finding-chance')).toContainText('ln(10)');
  await expect(page.getByTestId('finding-not-finite')).toHaveCount(0);

  // Read by the keyboard, from the first layer to the last.
  const chart = page.getByTestId('log-profile').getByRole('slider');
  await chart.focus();
  await chart.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', /^0 \(Linear 24×24\) 7\.28×10⁻²⁶$/);
  await chart.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /^58 \(Linear 10×24\) 0\.256$/);

  // At the first step.
  await page.getByTestId('log-step').fill('0');
  await expect(chart).toHaveAttribute('aria-valuetext', /0\.493$/);

  // A try opens its experiment, and the log can be seen again.
  await page.getByTestId('try-vanishing').first().click();
  await expect(view(page)).toHaveCount(0);
  await expect(page.getByTestId('preset')).toHaveValue('vanishing-56');
});

test('pictures: history, lines and numerics of a training that blows up; the way back leaves the run as it was', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.stepTo(2);
  const loss = await explorer.loss('residual').getAttribute('data-value');
  await dropFixture(page, 'diverges.jsonl');
  await expect(page.getByTestId('finding-not-finite')).toContainText('at step 3');

  await picture(page, 'History');
  const history = page.getByTestId('log-history').getByRole('slider');
  await expect(page.getByTestId('log-history').locator('canvas.chart-heat-map')).toBeVisible();
  await history.focus();
  await history.press('Home');
  // It opens at the last step before all of it is NaN, and the reader can go on.
  await expect(history).toHaveAttribute('aria-valuetext', /^step 2, 0 \(Linear 24×24\) 3\.16×10¹³$/);
  await page.getByTestId('log-step').fill('15');
  await history.focus();
  await history.press('Home');
  await history.press('ArrowLeft');
  await expect(history).toHaveAttribute('aria-valuetext', /^step 14, 0 \(Linear 24×24\) NaN$/);

  await picture(page, 'Lines');
  const lines = page.getByTestId('log-lines').getByRole('slider');
  await lines.focus();
  await lines.press('Home');
  await expect(lines).toHaveAttribute('aria-valuetext', /^step 0, loss 3\.39, /);
  await page.getByTestId('log-add-line').selectOption({ label: '12' });
  await expect(lines).toHaveAttribute('aria-valuetext', /, 12 /);

  await picture(page, 'Numerics');
  await expect(page.getByTestId('strip-gradientFaults')).toHaveAttribute('data-hit', '0');
  await view(page).getByRole('button', { name: 'Newest' }).click();
  await expect(page.getByTestId('strip-gradientFaults')).toHaveAttribute('data-hit', '12');

  await page.getByTestId('log-back').click();
  await expect(explorer.loss('residual')).toHaveAttribute('data-value', loss ?? '');
});

test('a training that works has nothing wrong with it; beside it stand another file and the page’s own run', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.stepTo(1);
  await dropFixture(page, 'trains.csv');
  await expect(diagnosis(page).locator('.log-finding')).toHaveCount(0);
  const chart = page.getByTestId('log-profile').getByRole('slider');
  await chart.focus();
  await chart.press('Home');

  await page.getByTestId('log-beside').selectOption('other');
  await page.getByTestId('log-other').setInputFiles(fixture('vanishing.jsonl'));
  await expect(chart).toHaveAttribute('aria-valuetext', /vanishing\.jsonl 7\.28×10⁻²⁶$/);

  await page.getByTestId('log-beside').selectOption('page');
  await expect(chart).toHaveAttribute('aria-valuetext', /residual .*plain /i);
  // Of other quantities the page's run has none at hand, and that is said.
  await page.getByTestId('log-quantity').selectOption('weight');
  await expect(view(page)).toContainText('This page’s run has gradients');
});

test('what hook.py is stands in the door, to be copied and downloaded', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await openDoor(page);
  const source = await readFile(join(import.meta.dirname, '..', 'src', 'logs', 'hook.py'), 'utf8');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('hook-download').click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(source);
  expect(download.suggestedFilename()).toBe('hook.py');
  await page.getByTestId('bring-logs').getByText('Show hook.py').click();
  await expect(page.getByTestId('hook-source')).toHaveText(source.trim());
  await page.getByTestId('log-file').setInputFiles(fixture('trains.csv'));
  await expect(page.getByTestId('log-facts')).toHaveText('16 steps, 20 layers');
});

test('a file that grows is followed, and one that is replaced begins anew', async ({ explorer, page }) => {
  const whole = await readFile(fixture('vanishing.jsonl'), 'utf8');
  const lines = whole.split('\n');
  // A file of the browser's own, whose handle is as real as that of a file picker, which no test can press.
  await page.addInitScript(() => {
    Object.assign(window, {
      showOpenFilePicker: async () => {
        const root = await navigator.storage.getDirectory();
        return [await root.getFileHandle('run.jsonl', { create: true })];
      },
      grow: async (text: string) => {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle('run.jsonl', { create: true });
        const writable = await handle.createWritable();
        await writable.write(text);
        await writable.close();
      },
    });
  });
  const grow = (text: string): Promise<void> =>
    page.evaluate((content) => {
      const own: unknown = Reflect.get(window, 'grow');
      return typeof own === 'function' ? (own(content) as Promise<void>) : Promise.reject(new Error('grow'));
    }, text);
  await explorer.openReady(SMALL);
  await grow(`${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 50) ?? ''}`);
  await openDoor(page);
  await page.getByTestId('log-follow').click();
  const facts = page.getByTestId('log-facts');
  await expect(facts).toContainText('3 steps, 30 layers');
  await expect(page.getByTestId('log-followed')).toBeVisible();
  await grow(`${lines.slice(0, 10).join('\n')}\n`);
  await expect(facts).toContainText('9 steps, 30 layers');
  await expect(page.getByTestId('log-step')).toHaveValue('8');
  await grow(`${lines.slice(0, 3).join('\n')}\n`);
  await expect(facts).toContainText('2 steps, 30 layers');
  await expect(page.getByTestId('log-notes')).toContainText('replaced');
  await view(page).getByRole('button', { name: 'Stop following' }).click();
  await expect(page.getByTestId('log-followed')).toHaveCount(0);
});

test('what is no log, or a damaged one, gets a sentence, and the run goes on', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await drop(page, 'photo.csv', '\u0000\u0001JFIF no log at all');
  await expect(view(page).getByRole('alert')).toContainText('“photo.csv” has no row of numbers');
  await drop(page, 'run.csv', 'step,loss\n0,2.3\n1,x,y\n2,2.1\n3,');
  await expect(page.getByTestId('log-notes')).toContainText(
    '1 line could not be read and was passed over: 3.',
  );
  await expect(page.getByTestId('log-lines')).toBeVisible();
  await expect(page.getByTestId('log-notes')).toContainText('says nothing of layers');
  await page.getByTestId('log-back').click();
  await explorer.stepTo(1);
});

for (const [device, width, height] of [
  ['a wide page', 1440, 900],
  ['a phone', 390, 844],
  ['a narrow phone', 320, 640],
] as const)
  test(`axe finds nothing on ${device}, in light and dark, and nothing is cut off`, async ({
    explorer,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await explorer.openReady(SMALL);
    await dropFixture(page, 'vanishing.jsonl');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const name of ['Profile', 'History', 'Lines', 'Numerics']) {
        await picture(page, name);
        const { violations } = await new AxeBuilder({ page }).include('[data-testid="log-view"]').analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual(
          [],
        );
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await openDoor(page);
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="bring-dialog"]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
