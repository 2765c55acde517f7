/** Lanes on the GPU: one submission a step for all of them, which uploads little and reads all metrics at once. */
import * as tf from '@tensorflow/tfjs-core';
import type { InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig } from '../../config/schema';
import type { LaneState } from '../../contract/run-state';
import type { DataSet } from '../../data/dataset';
import type { Replay } from '../../engine/webgpu/capture';
import { GpuAllocations, ReadbackRing } from '../../engine/webgpu/gpu-allocations';
import { answerOf } from '../../engine/webgpu/health';
import { ruleOf } from '../../engine/optimiser';
import { layoutOf } from '../../network/parameters';
import { stateRows } from '../../ops/webgpu/optimiser/hyper';
import { BLOCK } from '../../ops/webgpu/optimiser/packed';
import { webgpuBackend } from '../../ops/webgpu/program';
import { faultInPass, type Fault } from '../fault';
import { GpuInputs } from './inputs';
import { GpuLane } from './lane';
import { checkFit } from './layout';
import { GpuWatch } from './watch';
import type { Watch } from '../instruments';
import type { Lanes, TestedBatch } from '../lanes';
import { augmentationOf, noiseOfStep, type StepInputs } from '../step-inputs';
import { trainingBatch } from '../images';
import { TEST_BATCH } from '../inference';

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
  readonly #inputs: GpuInputs;
  readonly #metrics: GPUBuffer;
  readonly #testScores: GPUBuffer;
  /** Numbers between the metrics of two lanes; where gradients are clipped, the last block of them holds what by. */
  readonly #pitch: number;
  readonly #ring: ReadbackRing;
  readonly #testRing: ReadbackRing;
  #steps: readonly Replay[] | undefined;
  #watch: GpuWatch | undefined;
  /** When the last result came, and how long after the one before it, or after its own submission. */
  #lastResult = 0;
  #interval = WORK_AHEAD;

  /** `plans` are those of the experiment's lanes, in their order. */
  constructor(experiment: ExperimentConfig, plans: readonly LanePlan[], data: DataSet) {
    const { batchSize, optimiser } = experiment;
    const held = new GpuAllocations(webgpuBackend());
    const { device } = held.backend;
    checkFit(plans, batchSize, data, device.limits, stateRows(ruleOf(optimiser)));
    const clips = optimiser.clip > 0;
    const layers = Math.max(...plans.map((plan) => plan.layers.length));
    const pitch = Math.ceil((2 + layers) / BLOCK) * BLOCK + (clips ? BLOCK : 0);
    const size = plans.length * pitch;
    const metrics = held.upload(new Int32Array(size), [size]).buffer;
    const testSize = BLOCK + TEST_BATCH * data.classes.length;
    const testScores = held.upload(new Int32Array(testSize), [testSize]).buffer;
    const inputs = new GpuInputs(held, experiment, plans, data, TEST_BATCH);
    this.#experiment = experiment;
    this.#data = data;
    this.#held = held;
    this.#pitch = pitch;
    this.#inputs = inputs;
    this.#metrics = metrics;
    this.#testScores = testScores;
    this.#ring = new ReadbackRing(device, 4 * size, MOST_AHEAD);
    this.#testRing = new ReadbackRing(device, 4 * testSize, 1);
    this.#lanes = plans.map(
      (plan, i) =>
        new GpuLane(held, plan, experiment, inputs, {
          metrics: held.view(metrics, i * pitch, [2 + plan.layers.length], 'int32'),
          factors: clips ? held.view(metrics, (i + 1) * pitch - BLOCK, [2], 'int32') : null,
          testScores: held.view(testScores, 0, [2], 'int32'),
          testLogits: held.view(testScores, BLOCK, [TEST_BATCH, data.classes.length]),
        }),
    );
  }

  get runAhead(): number {
    return Math.min(MOST_AHEAD, Math.ceil(WORK_AHEAD / this.#interval));
  }

  async prepare(onProgress: (fraction: number) => void): Promise<void> {
    this.#steps ??= await this.#prepare(onProgress);
  }

  async prepareWatch(instruments: readonly InstrumentName[], next: StepInputs): Promise<number> {
    this.#watch?.dispose();
    this.#watch = undefined;
    if (instruments.length === 0) return 1;
    const held = new GpuAllocations(this.#held.backend);
    this.#watch = await GpuWatch.prepare(this.#lanes, instruments, held, MOST_AHEAD);
    return this.#watchInterval(this.#watch, next);
  }

  /** Steps from one watched gradient to the next, from what it costs here, beside a step that updates nothing. */
  async #watchInterval(watch: GpuWatch, next: StepInputs): Promise<number> {
    const steps = (this.#steps ??= await this.#prepare());
    const { device, queue } = this.#held.backend;
    this.#write({ ...next, update: false });
    const time = async (encode: (pass: GPUComputePassEncoder) => void): Promise<number> => {
      const start = performance.now();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      queue.submit([encoder.finish()]);
      await answerOf(queue.onSubmittedWorkDone());
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

  async run(inputs: StepInputs, watch?: Watch): Promise<readonly number[]> {
    this.#steps ??= await this.#prepare();
    this.#write(inputs);
    const submitted = performance.now();
    const gpuWatch = watch && this.#watch;
    const { read, readWatch } = this.#submit(this.#steps, this.#ring, this.#metrics, gpuWatch);
    const [bits, watched] = await Promise.all([read(), readWatch?.()]);
    if (watch !== undefined && watched !== undefined)
      gpuWatch?.rows(watched, inputs).forEach((row, lane) => watch.measured(lane, row));
    const now = performance.now();
    this.#interval = Math.max(1, now - Math.max(submitted, this.#lastResult));
    this.#lastResult = now;
    const numbers = new Float32Array(bits);
    const counts = new Int32Array(bits);
    const { length } = inputs.indices;
    return this.#lanes.flatMap(({ plan: { layers } }, lane) => {
      const start = lane * this.#pitch;
      const loss = (numbers[start] ?? Number.NaN) / length;
      const accuracy = (counts[start + 1] ?? 0) / length;
      const norms = numbers.subarray(start + 2, start + 2 + layers.length);
      if (inputs.optimiser.clip === 0) return [loss, accuracy, ...norms];
      const [divisor = Number.NaN, factor = Number.NaN] = numbers.subarray(start + this.#pitch - BLOCK);
      return [loss, accuracy, ...norms, factor / divisor];
    });
  }

  /** A step that runs by itself has moved the weights by the time its row is known: a forward pass with those before it tells. */
  async fault(lane: number, inputs: StepInputs): Promise<Fault | null> {
    const own = this.#lane(lane);
    const { augmentation } = this.#experiment;
    const random = augmentationOf(inputs);
    const batch = trainingBatch(this.#data, inputs.indices, { augmentation, random });
    try {
      return await faultInPass({
        plan: own.plan,
        layout: layoutOf(own.plan.parameters),
        parameters: await own.lastHealthy(),
        gains: inputs.gains[lane] ?? [],
        batch,
        noise: noiseOfStep(inputs),
      });
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  async *test(lane: number, count: number, gains: readonly number[]): AsyncGenerator<TestedBatch> {
    const own = this.#lane(lane);
    const replay = await own.test();
    own.inputs.writeGains(gains);
    for (let first = 0; first < count; first += TEST_BATCH) {
      const length = Math.min(TEST_BATCH, count - first);
      // Negative ones pad the batch.
      const indices = Int32Array.from({ length: TEST_BATCH }, (_, i) => (i < length ? first + i : -1));
      this.#inputs.test.choose(indices);
      const { read } = this.#submit([replay], this.#testRing, this.#testScores);
      const bits = await read();
      const loss = (new Float32Array(bits)[0] ?? Number.NaN) / length;
      const logits = new Float32Array(bits).subarray(BLOCK, BLOCK + length * own.plan.classes);
      yield { loss, correct: new Int32Array(bits)[1] ?? 0, count: length, logits };
    }
  }

  async snapshot(lane: number): Promise<LaneState> {
    return this.#lane(lane).snapshot();
  }

  restore(lane: number, state: LaneState): void {
    this.#lane(lane).restore(state);
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

  #lane(index: number): GpuLane {
    const lane = this.#lanes[index];
    if (lane === undefined) throw new RangeError(`There is no lane ${index}`);
    return lane;
  }

  /** Writes all that a step is told, for what is submitted from now on. */
  #write(inputs: StepInputs): void {
    this.#inputs.writeStep(inputs);
    this.#lanes.forEach((lane, i) => lane.inputs.writeStep(inputs, inputs.gains[i] ?? []));
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
