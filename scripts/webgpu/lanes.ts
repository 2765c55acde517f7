/** Runs of small experiments on both sides, and what they must have in common. */
import * as tf from '@tensorflow/tfjs-core';
import { assert } from 'vitest';
import type { ExperimentConfig } from '../../src/config/schema';
import type { DataSet } from '../../src/data/dataset';
import { useKernels } from '../../src/ops/active-kernels';
import { referenceKernels } from '../../src/ops/reference/kernel-set';
import { webgpuKernels } from '../../src/ops/webgpu/kernel-set';
import { GpuLanes } from '../../src/training/gpu/lanes';
import { HostLanes } from '../../src/training/host/lanes';
import type { Lanes } from '../../src/training/lanes';
import { batchOf, plansOf } from './experiments';

export type Script = (lanes: Lanes, experiment: ExperimentConfig) => Promise<(readonly number[])[]>;

/** Captured steps on WebGPU. */
export async function onGpu(experiment: ExperimentConfig, data: DataSet, script: Script) {
  await tf.setBackend('webgpu');
  useKernels(webgpuKernels());
  const lanes = new GpuLanes(experiment, plansOf(experiment, data), data);
  try {
    return await script(lanes, experiment);
  } finally {
    lanes.dispose();
  }
}

/** Eager steps with parameters on the processor: by our kernels on WebGPU, or by the reference on the processor. */
export async function onHost(
  backend: 'webgpu' | 'cpu',
  experiment: ExperimentConfig,
  data: DataSet,
  script: Script,
) {
  await tf.setBackend(backend);
  useKernels(backend === 'webgpu' ? webgpuKernels() : referenceKernels);
  return script(new HostLanes(experiment, plansOf(experiment, data), data), experiment);
}

/** Every row within `tolerance`, each number relative to itself or, where it is tiny, to 1e-4 of the row's largest. */
export function assertAgree(
  actual: (readonly number[])[],
  expected: (readonly number[])[],
  tolerance: number,
): void {
  assert(actual.length === expected.length, `${actual.length} rows instead of ${expected.length}`);
  expected.forEach((row, step) => {
    assert(
      actual[step]?.length === row.length,
      `row ${step} has ${actual[step]?.length} numbers, not ${row.length}`,
    );
    const floor = 1e-4 * Math.max(...row.map(Math.abs));
    row.forEach((should, column) => {
      const is = actual[step]?.[column] ?? Number.NaN;
      const error = Math.abs(is - should) / Math.max(Math.abs(should), floor);
      assert(error <= tolerance, `row ${step}, column ${column}: ${is} instead of ${should}`);
    });
  });
}

/** So many steps, each with its number. */
export const steps =
  (count: number): Script =>
  async (lanes, { batchSize }) => {
    const rows: (readonly number[])[] = [];
    for (let step = 0; step < count; step++) rows.push(await lanes.run(batchOf(step, batchSize), true, step));
    return rows;
  };
