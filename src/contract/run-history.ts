/** What the page knows of a run that it was told: series and low-rate facts, as plain data to be kept beside its state. */
import type { Blocks } from '../config/schema';
import type { Divergence } from './messages';
import type { InstrumentLayout, MetricsLayout } from './metrics';

/** Rows of a series as they are held (see `StepRows`), and how they are thinned out. */
export interface KeptRows<Layout, Numbers> {
  readonly layout: Layout;
  /** Ascending. */
  readonly steps: Int32Array<ArrayBuffer>;
  /** Row by row. */
  readonly values: Numbers;
  readonly thinning: {
    readonly stride: number;
    readonly before: number;
    /** Steps that stay. */
    readonly changes: readonly number[];
    readonly tests: readonly number[];
  };
}

export interface KeptMetrics extends KeptRows<MetricsLayout, Float64Array<ArrayBuffer>> {
  /** The row of a lane before its skips were last switched: see `RowBefore`. */
  readonly before: readonly {
    readonly lane: string;
    readonly step: number;
    readonly until: number;
    readonly values: Float64Array<ArrayBuffer>;
  }[];
}

export interface KeptTest {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface RunHistory {
  readonly metrics: KeptMetrics;
  /** Null where nothing was measured. */
  readonly instruments: KeptRows<InstrumentLayout, Float32Array<ArrayBuffer>> | null;
  readonly lanes: readonly {
    readonly id: string;
    readonly tests: readonly KeptTest[];
    readonly answers: Float32Array<ArrayBuffer> | null;
    /** Skip gains that the run began with. */
    readonly began: readonly number[];
  }[];
  readonly switches: readonly {
    readonly step: number;
    readonly lane: string;
    readonly block: Blocks;
    readonly gain: number;
  }[];
  readonly rates: readonly { readonly step: number; readonly rate: number }[];
  readonly divergences: readonly Divergence[];
  /** The step up to which the run's link replays it; null where that is all of it. */
  readonly replaysTo: number | null;
}
