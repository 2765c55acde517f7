/**
 * The low-rate facts of the current run, for React: what the trainer is doing, on which backend, and the newest
 * numbers of each lane. Series live in `metrics.ts`.
 */
import { createStore } from 'zustand/vanilla';
import type { Blocks, ExperimentConfig, LossConfig } from '../config/schema';
import type { BackendInfo, BackendName } from '../contract/backend';
import type { StalledFile } from '../contract/files';
import type { StartedLane } from '../contract/weights';
import type {
  ClassCounts,
  Divergence,
  Failure,
  Loss,
  Phase,
  ShownImages,
  StepProgress,
} from '../contract/messages';
import { dataFacts } from '../config/data-sets';
import { chanceOf, type Chance } from '../config/losses';

/** Test accuracy and loss of one lane after `step` updates. */
export interface TestFacts {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface LaneFacts {
  readonly id: string;
  /** Of the newest training batch; NaN before the first gradient. */
  readonly loss: number;
  readonly accuracy: number;
  /** Of the newest test, to the images that are shown: see `TestResult`. */
  readonly answers: Float32Array | null;
  /** Newest measurement on the test images, null before the first. */
  readonly test: TestFacts | null;
  /** Measurements on the test images of this run, in order of their steps; `test` is the last of them. Of many, see `tests.ts`. */
  readonly tests: readonly TestFacts[];
  /** Skip gains in force, per block. */
  readonly gains: readonly number[];
  /** Those that the run began with, before any switch was thrown. */
  readonly began: readonly number[];
}

/** A switch as marked on the charts. */
export interface SwitchMark {
  readonly step: number;
  readonly lane: string;
  readonly block: Blocks;
  readonly gain: number;
}

/** A switch that was thrown and that the worker has not confirmed yet. */
export type PendingSwitch = Omit<SwitchMark, 'step'>;

/** A change of the learning rate as marked on the charts. */
export interface RateMark {
  readonly step: number;
  /** What the schedule goes on from. */
  readonly rate: number;
}

export type RunStatus =
  | { readonly kind: 'preparing'; readonly phase: Phase; readonly fraction: number | null }
  | { readonly kind: 'paused' }
  | { readonly kind: 'running' }
  | ({ readonly kind: 'failed' } & Failure);

/** How a run went on after lanes were lost. */
export interface Recovery {
  readonly lost: Loss;
  readonly step: number;
  /** Steps that were taken twice. */
  readonly repeated: number;
  readonly backend: BackendName;
}

export interface RunFacts {
  readonly run: number;
  readonly status: RunStatus;
  readonly backend: BackendInfo | null;
  /** Files that have not moved for some seconds. */
  readonly stalled: readonly StalledFile[];
  /** Milliseconds for which the worker has not answered, where that is longer than its work explains; else null. */
  readonly silence: number | null;
  /** Whether its first gradient is measured: before that, and in a run that failed before, no number of a lane is one. */
  readonly isMeasured: boolean;
  /** Updates made so far. */
  readonly stepCount: number;
  readonly stepsPerEpoch: number;
  readonly stepMilliseconds: number;
  /** How far the step under way is, where it lasts or waits; else null. */
  readonly stepProgress: StepProgress | null;
  readonly trainImages: number;
  readonly testImages: number;
  /** Of the whole set, those that are never tested on included. */
  readonly imageCount: number;
  /** Those of the run before until this one's are there, as they seldom differ; null before the first. */
  readonly shown: ShownImages | null;
  /** Null until the data are there. */
  readonly classCounts: ClassCounts | null;
  readonly lanes: readonly LaneFacts[];
  readonly switches: readonly SwitchMark[];
  /** Those that have started from weights of the reader's. */
  readonly started: readonly StartedLane[];
  /** Learning rates set since step 0. */
  readonly rates: readonly RateMark[];
  /** The learning rate in force that the schedule goes on from. */
  readonly learningRate: number;
  /** One on its way to the worker; shown at once, in force when confirmed. */
  readonly pendingRate: number | null;
  /** Lanes that have diverged, in the order in which they did. */
  readonly divergences: readonly Divergence[];
  /** Switches on their way to the worker, oldest first; shown at once, in force when confirmed. */
  readonly pending: readonly PendingSwitch[];
  /** The newest; null where nothing was lost. */
  readonly recovery: Recovery | null;
  /** What was asked for and has not happened yet: training begins by itself once the run is prepared. */
  readonly intent: 'train' | 'pause' | null;
  /** Updates at which training waits by itself; null where it does not. */
  readonly goal: number | null;
}

export const initialRunFacts: RunFacts = {
  run: 0,
  status: { kind: 'preparing', phase: 'backend', fraction: null },
  backend: null,
  stalled: [],
  silence: null,
  isMeasured: false,
  stepCount: 0,
  stepsPerEpoch: 0,
  stepMilliseconds: Number.NaN,
  stepProgress: null,
  trainImages: 0,
  testImages: 0,
  imageCount: 0,
  shown: null,
  classCounts: null,
  lanes: [],
  switches: [],
  started: [],
  rates: [],
  learningRate: Number.NaN,
  pendingRate: null,
  divergences: [],
  pending: [],
  recovery: null,
  intent: null,
  goal: null,
};

export const runStore = createStore<RunFacts>()(() => initialRunFacts);

/** Where a lane diverged, up to a step; null where it did not. */
export function divergenceOf(
  divergences: readonly Divergence[],
  lane: string | undefined,
  upTo = Infinity,
): Divergence | null {
  return divergences.find((one) => one.lane === lane && one.step <= upTo) ?? null;
}

export interface RunChance {
  readonly training: Chance;
  /** On the images that are tested on; null where none are. */
  readonly test: Chance | null;
}

let last: {
  readonly loss: LossConfig;
  readonly counts: ClassCounts | null;
  readonly classes: number;
  readonly chance: RunChance;
} | null = null;

/** Until the worker has counted the images, as if every class had as many. The same object until something changes. */
export function chanceOfRun(
  { loss, data, testInterval }: Pick<ExperimentConfig, 'loss' | 'data' | 'testInterval'>,
  { classCounts: counts }: Pick<RunFacts, 'classCounts'>,
): RunChance {
  const { classes } = dataFacts(data);
  if (last?.loss !== loss || last.counts !== counts || last.classes !== classes) {
    const alike = Array.from({ length: classes }, () => 1);
    const training = chanceOf(loss, counts?.train ?? alike);
    last = { loss, counts, classes, chance: { training, test: counts && chanceOf(loss, counts.test) } };
  }
  return testInterval > 0 ? last.chance : { ...last.chance, test: null };
}
