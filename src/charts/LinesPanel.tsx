/** Panel: a quantity of chosen layers over the steps, as lines, for all lanes. */
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../architecture/plan-experiment';
import { useMessages } from '../i18n/messages';
import { drawnLayers, linesStore } from '../state/lines';
import { quantityStore } from '../state/quantity';
import { LaneAxes } from './geometry/lane-axes';
import { LaneMark } from './LaneMark';
import { LayerChoice } from './lines/LayerChoice';
import './lines/lines.css';
import { knownLayers, usualLayers } from './lines/lines-data';
import { LinesTable } from './lines/LinesTable';
import { LinesView } from './lines/lines-view';
import { Panel } from './Panel';
import { QuantityFields } from './QuantityFields';
import { Readout } from './Readout';
import { useLaneNames, useLanes } from './series';
import { useView } from './use-view';

/** A step more is not worth sixty drawings a second. */
const UNHURRIED = { interval: 50 };

export function LinesPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const lanes = useLanes();
  const names = useLaneNames();
  const panel = useRef<HTMLElement>(null);
  const live = useRef<HTMLParagraphElement>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const axes = useMemo(() => new LaneAxes(plans), [plans]);
  const known = useMemo(() => knownLayers(axes), [axes]);
  const layers = drawnLayers(
    useStore(linesStore, (state) => state.layers),
    known,
    usualLayers(axes),
  );
  const create = useCallback(
    (element: HTMLElement, invalidate: () => void) => new LinesView(element, plans, messages, invalidate),
    [plans, messages],
  );
  const view = useView(panel, create, UNHURRIED);
  const say = (text: string): void => {
    if (live.current) live.current.textContent = text;
  };
  const leave = (): void => {
    view.current?.clearCursor();
    say('');
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') leave();
    else if (view.current?.press(event.key)) {
      event.preventDefault();
      say(view.current.announcement());
    }
  };
  const text = messages.lines;
  const shown = useStore(quantityStore);
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
      <div
        className="chart-plot chart-plot-lines"
        role="slider"
        tabIndex={0}
        aria-label={text.cursor}
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
        aria-valuetext={messages.waiting}
        onPointerMove={(event) => view.current?.point(event)}
        onPointerDown={(event) => view.current?.brush(event)}
        onPointerUp={() => view.current?.release()}
        onPointerCancel={leave}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') leave();
        }}
        onKeyDown={press}
      >
        <div className="chart-subplot" />
      </div>
      <p className="chart-live" aria-live="polite" ref={live} />
      <details className="chart-details" onToggle={(event) => setTableOpen(event.currentTarget.open)}>
        <summary>{text.summary}</summary>
        {tableOpen && <LinesTable axes={axes} layers={layers} names={names} />}
      </details>
    </Panel>
  );
}
