/** Panel: the gradient norm of every layer at the newest step, for all lanes. */
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { Marked } from '../../glossary/Marked';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { isPlain, quantityStore } from '../../state/quantity';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useLayerAxes } from '../core/hooks';
import { LayerPlot } from '../core/layer-plot';
import { ChartPanel } from '../core/ChartPanel';
import { useShortTitles } from '../core/lane-title';
import { QuantityFields } from '../core/QuantityFields';
import { useLaneNames, useLanes } from '../core/series';
import { useDrawLine } from '../lines/LayerChoice';
import { Clipping } from './clipping';
import { GradientChart } from './gradient-chart';

export function GradientPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const text = messages.gradient;
  const lanes = useLanes();
  const names = useLaneNames();
  const titles = useShortTitles();
  const axes = useLayerAxes(plans);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) => {
      const chart = new GradientChart(elements.panel, axes, messages);
      return new LayerPlot(chart, axes, elements, messages, invalidate);
    },
    [axes, messages],
  );
  const drawLine = useDrawLine(plans);
  const projections = plans.some(({ layers }) => layers.some(({ kind }) => kind === 'projection'));
  const shown = useStore(quantityStore);
  const plain = isPlain(shown);
  const largest = useStore(experimentStore, ({ config }) => config.optimiser.clip);
  return (
    <ChartPanel
      create={create}
      title={plain ? text.title : text.titleOf(messages.shown.quantities[shown.quantity])}
      explanation={
        <>
          <p>
            <Marked text={plain ? text.explanation : text.explanationOf(messages.shown.text(shown))} />
          </p>
          <p>{text.ratioOf(...endsOf(plans[0]))}</p>
          <p>
            {text.initialLine} {projections && text.projection}
          </p>
        </>
      }
      testId="gradient-panel"
      stage
      grows
      choices={<QuantityFields testId="quantity" />}
      table="gradient-values"
      names={titles}
      hint={text.hint}
      idle={largest > 0 && <Clipping largest={largest} names={names} />}
      label={text.cursor}
      className="chart-plot-gradient"
      start={{
        text: plans[0]?.layers[0]?.name,
        min: 1,
        max: Math.max(1, ...plans.map(({ layers }) => layers.length)),
      }}
      leavesWithFocus
      onChoose={drawLine}
    >
      <ul className="visually-hidden" aria-label={text.ratiosOf}>
        {lanes.map((lane, index) => (
          <li key={lane}>
            <span>{`${names[index] ?? ''} `}</span>
            <span className="chart-ratio-value" translate="no" data-lane={lane} />
            <span className="chart-ratio-before" data-lane={lane} />
          </li>
        ))}
      </ul>
    </ChartPanel>
  );
}

/** Names of the first and the last convolution of a network. */
function endsOf(plan: LanePlan | undefined): [string, string] {
  const names = plan?.layers.filter((layer) => layer.kind === 'conv').map(({ name }) => name) ?? [];
  return [names.at(0) ?? '', names.at(-1) ?? ''];
}
