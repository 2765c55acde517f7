/** The gradient norm of every layer at the newest step, for all lanes, as a table. */
import { useMemo, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { quantityStore } from '../../state/quantity';
import { useLayerAxes } from '../core/hooks';
import { profileReader } from '../core/series';
import { ValueTable } from '../core/ValueTable';

/** Five times a second is as often as numbers can be followed. */
const ALWAYS = { always: true, interval: 200 };

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
      id="gradient-values"
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
