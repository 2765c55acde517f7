/**
 * The live instruments on the GPU. What they show of a gradient comes from a replay of its own, before that of the step:
 * the same batch and weights, forward and back, watched, without the gradients of the weights. The step itself is the same
 * whether anybody looks or not, to the last bit. All results lie in one buffer.
 */
import * as tf from '@tensorflow/tfjs-core';
import { UNMEASURED, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { LossConfig } from '../../config/schema';
import { Capture, type Replay } from '../../engine/webgpu/capture';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { pairOfParts } from '../../engine/webgpu/pair-parts';
import { ReadbackRing } from '../../engine/webgpu/readback';
import type { PairStatistics } from '../../engine/measures';
import { forward } from '../../network/network';
import type { Noise } from '../../network/noise';
import { BLOCK, WEIGHT_PART, weightNormOf, weightNormParts } from '../../ops/webgpu/conv/packed';
import { pairMoments, pairRoom } from '../../ops/webgpu/measure';
import { lossScores } from '../../ops/webgpu/scores';
import type { GpuInputs } from './inputs';
import { chunkTables, type PackedLayout } from './layout';
import { GpuHistograms } from './histograms';
import { lookUp } from '../gradient';
import { instrumentRow } from '../instruments';
import { pairKey, PairedProbe, watchedLayers } from '../paired-probe';

/** A lane as far as the instruments look into it. */
export interface WatchedLane {
  readonly plan: LanePlan;
  readonly layout: PackedLayout;
  readonly state: Held;
  readonly parameters: ReadonlyMap<string, tf.Tensor>;
  readonly gains: readonly tf.Tensor1D[];
  readonly loss: LossConfig;
  readonly inputs: GpuInputs;
  readonly noise: Noise;
}

/** Where the parts of a pair lie in the results. */
interface Place {
  readonly start: number;
  /** Numbers of each of its tensors. */
  readonly size: number;
  alone: boolean;
}

interface Captured {
  readonly lane: WatchedLane;
  readonly places: ReadonlyMap<string, Place>;
  readonly replay: Replay;
  /** What is done after the step: norms of weights and updates, from copies made before it. */
  readonly weights: {
    readonly start: number;
    readonly layers: Int32Array;
    readonly copy: GPUBuffer;
    readonly replay: Replay;
  } | null;
  /** Histograms, of which that of the gradient is made after the step. */
  readonly histograms: { readonly of: GpuHistograms; readonly replay: Replay } | null;
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** Pairs that a lane measures, and the size of their tensors. */
function pairsOf(plan: LanePlan, instruments: readonly InstrumentName[], batch: number): [string, number][] {
  const sizeOf = ({ height, width, channels }: LanePlan['input']): number =>
    batch * height * width * channels;
  const layers = new Map(plan.layers.map((layer) => [layer.name, layer]));
  const streams = !instruments.includes('streams')
    ? []
    : plan.blocks.flatMap(({ index, input, output }): [string, number][] => [
        [pairKey.gradients(index), sizeOf(input)],
        [pairKey.values(index), sizeOf(output)],
      ]);
  return [
    ...streams,
    ...watchedLayers(plan, instruments).map((name): [string, number] => [
      pairKey.layer(name),
      sizeOf(lookUp(layers)(name).output),
    ]),
  ];
}

export class GpuWatch {
  readonly instruments: readonly InstrumentName[];
  readonly #held: GpuAllocations;
  readonly #results: Held;
  readonly #ring: ReadbackRing;
  readonly #captured: readonly Captured[];

  /** @param ahead Results that may be under way at once. */
  static async prepare(
    lanes: readonly WatchedLane[],
    instruments: readonly InstrumentName[],
    held: GpuAllocations,
    ahead: number,
  ): Promise<GpuWatch> {
    let end = 0;
    const place = (numbers: number): number => {
      const start = end;
      end += padded(numbers);
      return start;
    };
    const planned = lanes.map((lane) => {
      const batch = lane.inputs.train.indices.size;
      const places = pairsOf(lane.plan, instruments, batch).map(
        ([key, size]) => [key, { start: place(pairRoom(size)), size, alone: false }] as const,
      );
      const tables = instruments.includes('layers') ? chunkTables(lane.layout, lane.plan) : null;
      const weights = tables && {
        tables,
        start: place((WEIGHT_PART * tables.chunks.length) / 2),
      };
      const histograms = GpuHistograms.of(lane, instruments, place);
      return { lane, places: new Map<string, Place>(places), weights, histograms };
    });
    const results = held.upload(new Int32Array(Math.max(end, BLOCK)), [Math.max(end, BLOCK)]);
    const captured: Captured[] = [];
    for (const { lane, places, weights, histograms } of planned) {
      const replay = await captureWatched(lane, instruments, held, results, places, histograms);
      const copied = weights === null ? null : await captureWeights(lane, held, results, weights);
      const after = histograms && {
        of: histograms,
        replay: await histograms.captureGradient(lane, held, results),
      };
      captured.push({ lane, places, replay, weights: copied, histograms: after });
    }
    return new GpuWatch(instruments, held, results, captured, ahead);
  }

  private constructor(
    instruments: readonly InstrumentName[],
    held: GpuAllocations,
    results: Held,
    captured: readonly Captured[],
    ahead: number,
  ) {
    this.instruments = instruments;
    this.#held = held;
    this.#results = results;
    this.#captured = captured;
    this.#ring = new ReadbackRing(held.backend.device, results.buffer.size, ahead);
  }

  /** Copies the weights as they are before the step. To be called before the pass begins. */
  copyWeights(encoder: GPUCommandEncoder): void {
    for (const { lane, weights } of this.#captured) {
      if (weights !== null)
        encoder.copyBufferToBuffer(lane.state.buffer, 0, weights.copy, 0, 4 * lane.layout.size);
    }
  }

  encodeBefore(pass: GPUComputePassEncoder): void {
    for (const { replay } of this.#captured) replay.encode(pass);
  }

  encodeAfter(pass: GPUComputePassEncoder): void {
    for (const { weights, histograms } of this.#captured) {
      weights?.replay.encode(pass);
      histograms?.replay.encode(pass);
    }
  }

  /** See `ReadbackRing.copy`. */
  copy(encoder: GPUCommandEncoder): () => Promise<ArrayBuffer> {
    return this.#ring.copy(encoder, this.#results.buffer);
  }

  /** The row of every lane from the results; `gains` were in force, and `updated` says whether the step was taken. */
  rows(results: ArrayBuffer, gains: readonly (readonly number[])[], updated: boolean): number[][] {
    const numbers = new Float32Array(results);
    const counts = new Int32Array(results);
    return this.#captured.map(({ lane: { plan }, places, weights, histograms }, i) => {
      const pairs = new Map<string, PairStatistics>();
      for (const [key, { start, size, alone }] of places)
        pairs.set(key, pairOfParts(numbers, start, size, alone));
      const weightStatistics = plan.layers.map((_, layer) => {
        if (weights === null) return { norm: Number.NaN, update: UNMEASURED };
        const parts = numbers.subarray(weights.start);
        const first = weights.layers[2 * layer] ?? 0;
        const end = first + (weights.layers[2 * layer + 1] ?? 0);
        return {
          norm: weightNormOf(parts, first, end, 0),
          update: updated ? weightNormOf(parts, first, end, 2) : UNMEASURED,
        };
      });
      const { instruments } = this;
      return instrumentRow(plan, {
        instruments,
        pairs,
        gains: gains[i] ?? [],
        weights: weightStatistics,
        histograms: histograms?.of.shares(counts) ?? [],
      });
    });
  }

  /** Nothing may be under way. */
  dispose(): void {
    for (const { replay, weights, histograms } of this.#captured) {
      replay.dispose();
      weights?.replay.dispose();
      histograms?.replay.dispose();
    }
    this.#ring.dispose();
    this.#held.dispose();
  }
}

async function captureWatched(
  { plan, parameters, gains, loss, inputs, noise }: WatchedLane,
  instruments: readonly InstrumentName[],
  held: GpuAllocations,
  results: Held,
  places: ReadonlyMap<string, Place>,
  histograms: GpuHistograms | null,
): Promise<Replay> {
  const capture = new Capture(held.backend);
  const probe = new PairedProbe(
    plan,
    instruments,
    (key, a, b) => {
      const place = lookUp(places)(key);
      if (a.size !== place.size) throw new Error(`${key} has ${a.size} numbers, not ${place.size}`);
      place.alone = b === null;
      pairMoments(a, b ?? a, held.view(results.buffer, place.start, [pairRoom(a.size)], 'int32'));
    },
    (activation) => histograms?.record(activation, held, results),
  );
  const pass = (): tf.Tensor2D =>
    forward(plan, inputs.trainingImages(), {
      parameters: lookUp(parameters),
      mode: { kind: 'training' },
      gains,
      noise,
      ...probe.watchers,
    });
  if (places.size === 0) {
    // Activations alone need no way back.
    if (histograms !== null) capture.record(() => tf.dispose(pass()));
    return capture.finish();
  }
  // The scores' own gradient is not asked for; without one, tfjs would compute ones.
  const unit = tf.scalar(1);
  const stem = lookUp(parameters)(`${plan.layers[0]?.name}.weight`);
  const { value, grads } = capture.record(() => {
    const found = tf.engine().gradients(
      () => {
        return lossScores(pass(), inputs.train, loss);
      },
      // All that lies between the stem and the loss is on the way; gradients of weights are read by none and left out.
      [stem],
      unit,
      true,
    );
    probe.finish();
    return found;
  });
  tf.dispose([unit, value, ...grads]);
  return capture.finish();
}

async function captureWeights(
  { layout, state }: WatchedLane,
  held: GpuAllocations,
  results: Held,
  { tables, start }: { readonly tables: ReturnType<typeof chunkTables>; readonly start: number },
) {
  const { chunks, layers } = tables;
  const copy = held.upload(new Float32Array(layout.size), [layout.size]);
  const table = held.upload(chunks, [chunks.length]).tensor;
  const target = held.view(results.buffer, start, [(WEIGHT_PART * chunks.length) / 2], 'int32');
  const capture = new Capture(held.backend);
  capture.record(() => weightNormParts(state.tensor, copy.tensor, table, target));
  return { start, layers, copy: copy.buffer, replay: await capture.finish() };
}
