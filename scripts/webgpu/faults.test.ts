/** Where a network diverges on the GPU, which has taken further steps by the time anybody asks: the same place as elsewhere. */
import { assert, test } from 'vitest';
import { batchOf, dataOf, experimentOf } from './experiments';
import { openOn } from './lanes';

/** Steps that follow the one that breaks, before the fault is asked for. */
const BEYOND = 2;

/** The fault of each lane, of the first step whose loss is not finite. */
async function faults(place: 'gpu' | 'cpu', learningRate: number) {
  // Without a norm and with linear branches nothing holds back weights that are far too large.
  const experiment = experimentOf({ norm: 'none', activation: 'linear', learningRate });
  const data = dataOf(7, 3);
  const driven = await openOn(place, experiment, data);
  try {
    const broken: number[] = [];
    for (let step = 0, beyond = 0; beyond <= BEYOND; step++) {
      const row = await driven.run(batchOf(step, experiment.batchSize), true, step);
      const width = row.length / experiment.lanes.length;
      experiment.lanes.forEach((_, lane) => {
        if (!Number.isFinite(row[lane * width])) broken[lane] ??= step;
      });
      if (broken.filter(() => true).length === experiment.lanes.length) beyond++;
      assert(step < 50, 'no loss was infinite');
    }
    const found = [];
    for (const [lane, step] of broken.entries()) {
      const inputs = driven.inputsOf(batchOf(step, experiment.batchSize), false, step);
      found.push({ step, ...(await driven.lanes.fault(lane, inputs)) });
    }
    return found;
  } finally {
    driven.lanes.dispose();
  }
}

for (const rate of [1e9, 1e20])
  test(`the first layer at fault is named, as the processor names it, at a rate of ${rate}`, async () => {
    const [gpu, cpu] = [await faults('gpu', rate), await faults('cpu', rate)];
    assert(
      gpu.every(({ place }) => place === 'output' || place === 'logits' || place === 'weights'),
      JSON.stringify(gpu),
    );
    assert(
      JSON.stringify(gpu) === JSON.stringify(cpu),
      `${JSON.stringify(gpu)} instead of ${JSON.stringify(cpu)}`,
    );
  });
