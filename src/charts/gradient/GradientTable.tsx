/** The gradient norms of the newest step as a table. Always in the page, also while its details are closed. */
import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { quantityStore } from '../../state/quantity';
import { shownSeries } from '../../state/layer-series';
import { useLayerAxes } from '../core/use-layer-axes';
import { useView } from '../core/use-view';
import { ValueTable } from '../core/ValueTable';
import { profileStep } from '../../state/span';
import { ValueTableView } from '../core/value-table-view';
import '../core/charts.css';

const newestStep = (): number => profileStep(shownSeries);

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
