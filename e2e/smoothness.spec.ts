/**
 * The page answers while it trains: no task of its main thread takes longer than 100 ms. A trace gives for every task
 * the time it took and the time it had a processor. On a machine that is shared with others a task may take long only
 * because it was kept waiting; what had a processor for less than half of its time is not the page's doing.
 */
import { DEFAULT } from './experiments';
import { traceMainThread } from './main-thread';
import { expect, test } from './test';

const LONGEST_MILLISECONDS = 100;
const STEPS = 40;

test(`no task over ${LONGEST_MILLISECONDS} ms while the default experiment trains, a switch included`, async ({
  explorer,
  page,
  browser,
}, testInfo) => {
  test.slow();
  await explorer.openReady(DEFAULT);
  const { tasks } = await traceMainThread(browser, page, async () => {
    await explorer.train.click();
    await explorer.reaches(STEPS / 2);
    await explorer.skip('plain', 'all').click();
    await explorer.reaches(STEPS);
    await explorer.pause();
  });
  const summary = {
    tasks: tasks.length,
    over50: tasks.filter(({ took }) => took > 50).length,
    over100: tasks.filter(({ took }) => took > LONGEST_MILLISECONDS).length,
    longest: Math.max(...tasks.map(({ took }) => Math.round(took))),
    mostComputed: Math.max(...tasks.map(({ computed }) => Math.round(computed))),
  };
  testInfo.annotations.push({ type: 'main thread, ms', description: JSON.stringify(summary) });
  // Every step is a message and a frame at least.
  expect(tasks.length).toBeGreaterThan(2 * STEPS);
  expect(summary.mostComputed, 'a trace with processor times').toBeGreaterThan(0);
  const long = tasks.filter(({ took, computed }) => took > LONGEST_MILLISECONDS && computed > took / 2);
  expect(long).toEqual([]);
  expect(summary.mostComputed).toBeLessThan(LONGEST_MILLISECONDS);
});
