/**
 * Lanes in lockstep: every lane sees the same batches in the same order from the same initial values. Owns the count of
 * steps, the replay of recorded switches and the rows of metrics; it knows nothing of messages and clocks.
 */
import * as tf from '@tensorflow/tfjs-core';
import { planNetwork } from '../architecture/plan';
import type { ExperimentConfig, SwitchEvent } from '../config/schema';
import { planBatches, type Batches } from '../data/batches';
import type { DataSet } from '../data/dataset';
import type { MetricsLayout, TestResult } from '../worker/protocol';
import type { GradientResult } from './gradient';
import { testBatches, trainingBatch } from './images';
import { Lane } from './lane';

/** Test accuracy is measured on the first test images only: all of them would cost as much as many steps. */
const TEST_IMAGES = 500;
const TEST_BATCH = 100;

export class Trainer {
  readonly experiment: ExperimentConfig;
  readonly lanes: readonly Lane[];
  readonly layout: MetricsLayout;
  readonly testImages: number;
  readonly #data: DataSet;
  readonly #batches: Batches;
  /** Recorded switches that are still to come. */
  #timeline: readonly SwitchEvent[];
  #stepCount = 0;

  /** @throws RangeError where the data set cannot fill one batch. */
  constructor(experiment: ExperimentConfig, data: DataSet) {
    const { network, lanes, seeds, batchSize, timeline } = experiment;
    const plan = planNetwork(network, data, data.classes.length);
    this.experiment = experiment;
    this.lanes = lanes.map(({ id, gains }) => new Lane(id, plan, gains, seeds.init));
    this.layout = {
      lanes: lanes.map(({ id }) => id),
      columns: ['loss', 'accuracy', ...plan.layers.map(({ name }) => `grad:${name}`)],
    };
    this.testImages = Math.min(TEST_IMAGES, data.test.count);
    this.#data = data;
    this.#batches = planBatches(data.train.count, batchSize, seeds.order);
    this.#timeline = timeline;
  }

  /** Updates made so far; also the step whose gradient comes next. */
  get stepCount(): number {
    return this.#stepCount;
  }

  get stepsPerEpoch(): number {
    return this.#batches.stepsPerEpoch;
  }

  /** The row of metrics of the next step, without taking it. */
  async measure(): Promise<Float64Array<ArrayBuffer>> {
    return this.#row(await this.#gradients());
  }

  /** Takes one step in every lane and gives its row of metrics (see MetricsLayout). */
  async step(): Promise<Float64Array<ArrayBuffer>> {
    const gradients = await this.#gradients();
    gradients.forEach((gradient, i) => this.lanes[i]?.update(gradient, this.experiment.optimiser));
    const row = this.#row(gradients);
    this.#stepCount++;
    return row;
  }

  /** Throws the recorded switches that are due at the next step and returns them. */
  replayDueSwitches(): readonly SwitchEvent[] {
    const due = this.#timeline.filter(({ step }) => step <= this.#stepCount);
    this.#timeline = this.#timeline.slice(due.length);
    for (const { lane, block, gain } of due) this.#setGain(lane, block, gain);
    return due;
  }

  /** Throws a switch by hand, in force from the next step on. What was recorded for later is forgotten. */
  switch(lane: string, block: number | 'all', gain: number): void {
    this.#timeline = [];
    this.#setGain(lane, block, gain);
  }

  /** Loss and accuracy of every lane on the test images. Gives way after every batch, so that others can run. */
  async *test(): AsyncGenerator<void, readonly TestResult[]> {
    const results: TestResult[] = [];
    for (const lane of this.lanes) {
      let loss = 0;
      let correct = 0;
      for await (const score of lane.test(testBatches(this.#data, this.testImages, TEST_BATCH))) {
        loss += score.loss * score.count;
        correct += score.correct;
        yield;
      }
      results.push({ lane: lane.id, loss: loss / this.testImages, accuracy: correct / this.testImages });
    }
    return results;
  }

  async #gradients(): Promise<readonly GradientResult[]> {
    const batch = trainingBatch(this.#data, this.#batches.indicesOfStep(this.#stepCount));
    try {
      const gradients: GradientResult[] = [];
      for (const lane of this.lanes) gradients.push(await lane.gradient(batch));
      return gradients;
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  #row(gradients: readonly GradientResult[]): Float64Array<ArrayBuffer> {
    const columns = gradients.flatMap((gradient, i) => [
      gradient.loss,
      gradient.accuracy,
      ...(this.lanes[i]?.gradientNorms(gradient) ?? []),
    ]);
    return Float64Array.from([this.#stepCount, ...columns]);
  }

  #setGain(id: string, block: number | 'all', gain: number): void {
    const lane = this.lanes.find((each) => each.id === id);
    if (lane === undefined) return;
    lane.gains = lane.gains.map((old, index) => (block === 'all' || block === index ? gain : old));
  }
}
