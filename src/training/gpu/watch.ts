/**
 * The live instruments on the GPU. What they show of a gradient comes from a replay of its own, before that of the step:
 * the same batch and weights, forward and back, watched, without the gradients of the weights. The step itself is the same
 * whether anybody looks or not, to the last bit. All results lie in one buffer.
 */
import * as tf from '@tensorflow/tfjs-core';
import { histogramLayer, UNMEASURED, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { PairStatistics } from '../../engine/measures';
import { Capture, type Replay } from '../../engine/webgpu/capture';
import { ReadbackRing, type GpuAllocations, type Held } from '../../engine/webgpu/gpu-allocations';
import { pairOfParts } from '../../engine/webgpu/pair-parts';
import { forward } from '../../network/forward';
import { BLOCK, WEIGHT_PART, weightNormOf, weightNormParts } from '../../ops/webgpu/optimiser/packed';
import { lossScores } from '../../ops/webgpu/scores';
import { histogramParts, histogramRoom, pairMoments, pairRoom, sharesOf } from '../../ops/webgpu/measure';
import { lookUp } from '../gradient';
import { instrumentRow, type WeightStatistics } from '../instruments';
import { pairKey, PairedProbe, watchedLayers } from '../paired-probe';
import type { StepInputs } from '../step-inputs';
import type { GpuLane } from './lane';
import { chunkTables } from './layout';

/** What is measured: where its parts lie in the results, and of how many numbers it is. */
interface Place {
  readonly start: number;
  readonly size: number;
}

/** Makes room for so many numbers among the results, and tells where it begins. */
type MakeRoom = (numbers: number) => number;

/** Pairs that a lane measures, and the size of their tensors. */
function pairsOf(plan: LanePlan, instruments: readonly InstrumentName[], batch: number): [string, number][] {
  const sizeOf = ({ height, width, channels }: LanePlan['input']): number =>
    batch * height * width * channels;
  const layers = new Map(plan.layers.map((layer) => [layer.name, layer]));
  const blocks = instruments.includes('streams') ? plan.blocks : [];
  return [
    ...blocks.flatMap(({ index, input, output }): [string, number][] => [
      [pairKey.gradients(index), sizeOf(input)],
      [pairKey.values(index), sizeOf(output)],
    ]),
    ...watchedLayers(plan, instruments).map((name): [string, number] => [
      pairKey.layer(name),
      sizeOf(lookUp(layers)(name).output),
    ]),
  ];
}

/** The layer whose histograms are asked for, and where those of its activations and of its gradient lie; null without any. */
function histogramsOf(lane: GpuLane, instruments: readonly InstrumentName[], batch: number, room: MakeRoom) {
  const name = histogramLayer(lane.plan, instruments);
  const layer = lane.plan.layers.find((one) => one.name === name);
  if (layer === undefined) return null;
  const { height, width, channels } = layer.output;
  const weights = lookUp(lane.state.layout.parameters)(`${layer.name}.weight`);
  const place = (size: number): Place => ({ start: room(histogramRoom(size)), size });
  const activations = place(batch * height * width * channels);
  return { activations, gradient: place(weights.size), offset: weights.offset };
}

/** What the instruments see of one lane. */
class LaneWatch {
  readonly #lane: GpuLane;
  readonly #instruments: readonly InstrumentName[];
  readonly #pairs: ReadonlyMap<string, Place>;
  /** Keys of pairs of which only one has come. */
  readonly #alone = new Set<string>();
  readonly #weights: (ReturnType<typeof chunkTables> & { readonly start: number }) | null;
  readonly #histograms: ReturnType<typeof histogramsOf>;
  /** The weights before the step. */
  #copy: GPUBuffer | null = null;
  #before: Replay | undefined;
  /** What is done after the step: norms of weights and updates, and the histogram of the gradient. */
  #after: Replay | undefined;

  constructor(lane: GpuLane, instruments: readonly InstrumentName[], room: MakeRoom) {
    const batch = lane.shared.train.indices.size;
    this.#lane = lane;
    this.#instruments = instruments;
    this.#pairs = new Map(
      pairsOf(lane.plan, instruments, batch).map(([key, size]) => [
        key,
        { start: room(pairRoom(size)), size },
      ]),
    );
    const tables = instruments.includes('layers') ? chunkTables(lane.state.layout, lane.plan) : null;
    this.#weights = tables && { ...tables, start: room((WEIGHT_PART * tables.chunks.length) / 2) };
    this.#histograms = histogramsOf(lane, instruments, batch, room);
  }

  async capture(held: GpuAllocations, results: Held): Promise<void> {
    const target = (start: number, numbers: number): tf.Tensor =>
      held.view(results.buffer, start, [numbers], 'int32');
    this.#before = await this.#captureBefore(held, target);
    if (this.#weights !== null || this.#histograms !== null)
      this.#after = await this.#captureAfter(held, target);
  }

  /** Copies the weights as they are before the step. To be called before the pass begins. */
  copyWeights(encoder: GPUCommandEncoder): void {
    const { packed, layout } = this.#lane.state;
    if (this.#copy !== null) encoder.copyBufferToBuffer(packed.buffer, 0, this.#copy, 0, 4 * layout.size);
  }

  encodeBefore(pass: GPUComputePassEncoder): void {
    this.#before?.encode(pass);
  }

  encodeAfter(pass: GPUComputePassEncoder): void {
    this.#after?.encode(pass);
  }

  /** The row of a step with these gains, from the results; `updated` says whether it was taken. */
  row(results: ArrayBuffer, gains: readonly number[], updated: boolean): number[] {
    const numbers = new Float32Array(results);
    const counts = new Int32Array(results);
    const pairs = new Map<string, PairStatistics>();
    for (const [key, { start, size }] of this.#pairs)
      pairs.set(key, pairOfParts(numbers, start, size, this.#alone.has(key)));
    const { activations, gradient } = this.#histograms ?? {};
    const shares = (place: Place | undefined) => place && sharesOf(counts, place.start, place.size);
    return instrumentRow(this.#lane.plan, {
      instruments: this.#instruments,
      pairs,
      gains,
      weights: this.#weightStatistics(numbers, updated),
      histograms: [shares(activations), shares(gradient)],
    });
  }

  dispose(): void {
    this.#before?.dispose();
    this.#after?.dispose();
  }

  #weightStatistics(numbers: Float32Array, updated: boolean): WeightStatistics[] {
    if (this.#weights === null) return [];
    const { start, layers } = this.#weights;
    const parts = numbers.subarray(start);
    return this.#lane.plan.layers.map((_, layer) => {
      const first = layers[2 * layer] ?? 0;
      const end = first + (layers[2 * layer + 1] ?? 0);
      const update = updated ? weightNormOf(parts, first, end, 2) : UNMEASURED;
      return { norm: weightNormOf(parts, first, end, 0), update };
    });
  }

  async #captureBefore(
    held: GpuAllocations,
    target: (start: number, numbers: number) => tf.Tensor,
  ): Promise<Replay> {
    const { plan, state, inputs, shared, loss } = this.#lane;
    const capture = new Capture(held.backend);
    const check = (what: string, { size }: tf.Tensor, place: Place): void => {
      if (size !== place.size) throw new Error(`${what} has ${size} numbers, not ${place.size}`);
    };
    const probe = new PairedProbe(
      plan,
      this.#instruments,
      (key, a, b) => {
        const place = lookUp(this.#pairs)(key);
        check(key, a, place);
        if (b === null) this.#alone.add(key);
        pairMoments(a, b ?? a, target(place.start, pairRoom(a.size)));
      },
      (activation) => {
        const place = this.#histograms?.activations;
        if (place === undefined) return;
        check('What a histogram is of', activation, place);
        histogramParts(activation, target(place.start, histogramRoom(place.size)));
      },
    );
    const pass = (): tf.Tensor2D =>
      forward(plan, shared.trainingImages(), {
        parameters: lookUp(state.parameters),
        mode: { kind: 'training' },
        gains: inputs.gains,
        noise: inputs,
        ...probe.watchers,
      });
    if (this.#pairs.size === 0) {
      // Activations alone need no way back.
      if (this.#histograms !== null) capture.record(() => tf.dispose(pass()));
      return capture.finish();
    }
    // The scores' own gradient is not asked for; without one, tfjs would compute ones.
    const unit = tf.scalar(1);
    const stem = lookUp(state.parameters)(`${plan.layers[0]?.name}.weight`);
    const { value, grads } = capture.record(() => {
      // All that lies between the stem and the loss is on the way; gradients of weights are read by none and left out.
      const found = tf.engine().gradients(() => lossScores(pass(), shared.train, loss), [stem], unit, true);
      probe.finish();
      return found;
    });
    tf.dispose([unit, value, ...grads]);
    return capture.finish();
  }

  async #captureAfter(
    held: GpuAllocations,
    target: (start: number, numbers: number) => tf.Tensor,
  ): Promise<Replay> {
    const { packed, layout } = this.#lane.state;
    const capture = new Capture(held.backend);
    if (this.#weights !== null) {
      const { chunks, start } = this.#weights;
      const copy = held.upload(new Float32Array(layout.size), [layout.size]);
      const table = held.upload(chunks, [chunks.length]).tensor;
      const parts = target(start, (WEIGHT_PART * chunks.length) / 2);
      capture.record(() => weightNormParts(packed.tensor, copy.tensor, table, parts));
      this.#copy = copy.buffer;
    }
    if (this.#histograms !== null) {
      const { gradient, offset } = this.#histograms;
      // The last row of the state.
      const row = packed.tensor.size - layout.size;
      const values = held.view(packed.buffer, row + offset, [gradient.size]);
      capture.record(() => histogramParts(values, target(gradient.start, histogramRoom(gradient.size))));
    }
    return capture.finish();
  }
}

export class GpuWatch {
  readonly #held: GpuAllocations;
  readonly #results: Held;
  readonly #ring: ReadbackRing;
  readonly #lanes: readonly LaneWatch[];

  /** @param ahead Results that may be under way at once. */
  static async prepare(
    lanes: readonly GpuLane[],
    instruments: readonly InstrumentName[],
    held: GpuAllocations,
    ahead: number,
  ): Promise<GpuWatch> {
    let end = 0;
    const watches = lanes.map(
      (lane) =>
        new LaneWatch(lane, instruments, (numbers) => {
          const start = end;
          end += Math.ceil(numbers / BLOCK) * BLOCK;
          return start;
        }),
    );
    const size = Math.max(end, BLOCK);
    const results = held.upload(new Int32Array(size), [size]);
    for (const watch of watches) await watch.capture(held, results);
    return new GpuWatch(watches, held, results, ahead);
  }

  private constructor(lanes: readonly LaneWatch[], held: GpuAllocations, results: Held, ahead: number) {
    this.#lanes = lanes;
    this.#held = held;
    this.#results = results;
    this.#ring = new ReadbackRing(held.backend.device, results.buffer.size, ahead);
  }

  /** See `LaneWatch.copyWeights`. */
  copyWeights(encoder: GPUCommandEncoder): void {
    for (const lane of this.#lanes) lane.copyWeights(encoder);
  }

  encodeBefore(pass: GPUComputePassEncoder): void {
    for (const lane of this.#lanes) lane.encodeBefore(pass);
  }

  encodeAfter(pass: GPUComputePassEncoder): void {
    for (const lane of this.#lanes) lane.encodeAfter(pass);
  }

  /** See `ReadbackRing.copy`. */
  copy(encoder: GPUCommandEncoder): () => Promise<ArrayBuffer> {
    return this.#ring.copy(encoder, this.#results.buffer);
  }

  /** The row of every lane from the results of a step. */
  rows(results: ArrayBuffer, { gains, update }: StepInputs): number[][] {
    return this.#lanes.map((lane, i) => lane.row(results, gains[i] ?? [], update));
  }

  /** Nothing may be under way. */
  dispose(): void {
    for (const lane of this.#lanes) lane.dispose();
    this.#ring.dispose();
    this.#held.dispose();
  }
}
