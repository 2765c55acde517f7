/** Does in Node what the page does when the reader of a lesson asks for the answer. */
import { planLanes } from '../../src/architecture/plan-experiment';
import type { ExperimentConfig } from '../../src/config/schema';
import { decode } from '../../src/config/codec/url';
import { rowOffsets } from '../../src/contract/metrics';
import type { DataSet } from '../../src/data/dataset';
import type { Question } from '../../src/lessons/format';
import { momentsOf, takeBefore, valuesOf, type RunView } from '../../src/lessons/measure';
import { inTurn, type Computation } from '../../src/studies/compute-parts';
import type { StudyResult } from '../../src/studies/kinds';
import { figureOf } from '../../src/studies/page/figures';
import { Trainer } from '../../src/training/trainer';
import { bundledData } from '../bundled';

const loaded = new Map<string, Promise<DataSet>>();

function dataOf({ data, seeds }: ExperimentConfig): Promise<DataSet> {
  const key = JSON.stringify([data, data.set === 'shapes' ? seeds.data : null]);
  const found = loaded.get(key) ?? bundledData(data, seeds.data);
  loaded.set(key, found);
  return found;
}

/**
 * The value that the run of an experiment with other seeds gives for a question.
 * @param until Updates before the act.
 * @throws Error where the run says nothing.
 */
export async function answerQuestion(
  question: Question,
  experiment: string,
  until: number,
  seed: number,
): Promise<number> {
  const config = { ...decode(experiment).config, seeds: { data: seed, init: seed, order: seed } };
  const trainer = new Trainer(config, await dataOf(config));
  const run = new NodeRun(config, trainer);
  try {
    await run.trainTo(until);
    if (until === 0) await run.measure();
    const { act, measure } = question;
    const moments = momentsOf(act, until);
    const taken = takeBefore(measure, run, moments);
    if (act.kind === 'switch') {
      trainer.switch(act.lane, act.block, act.gain);
      await run.measure();
    }
    if (act.kind === 'train' || act.kind === 'switch') await run.trainTo(until + act.steps);
    if (act.kind === 'study') await run.carryOut(act.request);
    const values = valuesOf(measure, run, moments, taken);
    if (values === null) throw new Error('Its run does not say what the question asks for.');
    return values.value;
  } finally {
    trainer.dispose();
  }
}

/** A run whose rows are all held. */
class NodeRun implements RunView {
  readonly config: ExperimentConfig;
  readonly plans;
  readonly #trainer: Trainer;
  readonly #offsets: readonly number[];
  readonly #rows = new Map<number, Float64Array>();
  readonly #tests = new Map<number, readonly number[]>();
  #result: StudyResult | null = null;

  constructor(config: ExperimentConfig, trainer: Trainer) {
    this.config = config;
    this.plans = planLanes(config);
    this.#trainer = trainer;
    this.#offsets = rowOffsets(trainer.layout);
  }

  value(lane: number, column: string, step: number): number {
    const at = this.#trainer.layout.lanes[lane]?.columns.findIndex((name) => name === column) ?? -1;
    return at < 0 ? Number.NaN : (this.#rows.get(step)?.[(this.#offsets[lane] ?? 0) + at] ?? Number.NaN);
  }

  newest(step: number): number {
    return Math.max(-1, ...[...this.#rows.keys()].filter((held) => held <= step));
  }

  test(lane: number, updates: number): number | null {
    const newest = Math.max(-1, ...[...this.#tests.keys()].filter((held) => held <= updates));
    return this.#tests.get(newest)?.[lane] ?? null;
  }

  study(figure: string, lane: string | null): number | null {
    return this.#result === null ? null : figureOf(this.#result, figure, lane);
  }

  async measure(): Promise<void> {
    this.#keep(await this.#trainer.measure());
  }

  /** Trains to so many updates, testing where the experiment says so. Recorded changes are made as in the page. */
  async trainTo(updates: number): Promise<void> {
    const { testInterval } = this.config;
    while (this.#trainer.stepCount < updates) {
      this.#trainer.replayDue();
      this.#keep(await this.#trainer.step());
      const { stepCount } = this.#trainer;
      if (testInterval > 0 && stepCount % testInterval === 0) await this.#test();
    }
    this.#trainer.replayDue();
  }

  async carryOut(request: { readonly kind: string }): Promise<void> {
    const { study } = (await import(`../../src/studies/${request.kind}/compute.ts`)) as {
      study: Computation<unknown, StudyResult, unknown, unknown>;
    };
    const trainer = this.#trainer;
    const { stepCount: step, nextBatch, experiment } = trainer;
    const data = await dataOf(this.config);
    const context = { experiment, data, step, nextBatch, path: [], snapshots: () => trainer.snapshots() };
    for await (const tick of inTurn(study, request, context)) this.#result = tick.result;
  }

  #keep(row: Float64Array): void {
    this.#rows.set(row[0] ?? 0, row);
  }

  async #test(): Promise<void> {
    const run = this.#trainer.test();
    let next = await run.next();
    while (next.done !== true) next = await run.next();
    this.#tests.set(
      this.#trainer.stepCount,
      next.value.map(({ accuracy }) => accuracy),
    );
  }
}
