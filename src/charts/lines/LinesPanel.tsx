/** Panel: a quantity of chosen layers over the steps, as lines, for all lanes. */
import './lines.css';
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { gradientOf } from '../../contract/metrics';
import { useMessages } from '../../i18n/messages';
import { shownSeries } from '../../state/layer-series';
import { drawnLayers, linesStore } from '../../state/lines';
import { overlays, pinStore } from '../../state/pins';
import { isPlain, quantityStore } from '../../state/quantity';
import { spanStore } from '../../state/span';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useLayerAxes, useSlowly } from '../core/hooks';
import { ChartPanel } from '../core/ChartPanel';
import { LaneLegend } from '../core/Panel';
import { DataTable, TableDetails } from '../core/tables';
import { QuantityFields } from '../core/QuantityFields';
import { measured, useLaneNames, useLanes } from '../core/series';
import { StepPlot } from '../core/step-plot';
import { formatNorm } from '../geometry/format';
import type { LaneAxes } from '../geometry/layer-axes';
import { decimateHeld, shownWindow } from '../geometry/steps';
import { LayerChoice } from './LayerChoice';
import { LinesChart } from './lines-chart';
import { knownLayers, linesOf, defaultLayers } from './lines-data';

/** Most rows of the table. */
const ROWS = 50;

export function LinesPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const text = messages.lines;
  const lanes = useLanes();
  const names = useLaneNames();
  const axes = useLayerAxes(plans);
  const known = useMemo(() => knownLayers(axes), [axes]);
  const chosen = useStore(linesStore, (state) => state.layers);
  const layers = drawnLayers(chosen, known, defaultLayers(axes));
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new StepPlot(new LinesChart(axes, messages, () => invalidate(true)), elements, messages, invalidate),
    [axes, messages],
  );
  const shown = useStore(quantityStore);
  const kept = useStore(pinStore, (state) => overlays(state).length);
  return (
    <ChartPanel
      create={create}
      // A step more is not worth more than ten drawings a second.
      interval={100}
      title={text.title}
      explanation={text.explanationOf(messages.shown.text(shown))}
      testId="lines-panel"
      head={
        <>
          <QuantityFields />
          <LayerChoice layers={layers} known={[...known]} />
          <LaneLegend lanes={lanes} names={names} marks />
        </>
      }
      names={names}
      hint={text.hint}
      readout="chart-readout-lines"
      label={text.cursor}
      className="chart-plot-lines"
      plots={['lines']}
      start={{ text: messages.waiting }}
    >
      {kept > 0 && <p className="chart-note">{isPlain(shown) ? text.kept : text.keptNot}</p>}
      <TableDetails summary={text.summary} region={text.region}>
        <LinesTable axes={axes} layers={layers} names={names} />
      </TableDetails>
    </ChartPanel>
  );
}

interface LinesTableProps {
  readonly axes: LaneAxes;
  /** Names of the layers that are drawn. */
  readonly layers: readonly string[];
  /** Names of the lanes. */
  readonly names: readonly string[];
}

/** Some of the steps in sight, of each chosen layer of each lane. */
function LinesTable({ axes, layers, names }: LinesTableProps) {
  useSlowly();
  const { span } = useStore(spanStore);
  const messages = useMessages().charts;
  const text = messages.lines;
  const shown = useStore(quantityStore);
  const series = shownSeries();
  const { steps, stride } = decimateHeld(series, shownWindow(series, span), ROWS);
  const columns = linesOf(layers, axes).map(({ lane, row }) => {
    const layer = axes.layer({ lane, row })?.layer.name ?? '';
    return {
      lane,
      column: series.column(lane, gradientOf(layer)),
      title: text.column(names[lane] ?? '', layer),
    };
  });
  return (
    <DataTable
      caption={text.caption(messages.shown.text(shown), stride)}
      columns={[text.step, ...columns.map(({ title }) => title)]}
      rows={steps.map((step) => [
        step,
        ...columns.map(({ lane, column }) => {
          const value = measured(series, lane, column, step);
          return value === undefined
            ? { text: messages.table.none, value: '' }
            : { text: formatNorm(value), value: String(value) };
        }),
      ])}
      numbers
      testId="lines-table"
    />
  );
}
