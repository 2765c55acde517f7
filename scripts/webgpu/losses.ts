/** One run through everything that a page can ask of a trainer, in a worker of its own whose devices are lost as asked. */
import { assert } from 'vitest';
import type { CommandBody, Report, ReportBody } from '../../src/contract/messages';
import { pairOf } from '../../src/testing/config';
import { assertClose } from './testing';
import type { CallsReport, Loss } from './losing';
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker.
import losingAddress from './losing.worker.ts?worker&url';

type ReportOf<T extends Report['type']> = Extract<Report, { type: T }>;

/** A test every third step, and a switch and a rate of the past. */
const experiment = pairOf([{ blocks: 1, width: 4, stride: 2 }], {
  batchSize: 4,
  testInterval: 3,
  timeline: [{ step: 5, lane: 'plain', block: 'all', gain: 0.5 }],
  rates: [{ step: 7, rate: 0.02 }],
});
const STEPS = 12;

/** Of networks after a fall to another backend: gradients may differ by rounding. */
const ROUNDING = 1e-3;

export interface Outcome {
  readonly reports: readonly Report[];
  readonly counts: CallsReport['counts'];
}

/** A worker with a run, and what it has said. */
class LosingRun {
  readonly reports: Report[] = [];
  counts: CallsReport['counts'] | null = null;
  readonly #worker: Worker;
  #run = 0;
  #heard: () => void = () => undefined;

  constructor(losses: readonly Loss[]) {
    this.#worker = new Worker(losingAddress, { type: 'module', name: JSON.stringify(losses) });
    this.#worker.onmessage = ({ data }: MessageEvent<Report | CallsReport>) => {
      if (data.type === 'calls') this.counts = data.counts;
      else this.reports.push(data);
      this.#heard();
    };
    this.#worker.onerror = ({ message }) => {
      this.reports.push({ type: 'failed', run: this.#run, code: 'internal', message });
      this.#heard();
    };
  }

  start(): void {
    this.#run++;
    this.reports.length = 0;
    this.send({ type: 'start', experiment, backend: 'webgpu' });
  }

  send(command: CommandBody): void {
    this.#worker.postMessage({ ...command, run: this.#run });
  }

  /** @throws Error where the run fails first. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const failed = this.reports.find((report) => report.type === 'failed');
      if (failed !== undefined) throw new Error(`The run failed: ${failed.code} ${failed.message}`);
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
  }

  async untilReport(holds: (report: ReportBody) => boolean): Promise<void> {
    await this.until(() => this.reports.some(holds));
  }

  /** Trains up to so many updates, and waits there. */
  async train(until: number): Promise<void> {
    this.send({ type: 'train', until });
    await this.until(() => {
      const last = this.reports.findLast((report) => report.type === 'running');
      const reached = this.reports.findLast((report) => report.type === 'metrics')?.stepCount ?? 0;
      return reached >= until && last?.running === false;
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}

/** What a run says whose devices are lost so; `leaving` leaves another run after some steps for it, on the same device. */
export async function runOf(losses: readonly Loss[], leaving = false): Promise<Outcome> {
  const run = new LosingRun(losses);
  try {
    run.start();
    if (leaving) {
      await run.untilReport(({ type }) => type === 'running');
      await run.train(3);
      run.start();
    }
    await run.untilReport(({ type }) => type === 'running');
    run.send({ type: 'record-path', on: true });
    run.send({ type: 'watch', instruments: ['layers', 'streams'] });
    await run.train(4);
    run.send({ type: 'inspect', request: { kind: 'predictions', pixels: false } });
    run.send({ type: 'train', until: 6 });
    await run.untilReport(({ type }) => type === 'inspected');
    await run.train(8);
    run.send({ type: 'weights' });
    await run.untilReport(({ type }) => type === 'weights');
    run.send({ type: 'study', study: 1, request: { kind: 'lesion', images: 50, draws: 0 } });
    await run.untilReport((report) => report.type === 'study' && report.state !== 'running');
    // One by one, and so that the second is asked for while the first is under way.
    run.send({ type: 'step' });
    run.send({ type: 'step' });
    await run.until(() => run.reports.some((report) => report.type === 'metrics' && report.stepCount === 10));
    await run.train(STEPS);
    assert(run.counts !== null, 'calls were not counted');
    return { reports: run.reports, counts: run.counts };
  } finally {
    run.end();
  }
}

function of<T extends Report['type']>({ reports }: Outcome, type: T): ReportOf<T>[] {
  return reports.filter((report): report is ReportOf<T> => report.type === type);
}

/** Rows by their step. */
function rowsOf(outcome: Outcome): Map<number, readonly number[]> {
  const taken = of(outcome, 'metrics').filter(({ stepCount, rows }) => stepCount > (rows[0] ?? 0));
  assert(new Set(taken.map(({ stepCount }) => stepCount)).size === taken.length, 'a row was sent twice');
  return new Map(taken.map(({ stepCount, rows }) => [stepCount, [...rows]]));
}

/** Where it ended. */
export function backendOf(outcome: Outcome): 'webgpu' | 'wasm' {
  const { name, reason } = of(outcome, 'backend').at(-1)?.backend ?? {};
  if (name === 'webgpu') return name;
  assert(name === 'wasm', `it ended on ${name}`);
  assert(reason === 'device-lost' || reason === 'forced-unavailable', `on wasm, it says, for ${reason}`);
  return name;
}

/** How often it needed another device. */
export function lossesOf(outcome: Outcome): number {
  return of(outcome, 'backend').length - 1;
}

/** To the last bit while both are on the GPU; a run that went on elsewhere within rounding, and it must have said so. */
export function assertSame(disturbed: Outcome, calm: Outcome): void {
  const tolerance = backendOf(disturbed) === 'webgpu' ? 0 : ROUNDING;
  const [rows, expected] = [rowsOf(disturbed), rowsOf(calm)];
  assert(rows.size === STEPS && expected.size === STEPS, `${rows.size} rows`);
  for (const [step, row] of expected) assertClose(rows.get(step) ?? [], row, `row ${step}`, tolerance);
  const tests = of(disturbed, 'tested');
  const expectedTests = of(calm, 'tested');
  assert(
    String(tests.map(({ step }) => step)) === String(expectedTests.map(({ step }) => step)),
    `tests at ${tests.map(({ step }) => step).join()}`,
  );
  for (const [i, { step, results }] of expectedTests.entries())
    for (const [lane, { loss }] of results.entries())
      assertClose([tests[i]?.results[lane]?.loss ?? Number.NaN], [loss], `test ${step}`, tolerance);
  const [study, expectedStudy] = [of(disturbed, 'study').at(-1), of(calm, 'study').at(-1)];
  assert(study?.state === 'done', `the study: ${study?.state} ${study?.message}`);
  if (tolerance > 0) return;
  const same = (a: unknown, b: unknown, what: string): void =>
    assert(JSON.stringify(a) === JSON.stringify(b), `${what} is another`);
  same(study.result, expectedStudy?.result, 'the study');
  same(of(disturbed, 'weights')[0]?.weights, of(calm, 'weights')[0]?.weights, 'the weights');
  const [looks, calmLooks] = [disturbed, calm].map((outcome) =>
    of(outcome, 'inspected').map(({ result }) => result),
  );
  assert(looks?.length === 1 && calmLooks?.length === 1, 'it was looked at twice');
  // Training goes on meanwhile: how far it has come by then is a matter of time.
  if (looks[0]?.step === calmLooks[0]?.step) same(looks, calmLooks, 'the look at predictions');
}
