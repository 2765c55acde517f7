/** A run as the browser keeps it: its experiment, all that it goes on from, and what the charts show of it. */
import type { RunHistory } from '../contract/run-history';
import type { RunState } from '../contract/run-state';

/** What is told of a kept run without reading all of it. */
export interface RunSummary {
  /** Of this run, for as long as it is kept. */
  readonly id: string;
  /** What stands behind the # of its experiment's address, with all that was recorded. */
  readonly link: string;
  /** Updates made. */
  readonly step: number;
  /** Milliseconds since 1970 at which it was kept. */
  readonly at: number;
  /** Milliseconds for which it had trained. */
  readonly trained: number;
}

export interface KeptRun extends RunSummary {
  readonly state: RunState;
  readonly history: RunHistory;
}
