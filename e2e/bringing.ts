/** How own images are brought in the browser: what tests of the dialog share. */
import type { Page } from '@playwright/test';
import type { Explorer } from './explorer';
import { arrays, idx, npy, upload, zipOf, type Upload } from './photos';
import { expect } from './test';

/** Opens the dialog and hands files to it. */
export async function bring(page: Page, files: readonly Upload[]): Promise<void> {
  await page.getByTestId('bring').click();
  await page.getByTestId('bring-files').setInputFiles([...files]);
}

/** Takes in what was found, at a side, and tells its hash. */
export async function takeIn(page: Page, side?: number): Promise<string> {
  await expect(page.getByTestId('found')).toBeVisible();
  if (side !== undefined) {
    const field = page.getByTestId('bring-dialog').getByRole('spinbutton', { name: 'Another side' });
    await field.fill(String(side));
    await field.press('Enter');
  }
  await page.getByTestId('take-in').click();
  const taken = page.getByTestId('taken');
  await expect(taken).toBeVisible();
  return (await taken.getAttribute('data-hash')) ?? '';
}

/** Trains on what was taken in, until it has made a step. */
export async function trainOnIt(explorer: Explorer): Promise<void> {
  const before = await explorer.hash();
  await explorer.page.getByTestId('train-on-it').click();
  await expect(explorer.page.getByTestId('bring-dialog')).toBeHidden();
  await expect.poll(() => explorer.hash()).not.toBe(before);
  await expect(explorer.loss('residual')).not.toHaveAttribute('data-value', '');
  await explorer.reaches(1);
}

/** The losses of the first steps of a link, which are finite. */
export async function firstLosses(explorer: Explorer, link: string) {
  await explorer.openReady(link);
  const losses = await explorer.stepTo(3);
  for (const { residual, plain } of losses)
    expect([Number(residual), Number(plain)].every(Number.isFinite)).toBe(true);
  return losses;
}

export const npz = () => {
  const train = arrays(30, 12, 3);
  const test = arrays(9, 12, 3);
  return zipOf(
    new Map([
      ['x_train.npy', npy([30, 12, 12, 3], train.images)],
      ['y_train.npy', npy([30], train.labels)],
      ['x_test.npy', npy([9, 12, 12, 3], test.images)],
      ['y_test.npy', npy([9], test.labels)],
    ]),
  );
};

export const idxFiles = () => {
  const { images, labels } = arrays(45, 12, 1);
  return [
    upload('train-images-idx3-ubyte', idx([45, 12, 12], images)),
    upload('train-labels-idx1-ubyte', idx([45], labels)),
  ];
};
