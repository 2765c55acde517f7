/** Steps that take some seconds: how far they are is told, they wait where they are, and nothing waits for one that is left. */
import { TINY } from './experiments';
import { expect, test } from './test';

/** Some 2·10¹¹ multiply-adds a step: three seconds on two idle cores, and one is what it takes until a step tells how far it is. */
const SLOW = '#v=1&set=shapes&blocks=3,3,3&width=64&batch=256&test=0';

test('a step that lasts says how far it is, waits while training is paused, and is finished by Step', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SLOW);
  // What panels show of the first gradient is measured before.
  await explorer.stepTo(1);
  const within = page.getByTestId('step-progress');
  await explorer.train.click();
  await expect(within).toContainText(/layer\s*\d+\/88/);
  await explorer.train.click();
  await expect(within).toHaveAttribute('data-held', 'true');
  await expect(explorer.step).toBeEnabled();
  await expect(within).toContainText(/paused at layer\s*\d+\/88/);
  const made = Number(await explorer.stepCount.textContent());
  await explorer.step.click();
  await explorer.reaches(made + 1);
  await expect(within).toHaveCount(0);
  await expect(explorer.stepCount).toHaveText(`${made + 1}`);
});

test('an experiment opened within a step that lasts begins at once, with the workers that are there', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SLOW);
  await explorer.train.click();
  await expect(page.getByTestId('step-progress')).toBeVisible();
  const workers = page.workers().length;
  await explorer.typeHash(TINY);
  await explorer.ready();
  const losses = await explorer.stepTo(2);
  expect(page.workers()).toHaveLength(workers);
  await explorer.reset.click();
  await explorer.ready();
  expect(await explorer.stepTo(2)).toEqual(losses);
});
