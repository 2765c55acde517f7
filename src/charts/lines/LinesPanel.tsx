/** Panel: a quantity of chosen layers over the steps, as lines, for all lanes. */
import './lines.css';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { drawnLayers, linesStore } from '../../state/lines';
import { overlays, pinStore } from '../../state/pins';
import { isPlain, quantityStore } from '../../state/quantity';
import { CursorPlot, Panel, Readout } from '../core/Panel';
import { LaneMark } from '../core/LaneMark';
import { LayerChoice } from './LayerChoice';
import { knownLayers, usualLayers, linesOf } from './lines-data';
import { LinesView } from './lines-view';
import { QuantityFields } from '../core/QuantityFields';
import { useLaneNames, useLanes, measured } from '../core/series';
import { useLayerAxes, useView, type Invalidate, useSlowly } from '../core/hooks';
import { gradientOf } from '../../contract/metrics';
import { shownSeries } from '../../state/layer-series';
import { spanStore } from '../../state/span';
import { decimateHeld } from '../geometry/steps';
import { formatNorm } from '../geometry/format';
import type { LaneAxes } from '../geometry/layer-axes';
import { shownWindow } from '../core/shown-window';

/** A step more is not worth more than ten drawings a second. */
const UNHURRIED = { interval: 100 };

export function LinesPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const lanes = useLanes();
  const names = useLaneNames();
  const panel = useRef<HTMLElement>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const axes = useLayerAxes(plans);
  const known = useMemo(() => knownLayers(axes), [axes]);
  const layers = drawnLayers(
    useStore(linesStore, (state) => state.layers),
    known,
    usualLayers(axes),
  );
  const create = useCallback(
    (element: HTMLElement, invalidate: Invalidate) => new LinesView(element, axes, messages, invalidate),
    [axes, messages],
  );
  const view = useView(panel, create, UNHURRIED);
  const text = messages.lines;
  const shown = useStore(quantityStore);
  const kept = useStore(pinStore, (state) => overlays(state).length);
  return (
    <Panel
      title={text.title}
      explanation={text.explanationOf(messages.shown.text(shown))}
      reference={panel}
      testId="lines-panel"
    >
      <QuantityFields />
      <LayerChoice layers={layers} known={[...known]} />
      <ul className="chart-legend" aria-label={messages.lanes}>
        {lanes.map((lane, index) => (
          <li key={lane}>
            <LaneMark lane={index} /> <strong>{names[index]}</strong>
          </li>
        ))}
      </ul>
      <div className="chart-readout-lines">
        <Readout lanes={names} hint={text.hint} />
      </div>
      <CursorPlot
        view={view}
        label={text.cursor}
        className="chart-plot-lines"
        start={{ text: messages.waiting }}
        onLeave={() => view.current?.clearCursor()}
      >
        <div className="chart-subplot" />
      </CursorPlot>
      {kept > 0 && <p className="chart-note">{isPlain(shown) ? text.kept : text.keptNot}</p>}
      <details className="chart-details" onToggle={(event) => setTableOpen(event.currentTarget.open)}>
        <summary>{text.summary}</summary>
        {tableOpen && <LinesTable axes={axes} layers={layers} names={names} />}
      </details>
    </Panel>
  );
}

/** Most rows of the table. */
const ROWS = 50;

interface LinesTableProps {
  readonly axes: LaneAxes;
  /** Names of the layers that are drawn. */
  readonly layers: readonly string[];
  /** Names of the lanes. */
  readonly names: readonly string[];
}

/** The lines as a table: some of the steps in sight, of each chosen layer of each lane. */
function LinesTable({ axes, layers, names }: LinesTableProps) {
  useSlowly();
  useStore(spanStore);
  const messages = useMessages().charts;
  const text = messages.lines;
  const shown = useStore(quantityStore);
  const series = shownSeries();
  const { steps, stride } = decimateHeld(series, shownWindow(series), ROWS);
  const columns = linesOf(layers, axes).map(({ lane, row }) => {
    const place = axes.layer({ lane, row });
    const layer = place?.layer.name ?? '';
    return {
      lane,
      column: series.column(lane, gradientOf(layer)),
      title: text.column(names[lane] ?? '', layer),
    };
  });
  return (
    <div className="chart-table-scroll" role="region" aria-label={text.region} tabIndex={0}>
      <table className="chart-table" data-testid="lines-table">
        <caption>{text.caption(messages.shown.text(shown), stride)}</caption>
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            {columns.map(({ title }, i) => (
              <th scope="col" key={`${i} ${title}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step} data-step={step} translate="no">
              <th scope="row">{step}</th>
              {columns.map(({ lane, column, title }, i) => {
                const value = measured(series, lane, column, step);
                return (
                  <td key={`${i} ${title}`} data-value={value === undefined ? '' : String(value)}>
                    {value === undefined ? messages.table.none : formatNorm(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
