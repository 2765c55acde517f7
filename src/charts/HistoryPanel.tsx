/** Panel: gradient norms of every layer over all steps, as a heat map per lane. */
import { useCallback, useRef, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../architecture/plan-experiment';
import { useMessages } from '../i18n/messages';
import { quantityStore } from '../state/quantity';
import { plotHeight } from './history/history-layout';
import { HistoryView } from './history/history-view';
import { useDrawLine } from './lines/use-draw-line';
import { Panel } from './Panel';
import { QuantityFields } from './QuantityFields';
import { Readout } from './Readout';
import { useLaneNames } from './series';
import { useView } from './use-view';
import { ValueTable } from './ValueTable';
import { ValueTableView } from './value-table-view';

const SPECIAL = ['zero', 'underflow', 'non-finite'] as const;

/** A column more is not worth sixty drawings a second. */
const UNHURRIED = { interval: 50 };

export function HistoryPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const names = useLaneNames();
  const panel = useRef<HTMLElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const live = useRef<HTMLParagraphElement>(null);
  const create = useCallback(
    (element: HTMLElement, invalidate: () => void) => new HistoryView(element, plans, messages, invalidate),
    [plans, messages],
  );
  const view = useView(panel, create, UNHURRIED);
  const createTable = useCallback(
    (element: HTMLElement) =>
      new ValueTableView(element, plans, messages, () => view.current?.shownStep() ?? -1),
    [plans, messages, view],
  );
  useView(table, createTable);
  const drawLine = useDrawLine(plans);
  const say = (text: string): void => {
    if (live.current) live.current.textContent = text;
  };
  const leave = (): void => {
    view.current?.clearCursor();
    say('');
  };
  const draw = (): void => {
    const layer = drawLine();
    if (layer !== null) say(messages.lines.drawn(layer));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter') draw();
    else if (view.current?.press(event.key)) {
      event.preventDefault();
      say(view.current.announcement());
    }
  };
  const text = messages.history;
  const shown = useStore(quantityStore);
  const legend = messages.shown.text(shown);
  const projections = plans.some(({ layers }) => layers.some(({ kind }) => kind === 'projection'));
  return (
    <Panel title={text.title} explanation={text.explanation} reference={panel}>
      <QuantityFields />
      <div className="chart-scale">
        <span>{legend}</span>
        <div className="chart-scale-ramp" role="img" aria-label={legend} />
        {SPECIAL.map((name) => (
          <span className="chart-scale-item" key={name}>
            <canvas data-sample={name} aria-hidden="true" /> {messages.bands[name]}
          </span>
        ))}
      </div>
      <Readout lanes={names} hint={text.hint} />
      <div
        className="chart-plot"
        style={{ height: plotHeight(plans.map(({ layers }) => layers.length)) }}
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
        onDoubleClick={draw}
        onKeyDown={press}
      />
      <p className="chart-live" aria-live="polite" ref={live} />
      <p className="chart-note chart-shared" />
      {projections && <p className="chart-note">{text.projection}</p>}
      <details className="chart-details">
        <summary>{text.summary}</summary>
        <ValueTable
          plans={plans}
          caption={messages.shown.caption(shown)}
          region={text.region}
          reference={table}
        />
      </details>
    </Panel>
  );
}
