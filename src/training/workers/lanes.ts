/**
 * Lanes in workers of their own, so that each has a core: stretches of an experiment's lanes, one to a worker. All of them take a
 * step before its numbers are told. Nothing is computed here, and what is computed there does not depend on who else is there:
 * the numbers are the same with any count of workers.
 */
import type { InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { RunningBackend } from '../../contract/backend';
import type { ExperimentConfig } from '../../config/schema';
import type { LaneState } from '../../contract/run-state';
import type { DataSet } from '../../data/dataset';
import type { Delay } from '../../data/download';
import type { Fault } from '../fault';
import type { Watch } from '../instruments';
import type { Lanes, TestedBatch } from '../lanes';
import type { StepInputs } from '../step-inputs';
import type { WorkerTurns } from '../turns';
import type { LaneLine } from './line';
import type { AnswerOf, OrderName, OrderOf } from './messages';
import { Watchdog } from './watchdog';

/** A worker, and the lanes that it trains: from `first` to before `end`. */
interface Group {
  readonly line: LaneLine;
  readonly first: number;
  readonly end: number;
  /** What its lanes count of a step. */
  readonly layers: number;
}

export interface WorkerLanesOptions {
  readonly backend: RunningBackend;
  /** One to a worker, at most as many as there are lanes. */
  readonly lines: readonly LaneLine[];
  /** Of the lanes. */
  readonly plans: readonly LanePlan[];
  readonly turns?: WorkerTurns | undefined;
  readonly delay?: Delay;
}

/** Where the lanes of each of so many workers begin and end: as many in each as may be. */
export function shareOut(lanes: number, workers: number): readonly (readonly [first: number, end: number])[] {
  const bound = (worker: number): number => Math.round((worker * lanes) / workers);
  return Array.from({ length: workers }, (_, worker) => [bound(worker), bound(worker + 1)]);
}

export class WorkerLanes implements Lanes {
  /** One that went ahead would show a switch a step later. */
  readonly runAhead = 1;
  readonly #groups: readonly Group[];
  readonly #watchdog: Watchdog;
  readonly #turns: WorkerTurns | null;
  /** Layers that the lanes of each group have gone through in the step under way. */
  #done: number[] = [];
  readonly #leave: () => void;
  /** Rejects where one of the workers cannot train. */
  readonly #opened: Promise<unknown>;

  constructor(experiment: ExperimentConfig, data: DataSet, options: WorkerLanesOptions) {
    const { backend, lines, plans, turns = null, delay } = options;
    const shares = shareOut(experiment.lanes.length, lines.length);
    this.#groups = lines.map((line, i) => {
      const [first, end] = shares[i] ?? [0, 0];
      const own = plans.slice(first, end);
      return { line, first, end, layers: 2 * own.reduce((sum, { layers }) => sum + layers.length, 0) };
    });
    this.#turns = turns;
    this.#watchdog = new Watchdog(lines, delay, () => turns?.isHeld === true);
    const unfollow = turns?.follow({
      hold: (isHeld) => lines.forEach((line) => line.signal({ type: 'hold', isHeld })),
      abandon: () => lines.forEach((line) => line.signal({ type: 'abandon' })),
    });
    lines.forEach((line, i) => {
      line.onProgress = (done) => {
        this.#watchdog.heard();
        this.#note(i, done);
      };
    });
    this.#leave = () => {
      unfollow?.();
      for (const line of lines) line.onProgress = () => undefined;
    };
    this.#opened = Promise.all(
      this.#groups.map(({ line, first, end }) => line.open({ backend, experiment, first, end }, data)),
    );
    // Whoever asks for something hears of it.
    this.#opened.catch(() => undefined);
  }

  async prepare(): Promise<void> {
    await this.#opened;
  }

  async prepareWatch(instruments: readonly InstrumentName[], next: StepInputs): Promise<number> {
    const intervals = this.#groups.map((group) =>
      this.#ask(group, 'watch', { instruments, next: inputsOf(group, next) }),
    );
    return Math.max(...(await this.#watchdog.all(intervals)));
  }

  async run(inputs: StepInputs, watch?: Watch): Promise<readonly number[]> {
    const instruments = watch?.instruments ?? null;
    this.#done = this.#groups.map(() => 0);
    this.#turns?.begin(this.#groups.reduce((sum, { layers }) => sum + layers, 0));
    const runs = this.#groups.map(async (group, i) => {
      const answer = await this.#ask(group, 'run', { inputs: inputsOf(group, inputs), instruments });
      this.#note(i, group.layers);
      return answer;
    });
    const answers = await this.#watchdog.all(runs).finally(() => this.#turns?.end());
    answers.forEach(({ measured }, i) => {
      const first = this.#groups[i]?.first ?? 0;
      measured.forEach((row, lane) => watch?.measured(first + lane, row));
    });
    return answers.flatMap(({ row }) => row);
  }

  async fault(lane: number, inputs: StepInputs): Promise<Fault | null> {
    const group = this.#groupOf(lane);
    return this.#alone(group, 'fault', { lane: lane - group.first, inputs: inputsOf(group, inputs) });
  }

  async *test(lane: number, count: number, gains: readonly number[]): AsyncGenerator<TestedBatch> {
    const group = this.#groupOf(lane);
    let batch = await this.#alone(group, 'test', { lane: lane - group.first, count, gains });
    try {
      for (; batch !== null; batch = await this.#alone(group, 'test-on', {})) yield batch;
    } finally {
      if (batch !== null) await this.#ask(group, 'test-end', {});
    }
  }

  async snapshot(lane: number): Promise<LaneState> {
    const group = this.#groupOf(lane);
    return this.#alone(group, 'snapshot', { lane: lane - group.first });
  }

  restore(lane: number, state: LaneState): void {
    const group = this.#groupOf(lane);
    // Where it fails, so does what is asked for next.
    this.#ask(group, 'restore', { lane: lane - group.first, state }).catch(() => undefined);
  }

  dispose(): void {
    this.#leave();
    for (const { line } of this.#groups) line.ask('close', {}).catch(() => undefined);
  }

  /** A group has gone through so many layers of the step under way. */
  #note(index: number, done: number): void {
    this.#done[index] = Math.min(done, this.#groups[index]?.layers ?? 0);
    this.#turns?.note(this.#done.reduce((sum, each) => sum + each, 0));
  }

  /** Orders reach the worker in the order of asking. What had kept it from opening its lanes is told before what followed. */
  async #ask<T extends OrderName>({ line }: Group, type: T, order: OrderOf<T>): Promise<AnswerOf<T>> {
    const answer = line.ask(type, order);
    answer.catch(() => undefined);
    await this.#opened;
    return answer;
  }

  /** The same while nothing is asked of the others. */
  async #alone<T extends OrderName>(group: Group, type: T, order: OrderOf<T>): Promise<AnswerOf<T>> {
    return this.#watchdog.alone(group.line, this.#ask(group, type, order));
  }

  #groupOf(lane: number): Group {
    const group = this.#groups.find(({ first, end }) => first <= lane && lane < end);
    if (group === undefined) throw new RangeError(`There is no lane ${lane}`);
    return group;
  }
}

/** Those of the whole, as they are for some of the lanes. */
function inputsOf({ first, end }: Group, inputs: StepInputs): StepInputs {
  return { ...inputs, gains: inputs.gains.slice(first, end) };
}
