/** The gradient norms of the newest step as a table. Always in the page, also while its details are closed. */
import { useCallback, useRef, useState, type PointerEvent } from 'react';
import type { NetworkPlan } from '../architecture/plan';
import { useMessages } from '../i18n/messages';
import { highlightStore } from '../state/highlight';
import { metricsStore } from '../state/metrics';
import { useView } from './use-view';
import { ValueTable } from './ValueTable';
import { ValueTableView } from './value-table-view';
import './charts.css';

const newestStep = (): number => metricsStore.endStep - 1;

const ALWAYS = { always: true };

interface GradientTableProps {
  readonly plan: NetworkPlan;
  /** Whether it is open at first; without it, open where there is room beside the charts. */
  readonly defaultOpen?: boolean;
}

export function GradientTable({ plan, defaultOpen }: GradientTableProps) {
  const messages = useMessages().charts;
  const [open] = useState(() => defaultOpen ?? matchMedia('(min-width: 900px)').matches);
  const details = useRef<HTMLDetailsElement>(null);
  const create = useCallback(
    (element: HTMLElement) => new ValueTableView(element, plan, messages, newestStep),
    [plan, messages],
  );
  useView(details, create, ALWAYS);
  const point = (event: PointerEvent): void => {
    const name = event.target instanceof Element ? event.target.closest('tr')?.dataset['layer'] : undefined;
    const layer = plan.layers.find((candidate) => candidate.name === name);
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
        plan={plan}
        caption={messages.table.caption}
        region={messages.table.region}
        testId="gradient-table"
      />
    </details>
  );
}
