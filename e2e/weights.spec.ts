/** Weights of the reader's: listed, started from, trained, taken along and brought back; asked for where they are missing; networks by name and print. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { writeSafetensors } from '../src/formats/safetensors';
import { bring as texts } from '../src/i18n/en/bring';
import { OWN } from '../src/testing/prints';
import { SMALL, withFields } from './experiments';
import type { Explorer } from './explorer';
import { upload, type Upload } from './photos';
import { takeFile } from './taken';
import { expect, test } from './test';

test.slow();

const STEPS = 3;

/** Opens the dialog at its part for weights. */
async function openDoor(page: Page): Promise<void> {
  await page.getByTestId('bring').click();
  await page
    .getByTestId('bring-dialog')
    .getByRole('radio', { name: texts.doors.weights, exact: true })
    .check();
}

async function bring(page: Page, file: Upload): Promise<void> {
  await openDoor(page);
  await page.getByTestId('weights-file').setInputFiles(file);
}

/** Has a network start from what was brought, and waits for its first gradient. */
async function start(explorer: Explorer, lane: string): Promise<void> {
  const { page } = explorer;
  const before = await explorer.hash();
  await page.getByTestId(`weights-for-${lane}`).getByRole('radio').check();
  await page.getByTestId('weights-start').click();
  await expect(page.getByTestId('bring-dialog')).toBeHidden();
  await expect.poll(() => explorer.hash()).not.toBe(before);
  await expect(page.getByTestId(`start-${lane}`)).toContainText(/tensors/);
  await explorer.ready();
}

/** How often each class of the test images was taken for each, in the residual network at this step. */
async function confusionAt(page: Page, step: number): Promise<readonly number[]> {
  await page.getByRole('button', { name: 'Measure now' }).click();
  await expect(page.getByTestId('predictions-state')).toHaveAttribute('data-step', String(step));
  return page
    .getByTestId('confusion-residual')
    .locator('tbody td')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
}

const PREDICTIONS = '?panels=predictions';

/** The residual network of a run after some steps, as the page gives it away. */
async function takenAt({ page }: Explorer): Promise<Upload> {
  await page.getByTestId('share').click();
  const { name, content } = await takeFile(page, 'weights-residual');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(`take-weights-residual`)).toBeHidden();
  return upload(name, content);
}

/** The same of a run of some steps. */
async function trained(explorer: Explorer): Promise<Upload> {
  await explorer.openReady(SMALL);
  await explorer.stepTo(STEPS);
  return takenAt(explorer);
}

test('weights taken along come back: the network answers as it did, trains on, and a reset goes back to them', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL, PREDICTIONS);
  await explorer.stepTo(STEPS);
  const answers = await confusionAt(page, STEPS);
  const file = await takenAt(explorer);
  // Nothing is as it was but what is brought.
  await explorer.openReady(withFields(SMALL, { 'seed.init': '7' }), PREDICTIONS);
  expect(await confusionAt(page, 0)).not.toEqual(answers);
  await bring(page, file);
  const report = page.getByTestId('weights-report');
  await expect(report).toBeVisible();
  await expect(page.getByTestId('weights-fits')).toBeVisible();
  for (const group of ['mismatched', 'missing', 'leftOver'])
    await expect(page.getByTestId(`weights-${group}`)).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="bring-dialog"]').analyze();
  expect(violations).toEqual([]);
  await start(explorer, 'residual');
  await expect(page.getByTestId('start-plain')).toHaveCount(0);

  expect(await confusionAt(page, 0)).toEqual(answers);

  const losses = await explorer.stepTo(2);
  expect(losses.every(({ residual }) => Number.isFinite(Number(residual)))).toBe(true);
  await explorer.reset.click();
  await explorer.ready();
  expect(await explorer.stepTo(2)).toEqual(losses);
  expect(await explorer.hash()).toMatch(/&weights\.residual=[0-9a-f]{16}:/);

  // And back to the seed.
  await page.getByTestId('start-remove-residual').click();
  await expect(page.getByTestId('start-residual')).toHaveCount(0);
  await explorer.ready();
  expect(await explorer.stepTo(1)).not.toEqual(losses.slice(0, 1));
  expect(await explorer.hash()).not.toContain('weights.');
});

test('a link in a browser that does not keep them says what to bring, and runs alike once they are brought', async ({
  explorer,
  friend,
  page,
}) => {
  const file = await trained(explorer);
  await explorer.openReady(SMALL);
  await bring(page, file);
  await start(explorer, 'residual');
  const losses = await explorer.stepTo(2);
  const link = await explorer.hash();

  const other = await friend();
  await other.open(link);
  const missing = other.page.getByTestId('missing-weights');
  const [, hash = '', name = ''] = /weights\.residual=([0-9a-f]{16}):([^&]*)/.exec(link) ?? [];
  await expect(missing).toContainText(name);
  await expect(missing).toContainText(hash);
  await missing.getByTestId('bring-missing').click();
  await other.page
    .getByTestId('weights-file')
    .setInputFiles(
      upload(
        'other.safetensors',
        writeSafetensors(new Map([['fc.bias', { shape: [10], values: new Float32Array(10) }]])),
      ),
    );
  await expect(other.page.getByTestId('weights-report')).toContainText('other weights than');
  await other.page.getByTestId('weights-file').setInputFiles(file);
  await expect(other.page.getByTestId('weights-report')).toContainText(
    'the weights that the experiment asks for',
  );
  await other.page.getByTestId('weights-start').click();
  await other.ready();
  expect(await other.stepTo(2)).toEqual(losses);
  expect(await other.hash()).toBe(link);
});

test('of another network what fits is taken and the rest named; a network of its own has all', async ({
  explorer,
  page,
}) => {
  const file = await trained(explorer);
  await explorer.openReady(withFields(SMALL, { widths: '4,6,16' }));
  await bring(page, file);
  await page.getByTestId('weights-for-residual').getByRole('radio').check();
  await expect(page.getByTestId('weights-mismatched')).toContainText('layer2.0.conv1.weight');
  await page.getByTestId('weights-for-own').getByRole('radio').check();
  await expect(page.getByTestId('weights-mismatched')).toHaveCount(0);
  await start(explorer, 'residual');
  const mark = page.getByTestId('start-residual');
  await mark.getByText(/of \d+ tensors/).click();
  await expect(mark).toContainText('layer2.0.conv1.weight');
  await bring(page, file);
  await page.getByTestId('weights-for-own').getByRole('radio').check();
  await page.getByTestId('weights-start').click();
  await expect(page.locator('.lane-start')).toHaveCount(2);
  await expect(page.locator('.lane-start').last()).toContainText(/all \d+ tensors/);
});

test('studies look into what is brought', async ({ explorer, page }) => {
  const file = await trained(explorer);
  await explorer.openReady(withFields(SMALL, { lanes: 'residual' }));
  await bring(page, file);
  await start(explorer, 'residual');
  await page.getByTestId('ask-lesion').press('Enter');
  const outcome = page.getByTestId('study-outcome');
  await expect(outcome).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(page.getByTestId('study-verdict')).toHaveAttribute('data-grade', /clearly|barely|partly|no/);
});

test('files that are none are refused in a sentence, and the run goes on', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const [before] = await explorer.stepTo(1);
  const refused = page.getByTestId('weights-refused');
  const cases: readonly (readonly [Upload, string])[] = [
    [
      upload('net.pth', Buffer.from('PK\u0003\u0004'.padEnd(30, '\0') + 'net/data.pkl', 'latin1')),
      'save_file',
    ],
    [upload('net.pt', Buffer.from([0x80, 2, 0x8a, 0x0a])), 'weights_only=True'],
    [upload('net.safetensors', Buffer.from('hello')), 'not whole'],
    [upload('net.safetensors', Buffer.from([...new Uint8Array(7), 127, 123, 125])), 'net.safetensors'],
    [upload('notes.txt', Buffer.from('hello')), 'no safetensors file'],
  ];
  await openDoor(page);
  for (const [file, sentence] of cases) {
    await page.getByTestId('weights-file').setInputFiles(file);
    await expect(refused).toContainText(sentence);
    await expect(refused).toContainText('The experiment is as it was.');
  }
  await page.keyboard.press('Escape');
  expect(await explorer.losses()).toEqual(before);
  await explorer.stepTo(2);
});

test('networks by name and by print', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await openDoor(page);
  const text = page.getByTestId('network-text');
  await text.fill('resnet1');
  await expect(page.getByTestId('network-unknown')).toBeVisible();
  await text.fill('ResNet20');
  await expect(page.getByTestId('network-found')).toContainText('3·3·3');
  await expect(page.getByTestId('network-gaps')).toHaveCount(0);
  await text.fill(OWN);
  const gaps = page.getByTestId('network-gaps');
  await expect(gaps).toContainText('line 72');
  await expect(gaps).toContainText('640 → 512');
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="bring-dialog"]').analyze();
  expect(violations).toEqual([]);
  await text.fill('resnet20');
  await page.getByTestId('network-use').click();
  await expect.poll(() => explorer.hash()).toContain('blocks=3,3,3');
  expect(await explorer.hash()).toContain('shortcut=A');
  await explorer.ready();
  await openDoor(page);
  await text.fill('lenet');
  await page.getByTestId('network-add').click();
  await expect(page.getByTestId('lane-lenet')).toBeVisible();
  await explorer.ready();
});
