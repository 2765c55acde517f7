/** What a chart shows, for who takes it away: as a picture, and as numbers. */
import type { Pane } from './pane';

/** Numbers at full precision, with a title, and its unit where it has one, over each column; undefined where nothing was measured. */
export interface ChartData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

export interface Exhibit {
  /** In files' names. */
  readonly name: string;
  /** What is drawn, in words: the quantity, and the step where it is of one. */
  readonly what: string;
  /** The newest step that is shown; -1 before the first. */
  readonly step: number;
  /** In the order in which they stand on the page; none where there is no picture of it. */
  readonly panes: readonly Pane[];
  /** Further entries of the legend than the lanes. */
  readonly notes?: readonly string[];
  readonly data: () => ChartData;
}
