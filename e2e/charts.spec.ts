/** What is taken away from a chart: pictures with all that they need, and numbers to the last bit. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { aside } from './aside';
import { SMALL } from './experiments';
import { expect, test } from './test';

/** Saves what a chart shows; returns the name of the file and what is in it. */
async function save(page: Page, panel: Locator, as: 'svg' | 'png' | 'csv') {
  await panel.getByTestId('chart-menu').click();
  const saved = page.waitForEvent('download');
  await panel.getByTestId(`save-${as}`).click();
  const download = await saved;
  const name = download.suggestedFilename();
  await expect(panel.getByTestId('saved')).toHaveText(`Saved as ${name}.`);
  await page.keyboard.press('Escape');
  return { name, content: await readFile(await download.path()) };
}

/** Fields of a file without quotes, line by line. */
const fieldsOf = (content: Buffer): string[][] =>
  content
    .toString()
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

test('gradient and loss are saved as pictures and numbers, with title, networks, settings and link', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const losses = await explorer.stepTo(3);
  const { layers } = await explorer.normsOf(2);
  const loss = page.getByTestId('loss-panel');

  await test.step('numbers are those of the table and of the networks', async () => {
    const gradient = await save(page, explorer.gradientPanel, 'csv');
    expect(gradient.name).toBe('resnet-explorer-gradient-step-2.csv');
    const [titles, ...rows] = fieldsOf(gradient.content);
    expect(titles).toEqual(['step', 'layer', 'residual: L2 norm of ∂L/∂W', 'plain: L2 norm of ∂L/∂W']);
    expect(rows).toEqual(
      Object.entries(layers).map(([layer, { residual, plain }]) => ['2', layer, residual, plain]),
    );
    const curves = await save(page, loss, 'csv');
    expect(curves.name).toBe('resnet-explorer-loss-step-2.csv');
    const [first, ...steps] = fieldsOf(curves.content);
    expect(first?.[0]).toBe('step');
    const column = (lane: string) => first?.indexOf(`${lane}: batch loss (cross-entropy)`) ?? -1;
    expect(steps.slice(0, 3).map((row) => [row[column('residual')], row[column('plain')]])).toEqual(
      losses.map(({ residual, plain }) => [residual, plain]),
    );
  });

  for (const [panel, title, name] of [
    [explorer.gradientPanel, 'Gradient per layer', 'gradient'],
    [loss, 'Loss', 'loss'],
  ] as const) {
    await test.step(`${title} as pictures`, async () => {
      const { name: file, content } = await save(page, panel, 'svg');
      expect(file).toBe(`resnet-explorer-${name}-step-2.svg`);
      const read = (source: string) => {
        const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
        const texts = [...root.querySelectorAll('text')].map((text) => text.textContent);
        const sides = [root.getAttribute('width'), root.getAttribute('height')].map(Number);
        return { name: root.localName, texts, sides, images: root.querySelectorAll('image').length };
      };
      const svg = await aside(page, read, content.toString());
      expect([svg.name, svg.images]).toEqual(['svg', 0]);
      for (const words of [title, 'residual', 'plain']) expect(svg.texts).toContain(words);
      // Broken into lines where it is long.
      expect(svg.texts.join('')).toContain(await explorer.hash());
      const plot = await panel.locator('.chart-plot').boundingBox();
      expect(svg.sides[0]).toBeGreaterThanOrEqual(plot?.width ?? Infinity);
      const png = await save(page, panel, 'png');
      expect(png.name).toBe(`resnet-explorer-${name}-step-2.png`);
      // Width and height stand in the header of the file.
      expect([png.content.readUInt32BE(16), png.content.readUInt32BE(20)]).toEqual(
        svg.sides.map((side) => 2 * side),
      );
    });
  }
});

test('a chart fills the screen, and leaves it by its menu', async ({ explorer }) => {
  await explorer.openReady(SMALL);
  const panel = explorer.gradientPanel;
  const box = async () => (await panel.boundingBox()) ?? { width: 0, height: 0 };
  const before = await box();
  const choose = async (name: string) => {
    await panel.getByTestId('chart-menu').click();
    await panel.getByRole('button', { name, exact: true }).click();
  };
  await choose('Full screen');
  await expect.poll(async () => (await box()).height).toBeGreaterThan(before.height + 100);
  await choose('Leave full screen');
  await expect.poll(box).toEqual(before);
});

test('the menu goes to the table of a chart', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('loss-panel').getByTestId('chart-menu').click();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(page.getByRole('region', { name: 'Loss and accuracy, scrollable table' })).toBeInViewport();
});
