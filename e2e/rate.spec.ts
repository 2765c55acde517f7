/** The live learning rate: by keyboard and pointer, in the link, and replayed by it. */
import { fieldsOf, SMALL } from './experiments';
import { expect, test } from './test';

test('a learning rate set while it trains is in the link, and replays from it', async ({
  explorer,
  friend,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  const rate = page.getByTestId('transport-rate');
  const slider = rate.getByRole('slider', { name: 'Live learning rate' });
  await expect(slider).toHaveAttribute('aria-valuetext', '0.02');
  const rates = async (): Promise<string | undefined> => fieldsOf(await explorer.hash()).get('rate');

  await explorer.train.click();
  await explorer.reaches(3);
  await slider.press('ArrowLeft');
  await expect.poll(rates).toMatch(/^\d+:0\.015$/);
  const first = Number.parseInt((await rates()) ?? '', 10);
  expect(first).toBeGreaterThanOrEqual(3);
  await explorer.reaches(first + 3);
  const stopped = await explorer.pause();
  // In the builder too, and with the pointer; the run goes on from where it is.
  const other = page.getByTestId('builder-rate').getByRole('slider');
  await expect(other).toHaveAttribute('aria-valuetext', '0.015');
  await other.scrollIntoViewIfNeeded();
  const box = await other.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await expect.poll(rates).toBe(`${first}:0.015;${stopped}:10`);
  await expect(explorer.stepCount).toHaveText(String(stopped));
  await expect(explorer.switchList.getByRole('listitem')).toHaveText([
    `step ${first}: learning rate 0.015, all networks`,
    `step ${stopped}: learning rate 10, all networks`,
  ]);
  await slider.press('Home');
  await expect.poll(rates).toBe(`${first}:0.015;${stopped}:0.00001`);
  const end = stopped + 3;
  await explorer.stepTo(end);
  const norms = await explorer.normsOf(end - 1);

  const visitor = await friend();
  await visitor.openReady('', '', page.url());
  await expect(visitor.notice).toBeHidden();
  await visitor.stepTo(end);
  expect(await visitor.normsOf(end - 1)).toEqual(norms);
  await expect(visitor.page.getByTestId('transport-rate').getByTestId('live-rate')).toHaveText('0.00001');

  // Reset goes back to the first rate, undo knows nothing of it, and forgetting takes it out of the link.
  await explorer.reset.click();
  await explorer.ready();
  await expect(slider).toHaveAttribute('aria-valuetext', '0.02');
  expect(await rates()).toBe(`${first}:0.015;${stopped}:0.00001`);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Delete all' }).click();
  await expect.poll(() => explorer.hash()).toBe(SMALL);
});

for (const width of [800, 1280, 1440]) {
  test(`the longest rate stands beside the slider, at ${width} px`, async ({ explorer, page }) => {
    await page.setViewportSize({ width, height: 900 });
    await explorer.openReady(`${SMALL}&lr=0.00012345`);
    const rate = page.getByTestId('transport-rate');
    const [number, slider] = await Promise.all([
      rate.locator('output').boundingBox(),
      rate.getByRole('slider').boundingBox(),
    ]);
    expect(await rate.locator('output').textContent()).toBe('0.00012345');
    expect((number?.x ?? Infinity) + (number?.width ?? 0)).toBeLessThanOrEqual(slider?.x ?? 0);
  });
}
