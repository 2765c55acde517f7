/** Panel: gradient norms of every layer over all steps, as a heat map per lane. */
import { useCallback, useRef } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { quantityStore } from '../../state/quantity';
import { CursorPlot, Panel, Readout } from '../core/Panel';
import { plotHeight } from './history-layout';
import { HistoryView } from './history-view';
import { useDrawLine } from '../lines/LayerChoice';
import { QuantityFields } from '../core/QuantityFields';
import { useLaneNames } from '../core/series';
import { useLayerAxes, useView, type Invalidate } from '../core/hooks';
import { rem } from '../core/unit';
import { ValueTable, ValueTableView } from '../core/ValueTable';

const SPECIAL = ['zero', 'underflow', 'non-finite'] as const;

/** A column more is not worth more than ten drawings a second. */
const UNHURRIED = { interval: 100 };

export function HistoryPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const names = useLaneNames();
  const panel = useRef<HTMLElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const axes = useLayerAxes(plans);
  const create = useCallback(
    (element: HTMLElement, invalidate: Invalidate) => new HistoryView(element, axes, messages, invalidate),
    [axes, messages],
  );
  const view = useView(panel, create, UNHURRIED);
  const createTable = useCallback(
    (element: HTMLElement) =>
      new ValueTableView(element, axes, messages, () => view.current?.shownStep() ?? -1),
    [axes, messages, view],
  );
  useView(table, createTable);
  const drawLine = useDrawLine(plans);
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
      <CursorPlot
        view={view}
        label={text.cursor}
        style={{ height: rem(plotHeight(axes.axes.map(({ layers }) => layers.length))) }}
        start={{ text: messages.waiting }}
        onLeave={() => view.current?.clearCursor()}
        onChoose={drawLine}
      />
      <p className="chart-note chart-shared" />
      {projections && <p className="chart-note">{text.projection}</p>}
      <details className="chart-details">
        <summary>{text.summary}</summary>
        <ValueTable
          axes={axes}
          caption={messages.shown.caption(shown)}
          region={text.region}
          reference={table}
        />
      </details>
    </Panel>
  );
}
