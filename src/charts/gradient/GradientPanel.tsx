/** Panel: the gradient norm of every layer at the newest step, for all lanes. */
import '../core/charts.css';
import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { isPlain, quantityStore } from '../../state/quantity';
import { CursorPlot, Panel, Readout } from '../core/Panel';
import { Clipping } from './clipping';
import { LaneLine, LaneMark } from '../core/LaneMark';
import { useDrawLine } from '../lines/LayerChoice';
import { QuantityFields } from '../core/QuantityFields';
import { useLaneNames, useLanes } from '../core/series';
import { useLayerAxes, useView, type Invalidate } from '../core/hooks';
import { GradientView } from './gradient-view';
import { rem } from '../core/unit';
import { highlightStore } from '../../state/highlight';
import { shownSeries } from '../../state/layer-series';
import { ValueTable, ValueTableView } from '../core/ValueTable';
import { profileStep } from '../../state/span';

export function GradientPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const lanes = useLanes();
  const names = useLaneNames();
  const panel = useRef<HTMLElement>(null);
  const axes = useLayerAxes(plans);
  const create = useCallback(
    (element: HTMLElement, invalidate: Invalidate) => new GradientView(element, axes, messages, invalidate),
    [axes, messages],
  );
  const view = useView(panel, create);
  const drawLine = useDrawLine(plans);
  const projections = plans.some(({ layers }) => layers.some(({ kind }) => kind === 'projection'));
  const text = messages.gradient;
  const shown = useStore(quantityStore);
  const plain = isPlain(shown);
  const largest = useStore(experimentStore, ({ config }) => config.optimiser.clip);
  return (
    <Panel
      title={plain ? text.title : text.titleOf(messages.shown.quantities[shown.quantity])}
      explanation={plain ? text.explanation : text.explanationOf(messages.shown.text(shown))}
      reference={panel}
      testId="gradient-panel"
    >
      <QuantityFields testId="quantity" />
      <ul className="chart-legend" aria-label={messages.lanes}>
        {lanes.map((lane, index) => (
          <li key={lane}>
            <LaneLine lane={index} /> <strong>{names[index]}</strong>{' '}
            <span className="chart-ratio" title={text.ratioOf(...endsOf(plans[index]))}>
              {text.ratio} <span className="chart-ratio-value" translate="no" data-lane={lane} />
            </span>
          </li>
        ))}
        {projections && (
          <li className="chart-legend-note">
            <span>
              {lanes.map((lane, index) => (
                <LaneMark key={lane} lane={index} hollow />
              ))}
            </span>{' '}
            {text.projection}
          </li>
        )}
        <li className="chart-legend-note">
          <svg className="chart-mark" viewBox="0 0 24 12" width={rem(24)} height={rem(12)} aria-hidden="true">
            <line x1="0" x2="24" y1="6" y2="6" stroke="currentColor" strokeDasharray="1.5 2.5" />
          </svg>{' '}
          {text.initial}
        </li>
      </ul>
      {largest > 0 && <Clipping largest={largest} names={names} />}
      <Readout lanes={names} hint={text.hint} />
      <CursorPlot
        view={view}
        label={text.cursor}
        className="chart-plot-gradient"
        start={{
          text: plans[0]?.layers[0]?.name,
          min: 1,
          max: Math.max(1, ...plans.map(({ layers }) => layers.length)),
        }}
        onLeave={() => view.current?.clearCursor()}
        leavesWithFocus
        onChoose={drawLine}
      />
    </Panel>
  );
}

/** Names of the first and the last convolution of a network. */
function endsOf(plan: LanePlan | undefined): [string, string] {
  const names = plan?.layers.filter((layer) => layer.kind === 'conv').map(({ name }) => name) ?? [];
  return [names.at(0) ?? '', names.at(-1) ?? ''];
}

const newestStep = (): number => profileStep(shownSeries());

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
  const details = useRef<HTMLDetailsElement>(null);
  const axes = useLayerAxes(plans);
  const create = useCallback(
    (element: HTMLElement) => new ValueTableView(element, axes, messages, newestStep),
    [axes, messages],
  );
  useView(details, create, ALWAYS);
  const point = (event: PointerEvent): void => {
    const name = event.target instanceof Element ? event.target.closest('tr')?.dataset['layer'] : undefined;
    const layer = plans.flatMap(({ layers }) => layers).find((candidate) => candidate.name === name);
    highlightStore.setState({ layer: layer?.name ?? null, block: layer?.block ?? null });
  };
  return (
    <details
      className="chart-details"
      open={open}
      ref={details}
      onPointerOver={point}
      onPointerLeave={() => highlightStore.setState({ layer: null, block: null })}
    >
      <summary>{messages.table.summary}</summary>
      <ValueTable
        axes={axes}
        caption={messages.shown.caption(shown)}
        region={messages.table.region}
        testId="gradient-table"
      />
    </details>
  );
}
