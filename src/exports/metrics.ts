/**
 * What a run measured, as CSV and JSON: every step that is held, every lane and layer. The names are those of the columns that
 * `train.py` writes to `metrics.csv`, so that both can be laid side by side.
 */
import { formatBlocks } from '../config/codec/format';
import { learningRateAt } from '../config/schedule';
import type { Blocks, ExperimentConfig } from '../config/schema';
import type { RowLayout } from '../contract/metrics';

/** Rows of numbers by step, as the page holds them. */
export interface HeldRows {
  readonly layout: RowLayout;
  readonly length: number;
  readonly stepAt: (row: number) => number | undefined;
  /** A number of a lane in a row; undefined where it was not measured. */
  readonly valueAt: (row: number, lane: number, column: number) => number | undefined;
}

export interface TestRow {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface LaneHistory {
  readonly id: string;
  /** As the page calls it. */
  readonly name: string;
  readonly parameters: number;
  /** Of its blocks: their names, and the gains that they began with. */
  readonly blocks: readonly string[];
  readonly gains: readonly number[];
  readonly tests: readonly TestRow[];
}

export interface RunHistory {
  readonly config: ExperimentConfig;
  readonly link: string;
  /** Updates made. */
  readonly step: number;
  /** In the order of the layouts. */
  readonly lanes: readonly LaneHistory[];
  /** Metrics of every step, and what instruments measured at some. */
  readonly metrics: HeldRows;
  readonly instruments: HeldRows;
  /** Of the steps before `denseFrom` one of so many is held. */
  readonly held: { readonly stride: number; readonly denseFrom: number };
  readonly switches: readonly { step: number; lane: string; block: Blocks; gain: number }[];
  /** Learning rates that were set while it trained. */
  readonly rates: readonly { readonly step: number; readonly rate: number }[];
  readonly divergences: readonly { readonly lane: string; readonly step: number; readonly place: string }[];
}

type Cell = string | number | undefined;

/** A row per step and lane. */
interface Row {
  readonly step: number;
  readonly lane: number;
  readonly values: ReadonlyMap<string, number>;
}

/** What was measured in each lane at each step, by the names of columns; tests and steps that have nothing else are rows too. */
function* rowsOf({ lanes, metrics, instruments }: RunHistory): Generator<Row> {
  const rows = [metrics, instruments].map((held) => ({ held, at: placesOf(held) }));
  const tests = lanes.map(({ tests }) => new Map(tests.map((test) => [test.step, test])));
  const steps = new Set([
    ...rows.flatMap(({ at }) => [...at.keys()]),
    ...tests.flatMap((own) => [...own.keys()]),
  ]);
  for (const step of [...steps].toSorted((a, b) => a - b)) {
    for (const lane of lanes.keys()) {
      const values = new Map<string, number>();
      for (const { held, at } of rows) {
        const row = at.get(step);
        if (row === undefined) continue;
        held.layout.lanes[lane]?.columns.forEach((name, column) => {
          const value = held.valueAt(row, lane, column);
          if (value !== undefined) values.set(name, value);
        });
      }
      const test = tests[lane]?.get(step);
      if (test !== undefined) values.set('test_loss', test.loss).set('test_accuracy', test.accuracy);
      yield { step, lane, values };
    }
  }
}

/** Rows by their steps. */
function placesOf({ length, stepAt }: HeldRows): ReadonlyMap<number, number> {
  return new Map(Array.from({ length }, (_, row) => [stepAt(row) ?? -1, row]));
}

const TESTS = ['test_loss', 'test_accuracy'];

/** All columns of any lane, each once. */
function columnsOf({ metrics, instruments }: RunHistory): readonly string[] {
  const all = [metrics, instruments].flatMap(({ layout }) => layout.lanes.flatMap(({ columns }) => columns));
  return [...new Set(all), ...TESTS];
}

/** The learning rate of a step. */
function rateAt({ config, rates }: RunHistory, step: number): number {
  const base = rates.findLast((one) => one.step <= step)?.rate ?? config.optimiser.learningRate;
  return learningRateAt(step, base, config.schedule);
}

/** What was switched at a step in a lane: `all=0`, `2=0.5`, `3-5=1`. */
function switchedAt({ switches }: RunHistory, lane: string | undefined, step: number): string | undefined {
  const own = switches.filter((one) => one.lane === lane && one.step === step);
  return own.length === 0
    ? undefined
    : own.map(({ block, gain }) => `${formatBlocks(block)}=${gain}`).join(' ');
}

/** Titles, and a row for every step and lane; what was not measured is undefined. */
export function metricsTable(history: RunHistory): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const columns = columnsOf(history);
  const rows = Array.from(rowsOf(history), ({ step, lane, values }): readonly Cell[] => {
    const id = history.lanes[lane]?.id;
    return [
      step,
      id,
      rateAt(history, step),
      ...columns.map((name) => values.get(name)),
      switchedAt(history, id, step),
    ];
  });
  return { columns: ['step', 'lane', 'rate', ...columns, 'switched'], rows };
}

/** The same with all that belongs to it. Numbers that are not finite are strings, as JSON has none. */
export function metricsJson(history: RunHistory): string {
  const { link, step, lanes, held, switches, rates, divergences } = history;
  const steps: number[] = [];
  const series = lanes.map(() => new Map<string, (number | null)[]>());
  for (const row of rowsOf(history)) {
    if (row.lane === 0) steps.push(row.step);
    for (const [name, value] of row.values) {
      const own = series[row.lane];
      const values = own?.get(name) ?? [];
      while (values.length < steps.length - 1) values.push(null);
      values.push(value);
      own?.set(name, values);
    }
  }
  const content = {
    format: 'resnet-explorer-metrics',
    version: 1,
    link,
    updates: step,
    held: { everyStepFrom: held.denseFrom, before: { oneOf: held.stride } },
    steps,
    rate: steps.map((each) => rateAt(history, each)),
    lanes: lanes.map(({ id, name, parameters, blocks, gains }, index) => ({
      id,
      name,
      parameters,
      blocks,
      gains,
      series: Object.fromEntries(
        Array.from(series[index] ?? [], ([name, values]) => {
          while (values.length < steps.length) values.push(null);
          return [name, values];
        }),
      ),
    })),
    switches,
    rates,
    divergences,
  };
  return JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
