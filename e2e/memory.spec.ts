/** Training takes no more memory the longer it goes on. */
import { SMALL, TINY } from './experiments';
import type { Explorer } from './explorer';
import { expect, test } from './test';
import { WorkerInspector, type MemoryUse } from './worker-inspector';

/**
 * Steps after which compiled code and buffers have reached their size: those of rows double at 512 steps, and then at 1,024.
 */
const WARM = 520;
const STEPS = 500;
/**
 * What may be added per step, in bytes. One leaked tensor, however small, costs the worker more than this: its object,
 * its entries in the maps of engine and backend.
 */
const WORKER_BYTES = 400;
/** 800 to 1,060 were seen, more of them beside other work. */
const PAGE_BYTES = 1_300;

test(`memory is flat over ${STEPS} steps`, async ({ explorer, page }, testInfo) => {
  test.slow();
  const inspector = await WorkerInspector.of(page);
  await explorer.openReady(TINY);
  const before = await memoryAfter(explorer, inspector, WARM);
  const after = await memoryAfter(explorer, inspector, WARM + STEPS);
  testInfo.annotations.push({ type: 'bytes', description: JSON.stringify({ before, after }) });
  expect(before.wasm).toBeGreaterThan(0);
  expect(after.wasm, 'WebAssembly memory').toBe(before.wasm);
  expect(after.worker - before.worker, 'heap of the worker').toBeLessThan(WORKER_BYTES * STEPS);
  expect(after.page - before.page, 'heap of the page').toBeLessThan(PAGE_BYTES * STEPS);
});

test('ten runs one after the other take no more memory than two', async ({ explorer, page }) => {
  const inspector = await WorkerInspector.of(page);
  await explorer.openReady(SMALL);
  const runs = async (count: number): Promise<MemoryUse> => {
    for (let run = 0; run < count; run++) {
      await explorer.reset.click();
      await explorer.ready();
      await explorer.stepTo(1);
    }
    return inspector.memory();
  };
  const before = await runs(2);
  const after = await runs(8);
  expect(after.wasm).toBe(before.wasm);
  // Parameters and data of a run are about 1.5 MB.
  expect(after.worker - before.worker).toBeLessThan(400_000);
});

async function memoryAfter(
  explorer: Explorer,
  inspector: WorkerInspector,
  steps: number,
): Promise<MemoryUse> {
  await explorer.train.click();
  await explorer.reaches(steps);
  await explorer.pause();
  return inspector.memory();
}
