/** What studies share: networks on the backend, and the training of new ones. */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../architecture/memory';
import { endsOf, type NetworkPlan } from '../architecture/nodes';
import { isClassicPlan, planLanes, type LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import { readAll } from '../engine/read';
import { residualBlock, run } from '../network/forward';
import type { ForwardOptions, NormMode } from '../network/options';
import { layoutOf } from '../network/parameters';
import type { BatchStatistics } from '../ops/kernels';
import { lookUp, parameterTensors } from '../training/gradient';
import type { LaneSnapshot } from '../contract/run-state';
import { Trainer } from '../training/trainer';
import type { PartContext, PartRun, StudyPart } from './compute-parts';

/** Plans of lanes of which none is classic. */
export function residualPlans(experiment: ExperimentConfig): readonly NetworkPlan[] {
  return planLanes(experiment).filter((plan): plan is NetworkPlan => !isClassicPlan(plan));
}

/** An array of this shape filled with NaN, for what is not measured yet. */
export function unmeasured(length: number): number[] {
  return Array.from({ length }, () => Number.NaN);
}

/** Seeds of the repetitions: the experiment's own, and those that follow. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The same experiment with initial weights and batches of another repetition. */
export function repeated(experiment: ExperimentConfig, repetition: number): ExperimentConfig {
  const { seeds } = experiment;
  return {
    ...experiment,
    seeds: { ...seeds, init: seeds.init + repetition, order: seeds.order + repetition },
  };
}

/** Tensors of a flat vector of parameters, by name; to be disposed with `disposeAll`. */
export function tensorsOf(plan: LanePlan, values: Float32Array<ArrayBuffer>): Map<string, tf.Tensor> {
  return parameterTensors(layoutOf(plan.parameters), values);
}

/** Running statistics on the backend, by norm; to be disposed with `disposeAll`. */
export function statisticsOf(snapshot: LaneSnapshot): Map<string, BatchStatistics> {
  return new Map(
    [...snapshot.statistics].map(([norm, { mean, variance }]) => [
      norm,
      { mean: tf.tensor1d(mean.slice()), variance: tf.tensor1d(variance.slice()) },
    ]),
  );
}

/** Values of a tensor that nobody needs any more. */
export async function taken(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    const [values = new Float32Array(0)] = await readAll([tensor]);
    return values;
  } finally {
    tensor.dispose();
  }
}

/** A residual network on the backend that is run block by block. */
export class BlockwiseNetwork {
  readonly plan: NetworkPlan;
  readonly options: ForwardOptions;
  /** Of every block, for the batch that was entered; then the output of the last. */
  inputs: readonly tf.Tensor4D[] = [];
  readonly #held: readonly ReadonlyMap<string, tf.Tensor | BatchStatistics>[];

  /** Norms use the statistics that it has gathered, or where `gathered` is null those of the batch. */
  constructor(
    plan: NetworkPlan,
    { parameters, gains }: Pick<LaneSnapshot, 'parameters' | 'gains'>,
    gathered: ReadonlyMap<string, BatchStatistics> | null,
  ) {
    const tensors = tensorsOf(plan, parameters);
    const mode: NormMode =
      gathered === null ? { kind: 'training' } : { kind: 'inference', statistics: lookUp(gathered) };
    this.plan = plan;
    this.options = { parameters: lookUp(tensors), mode, gains };
    this.#held = gathered === null ? [tensors] : [tensors, gathered];
  }

  /** Takes a batch in. */
  enter(images: tf.Tensor4D): void {
    let x = tf.tidy(() => run(endsOf(this.plan).stem, images, this.options) as tf.Tensor4D);
    const inputs = [x];
    this.inputs = inputs;
    for (const block of this.plan.blocks) {
      const input = x;
      x = tf.tidy(() => residualBlock(input, block, this.options));
      inputs.push(x);
    }
  }

  dispose(): void {
    tf.dispose([...this.inputs]);
    disposeAll(...this.#held);
  }
}

export function disposeAll(...maps: readonly ReadonlyMap<string, tf.Tensor | BatchStatistics>[]): void {
  for (const map of maps) {
    for (const entry of map.values())
      tf.dispose(entry instanceof tf.Tensor ? entry : [entry.mean, entry.variance]);
  }
}

/** Most steps that the final loss is the mean of, and most points of a curve. */
const WINDOW = 15;
const POINTS = 40;

/** Numbers of steps that at most `most` points of a curve end with, evenly spaced; the last is `steps`. */
export function curvePoints(steps: number, most: number = POINTS): number[] {
  const count = Math.min(steps, most);
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / count));
}

/** Last steps that the final loss of a training of so many is the mean of. */
export function windowOf(steps: number): number {
  return Math.min(WINDOW, Math.max(1, Math.floor(steps / 2)));
}

/** Mean of the last `count` values. */
function lastMean(values: readonly number[], count: number): number {
  const last = values.slice(-count);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** A network that a study trains anew from step 0: a part of it. */
export interface Training {
  /** Of one lane. */
  readonly experiment: ExperimentConfig;
  readonly steps: number;
  /** Whether it is asked for its accuracy on test images at the end. */
  readonly tested: boolean;
}

export interface Learnt {
  /** Mean training losses, each of the steps since the point before; see `curvePoints`. NaN: not yet, or diverged. */
  readonly curve: readonly number[];
  /** Mean training loss of the last steps; Infinity where it diverged, NaN until it ends. */
  readonly final: number;
  /** On test images; NaN without a test, and where it diverged. */
  readonly accuracy: number;
}

/** What is shown of a training that has not begun. */
export function unlearnt(steps: number): Learnt {
  return { curve: unmeasured(curvePoints(steps).length), final: Number.NaN, accuracy: Number.NaN };
}

/** A part of a study that trains a network; its work is counted in multiply-adds of steps. */
export function trainingPart(training: Training, round: number): StudyPart<Training> {
  const plans = planLanes(training.experiment);
  return {
    task: training,
    work: training.steps * (plans[0]?.multiplyAdds ?? 0),
    round,
    memory: memoryOf(plans, training.experiment.batchSize),
  };
}

/** Trains a network. */
export async function* train(
  { experiment, steps, tested }: Training,
  { data }: PartContext,
): PartRun<Learnt> {
  const points = curvePoints(steps);
  const { curve, ...nothing } = unlearnt(steps);
  const drawn = [...curve];
  const found = (share: number, more: Partial<Learnt> = {}) => ({
    share,
    found: { ...nothing, curve: drawn, ...more },
  });
  const trainer = new Trainer(experiment, data);
  try {
    const losses: number[] = [];
    while (losses.length < steps) {
      const [, loss = Number.NaN] = await trainer.step();
      if (!Number.isFinite(loss)) {
        yield found(1, { final: Infinity });
        return;
      }
      losses.push(loss);
      const point = points.indexOf(losses.length);
      if (point >= 0) drawn[point] = lastMean(losses, losses.length - (points[point - 1] ?? 0));
      yield found(losses.length / steps);
    }
    const final = lastMean(losses, windowOf(steps));
    yield found(1, { final });
    if (!tested) return;
    const test = trainer.test();
    try {
      let next = await test.next();
      while (next.done !== true) {
        yield found(1, { final });
        next = await test.next();
      }
      yield found(1, { final, accuracy: next.value[0]?.accuracy ?? Number.NaN });
    } finally {
      // Frees what it holds where this study is cancelled.
      await test.return([]);
    }
  } finally {
    trainer.dispose();
  }
}
