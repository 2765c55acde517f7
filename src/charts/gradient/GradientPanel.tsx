/** Panel: the gradient norm of every layer at the newest step, for all lanes, and the same as a table. */
import { useCallback, useMemo, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { highlightStore } from '../../state/highlight';
import { isPlain, quantityStore } from '../../state/quantity';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useLayerAxes } from '../core/hooks';
import { LayerPlot } from '../core/layer-plot';
import { ChartPanel } from '../core/ChartPanel';
import { QuantityFields } from '../core/QuantityFields';
import { profileReader, useLaneNames, useLanes } from '../core/series';
import { ValueTable } from '../core/ValueTable';
import { useDrawLine } from '../lines/LayerChoice';
import { Clipping } from './clipping';
import { GradientChart } from './gradient-chart';

export function GradientPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const text = messages.gradient;
  const lanes = useLanes();
  const names = useLaneNames();
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
          <p>{plain ? text.explanation : text.explanationOf(messages.shown.text(shown))}</p>
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
      table={GRADIENT_TABLE}
      names={names}
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
            {names[index]} <span className="chart-ratio-value" translate="no" data-lane={lane} />
          </li>
        ))}
      </ul>
    </ChartPanel>
  );
}

/** Id of the details with the table of the chart. */
const GRADIENT_TABLE = 'gradient-values';

/** Names of the first and the last convolution of a network. */
function endsOf(plan: LanePlan | undefined): [string, string] {
  const names = plan?.layers.filter((layer) => layer.kind === 'conv').map(({ name }) => name) ?? [];
  return [names.at(0) ?? '', names.at(-1) ?? ''];
}

/** Ten times a second is as often as numbers can be followed. */
const ALWAYS = { always: true, interval: 100 };

interface GradientTableProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  /** Whether it is open at first; without it, open where there is room beside the charts. */
  readonly defaultOpen?: boolean;
}

export function GradientTable({ plans, defaultOpen }: GradientTableProps) {
  const messages = useMessages().charts;
  const shown = useStore(quantityStore);
  const [open] = useState(() => defaultOpen ?? matchMedia('(min-width: 56.25em)').matches);
  const axes = useLayerAxes(plans);
  const read = useMemo(() => profileReader(axes), [axes]);
  const point = (event: PointerEvent): void => {
    const name = event.target instanceof Element ? event.target.closest('tr')?.dataset['layer'] : undefined;
    const layer = plans.flatMap(({ layers }) => layers).find((candidate) => candidate.name === name);
    highlightStore.setState({ layer: layer?.name ?? null, block: layer?.block ?? null });
  };
  return (
    <details
      className="chart-details"
      id={GRADIENT_TABLE}
      open={open}
      onPointerOver={point}
      onPointerLeave={() => highlightStore.setState({ layer: null, block: null })}
    >
      <summary>{messages.table.summary}</summary>
      <ValueTable
        axes={axes}
        read={read}
        caption={messages.shown.caption(shown)}
        region={messages.table.region}
        testId="gradient-table"
        written={ALWAYS}
      />
    </details>
  );
}
