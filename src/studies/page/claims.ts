/**
 * Whether a paper's finding shows in the user's own run: rules that are stated on the page before anything is measured, and
 * applied to complete results only. Pure; the texts say what the numbers mean.
 */
import { summarise } from './summary';
import type { StudyRecord } from '../../state/studies';
import type {
  DegradationResult,
  InitResult,
  LesionResult,
  ShatteringResult,
  StudyResult,
} from '../../contract/studies';
import { pairOf } from '../../ui/claims/regimes';

/** Why nothing can be said. */
export type Missing =
  | { readonly why: 'not-done' | 'pair' | 'depths' | 'switched' }
  | { readonly why: 'seeds'; readonly least: number }
  | { readonly why: 'unfit'; readonly lane: string; readonly accuracy: number };

/** Means over the seeds without and with skips, at the shallowest and the deepest network. */
export interface DepthFinding {
  readonly kind: 'init' | 'degradation' | 'shattering';
  readonly shallow: number;
  readonly deep: number;
  readonly plain: readonly [number, number];
  readonly residual: readonly [number, number];
  readonly seeds: number;
}

export interface LesionFinding {
  readonly kind: 'lesion';
  /** Share of the accuracy above chance that is kept without one block. */
  readonly plain: number;
  readonly residual: number;
  readonly plainIntact: number;
  readonly residualIntact: number;
}

export type Judgement =
  | { readonly verdict: 'unknown'; readonly missing: Missing }
  | { readonly verdict: 'holds' | 'fails'; readonly finding: DepthFinding | LesionFinding };

const LEAST_SEEDS = 3;
const LEAST_TRAININGS = 2;
const HARDLY = 0.8;
const FATAL = 0.2;
const LEARNT = 0.2;

function unknown(missing: Missing): Judgement {
  return { verdict: 'unknown', missing };
}

function judged(holds: boolean, finding: DepthFinding | LesionFinding): Judgement {
  return { verdict: holds ? 'holds' : 'fails', finding };
}

/** Results that judge a claim of `judge`; a zoo has claims of its own. */
export function isJudged(
  result: StudyResult,
): result is InitResult | LesionResult | DegradationResult | ShatteringResult {
  return ['init', 'lesion', 'degradation', 'shattering'].includes(result.kind);
}

/** The judgement of a record, or null for kinds of studies that judge no claim. */
export function judge(record: StudyRecord): Judgement | null {
  const { result, state } = record;
  if (result === null) return null;
  if (!isJudged(result)) return null;
  if (state !== 'done') return unknown({ why: 'not-done' });
  const start = record.experiment.lanes.map(({ gains }) => gains);
  const pair = pairOf(result.kind === 'lesion' ? record.gains : start);
  if (pair === null) return unknown({ why: 'pair' });
  switch (result.kind) {
    case 'init':
      return judgeInit(result, pair);
    case 'lesion':
      return record.switched ? unknown({ why: 'switched' }) : judgeLesion(result, pair);
    case 'degradation':
      return judgeDegradation(result, pair);
    case 'shattering':
      return judgeShattering(result, pair);
  }
  return result satisfies never;
}

type Pair = NonNullable<ReturnType<typeof pairOf>>;

/** Indices of the shallowest and deepest network, or what is missing. */
function ends(
  { depths, seeds }: Pick<InitResult, 'depths' | 'seeds'>,
  least: number,
): { readonly last: number; readonly missing: Missing | null } {
  const last = depths.length - 1;
  const far = (depths[last] ?? 0) >= 2 * (depths[0] ?? Infinity);
  const missing: Missing | null = !far
    ? { why: 'depths' }
    : seeds.length < least
      ? { why: 'seeds', least }
      : null;
  return { last, missing };
}

function judgeInit(result: InitResult, { residual, plain }: Pair): Judgement {
  const { last, missing } = ends(result, LEAST_SEEDS);
  if (missing !== null) return unknown(missing);
  const ratios = (depth: number, lane: number): number[] =>
    (result.first[depth]?.[lane] ?? []).map((first, seed) => {
      const of = first / (result.last[depth]?.[lane]?.[seed] ?? Number.NaN);
      // 0/0 and ∞/∞: nothing gets through, or all overflows.
      return Number.isNaN(of) ? 0 : of;
    });
  const change = (lane: number): number[] => {
    const before = ratios(0, lane);
    return ratios(last, lane).map((ratio, seed) =>
      Math.abs(Math.log10(ratio / (before[seed] ?? Number.NaN))),
    );
  };
  const changes = change(plain);
  const others = change(residual);
  const holds = changes.every((each, seed) => each >= 1 && each > (others[seed] ?? Infinity));
  const means = (lane: number): readonly [number, number] => [
    summarise(ratios(0, lane), 'log').value,
    summarise(ratios(last, lane), 'log').value,
  ];
  return judged(holds, finding('init', result, means(plain), means(residual)));
}

function judgeLesion(result: LesionResult, { residual, plain }: Pair): Judgement {
  const { chance } = result;
  const intact = (lane: number): number => result.intact[lane] ?? Number.NaN;
  for (const lane of [residual, plain]) {
    if (!(intact(lane) >= chance + LEARNT))
      return unknown({ why: 'unfit', lane: result.lanes[lane] ?? '', accuracy: intact(lane) });
  }
  const kept = (lane: number): number => {
    const blocks = result.blocks[lane] ?? [];
    const shares = (result.single[lane] ?? []).flatMap((accuracy, block) =>
      accuracy === null || blocks[block]?.changesShape !== false
        ? []
        : [(accuracy - chance) / (intact(lane) - chance)],
    );
    return summarise(shares, 'linear').value;
  };
  const [ofResidual, ofPlain] = [kept(residual), kept(plain)];
  if (Number.isNaN(ofResidual) || Number.isNaN(ofPlain)) return unknown({ why: 'pair' });
  return judged(ofResidual >= HARDLY && ofPlain <= FATAL, {
    kind: 'lesion',
    plain: ofPlain,
    residual: ofResidual,
    plainIntact: intact(plain),
    residualIntact: intact(residual),
  });
}

/** Index of the rate with the lowest mean final loss over the seeds; one that diverged for any seed is the worst. */
export function bestRate(finals: readonly (readonly number[])[]): number {
  const means = finals.map((seeds) => {
    const measured = seeds.filter((value) => !Number.isNaN(value));
    return measured.length === 0
      ? Number.NaN
      : measured.reduce((sum, value) => sum + value, 0) / measured.length;
  });
  let best = 0;
  means.forEach((value, rate) => {
    const so = means[best] ?? Number.NaN;
    if (value < so || Number.isNaN(so)) best = rate;
  });
  return best;
}

function judgeDegradation(result: DegradationResult, { residual, plain }: Pair): Judgement {
  const { last, missing } = ends(result, LEAST_TRAININGS);
  if (missing !== null) return unknown(missing);
  const losses = (depth: number, lane: number): readonly number[] => {
    const finals = result.finals[depth]?.[lane] ?? [];
    return finals[bestRate(finals)] ?? [];
  };
  const before = losses(0, plain);
  const plainRises = losses(last, plain).every((loss, seed) => loss > (before[seed] ?? Infinity));
  const means = (lane: number): readonly [number, number] => [
    summarise(losses(0, lane), 'linear').value,
    summarise(losses(last, lane), 'linear').value,
  ];
  const [shallow, deep] = means(residual);
  return judged(plainRises && deep <= shallow, finding('degradation', result, means(plain), [shallow, deep]));
}

function judgeShattering(result: ShatteringResult, { residual, plain }: Pair): Judgement {
  const { last, missing } = ends(result, LEAST_SEEDS);
  if (missing !== null) return unknown(missing);
  const likeness = (depth: number, lane: number): number[] =>
    (result.cosines[depth]?.[lane] ?? []).map((cosines) => summarise(cosines, 'linear').value);
  const before = likeness(0, plain);
  const others = likeness(last, residual);
  const holds = likeness(last, plain).every(
    (each, seed) => each < (before[seed] ?? Number.NaN) && each < (others[seed] ?? Number.NaN),
  );
  const means = (lane: number): readonly [number, number] => [
    summarise(likeness(0, lane), 'linear').value,
    summarise(likeness(last, lane), 'linear').value,
  ];
  return judged(holds, finding('shattering', result, means(plain), means(residual)));
}

function finding(
  kind: DepthFinding['kind'],
  { depths, seeds }: Pick<InitResult, 'depths' | 'seeds'>,
  plain: readonly [number, number],
  residual: readonly [number, number],
): DepthFinding {
  return { kind, shallow: depths[0] ?? 0, deep: depths.at(-1) ?? 0, plain, residual, seeds: seeds.length };
}
