/** A kept run as one piece of bytes, in the browser's store and in a file that a reader takes along. */
import type { Blocks } from '../config/schema';
import type { KeptRows, RunHistory } from '../contract/run-history';
import type { Changes, Checkpoint, LaneSnapshot, LiveChange, RunState } from '../contract/run-state';
import type { InstrumentLayout, LaneLayout, MetricColumn, MetricsLayout } from '../contract/metrics';
import { FormatError } from '../formats/errors';
import { packValue, unpackValue } from '../formats/packed';
import type { KeptRun } from './run';
import { count, doubles, floats, integers, list, mapOf, number, oneOf, orNull, record, text } from './shape';
import type { Shape } from './shape';

/** Of what is written. */
const FORMAT = 1;

export function packRun(run: KeptRun): Uint8Array<ArrayBuffer> {
  return packValue({ format: FORMAT, ...run });
}

/**
 * A run as it was packed. Whether it goes with its experiment is another question: see `fits`.
 * @throws FormatError where the bytes are no run; `unsupported` where a newer page has written them.
 */
export function unpackRun(bytes: Uint8Array<ArrayBuffer>): KeptRun {
  const value = unpackValue(bytes);
  const { format } = record<{ format: number }>({ format: count })(value, '');
  if (format > FORMAT) throw new FormatError('unsupported', { expected: FORMAT, found: format });
  return keptRun(value, '');
}

const running = record({ mean: floats, variance: floats });

const lane: Shape<LaneSnapshot> = record<LaneSnapshot>({
  id: text,
  gains: list(number),
  parameters: floats,
  statistics: mapOf(running),
  optimiser: record({ first: floats, second: floats, updates: list(count) }),
});

const checkpoint = record<Checkpoint>({ stepCount: count, rate: number, lanes: list(lane) });

const blocks: Shape<Blocks> = (value, at) => {
  if (value === 'all') return value;
  if (!Array.isArray(value)) return count(value, at);
  const [first, last] = list(count)(value, at);
  if (first === undefined || last === undefined || value.length !== 2)
    throw new FormatError('malformed', { at, expected: 'blocks' });
  return [first, last];
};

const switched = record({ step: count, lane: text, block: blocks, gain: number });
const rated = record({ step: count, rate: number });

const change: Shape<LiveChange> = (value, at) =>
  typeof value === 'object' && value !== null && 'rate' in value ? rated(value, at) : switched(value, at);

const state = record<RunState>({
  checkpoint,
  changes: record<Changes>({ made: list(change), coming: list(change) }),
  testedStep: count,
  diverged: list(text),
});

/** @param columns Numbers of a row besides those of the layout. */
function rows<L extends { readonly lanes: readonly LaneLayout[] }, N extends { readonly length: number }>(
  layout: Shape<L>,
  values: Shape<N>,
  extra: number,
): Shape<KeptRows<L, N>> {
  const read = record<KeptRows<L, N>>({
    layout,
    steps: integers,
    values,
    thinning: record({ stride: count, before: count, changes: list(count), tests: list(count) }),
  });
  return (value, at) => {
    const kept = read(value, at);
    const width = extra + kept.layout.lanes.reduce((sum, { columns }) => sum + columns.length, 0);
    const isRising = kept.steps.every((step, i) => step >= 0 && (i === 0 || step > (kept.steps[i - 1] ?? 0)));
    if (!isRising || kept.values.length !== width * kept.steps.length)
      throw new FormatError('malformed', {
        at,
        expected: width * kept.steps.length,
        found: kept.values.length,
      });
    return kept;
  };
}

const ofLanes = list(record({ id: text, columns: list(text) }));
const metricsLayout: Shape<MetricsLayout> = (value, at) => {
  // Names of columns that are none measure nothing: charts find theirs by name.
  const { lanes } = record({ lanes: ofLanes })(value, at);
  return { lanes: lanes as readonly LaneLayout<MetricColumn>[] };
};
const instrumentLayout = record<InstrumentLayout>({ lanes: ofLanes, every: count });

const rowBefore = record({ lane: text, step: count, until: count, values: doubles });

const history = record<RunHistory>({
  metrics: (value, at) => ({
    ...rows(metricsLayout, doubles, 0)(value, at),
    ...record({ before: list(rowBefore) })(value, at),
  }),
  instruments: orNull(rows(instrumentLayout, floats, 1)),
  lanes: list(
    record({
      id: text,
      tests: list(record({ step: count, loss: number, accuracy: number })),
      answers: orNull(floats),
      began: list(number),
    }),
  ),
  switches: list(switched),
  rates: list(rated),
  divergences: list(
    record({
      lane: text,
      step: count,
      place: oneOf('weights', 'output', 'logits', 'loss', 'gradient'),
      layer: orNull(text),
    }),
  ),
  replaysTo: orNull(count),
});

const keptRun = record<KeptRun>({
  id: text,
  link: text,
  step: count,
  at: count,
  trained: count,
  state,
  history,
});
