/** Whether a run that was killed went on as one that was not, and the table of all of them. */
import { inColumns } from '../bench/table';
import { BACKENDS, KINDS, type Case } from './cases';
import type { Row } from './recorder';

/** What became of a run. */
export interface Fate {
  /** The run that was killed, and the one that went on: rows as they came. */
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  /** Updates that were there when it went on. */
  readonly from: number;
  /** Updates that were taken again, and the milliseconds that they had taken. */
  readonly repeated: number;
  readonly lost: number;
  /** Where it went on. */
  readonly backend: string;
}

export interface Verdict {
  readonly case: Case;
  /** Null where it did not go on. */
  readonly fate: Fate | null;
  /** Null where nothing is wrong. */
  readonly fault: string | null;
}

/** Most milliseconds of training that a kill may cost. */
export const MOST_LOST = 10_000;
/** Relative error of losses on another backend, which rounds differently. */
const ROUNDING = 0.01;

/** What is wrong with a run, beside the rows of the undisturbed one by their step; null where nothing is. */
export function faultOf(
  { before, after, from, lost, backend }: Fate,
  calm: ReadonlyMap<number, string>,
  wanted: string,
): string | null {
  if (lost > MOST_LOST) return `${(lost / 1000).toFixed(1)} s of training were lost`;
  const [first] = after;
  if (first === undefined) return 'no step was taken afterwards';
  if (first.step > from + 1) return `from step ${from} it went on with ${first.step}`;
  for (const rows of [before, after])
    for (const [i, { step, values }] of rows.entries()) {
      const last = rows[i - 1]?.step;
      if (last !== undefined && step !== last + 1) return `step ${step} came after ${last}`;
      const expected = calm.get(step);
      if (expected === undefined) return `the undisturbed run has no step ${step}`;
      const isElsewhere = backend !== wanted && rows === after;
      if (isElsewhere ? !isClose(values, expected) : values !== expected)
        return `step ${step} is ${values} instead of ${expected}`;
    }
  return null;
}

/** Of a row only the first loss: gradients of single layers round worse. */
function isClose(values: string, expected: string): boolean {
  const [[, loss = Number.NaN] = [], [, wanted = Number.NaN] = []] = [values, expected].map((row) =>
    row.split(' ').map(Number),
  );
  return Math.abs(loss - wanted) <= ROUNDING * Math.abs(wanted);
}

/** One line for every kind on every backend, and one for all. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const line = (name: string, backend: string, own: readonly Verdict[]): string[] => {
    const fates = own.flatMap(({ fate }) => (fate === null ? [] : [fate]));
    const most = (of: (fate: Fate) => number): number => Math.max(0, ...fates.map(of));
    const equal = own.filter(({ fate, fault, case: { backend: wanted } }) => {
      return fault === null && fate?.backend === wanted;
    }).length;
    return [
      name,
      backend,
      String(own.length),
      String(fates.length),
      String(equal),
      String(own.filter(({ fault }) => fault === null).length - equal),
      String(most(({ repeated }) => repeated)),
      (most(({ lost }) => lost) / 1000).toFixed(1),
    ];
  };
  const lines = KINDS.flatMap((kind) =>
    BACKENDS.flatMap((backend) => {
      const own = verdicts.filter(({ case: one }) => one.kind === kind && one.backend === backend);
      return own.length === 0 ? [] : [line(kind, backend, own)];
    }),
  );
  const head = [
    'killed',
    'on',
    'kills',
    'went on',
    'equal',
    'close, on wasm',
    'most steps again',
    'most seconds',
  ];
  return inColumns([head, ...lines, line('all', '', verdicts)]);
}
