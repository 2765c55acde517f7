/** Training takes no more memory the longer it goes on. */
import { SMALL, TINY } from './experiments';
import type { Explorer } from './explorer';
import { expect, test } from './test';
import { WorkerInspector, type MemoryUse } from './worker-inspector';

/** Steps after which compiled code and what is drawn have reached their size. */
const WARM = 1_040;
const STEPS = 500;
/** Stretches of steps that are measured. A leak shows in each; what is drawn once, when the page finds time for it, in one. */
const STRETCHES = 2;
/** What may be added per step, in bytes: 50 to 80 were seen. */
const WORKER_BYTES = 200;
/** The rows of a step are kept: 300 to 500 were seen. */
const PAGE_BYTES = 1_000;

test(`memory is flat over ${STEPS} steps`, async ({ explorer, page }, testInfo) => {
  test.slow();
  const inspector = await WorkerInspector.of(page);
  await explorer.openReady(TINY);
  let before = await memoryAfter(explorer, inspector, WARM);
  expect(before.wasm).toBeGreaterThan(0);
  // Planned steps do without tfjs: none is to come.
  expect(before.tensors).toBe(0);
  const grown: { worker: number; page: number }[] = [];
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const after = await memoryAfter(explorer, inspector, before.steps + STEPS);
    const steps = after.steps - before.steps;
    grown.push({
      worker: (after.worker - before.worker) / steps,
      page: (after.page - before.page) / steps,
    });
    expect(after.wasm, 'WebAssembly memory').toBe(before.wasm);
    expect(after.tensors, 'tensors').toBe(before.tensors);
    before = after;
  }
  testInfo.annotations.push({ type: 'bytes per step', description: JSON.stringify(grown) });
  expect(Math.min(...grown.map(({ worker }) => worker)), 'heap of the worker').toBeLessThan(WORKER_BYTES);
  expect(Math.min(...grown.map((bytes) => bytes.page)), 'heap of the page').toBeLessThan(PAGE_BYTES);
});

test('runs one after the other take no more memory', async ({ explorer, page }) => {
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
  let before = await runs(8);
  const grown: number[] = [];
  // Code is compiled in three workers meanwhile, less and less of it: 800, 370, 170, 70 kB were seen. A leak shows in each stretch.
  for (let stretch = 0; stretch < STRETCHES + 1; stretch++) {
    const after = await runs(8);
    grown.push(after.worker - before.worker);
    expect(after.wasm).toBe(before.wasm);
    expect(after.tensors).toBe(before.tensors);
    before = after;
  }
  // Parameters and data of a run are about 1.5 MB, of eight 12.
  expect(Math.min(...grown)).toBeLessThan(400_000);
});

/** Trains for at least so many steps; with the steps that were made until the pause. */
async function memoryAfter(
  explorer: Explorer,
  inspector: WorkerInspector,
  wanted: number,
): Promise<MemoryUse & { readonly steps: number }> {
  await explorer.train.click();
  await explorer.reaches(wanted);
  const steps = await explorer.pause();
  return { ...(await inspector.memory()), steps };
}
