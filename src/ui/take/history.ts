/** What the page holds of the run: its series, tests, switches and rates. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { HeldRows, RunHistory } from '../../exports/metrics';
import { laneName } from '../../i18n/lane-names';
import { experimentStore } from '../../state/experiment';
import { instrumentStore } from '../../state/instruments';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';

function metricRows(): HeldRows {
  const { layout, length, stepAt } = metricsStore;
  const valueAt = (row: number, lane: number, column: number) =>
    metricsStore.row(lane, stepAt(row) ?? -1)[column];
  return { layout, length, stepAt, valueAt };
}

function instrumentRows(): HeldRows {
  const { layout, length, stepAt } = instrumentStore;
  const valueAt = (row: number, lane: number, column: number) =>
    instrumentStore.value(row, instrumentStore.column(lane, layout.lanes[lane]?.columns[column] ?? ''));
  return { layout, length, stepAt, valueAt };
}

/** How many numbers there are. */
export function numbersHeld(): number {
  return [metricsStore, instrumentStore].reduce(
    (sum, { layout, length }) =>
      sum + length * layout.lanes.reduce((all, { columns }) => all + columns.length, 0),
    0,
  );
}

/** All of it, to be read at once: the run goes on. */
export function runHistory(plans: readonly LanePlan[], link: string): RunHistory {
  const { config } = experimentStore.getState();
  const { stepCount, lanes, switches, rates, divergences } = runStore.getState();
  return {
    config,
    link,
    step: stepCount,
    lanes: lanes.map(({ id, began, tests }, index) => ({
      id,
      name: laneName(id),
      parameters: plans[index]?.parameterCount ?? 0,
      blocks: plans[index]?.blocks.map(({ name }) => name) ?? [],
      gains: began,
      tests,
    })),
    metrics: metricRows(),
    instruments: instrumentRows(),
    held: { stride: metricsStore.stride, denseFrom: metricsStore.denseFrom },
    switches,
    rates,
    divergences,
  };
}
