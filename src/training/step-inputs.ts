/**
 * What a step is told besides the weights that it starts from: its batch, the skip gains and the optimiser's settings in force,
 * and what its randomness is drawn by. It is plain data and made in one place, from the experiment, the changes recorded in it,
 * and those made by hand.
 */
import type { ExperimentConfig, OptimiserConfig } from '../config/schema';
import type { Changes, LiveChange } from '../contract/run-state';
import { optimiserAt } from '../config/schedule';
import { gainsAfter } from '../config/switches';
import { planBatches, type Batches } from '../data/batches';
import { randomStream, type RandomStream } from '../data/random';
import { noiseOf, type Noise, type Streams } from '../network/noise';

export interface StepInputs {
  /** Updates made before it. */
  readonly step: number;
  /** With the step's number: of all that is drawn in it. */
  readonly seed: number;
  /** Of the batch, into the training images. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Skip gains by lane and block. */
  readonly gains: readonly (readonly number[])[];
  /** As the schedule has them at this step. */
  readonly optimiser: OptimiserConfig;
  /** Without, the step is only measured. */
  readonly update: boolean;
}

/** What the images of a step are changed by. */
export function augmentationOf({ seed, step }: StepInputs): RandomStream {
  return randomStream(seed, 'augmentation', step);
}

/** What dropout and stochastic depth are drawn by in a step: the same in every lane, where blocks have the same names. */
export function streamsOf({ seed, step }: StepInputs): Streams {
  return (name) => randomStream(seed, 'dropout', step, name);
}

/** What networks drop in a step, drawn on the processor. */
export function noiseOfStep(inputs: StepInputs): Noise {
  return noiseOf(streamsOf(inputs));
}

/** What changes have made of the experiment's own settings. */
export interface LiveSettings {
  /** Learning rate that the schedule goes on from. */
  readonly rate: number;
  /** Skip gains by lane and block. */
  readonly gains: readonly (readonly number[])[];
}

export class Timeline {
  readonly stepsPerEpoch: number;
  readonly #experiment: ExperimentConfig;
  readonly #batches: Batches;
  #settings: LiveSettings;
  /** Recorded changes that are still to come. */
  #coming: readonly LiveChange[];
  /** Changes that a trainer had made whose place another took, and that are to be made again. */
  #again: readonly LiveChange[] = [];
  #made: readonly LiveChange[] = [];

  /** @throws RangeError where so many images cannot fill one batch. */
  constructor(experiment: ExperimentConfig, trainImages: number) {
    const { lanes, seeds, batchSize, timeline, rates, optimiser } = experiment;
    this.#experiment = experiment;
    this.#batches = planBatches(trainImages, batchSize, seeds.order);
    this.stepsPerEpoch = this.#batches.stepsPerEpoch;
    this.#settings = { rate: optimiser.learningRate, gains: lanes.map(({ gains }) => gains) };
    this.#coming = [...timeline, ...rates].toSorted((a, b) => a.step - b.step);
  }

  /** In force now. */
  get settings(): LiveSettings {
    return this.#settings;
  }

  /** Of a step, with the settings in force now. */
  inputsOf(step: number, update: boolean): StepInputs {
    const { optimiser, schedule, seeds } = this.#experiment;
    const { rate: learningRate, gains } = this.#settings;
    return {
      step,
      seed: seeds.order,
      indices: this.#batches.indicesOfStep(step),
      gains,
      optimiser: optimiserAt(step, { ...optimiser, learningRate }, schedule),
      update,
    };
  }

  /** Whether changes wait to be made before this step. */
  isDue(step: number): boolean {
    return [this.#again, this.#coming].some(([next]) => next !== undefined && next.step <= step);
  }

  /** Makes the changes that are due before this step, and returns those that are made for the first time. */
  makeDue(step: number): readonly LiveChange[] {
    const due = (changes: readonly LiveChange[]): readonly LiveChange[] =>
      changes.filter((change) => change.step <= step);
    const [again, first] = [due(this.#again), due(this.#coming)];
    this.#again = this.#again.slice(again.length);
    this.#coming = this.#coming.slice(first.length);
    for (const change of [...again, ...first]) this.#make(change);
    return first;
  }

  /** Makes a change by hand. What was recorded for later is forgotten. */
  change(change: LiveChange): void {
    this.#coming = [];
    this.#make(change);
  }

  /** What another one has to make that begins at this step. */
  changesFrom(step: number): Changes {
    // Those of the step itself may have been made after its settings were taken; making them twice does no harm.
    const made = this.#made.filter((change) => change.step >= step);
    return { made: [...made, ...this.#again], coming: this.#coming };
  }

  /** Takes the place of one that had told this, from these settings on; null are the experiment's own. */
  resume({ made, coming }: Changes, settings: LiveSettings | null): void {
    this.#again = made;
    this.#coming = coming;
    if (settings !== null) this.#settings = settings;
  }

  #make(change: LiveChange): void {
    this.#made = [...this.#made, change];
    const { rate, gains } = this.#settings;
    if ('rate' in change) this.#settings = { rate: change.rate, gains };
    else {
      const lane = this.#experiment.lanes.findIndex(({ id }) => id === change.lane);
      this.#settings = { rate, gains: gains.map((own, i) => (i === lane ? gainsAfter(own, change) : own)) };
    }
  }
}
