/**
 * The messages between page and trainer worker. Both are discriminated unions, every one is sent with the id of the run it belongs
 * to, and a receiver drops what belongs to an earlier run. Arrays are transferred, never copied.
 */
import type { FileFault, StalledFile } from './files';
import type { InstrumentName } from '../architecture/instruments';
import type { Blocks, ExperimentConfig } from '../config/schema';
import type { BackendChoice, BackendInfo, BackendName } from './backend';
import type { InspectionRequest, InspectionResult } from './inspections';
import type { InstrumentLayout, MetricsLayout } from './metrics';
import type { StudyRequest, StudyResult } from '../studies/kinds';
import type { RunState } from './run-state';
import type { PartShare, StudyState } from './studies';
import type { RunWeights, StartedLane } from './weights';

/** What is measured besides, rows at least `every` steps apart, else as close as may be. */
export interface Watched {
  readonly instruments: readonly InstrumentName[];
  readonly every?: number;
}

export type CommandBody =
  /**
   * Abandons what runs, prepares the experiment from its seeds and stops before step 0. Also how a run is reset. With
   * `replayTo` it goes on to that many updates, as a run that had ended there is restored, and then waits.
   */
  | {
      readonly type: 'start';
      readonly experiment: ExperimentConfig;
      readonly backend: BackendChoice;
      /** At most so many workers train lanes, and with 1 the trainer's own; by default there is one for each core. */
      readonly workers?: number;
      readonly replayTo?: number;
      /** Where a run was kept, of the same experiment: it goes on from there in place of the seeds, and waits. */
      readonly from?: RunState;
      /** As `watch` and `record-path` would say before the first step: a step that is replayed waits for neither. */
      readonly watched?: Watched;
      readonly recordsPath?: boolean;
    }
  /** Ends the way back to `replayTo` at the step that is reached. */
  | { readonly type: 'stop-replay' }
  /** With `until` no further than to that many updates, where it waits; one that has come so far waits at once. */
  | { readonly type: 'train'; readonly until?: number }
  /** Waits after the step under way, or within it where it lasts: `train` and `step` then go on from there. */
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  /** Sets skip gains from the next step on. The answer is a `switched` report naming that step. */
  | { readonly type: 'switch'; readonly lane: string; readonly block: Blocks; readonly gain: number }
  /** Sets the learning rate that the schedule goes on from, as of the next step. The answer is a `rated` report naming it. */
  | { readonly type: 'rate'; readonly rate: number }
  /** Carries a study out between two steps: training waits until it ends. Studies are answered in their order. */
  | { readonly type: 'study'; readonly study: number; readonly request: StudyRequest }
  /** What is measured besides from now on: what open panels need, nothing at first. The answer is `watching`. */
  | ({ readonly type: 'watch' } & Watched)
  /** Asks for a look at the networks between two steps; of several of a kind, the newest is answered by `inspected`. */
  | { readonly type: 'inspect'; readonly request: InspectionRequest }
  /** Asks for the weights of all networks between two steps. The answer is a `weights` report. */
  | { readonly type: 'weights' }
  /** Asks for all that the run goes on from, between two steps. The answer is a `state` report. */
  | { readonly type: 'state' }
  /** Records the way of training through the weights from now on, for the landscape; without, forgets it. */
  | { readonly type: 'record-path'; readonly on: boolean }
  | { readonly type: 'cancel-study'; readonly study: number }
  /** Asks for images of every class. The answer is a `samples` report, as soon as the data are there. */
  | { readonly type: 'samples'; readonly perClass: number; readonly draw: number };

/** Which run a message belongs to. */
interface OfRun {
  readonly run: number;
}

export type Command = CommandBody & OfRun;

/** Images of every class, as the network gets them but not yet standardised. */
export interface SampleSheet {
  readonly height: number;
  readonly width: number;
  readonly perClass: number;
  /** Which of many draws this is. */
  readonly draw: number;
  /** Each with the number of its training and test images, and of those shown. */
  readonly classes: readonly {
    readonly name: string;
    readonly train: number;
    readonly test: number;
    readonly shown: number;
  }[];
  /** [classes, perClass, height, width, 4]: red, green, blue, alpha. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * `kernels`: programs of the GPU are compiled; `recovering`: steps are repeated that a lost device had taken; `replaying`: steps
 * are taken again up to where the run had ended, and their rows come as of any step.
 */
export type Phase =
  'backend' | 'data' | 'network' | 'kernels' | 'first-gradient' | 'recovering' | 'replaying';

/** Images of each class, in the order of the labels. */
export interface ClassCounts {
  readonly train: readonly number[];
  /** Of the `testImages` that are tested on. */
  readonly test: readonly number[];
}

/** A few of the images that are tested on, to be looked at: of different classes as far as there are such. */
export interface ShownImages {
  /** Places among the test images. */
  readonly images: readonly number[];
  /** Names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  /** Of the images. */
  readonly labels: readonly number[];
  readonly height: number;
  readonly width: number;
  /** [images, height, width, 4]: red, green, blue, alpha. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

export interface TestResult {
  readonly lane: string;
  /** Mean over the test images of the loss that is trained with, smoothed labels included. */
  readonly loss: number;
  /** Share of test images classified rightly, 0 to 1. */
  readonly accuracy: number;
  /** Of the images that are shown [images, classes]: softmax of the outputs, NaN where these are not finite. */
  readonly answers: Float32Array<ArrayBuffer>;
}

/** A lane's numbers are no longer finite: in which step that was seen first, and where. */
export interface Divergence {
  readonly lane: string;
  readonly step: number;
  /**
   * What was not finite, first on the way from the images to the loss and back: weights of a layer, the output of a block or
   * of the stem, the logits, the loss (where all before it is finite), or the gradient of a layer's weights.
   */
  readonly place: 'weights' | 'output' | 'logits' | 'loss' | 'gradient';
  /** Name of the layer or block; null of the loss. */
  readonly layer: string | null;
}

/**
 * `own-data` and `own-weights`: what the reader has brought elsewhere and is not kept here, told in the message. `worker`: the code of
 * the trainer did not arrive, or may not run.
 */
export type FailureCode =
  'data' | 'own-data' | 'own-weights' | 'backend' | 'worker' | 'memory' | 'device-lost' | 'internal';

/** What was missing, in bytes, and the batch size with which it would do; 0 where none would. */
export interface Shortage {
  readonly needed: number;
  readonly available: number;
  readonly batchSize: number;
}

export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** What is wrong with a file, where that is why; the page words it in place of the message. */
  readonly fault?: FileFault;
  /** Of `memory`, where it was known before anything ran. */
  readonly shortage?: Shortage;
}

/** How far a step is, or the gradient of the next one, where it lasts. */
export interface StepProgress {
  /** Layers gone through, of all: those of every lane, once forward and once back. */
  readonly done: number;
  readonly of: number;
  /** Whether it waits there, as training was paused. */
  readonly isHeld: boolean;
}

/** What lanes were lost with: the GPU's device, or a worker that trained them. */
export type Loss = 'device' | 'worker';

/** Of no run: the page asks whether the worker is there, which answers as soon as it and those of its lanes hear messages. */
export interface Ping {
  readonly type: 'ping';
  /** Counts the questions to a worker. */
  readonly question: number;
  /** Whether a run begins with it: then it is not waited for workers of lanes whose code is still on its way. */
  readonly begins: boolean;
}
export interface Pong {
  readonly type: 'pong';
  /** That is answered. */
  readonly question: number;
}

export type ReportBody =
  | {
      readonly type: 'progress';
      readonly phase: Phase;
      /** 0 to 1, null where unknown. */ readonly fraction: number | null;
    }
  | { readonly type: 'backend'; readonly backend: BackendInfo }
  /** Files that have not moved for some seconds, all of them whenever that changes; they may move again. */
  | { readonly type: 'stalled'; readonly files: readonly StalledFile[] }
  /** Prepared: data loaded, networks built. `metrics` rows follow, the first for the gradient at step 0. */
  | {
      readonly type: 'ready';
      readonly layout: MetricsLayout;
      readonly trainImages: number;
      readonly testImages: number;
      /** Of the whole set, those that are never tested on included. */
      readonly imageCount: number;
      readonly shown: ShownImages;
      readonly classCounts: ClassCounts;
      readonly stepsPerEpoch: number;
      /** Networks that start from weights of the reader's. */
      readonly started: readonly StartedLane[];
    }
  /**
   * Rows of metrics (see MetricsLayout), each for the gradient computed at its step. `stepCount` is the number of
   * updates made so far. Right after `ready` comes one row for step 0 with stepCount 0; the same row is sent again
   * when step 0 is taken.
   */
  | {
      readonly type: 'metrics';
      readonly stepCount: number;
      readonly rows: Float64Array<ArrayBuffer>;
      readonly stepMilliseconds: number;
    }
  /** A step that lasts, until its row is there: a few times a second, or once where it waits. */
  | ({ readonly type: 'step-progress' } & StepProgress)
  /** Rows of the instruments have this layout from now on. Without columns, none come. */
  | { readonly type: 'watching'; readonly layout: InstrumentLayout }
  /** A row of the instruments, for the gradient of its step, before the row of metrics of that step. */
  | { readonly type: 'instruments'; readonly row: Float64Array<ArrayBuffer> }
  | { readonly type: 'inspected'; readonly result: InspectionResult }
  | { readonly type: 'weights'; readonly weights: RunWeights }
  /** After the rows of all steps that it counts. */
  | { readonly type: 'state'; readonly state: RunState }
  | { readonly type: 'tested'; readonly step: number; readonly results: readonly TestResult[] }
  /** Gains changed, at `step` and from then on; also sent when a switch of the timeline is replayed. */
  | {
      readonly type: 'switched';
      readonly step: number;
      readonly lane: string;
      readonly block: Blocks;
      readonly gain: number;
      readonly replayed: boolean;
    }
  /** The schedule goes on from another learning rate, at `step` and from then on; also where a recorded one is replayed. */
  | { readonly type: 'rated'; readonly step: number; readonly rate: number; readonly replayed: boolean }
  /** Once per lane and run. Training has been paused for it; it may go on. */
  | { readonly type: 'diverged'; readonly divergence: Divergence }
  /** How far a study is and what it has found; the last of them says how it ended. */
  | {
      readonly type: 'study';
      readonly study: number;
      readonly state: StudyState;
      /** 0 to 1. */
      readonly fraction: number;
      /** What it is made of; none before it is planned. */
      readonly parts: readonly PartShare[];
      /** Parts that are under way. */
      readonly atOnce: number;
      /** Null while it cannot be told. */
      readonly secondsLeft: number | null;
      readonly result: StudyResult | null;
      /** Of a failure. */
      readonly message: string;
    }
  | { readonly type: 'samples'; readonly sheet: SampleSheet }
  /**
   * Lanes were lost after `step` updates, and the run is as it was, on another device or backend, or in another worker. The
   * last `repeated` of them were taken again; their rows are not sent a second time.
   */
  | {
      readonly type: 'recovered';
      readonly lost: Loss;
      readonly step: number;
      readonly repeated: number;
      readonly backend: BackendName;
    }
  | { readonly type: 'running'; readonly running: boolean }
  | ({ readonly type: 'failed' } & Failure);

export type Report = ReportBody & OfRun;
