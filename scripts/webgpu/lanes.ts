/** Runs of small experiments on both sides, and what they must have in common. */
import * as tf from '@tensorflow/tfjs-core';
import { assert } from 'vitest';
import type { Blocks, ExperimentConfig } from '../../src/config/schema';
import type { DataSet } from '../../src/data/dataset';
import { useKernels } from '../../src/ops/active-kernels';
import { referenceKernels } from '../../src/ops/reference/kernel-set';
import { webgpuKernels } from '../../src/ops/webgpu/kernel-set';
import { GpuLanes } from '../../src/training/gpu/lanes';
import { HostLanes } from '../../src/training/host/lanes';
import type { Watch } from '../../src/training/instruments';
import type { LaneState } from '../../src/contract/run-state';
import type { Lanes, TestedBatch } from '../../src/training/lanes';
import { Timeline, type StepInputs } from '../../src/training/step-inputs';
import { batchOf, plansOf } from './experiments';

/** Lanes that are told the batch of each step by hand, and of changes as the page makes them. */
export class DrivenLanes {
  readonly lanes: Lanes;
  readonly #experiment: ExperimentConfig;
  readonly #timeline: Timeline;

  constructor(lanes: Lanes, experiment: ExperimentConfig, data: DataSet) {
    this.lanes = lanes;
    this.#experiment = experiment;
    this.#timeline = new Timeline(experiment, data.train.count);
  }

  setGain(lane: number, block: Blocks, gain: number): void {
    this.#timeline.change({ step: 0, lane: this.#experiment.lanes[lane]?.id ?? '', block, gain });
  }

  inputsOf(indices: Uint32Array<ArrayBuffer>, update: boolean, step = 0): StepInputs {
    return { ...this.#timeline.inputsOf(step, update), indices };
  }

  run(
    indices: Uint32Array<ArrayBuffer>,
    update: boolean,
    step = 0,
    watch?: Watch,
  ): Promise<readonly number[]> {
    return this.lanes.run(this.inputsOf(indices, update, step), watch);
  }

  test(lane: number, count: number): AsyncGenerator<TestedBatch> {
    return this.lanes.test(lane, count, this.#timeline.settings.gains[lane] ?? []);
  }

  snapshot(lane: number): Promise<LaneState> {
    return this.lanes.snapshot(lane);
  }
}

/** Lanes on the GPU, or on the processor with the reference. @param place Whose backend is made the current one. */
export async function openOn(place: 'gpu' | 'cpu', experiment: ExperimentConfig, data: DataSet) {
  await tf.setBackend(place === 'gpu' ? 'webgpu' : 'cpu');
  useKernels(place === 'gpu' ? webgpuKernels() : referenceKernels);
  const Kind = place === 'gpu' ? GpuLanes : HostLanes;
  return new DrivenLanes(new Kind(experiment, plansOf(experiment, data), data), experiment, data);
}

export type Script = (lanes: DrivenLanes, experiment: ExperimentConfig) => Promise<(readonly number[])[]>;

/** Captured steps on WebGPU. */
export async function onGpu(experiment: ExperimentConfig, data: DataSet, script: Script) {
  const driven = await openOn('gpu', experiment, data);
  try {
    return await script(driven, experiment);
  } finally {
    driven.lanes.dispose();
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
  const lanes = new HostLanes(experiment, plansOf(experiment, data), data);
  return script(new DrivenLanes(lanes, experiment, data), experiment);
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
