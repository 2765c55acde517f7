/** What charts read of the page, and say to it. */
import { experimentStore } from '../../state/experiment';
import { highlightStore } from '../../state/highlight';
import { instrumentStore } from '../../state/instruments';
import { shownSeries } from '../../state/layer-series';
import { linesStore } from '../../state/lines';
import { metricsStore } from '../../state/metrics';
import { pinStore } from '../../state/pins';
import { quantityStore } from '../../state/quantity';
import { runStore } from '../../state/run';
import { spanStore } from '../../state/span';

export const PAGE_STORES = {
  metrics: metricsStore,
  instruments: instrumentStore,
  /** The series of the layers that is shown now. */
  series: shownSeries,
  run: runStore,
  experiment: experimentStore,
  highlight: highlightStore,
  span: spanStore,
  quantity: quantityStore,
  pins: pinStore,
  lines: linesStore,
};

/** Others than those of the page are given where charts are tested without it. */
export type ChartStores = Readonly<typeof PAGE_STORES>;
