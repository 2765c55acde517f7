/** What is seen of a run beside its numbers: test images with every network's answer, and the gradient under the diagrams. */
import { AxeBuilder } from '@axe-core/playwright';
import { TINY, withFields } from './experiments';
import { expect, test } from './test';

const TESTED = withFields(TINY, { test: '2' });

test('test images stand there at once, and from the first test on every network’s answers, as the predictions have them', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TESTED);
  const images = page.getByTestId('images').getByRole('button');
  await expect(images).toHaveCount(6);
  const truths = await page.locator('.image-class').allTextContents();
  expect(new Set(truths).size).toBe(6);
  await expect(page.getByTestId('images-state')).toHaveText('Answers come after step 2');
  await expect(page.getByTestId('answer-plain')).toHaveCount(0);

  await explorer.stepTo(2);
  await expect(page.getByTestId('images-state')).toHaveText('Answers after step 2');
  const labels = await images.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  const ticks = await page
    .getByTestId('answer-residual')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-right') === 'true'));
  for (const [i, label] of labels.entries()) {
    expect(label).toContain(`Test image: ${truths[i]}. residual: ${ticks[i] === true ? 'right' : 'wrong'}`);
    expect(label).toContain('. plain: ');
  }
  // What the pointer rests on is read out, and what is pressed is enlarged.
  await images.nth(1).hover();
  await expect(page.getByTestId('images-reading')).toContainText(`${truths[1]}:`);
  await images.first().click();
  await expect(page.getByTestId('predictions-state')).toHaveAttribute('data-step', '2');
  const verdicts = await page
    .getByTestId('predicted-images')
    .locator('li')
    .evaluateAll((all) =>
      all.map((item) => ({
        truth: item.querySelector('strong')?.textContent ?? '',
        right: [...item.querySelectorAll('.predicted-verdict')].map((one) => one.getAttribute('data-right')),
      })),
    );
  // The first of its class there is the one that is shown here.
  for (const [i, truth] of truths.entries()) {
    const verdict = verdicts.find((one) => one.truth === truth);
    if (verdict !== undefined) expect(verdict.right[0]).toBe(String(ticks[i]));
  }
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="images"]').analyze();
  expect(violations).toEqual([]);
});

test('where no network is tested, the images say so, and how it would be', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await page.getByTestId('images').getByRole('button', { name: 'Test every 100 steps' }).click();
  await explorer.ready();
  await expect(page.getByTestId('images-state')).toHaveText('Answers come after step 100');
});

test('the gradient flows under the diagrams, and a pulse runs back from the loss while they train', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TESTED);
  const flow = page.getByTestId('flow-plain');
  const widths = () =>
    flow
      .locator('.stream-branch')
      .evaluateAll((paths) => paths.map((path) => Number(path.getAttribute('stroke-width'))));
  await expect.poll(async () => Math.min(...(await widths()))).toBeGreaterThan(0);
  const pulse = () =>
    flow.locator('.stream-pulse').evaluate((element) => {
      const { opacity, animationName } = getComputedStyle(element);
      return { opacity, moves: animationName !== 'none' };
    });
  expect(await pulse()).toEqual({ opacity: '0', moves: false });
  await explorer.train.click();
  await explorer.reaches(1);
  await expect.poll(pulse).toEqual({ opacity: '1', moves: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(pulse).toEqual({ opacity: '0', moves: false });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await explorer.pause();
  await expect.poll(pulse).toEqual({ opacity: '0', moves: false });
});

test('a run is pinned, trained to a step, and trained to it again with another seed, which Undo takes back', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TESTED);
  await page.getByTestId('train-to').click();
  await page.getByTestId('train-to-step').fill('3');
  await page.getByTestId('train-to-step').press('Enter');
  await explorer.reaches(3);
  await expect(explorer.stepCount).toHaveText('3');
  await expect(explorer.step).toBeEnabled();

  await page.getByTestId('train-to').click();
  await page.getByTestId('train-to-goals').getByTestId('another-seed').click();
  await expect.poll(() => explorer.hash()).toContain('seed.init=1&seed.order=1');
  await expect(explorer.stepCount).toHaveText('3');
  await expect(explorer.step).toBeEnabled();
  const runs = page.getByTestId('runs-panel');
  await runs.scrollIntoViewIfNeeded();
  await expect(runs.getByTestId('pinned-run')).toHaveCount(1);
  await expect(page.getByTestId('differences').getByRole('row')).toHaveCount(3);

  await page.getByTestId('pin').click();
  await expect(runs.getByTestId('pinned-run')).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="runs-panel"]').analyze();
  expect(violations).toEqual([]);
});
