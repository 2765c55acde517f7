/** Panel: a quantity of chosen layers over the steps, as lines, for all lanes. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { drawnLayers, linesStore } from '../../state/lines';
import { overlays, pinStore } from '../../state/pins';
import { isPlain, quantityStore } from '../../state/quantity';
import { CursorPlot } from '../core/CursorPlot';
import { LaneMark } from '../core/LaneMark';
import { LayerChoice } from './LayerChoice';
import './lines.css';
import { knownLayers, usualLayers } from './lines-data';
import { LinesTable } from './LinesTable';
import { LinesView } from './lines-view';
import { Panel } from '../core/Panel';
import { QuantityFields } from '../core/QuantityFields';
import { Readout } from '../core/Readout';
import { useLaneNames, useLanes } from '../core/series';
import { useLayerAxes } from '../core/use-layer-axes';
import { useView, type Invalidate } from '../core/use-view';

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
