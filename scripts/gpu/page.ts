/** Times single convolutions on WebGPU; `scripts/gpu.ts` drives it. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { randomStream } from '../../src/data/random';
import { chooseBackend } from '../../src/engine/backend';
import { findAdapter, type Adapter } from '../../src/engine/gpu';
import { Capture, type Replay } from '../../src/engine/webgpu/capture';
import { GpuAllocations, readBuffer } from '../../src/engine/webgpu/gpu-allocations';
import { kernels } from '../../src/ops/active-kernels';
import { chooseConvolutions, type ConvolutionChoice } from '../../src/ops/webgpu/choose';
import type { LayerShape } from './layers';

export const PASSES = ['forward', 'input gradient', 'filter gradient'] as const;
export type PassName = (typeof PASSES)[number];

export interface LayerTiming {
  readonly pass: PassName;
  readonly directMicroseconds: number;
  /** Null where tiles cannot do it. */
  readonly tiledMicroseconds: number | null;
  /** What the chooser takes on this adapter. */
  readonly chosen: 'direct' | 'tiled';
  /** Largest difference of the two results, relative to the largest number; 0 where there is one. */
  readonly difference: number;
}

declare global {
  interface Window {
    describeAdapter(): Promise<Adapter | 'none' | 'silent'>;
    /** `milliseconds` are for one measurement, of which each kernel has five. */
    timeLayer(layer: LayerShape, milliseconds: number): Promise<LayerTiming[]>;
  }
}

/** Measurements of a kernel, the quickest of which counts. */
const MEASUREMENTS = 5;
/** Dispatches of one submission at most. */
const MOST_REPEATS = 2000;

window.describeAdapter = () => findAdapter();

window.timeLayer = async (layer, milliseconds) => {
  const { name } = await chooseBackend('webgpu');
  if (name !== 'webgpu') throw new Error('WebGPU cannot be had in this browser');
  const timings: LayerTiming[] = [];
  for (const pass of PASSES) {
    const chosen = await prepare(layer, pass, 'by shape');
    const direct = await prepare(layer, pass, 'direct');
    const tiled = await prepare(layer, pass, 'tiled');
    const both = isTiled(tiled);
    const values = both ? [await direct.values(), await tiled.values()] : [];
    const [directTime = Number.NaN, tiledTime = null] = await timeInTurns(
      both ? [direct, tiled] : [direct],
      milliseconds,
    );
    timings.push({
      pass,
      directMicroseconds: 1000 * directTime,
      tiledMicroseconds: tiledTime === null ? null : 1000 * tiledTime,
      chosen: isTiled(chosen) ? 'tiled' : 'direct',
      difference: largestDifference(values),
    });
    for (const each of [chosen, direct, tiled]) each.dispose();
  }
  return timings;
};

interface Prepared {
  readonly replay: Replay;
  /** Of what was captured. */
  readonly kernelNames: readonly string[];
  values(): Promise<Float32Array>;
  dispose(): void;
}

function isTiled({ kernelNames }: Prepared): boolean {
  return kernelNames.some((name) => name.includes('-tiled-'));
}

/** A pass over random numbers, captured; its result has a buffer of its own. */
async function prepare(layer: LayerShape, pass: PassName, choice: ConvolutionChoice): Promise<Prepared> {
  const { batch, side, inputs, outputs, kernel, stride } = layer;
  const backend = tf.backend() as WebGPUBackend;
  const held = new GpuAllocations(backend);
  const random = (label: string, shape: readonly number[]): tf.Tensor4D => {
    const stream = randomStream(3, label);
    const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => stream.normal());
    return held.upload<tf.Tensor4D>(values, shape).tensor;
  };
  const geometry = { stride, padding: kernel >> 1 };
  const outSide = Math.ceil(side / stride);
  const x = random('x', [batch, side, side, inputs]);
  const filter = random('filter', [kernel, kernel, inputs, outputs]);
  const dy = random('dy', [batch, outSide, outSide, outputs]);
  const { conv2d } = kernels();
  const passes: Record<PassName, () => tf.Tensor> = {
    forward: () => conv2d.forward(x, filter, geometry),
    'input gradient': () => conv2d.inputGradient(dy, filter, x.shape, geometry),
    'filter gradient': () => conv2d.filterGradient(x, dy, filter.shape, geometry),
  };
  chooseConvolutions(choice);
  const capture = new Capture(backend);
  const output = capture.record(passes[pass]);
  const result = held.upload(new Float32Array(output.size), output.shape);
  capture.slotOf(output).place = { buffer: result.buffer, offset: 0, size: 4 * output.size };
  const { size } = output;
  const replay = await capture.finish();
  output.dispose();
  chooseConvolutions('by shape');
  return {
    replay,
    kernelNames: replay.kernelNames,
    async values() {
      await submit(replay, 1);
      return readBuffer(backend.device, result.buffer, 4 * size);
    },
    dispose() {
      replay.dispose();
      held.dispose();
    },
  };
}

/** Milliseconds until so many replays in one submission are done. */
async function submit(replay: Replay, count: number): Promise<number> {
  const { device, queue } = tf.backend() as WebGPUBackend;
  const start = performance.now();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (let i = 0; i < count; i++) replay.encode(pass);
  pass.end();
  queue.submit([encoder.finish()]);
  await queue.onSubmittedWorkDone();
  return performance.now() - start;
}

/** Milliseconds of one replay of each, by turns: as many at once as take about so long, less what a single one waits longer. */
async function timeInTurns(prepared: readonly Prepared[], milliseconds: number): Promise<number[]> {
  const counts: number[] = [];
  for (const { replay } of prepared) {
    await submit(replay, 1);
    let count = 1;
    for (
      let took = await submit(replay, 1);
      took < milliseconds / 2 && count < MOST_REPEATS;
      took = await submit(replay, count)
    )
      count = Math.min(MOST_REPEATS, Math.ceil(count * Math.min(8, Math.max(2, milliseconds / took))));
    counts.push(count);
  }
  const best = prepared.map(() => Number.POSITIVE_INFINITY);
  for (let measurement = 0; measurement < MEASUREMENTS; measurement++)
    for (const [i, { replay }] of prepared.entries()) {
      const count = counts[i] ?? 1;
      best[i] = Math.min(best[i] ?? Number.POSITIVE_INFINITY, (await submit(replay, count)) / count);
    }
  return best;
}

function largestDifference([a, b]: readonly Float32Array[]): number {
  if (a === undefined || b === undefined) return 0;
  let [largest, apart] = [0, 0];
  a.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    // NaN is no agreement.
    const off = Math.abs(value - (b[i] ?? Number.NaN));
    apart = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(apart, off);
  });
  return apart / largest;
}
