/**
 * A study is planned, then carried out in parts that depend on nothing but their task and on what was there before: here one after
 * another, or each in another worker (`worker/pool`). What the parts find is put together in the order of the plan, so that the
 * result is the same to the last bit however many of them are under way at once.
 */
import type { PartShare } from '../contract/studies';
import type { ExperimentConfig } from '../config/schema';
import type { DataSet } from '../data/dataset';
import type { LaneSnapshot } from '../contract/run-state';
import type { TrajectoryPoint } from '../training/weight-trajectory';

/** What a part of a study is given: it can be sent to another worker. */
export interface PartContext {
  readonly experiment: ExperimentConfig;
  readonly data: DataSet;
  /** Updates that the run at hand has made. */
  readonly step: number;
  /** The training images of its next batch. */
  readonly nextBatch: Uint32Array<ArrayBuffer>;
  /** What its networks have learnt. */
  readonly snapshots: () => Promise<readonly LaneSnapshot[]>;
}

/** What a study is planned with. */
export interface StudyContext extends PartContext {
  /** Where the networks were before, as far as that was recorded, oldest first. */
  readonly path: readonly TrajectoryPoint[];
}

/** How far a part is, and what it has found so far. What was found and handed out may be changed later on. */
interface PartTick<F> {
  /** Of its work, 0 to 1. */
  readonly share: number;
  readonly found: F;
}

/**
 * A part under way. It gives way after every piece of work, and frees what it holds when it is returned early. The last tick has all
 * that it finds.
 */
export type PartRun<F> = AsyncGenerator<PartTick<F>, void>;

export interface StudyPart<T> {
  /** What it is to do: data that can be sent to another worker. */
  readonly task: T;
  /** In units of the study's own. */
  readonly work: number;
  /** What is complete early should be comparable: parts of lower rounds begin first. In a round, longer ones do. */
  readonly round: number;
  /** Estimated bytes that it takes at most, besides the data set. */
  readonly memory: number;
}

export interface StudyPlan<R, T, F> {
  readonly parts: readonly StudyPart<T>[];
  /** The result of what the parts have found, in their order: null of those that have found nothing yet. */
  readonly combine: (found: readonly (F | null)[], isDone: (part: number) => boolean) => R;
}

/** What `compute.ts` in the folder of a kind exports as `study`. Q: the request, R: its result, T: tasks, F: what they find. */
export interface Computation<Q, R, T, F> {
  /** Measures next to nothing itself: messages wait until it is done. */
  readonly plan: (request: Q, context: StudyContext) => StudyPlan<R, T, F> | Promise<StudyPlan<R, T, F>>;
  readonly perform: (task: T, context: PartContext) => PartRun<F>;
}

/** How far a study is, and what it has found. */
export interface StudyTick<R> {
  /** In units of the study's own. */
  readonly done: number;
  readonly total: number;
  /** Work that is still to be done by the worker that ends last, in the same units. */
  readonly ahead: number;
  /** Parts that are under way. */
  readonly atOnce: number;
  /** All of them, in the order of the plan. */
  readonly parts: readonly PartShare[];
  readonly result: R;
}

/** A study under way, likewise. */
export type StudyRun<R> = AsyncGenerator<StudyTick<R>, void>;

/** What the parts of a plan have done and found so far. */
export class Progress<R, T, F> {
  readonly #plan: StudyPlan<R, T, F>;
  readonly #found: (F | null)[];
  readonly #shares: number[];
  readonly #done = new Set<number>();

  constructor(plan: StudyPlan<R, T, F>) {
    this.#plan = plan;
    this.#found = plan.parts.map(() => null);
    this.#shares = plan.parts.map(() => 0);
  }

  get isDone(): boolean {
    return this.#done.size === this.#plan.parts.length;
  }

  /** Whether a part is done. */
  has(part: number): boolean {
    return this.#done.has(part);
  }

  note(part: number, { share, found }: PartTick<F>): void {
    this.#shares[part] = Math.min(1, share);
    this.#found[part] = found;
  }

  end(part: number): void {
    this.#shares[part] = 1;
    this.#done.add(part);
  }

  /** It is to be done again, from its beginning. */
  forget(part: number): void {
    this.#shares[part] = 0;
    this.#found[part] = null;
  }

  /** With the parts under way, and those that wait in the order in which they will begin. */
  tick(workers: number, underWay: readonly number[], waiting: readonly number[]): StudyTick<R> {
    const parts = this.#plan.parts.map(({ work }, i) => ({ share: this.#shares[i] ?? 0, work }));
    const left = (i: number): number => (1 - (parts[i]?.share ?? 0)) * (parts[i]?.work ?? 0);
    return {
      done: parts.reduce((sum, { share, work }) => sum + share * work, 0),
      total: parts.reduce((sum, { work }) => sum + work, 0),
      ahead: longestLine(underWay.map(left), waiting.map(left), workers),
      atOnce: underWay.length,
      parts,
      result: this.#plan.combine(this.#found, (part) => this.has(part)),
    };
  }
}

/** What the worker has to do that ends last, where each that is free takes the next piece of work. */
function longestLine(underWay: readonly number[], waiting: readonly number[], workers: number): number {
  const lines = Array.from({ length: Math.max(workers, underWay.length) }, (_, i) => underWay[i] ?? 0);
  for (const work of waiting) {
    const free = lines.indexOf(Math.min(...lines));
    lines[free] = (lines[free] ?? 0) + work;
  }
  return Math.max(...lines);
}

/** The context as it is now, for all parts: its networks are read once, and what is switched meanwhile changes nothing. */
export async function fixed(context: StudyContext): Promise<StudyContext> {
  const snapshots = await context.snapshots();
  return { ...context, snapshots: () => Promise.resolve(snapshots) };
}

/** Plans a study, and carries it out part by part. */
export async function* inTurn<Q, R, T, F>(
  { plan, perform }: Computation<Q, R, T, F>,
  request: Q,
  given: StudyContext,
): StudyRun<R> {
  const context = await fixed(given);
  const planned = await plan(request, context);
  yield* carriedOut(planned, perform, context, new Progress(planned));
}

/** Carries out, in the order of the plan, what is not done of it. */
export async function* carriedOut<Q, R, T, F>(
  { parts }: StudyPlan<R, T, F>,
  perform: Computation<Q, R, T, F>['perform'],
  context: PartContext,
  progress: Progress<R, T, F>,
): StudyRun<R> {
  const places = [...parts.keys()].filter((part) => !progress.has(part));
  for (const [place, part] of places.entries()) {
    const waiting = places.slice(place + 1);
    for await (const tick of perform((parts[part] as StudyPart<T>).task, context)) {
      progress.note(part, tick);
      yield progress.tick(1, [part], waiting);
    }
    progress.end(part);
    yield progress.tick(1, [part], waiting);
  }
  if (places.length === 0) yield progress.tick(1, [], []);
}
