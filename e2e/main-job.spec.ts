/** What a newcomer does with the default experiment, on a machine without a GPU. */
import { expect, test } from './test';

test('gradients of both networks are there unasked, and it trains, pauses, steps and replays', async ({
  explorer,
}, testInfo) => {
  const start = Date.now();
  const note = (type: string): void => {
    testInfo.annotations.push({ type, description: `${Date.now() - start} ms after opening` });
  };
  await explorer.open();
  await expect(explorer.gradientTable).toHaveAttribute('data-step', '0', { timeout: 30_000 });
  note('first gradient norms of both networks (bar: 5,000 ms)');

  const { layers } = await explorer.norms();
  // Stem, 27 blocks of two convolutions, two projections, dense.
  expect(Object.keys(layers)).toHaveLength(58);
  const projections = Object.keys(layers).filter((name) => name.includes('downsample'));
  expect(projections).toHaveLength(2);
  for (const [name, { residual, plain }] of Object.entries(layers)) {
    expect(Number(residual), `${name}, residual`).toBeGreaterThan(0);
    // A projection is reached through its skip alone.
    if (projections.includes(name)) expect(plain, `${name}, plain`).toBe('0');
    else expect(Number(plain), `${name}, plain`).toBeGreaterThan(0);
  }
  await expect(explorer.stepCount).toHaveText('0');
  await expect(explorer.backend).toContainText('wasm');

  await test.step('trains', async () => {
    await explorer.train.click();
    await explorer.reaches(10);
    note('ten steps (bar: 10,000 ms)');
  });

  await test.step('pauses, and then steps by exactly one', async () => {
    const paused = await explorer.pause();
    const { residual, plain } = await explorer.losses();
    for (const loss of [residual, plain]) expect(Number.isFinite(Number(loss)) && loss !== '').toBe(true);
    await explorer.step.click();
    await explorer.reaches(paused + 1);
    // A switch is recorded with the worker's own count: nothing trained meanwhile, seen or unseen.
    await explorer.skip('plain', 0).click();
    await expect.poll(() => explorer.hash()).toContain(`switch=${paused + 1}:plain:0:1`);
    expect((await explorer.losses()).step).toBe(paused + 1);
  });

  await test.step('replays after reset', async () => {
    await explorer.reset.click();
    await explorer.ready();
    expect(await explorer.norms()).toEqual({ step: 0, layers });
    const first = await explorer.stepTo(3);
    const lastNorms = await explorer.normsOf(2);
    await explorer.reset.click();
    await explorer.ready();
    expect(await explorer.stepTo(3)).toEqual(first);
    expect(await explorer.normsOf(2)).toEqual(lastNorms);
    // Not one number for everything.
    expect(new Set(first.flatMap(({ residual, plain }) => [residual, plain])).size).toBe(6);
  });
});
