/** Panel: gradient norms of every layer over all steps, as a heat map per lane. */
import './history.css';
import { useCallback, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { quantityStore } from '../../state/quantity';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useLayerAxes } from '../core/hooks';
import { ChartPanel } from '../core/ChartPanel';
import { QuantityFields } from '../core/QuantityFields';
import { profileReader, useLaneNames } from '../core/series';
import { StepPlot } from '../core/step-plot';
import { rem } from '../core/unit';
import { ValueTable } from '../core/ValueTable';
import { useDrawLine } from '../lines/LayerChoice';
import { HistoryChart } from './history-chart';
import { plotHeight } from './history-layout';

const SPECIAL = ['zero', 'underflow', 'non-finite'] as const;

export function HistoryPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const text = messages.history;
  const axes = useLayerAxes(plans);
  const plot = useRef<StepPlot>(null);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) => {
      const chart = new HistoryChart(elements.panel, axes, messages, () => invalidate(true));
      plot.current = new StepPlot(chart, elements, messages, invalidate);
      return plot.current;
    },
    [axes, messages],
  );
  const readAt = useMemo(() => profileReader(axes), [axes]);
  const read = useCallback(() => readAt(plot.current?.shownStep() ?? -1), [readAt]);
  const shown = useStore(quantityStore);
  const legend = messages.shown.text(shown);
  const projections = plans.some(({ layers }) => layers.some(({ kind }) => kind === 'projection'));
  return (
    <ChartPanel
      create={create}
      // A column more is not worth more than ten drawings a second.
      interval={100}
      title={text.title}
      explanation={text.explanation}
      head={
        <>
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
        </>
      }
      names={useLaneNames()}
      hint={text.hint}
      label={text.cursor}
      style={{ height: rem(plotHeight(axes.axes.map(({ layers }) => layers.length))) }}
      start={{ text: messages.waiting }}
      onChoose={useDrawLine(plans)}
    >
      <p className="chart-note chart-shared" />
      {projections && <p className="chart-note">{text.projection}</p>}
      <details className="chart-details">
        <summary>{text.summary}</summary>
        <ValueTable axes={axes} read={read} caption={messages.shown.caption(shown)} region={text.region} />
      </details>
    </ChartPanel>
  );
}
