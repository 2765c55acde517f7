/** Rows of the live instruments: what was measured in pairs, put in the order of the columns. */
import { HISTOGRAM_BINS, histogramLayer, UNMEASURED, type InstrumentName } from '../architecture/instruments';
import type { LanePlan } from '../architecture/plan-experiment';
import type { PairStatistics, VectorStatistics } from '../engine/measures';
import { pairKey } from './paired-probe';

/** What a run of all lanes is to measure besides its metrics, and whom to tell, before its own result is there. */
export interface Watch {
  readonly instruments: readonly InstrumentName[];
  readonly measured: (lane: number, row: readonly number[]) => void;
}

/** Of a layer's weights before the update, and of the update; the latter `UNMEASURED` where none was made. */
export interface WeightStatistics {
  readonly norm: number;
  readonly update: number;
}

interface Measured {
  readonly instruments: readonly InstrumentName[];
  readonly pairs: ReadonlyMap<string, PairStatistics>;
  /** Skip gains that were in force. */
  readonly gains: readonly number[];
  /** In the order of the plan's layers. */
  readonly weights: readonly WeightStatistics[];
  /** Shares of the bins of the layer that is asked for: of its activations, then of its gradient. */
  readonly histograms?: readonly (ArrayLike<number> | undefined)[];
}

const NOTHING: VectorStatistics = { norm: 0, mean: 0, deviation: 0 };

/** The row of one network, in the order of `instrumentColumns`. */
export function instrumentRow(plan: LanePlan, measured: Measured): number[] {
  const { instruments, pairs, gains, weights } = measured;
  const row: number[] = [];
  const pairOf = (key: string): PairStatistics =>
    pairs.get(key) ?? { a: NOTHING, b: null, cosine: Number.NaN };
  if (instruments.includes('streams')) {
    for (const { index, branch } of plan.blocks) {
      const gradients = pairOf(pairKey.gradients(index));
      const values = pairOf(pairKey.values(index));
      const output = pairOf(pairKey.layer(branch.at(-1)?.name ?? ''));
      row.push(gradients.a.norm, gradients.b?.norm ?? 0, gradients.cosine, output.b?.norm ?? 0);
      // What is off adds nothing, also where it is computed.
      const gain = gains[index] ?? 0;
      const shortcut = gain === 0 ? 0 : Math.abs(gain) * (values.b?.norm ?? 0);
      row.push(values.a.norm, shortcut, values.a.deviation, output.a.deviation);
    }
  }
  if (instruments.includes('layers')) {
    plan.layers.forEach(({ name, kind }, i) => {
      if (kind !== 'projection') {
        const { a, b } = pairOf(pairKey.layer(name));
        row.push(b?.norm ?? 0, a.mean, a.deviation);
      }
      const { norm, update } = weights[i] ?? { norm: Number.NaN, update: UNMEASURED };
      row.push(norm, update === UNMEASURED ? UNMEASURED : update / norm);
    });
  }
  if (histogramLayer(plan, instruments) !== null) {
    for (const shares of [measured.histograms?.[0], measured.histograms?.[1]])
      for (let bin = 0; bin < HISTOGRAM_BINS; bin++) row.push(shares?.[bin] ?? UNMEASURED);
  }
  return row;
}
