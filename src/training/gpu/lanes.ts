/** Lanes on the GPU: one submission a step for all of them, which uploads little and reads all metrics at once. */
import * as tf from '@tensorflow/tfjs-core';
import type { InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Blocks, ExperimentConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import type { Score } from '../../engine/measures';
import type { Replay } from '../../engine/webgpu/capture';
import { GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { ruleOf } from '../../engine/optimiser';
import { ReadbackRing } from '../../engine/webgpu/readback';
import { layoutOf } from '../../network/parameters';
import { stateRows } from '../../ops/webgpu/optimiser/hyper';
import { BLOCK } from '../../ops/webgpu/conv/packed';
import { webgpuBackend } from '../../ops/webgpu/program';
import { faultInPass, type Fault } from '../fault';
import { checkFit } from './fit';
import { GpuInputs } from './inputs';
import { GpuLane } from './lane';
import { GpuWatch } from './watch';
import type { Watch } from '../instruments';
import type { LaneState, Lanes } from '../lanes';
import { batchOfStep, noiseOfStep } from '../host/step';

const TEST_BATCH = 100;
/** Steps under way at once, at most: some browsers answer a readback only every 100 ms. */
const MOST_AHEAD = 4;
/**
 * Milliseconds of work that may be under way: more hides no readback, and a pause would have to wait for it. Where steps are
 * slow themselves, one follows the other; where only their readback is, more of them shorten the interval, and so on to four.
 */
const WORK_AHEAD = 150;

/**
 * Share of a step that the work of the instruments on the GPU may take on average. With their readback and what the processor
 * makes of it they then stay below a quarter of a step.
 */
const WATCH_SHARE = 0.2;
/** Most steps from one watched gradient to the next. */
const LONGEST_INTERVAL = 20;
/** How often a replay is timed, at least and at most; the quickest counts. */
const [FEWEST_TIMINGS, MOST_TIMINGS] = [3, 12];
/** Milliseconds after which no more are taken than have to be. */
const TIMING_TIME = 300;

export class GpuLanes implements Lanes {
  readonly #experiment: ExperimentConfig;
  readonly #data: DataSet;
  readonly #held: GpuAllocations;
  readonly #lanes: readonly GpuLane[];
  /** Layers of each lane. */
  readonly #layers: readonly number[];
  readonly #inputs: GpuInputs;
  readonly #metrics: GPUBuffer;
  readonly #testScores: GPUBuffer;
  /** Numbers between the metrics of two lanes; where gradients are clipped, the last block of them holds what by. */
  readonly #pitch: number;
  readonly #clips: boolean;
  readonly #ring: ReadbackRing;
  readonly #testRing: ReadbackRing;
  #steps: readonly Replay[] | undefined;
  #watch: GpuWatch | undefined;
  /** When the last result came, and how long after the one before it, or after its own submission. */
  #lastResult = 0;
  #interval = WORK_AHEAD;

  /** `plans` are those of the experiment's lanes, in their order. */
  constructor(experiment: ExperimentConfig, plans: readonly LanePlan[], data: DataSet) {
    const held = new GpuAllocations(webgpuBackend());
    const { device } = held.backend;
    const rows = stateRows(ruleOf(experiment.optimiser));
    checkFit(plans, experiment.batchSize, data, device.limits, rows);
    const laneCount = plans.length;
    this.#experiment = experiment;
    this.#data = data;
    this.#held = held;
    this.#layers = plans.map(({ layers }) => layers.length);
    this.#clips = experiment.optimiser.clip > 0;
    this.#pitch = Math.ceil((2 + Math.max(...this.#layers)) / BLOCK) * BLOCK + (this.#clips ? BLOCK : 0);
    const inputs = new GpuInputs(held, experiment, plans, data, TEST_BATCH);
    this.#inputs = inputs;
    const metrics = held.upload(new Int32Array(laneCount * this.#pitch), [laneCount * this.#pitch]);
    this.#metrics = metrics.buffer;
    const testScores = held.upload(new Int32Array(BLOCK), [BLOCK]);
    this.#testScores = testScores.buffer;
    this.#ring = new ReadbackRing(device, 4 * laneCount * this.#pitch, MOST_AHEAD);
    this.#testRing = new ReadbackRing(device, 8, 1);
    this.#lanes = plans.map(
      (plan, i) =>
        new GpuLane(held, plan, experiment.lanes[i]?.gains ?? [], experiment, {
          inputs,
          metrics: held.view(metrics.buffer, i * this.#pitch, [2 + plan.layers.length], 'int32'),
          factors: this.#clips
            ? held.view(metrics.buffer, (i + 1) * this.#pitch - BLOCK, [2], 'int32')
            : null,
          testScores: held.view(testScores.buffer, 0, [2], 'int32'),
        }),
    );
  }

  get runAhead(): number {
    return Math.min(MOST_AHEAD, Math.ceil(WORK_AHEAD / this.#interval));
  }

  async prepare(onProgress: (fraction: number) => void): Promise<void> {
    this.#steps ??= await this.#prepare(onProgress);
  }

  setGain(lane: number, blocks: Blocks, gain: number): void {
    this.#lanes[lane]?.setGain(blocks, gain);
  }

  setRate(rate: number): void {
    this.#inputs.setRate(rate);
  }

  async prepareWatch(instruments: readonly InstrumentName[]): Promise<number> {
    this.#watch?.dispose();
    this.#watch = undefined;
    if (instruments.length === 0) return 1;
    const watched = this.#lanes.map((lane) => lane.watched);
    const held = new GpuAllocations(this.#held.backend);
    this.#watch = await GpuWatch.prepare(watched, instruments, held, MOST_AHEAD);
    return this.#watchInterval(this.#watch);
  }

  /** Steps from one watched gradient to the next, from what it costs here, beside a step that updates nothing. */
  async #watchInterval(watch: GpuWatch): Promise<number> {
    const steps = (this.#steps ??= await this.#prepare());
    const { device, queue } = this.#held.backend;
    this.#inputs.writeHyper(false, 0);
    for (const lane of this.#lanes) lane.writeStep(0, false);
    const time = async (encode: (pass: GPUComputePassEncoder) => void): Promise<number> => {
      const start = performance.now();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      queue.submit([encoder.finish()]);
      await queue.onSubmittedWorkDone();
      return performance.now() - start;
    };
    let [step, watched] = [Infinity, Infinity];
    const end = performance.now() + TIMING_TIME;
    // In turns, so that what else the machine does meanwhile slows both alike.
    for (let i = 0; i < MOST_TIMINGS && (i < FEWEST_TIMINGS || performance.now() < end); i++) {
      const own = await time((pass) => {
        for (const replay of steps) replay.encode(pass);
      });
      const more = await time((pass) => {
        watch.encodeBefore(pass);
        watch.encodeAfter(pass);
      });
      [step, watched] = [Math.min(step, own), Math.min(watched, more)];
    }
    return Math.max(1, Math.min(LONGEST_INTERVAL, Math.ceil(watched / (WATCH_SHARE * step))));
  }

  async run(
    indices: Uint32Array<ArrayBuffer>,
    update: boolean,
    step = 0,
    watch?: Watch,
  ): Promise<readonly number[]> {
    this.#steps ??= await this.#prepare();
    this.#inputs.writeStep({ step, indices, update });
    for (const lane of this.#lanes) lane.writeStep(step, update);
    const submitted = performance.now();
    const gpuWatch = watch && this.#watch;
    const gains = this.#lanes.map((lane) => lane.gainsNow);
    const { read, readWatch } = this.#submit(this.#steps, this.#ring, this.#metrics, gpuWatch);
    const [bits, watched] = await Promise.all([read(), readWatch?.()]);
    if (watch !== undefined && watched !== undefined)
      gpuWatch?.rows(watched, gains, update).forEach((row, lane) => watch.measured(lane, row));
    const now = performance.now();
    this.#interval = Math.max(1, now - Math.max(submitted, this.#lastResult));
    this.#lastResult = now;
    const numbers = new Float32Array(bits);
    const counts = new Int32Array(bits);
    return this.#lanes.flatMap((_, lane) => {
      const start = lane * this.#pitch;
      const loss = (numbers[start] ?? Number.NaN) / indices.length;
      const accuracy = (counts[start + 1] ?? 0) / indices.length;
      const norms = numbers.subarray(start + 2, start + 2 + (this.#layers[lane] ?? 0));
      if (!this.#clips) return [loss, accuracy, ...norms];
      const [divisor = Number.NaN, factor = Number.NaN] = numbers.subarray(start + this.#pitch - BLOCK);
      return [loss, accuracy, ...norms, factor / divisor];
    });
  }

  /** A step that runs by itself has moved the weights by the time its row is known: a forward pass with those before it tells. */
  async fault(lane: number, step: number, indices: Uint32Array<ArrayBuffer>): Promise<Fault | null> {
    const own = this.#lanes[lane];
    if (own === undefined) return null;
    const { plan } = own.watched;
    const batch = batchOfStep(this.#experiment, this.#data, indices, step);
    try {
      return await faultInPass({
        plan,
        layout: layoutOf(plan.parameters),
        parameters: await own.lastHealthy(),
        gains: own.gainsNow,
        batch,
        noise: noiseOfStep(this.#experiment, step),
      });
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  async *test(lane: number, count: number): AsyncGenerator<Score> {
    const replay = await this.#lanes[lane]?.test();
    if (replay === undefined) return;
    for (let first = 0; first < count; first += TEST_BATCH) {
      const length = Math.min(TEST_BATCH, count - first);
      const indices = Int32Array.from({ length: TEST_BATCH }, (_, i) => (i < length ? first + i : -1));
      this.#inputs.writeTest(indices);
      const { read } = this.#submit([replay], this.#testRing, this.#testScores);
      const bits = await read();
      const loss = (new Float32Array(bits)[0] ?? Number.NaN) / length;
      yield { loss, correct: new Int32Array(bits)[1] ?? 0, count: length };
    }
  }

  async snapshot(lane: number): Promise<LaneState> {
    const own = this.#lanes[lane];
    if (own === undefined) throw new RangeError(`There is no lane ${lane}`);
    return own.snapshot();
  }

  restore(lane: number, state: LaneState): void {
    this.#lanes[lane]?.restore(state);
  }

  dispose(): void {
    this.#watch?.dispose();
    for (const lane of this.#lanes) lane.dispose();
    this.#ring.dispose();
    this.#testRing.dispose();
    this.#held.dispose();
  }

  async #prepare(onProgress: (fraction: number) => void = () => undefined): Promise<readonly Replay[]> {
    const replays: Replay[] = [];
    // One after the other: pipelines that the first has compiled are there for the second.
    for (const [done, lane] of this.#lanes.entries())
      replays.push(await lane.step((fraction) => onProgress((done + fraction) / this.#lanes.length)));
    return replays;
  }

  /** Replays and copies the results, in one submission. */
  #submit(replays: readonly Replay[], ring: ReadbackRing, results: GPUBuffer, watch?: GpuWatch) {
    const { device, queue } = this.#held.backend;
    const encoder = device.createCommandEncoder();
    watch?.copyWeights(encoder);
    const pass = encoder.beginComputePass();
    watch?.encodeBefore(pass);
    for (const replay of replays) replay.encode(pass);
    watch?.encodeAfter(pass);
    pass.end();
    const read = ring.copy(encoder, results);
    const readWatch = watch?.copy(encoder);
    queue.submit([encoder.finish()]);
    return { read, readWatch };
  }
}
