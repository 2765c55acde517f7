/**
 * Whether a paper's finding shows in the user's own run: rules that are stated on the page before anything is measured, and
 * applied to complete results only.
 */
import '../../ui/claims/claims.css';
import { useId, type ComponentType } from 'react';
import { formatNorm } from '../../charts/geometry/format';
import { useMessages, type Messages } from '../../i18n/messages';
import type { StudyRecord } from '../../state/studies';
import { pairOf } from '../../ui/claims/regimes';
import { formatPercent } from '../../ui/controls/format';
import type { ResultOf, StudyTab } from '../kinds';

type Texts = Messages['studies']['claims'];
export type Pair = NonNullable<ReturnType<typeof pairOf>>;

/** Why nothing can be said. */
type Missing =
  | { readonly why: 'not-done' | 'pair' | 'depths' | 'switched' }
  | { readonly why: 'seeds'; readonly least: number }
  | { readonly why: 'unfit'; readonly lane: string; readonly accuracy: number };

/** What was found is told with the verdict. */
export type Judgement<F> =
  | { readonly verdict: 'unknown'; readonly missing: Missing }
  | { readonly verdict: 'holds' | 'fails'; readonly finding: F };

export interface Claim<K extends StudyTab> {
  readonly judge: (record: StudyRecord<K>, result: ResultOf<K>) => Judgement<unknown>;
  /** The claim, its verdict, and the numbers of paper and run. */
  readonly Card: ComponentType<{ readonly record: StudyRecord<K>; readonly result: ResultOf<K> }>;
}

interface Rule<K extends StudyTab, F> {
  readonly texts: (claims: Texts, result: ResultOf<K>) => Record<'claim' | 'paper' | 'rule', string>;
  /** The judgement of a complete result. */
  readonly judge: (result: ResultOf<K>, record: StudyRecord<K>) => Judgement<F>;
  /** What was found here, in a sentence. */
  readonly here: (finding: F, result: ResultOf<K>, messages: Messages) => string;
}

/** A claim by its rule. */
export function claimOf<K extends StudyTab, F>(rule: Rule<K, F>): Claim<K> {
  const judge = (record: StudyRecord<K>, result: ResultOf<K>): Judgement<F> =>
    record.state === 'done' ? rule.judge(result, record) : unknown({ why: 'not-done' });
  return {
    judge,
    Card: ({ record, result }) => {
      const messages = useMessages();
      const { claims } = messages.studies;
      const id = useId();
      const judgement = judge(record, result);
      const texts = rule.texts(claims, result);
      return (
        <section className="claim" aria-labelledby={id} data-verdict={judgement.verdict} data-testid="claim">
          <h4 id={id} className="claim-title">
            {texts.claim}
          </h4>
          <p className="claim-verdict">
            <strong data-testid="verdict">{claims.verdicts[judgement.verdict]}</strong>
          </p>
          <dl>
            <dt>{claims.hereLabel}</dt>
            <dd>
              {judgement.verdict === 'unknown'
                ? missingText(judgement.missing, record, claims)
                : rule.here(judgement.finding, result, messages)}
            </dd>
            <dt>{claims.paperLabel}</dt>
            <dd>{texts.paper}</dd>
            <dt>{claims.rule}</dt>
            <dd>{texts.rule}</dd>
          </dl>
        </section>
      );
    },
  };
}

function missingText(missing: Missing, { experiment }: StudyRecord<StudyTab>, claims: Texts): string {
  switch (missing.why) {
    case 'not-done':
      return claims.notDone;
    case 'pair':
      return claims.pair;
    case 'depths':
      return claims.fewDepths;
    case 'switched':
      return claims.switched;
    case 'seeds':
      return claims.fewSeeds(missing.least);
    case 'unfit': {
      const lane = experiment.lanes.find(({ id }) => id === missing.lane);
      return claims.unfit(lane?.label ?? missing.lane, `${formatPercent(missing.accuracy)} %`);
    }
  }
  return missing satisfies never;
}

export function unknown(missing: Missing): { readonly verdict: 'unknown'; readonly missing: Missing } {
  return { verdict: 'unknown', missing };
}

export function judged<F>(holds: boolean, finding: F): Judgement<F> {
  return { verdict: holds ? 'holds' : 'fails', finding };
}

/** Means over the seeds without and with skips, at the shallowest and the deepest network. */
interface DepthFinding extends Record<keyof Pair, readonly [number, number]> {
  readonly shallow: number;
  readonly deep: number;
  readonly seeds: number;
}

interface DepthResult {
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
}

type DepthKind = 'init' | 'degradation' | 'shattering';

/** A claim about what depth does without skips and with them: to the shallowest network and the deepest, for every seed. */
export function depthClaim<K extends DepthKind>(
  kind: K,
  leastSeeds: number,
  rule: {
    /** Whether it holds; `last` is the deepest network. */
    readonly holds: (result: ResultOf<K>, pair: Pair, last: number) => boolean;
    readonly mean: (result: ResultOf<K>, depth: number, lane: number) => number;
    /** What it says; `told` are depths, means without and with skips, and the number of seeds. */
    readonly here: (
      told: ReturnType<typeof toldOf>,
      claims: Texts,
      result: ResultOf<K>,
      finding: DepthFinding,
    ) => string;
  },
): Claim<K> {
  return claimOf<K, DepthFinding>({
    texts: (claims) => claims[kind],
    judge: (result, { experiment }) => {
      const { depths, seeds }: DepthResult = result;
      const pair = pairOf(experiment.lanes.map(({ gains }) => gains));
      if (pair === null) return unknown({ why: 'pair' });
      const last = depths.length - 1;
      const [shallow = 0, deep = 0] = [depths[0], depths[last]];
      if (depths.length === 0 || deep < 2 * shallow) return unknown({ why: 'depths' });
      if (seeds.length < leastSeeds) return unknown({ why: 'seeds', least: leastSeeds });
      const means = (lane: number) => [rule.mean(result, 0, lane), rule.mean(result, last, lane)] as const;
      const { plain, residual } = pair;
      return judged(rule.holds(result, pair, last), {
        shallow,
        deep,
        plain: means(plain),
        residual: means(residual),
        seeds: seeds.length,
      });
    },
    here: (finding, result, { studies }) => rule.here(toldOf(finding), studies.claims, result, finding),
  });
}

function toldOf({ shallow, deep, plain, residual, seeds }: DepthFinding) {
  return [shallow, deep, plain.map(formatNorm), residual.map(formatNorm), seeds] as const;
}
