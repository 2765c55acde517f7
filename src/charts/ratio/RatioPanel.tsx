/**
 * Panel: ‖ΔW‖ / ‖W‖ of every layer at the newest step at which it was measured, with the band that is usually healthy:
 * A. Karpathy, CS231n, https://cs231n.github.io/neural-networks-3/#ratio.
 */
import { useCallback, useMemo } from 'react';
import { columnOf } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages, type Messages } from '../../i18n/messages';
import { profileRow } from '../../state/span';
import { chartColours } from '../core/colours';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useLayerAxes } from '../core/hooks';
import { LayerPlot, type LayerChart } from '../core/layer-plot';
import { area, type Mark } from '../core/marks';
import { ChartPanel } from '../core/ChartPanel';
import { LaneLegend, LegendNote } from '../core/Panel';
import { useLaneNames, useLanes, type Profile } from '../core/series';
import { PAGE_STORES, type ChartStores } from '../core/stores';
import { ValueTable } from '../core/ValueTable';
import type { LaneAxes } from '../geometry/layer-axes';
import { useDrawLine } from '../lines/LayerChoice';

const SOURCE = 'https://cs231n.github.io/neural-networks-3/#ratio';

/** Around 1e-3, half a decade either way. */
const HEALTHY = { low: 10 ** -3.5, high: 10 ** -2.5 };
const OPACITY = 0.2;

type Texts = Messages['charts']['ratio'];

export class RatioChart implements LayerChart {
  readonly name = 'update-ratio';
  readonly #axes: LaneAxes;
  readonly #text: Texts;
  readonly #stores: Pick<ChartStores, 'instruments' | 'span'>;

  constructor(axes: LaneAxes, text: Texts, stores: Pick<ChartStores, 'instruments' | 'span'> = PAGE_STORES) {
    this.#axes = axes;
    this.#text = text;
    this.#stores = stores;
  }

  /** The newest row in which an update was measured: a step that is only measured has none. */
  read(): Profile {
    const { instruments, span } = this.#stores;
    const columns = this.#axes.axes.map(({ layers }, lane) =>
      layers.map(({ layer }) => instruments.column(lane, columnOf('update', layer.name))),
    );
    const at = (row: number) => columns.map((own) => own.map((column) => instruments.value(row, column)));
    let row = profileRow(instruments, span.getState());
    while (row >= 0 && at(row).every((own) => own.every((value) => value === undefined))) row--;
    return {
      generation: instruments.generation,
      lanes: instruments.layout.lanes.map(({ id }) => id),
      step: instruments.stepAt(row) ?? -1,
      norms: at(row),
      besides: [HEALTHY.low, HEALTHY.high],
    };
  }

  title(): string {
    return this.#text.axis;
  }

  what(): string {
    return this.#text.what;
  }

  /** The band that is usually healthy, over the whole width. */
  below(): readonly Mark[] {
    const { from, to } = this.#axes.reference;
    const ends = [from - 1, to + 1].map((x) => ({ x, y: HEALTHY.low, to: HEALTHY.high }));
    return [area(ends, { colour: chartColours().muted, alpha: OPACITY, free: true })];
  }
}

export function RatioPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const text = messages.ratio;
  const lanes = useLanes();
  const names = useLaneNames();
  const axes = useLayerAxes(plans);
  const chart = useMemo(() => new RatioChart(axes, text), [axes, text]);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new LayerPlot(chart, axes, elements, messages, invalidate),
    [chart, axes, messages],
  );
  const read = useCallback(() => chart.read(), [chart]);
  return (
    <ChartPanel
      create={create}
      title={null}
      explanation={text.explanation}
      testId="ratio-panel"
      head={
        <>
          <p className="chart-note">
            {text.healthy}{' '}
            <a href={SOURCE} target="_blank" rel="noreferrer">
              {text.source}
            </a>
          </p>
          <LaneLegend lanes={lanes} names={names}>
            <LegendNote width={10} opacity={OPACITY}>
              {text.band}
            </LegendNote>
          </LaneLegend>
        </>
      }
      names={names}
      hint={messages.gradient.hint}
      label={text.cursor}
      className="chart-plot-gradient"
      start={{
        text: plans[0]?.layers[0]?.name,
        min: 1,
        max: Math.max(1, ...plans.map(({ layers }) => layers.length)),
      }}
      leavesWithFocus
      onChoose={useDrawLine(plans)}
    >
      <details className="chart-details">
        <summary>{text.summary}</summary>
        <ValueTable
          axes={axes}
          read={read}
          caption={text.caption}
          region={text.region}
          testId="ratio-table"
        />
      </details>
    </ChartPanel>
  );
}
