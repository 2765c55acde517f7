/** The sentence of the run says what the table of gradients and the losses say. */
import { SMALL } from './experiments';
import { expect, test } from './test';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** First over last convolution of a network, from the table, as the page writes ratios up to a thousand. */
function ratioOf(
  layers: Readonly<Record<string, Readonly<Record<'residual' | 'plain', string>>>>,
  lane: 'residual' | 'plain',
): string {
  const names = Object.keys(layers).filter((name) => name.includes('conv'));
  const norms = [names[0], names.at(-1)].map((name) => Number(layers[name ?? '']?.[lane]));
  const ratio = (norms[0] ?? 0) / (norms[1] ?? 1);
  return `${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))}×`;
}

test('at step 0 it tells of the gradients, and asks for a prediction', async ({ explorer, page }) => {
  await explorer.openReady();
  const { layers } = await explorer.norms();
  const story = page.getByTestId('story');
  await expect(story).toHaveAttribute('data-kind', 'exploded');
  await expect(story).toContainText(`its first convolution gets ${ratioOf(layers, 'plain')} the last one’s`);
  await expect(story).toContainText(`residual’s ${ratioOf(layers, 'residual')}`);
  const fall = page.getByTestId('prediction').getByRole('button', { name: 'fall' });
  await fall.click();
  await expect(fall).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('why').click();
  const figures = page.getByRole('region', { name: 'The figures behind it' }).getByRole('row');
  await expect(figures).toHaveCount(3);
  await expect(figures.last()).toContainText(ratioOf(layers, 'plain'));
  await expect(page.getByRole('columnheader', { name: 'at step 0' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(figures).toHaveCount(0);
});

test('a switch at step 0 is told by what was before, on the chart too', async ({ explorer, page }) => {
  await explorer.openReady();
  const before = ratioOf((await explorer.norms()).layers, 'plain');
  await explorer.skip('plain', 'all').click();
  const story = page.getByTestId('story');
  await expect(story).toHaveAttribute('data-kind', 'switched');
  await expect(story).toContainText(`before ${before}`);
  // The table follows with the next frame.
  await expect
    .poll(async () => {
      const { layers } = await explorer.norms();
      return (await story.textContent())?.includes(
        `plain’s first convolution gets ${ratioOf(layers, 'plain')}`,
      );
    })
    .toBe(true);
  await expect(explorer.gradientPanel.locator('.chart-ratio-before').last()).toContainText(before);
  await expect(page.getByRole('heading', { name: 'Plain + 27 skips' })).toBeVisible();
});

test('a guess about a switch at step 0 is answered by the loss of 30 batches', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('prediction').getByRole('button', { name: 'fall' }).click();
  await explorer.skip('plain', 'all').click();
  const story = page.getByTestId('story');
  await expect(story).toHaveAttribute('data-kind', 'switched');
  await explorer.stepTo(29);
  await expect(story).toHaveAttribute('data-kind', 'effect');
  await expect(page.getByTestId('grade')).toHaveCount(0);
  await explorer.stepTo(30);
  await expect(page.getByTestId('grade')).toHaveText(/As you predicted\.|You predicted a fall\./);
});

test('a switch while it trains: the weights remember, then what the loss does', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const before = await explorer.stepTo(20);
  const norms = (await explorer.normsOf(19)).layers;
  await explorer.skip('plain', 'all').click();
  const story = page.getByTestId('story');
  await expect(story).toContainText(
    'Plain has 4 skips on since step 20. Its weights remember how they were trained: watch the loss.',
  );
  await expect(explorer.gradientPanel.locator('.chart-ratio-before').last()).toContainText(
    ratioOf(norms, 'plain'),
  );
  const after = await explorer.stepTo(35);
  const losses = [before.slice(-15), after].map((rows) => mean(rows.map(({ plain }) => Number(plain))));
  const [was = 0, is = 0] = losses;
  const words =
    is <= 0.95 * was ? 'Plain’s loss fell' : 0.95 * is >= was ? 'Plain’s loss rose' : 'Plain’s loss hardly';
  await expect(story).toHaveAttribute('data-kind', 'effect');
  await expect(story).toContainText(words);
  for (const loss of losses) await expect(story).toContainText(loss.toPrecision(2));
  await expect(page.getByRole('heading', { name: 'Plain + 4 skips' })).toBeVisible();
});
