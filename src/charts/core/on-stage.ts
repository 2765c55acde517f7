/** The charts on the stage, for who takes the whole of it along: what each shows now, and its title. */
import type { Exhibit } from './exhibit';

export interface StageChart {
  readonly title: string;
  /** Null while it shows nothing. */
  readonly exhibit: () => Exhibit | null;
}

const charts = new Set<StageChart>();

/** Notes a chart that stands on the stage, until what is returned is called. */
export function putOnStage(chart: StageChart): () => void {
  charts.add(chart);
  return () => charts.delete(chart);
}

/** In the order in which they came. */
export function chartsOnStage(): readonly StageChart[] {
  return [...charts];
}
