/** Panel: what flows through skip and branch of every block, back and forth, at the newest measurement, or the last of the span. */
import '../../charts/core/tables.css';
import { useStore } from 'zustand';
import { STREAM_QUANTITIES } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import { SeriesChart, type Series } from '../../studies/page/SeriesChart';
import type { ValueAxis } from '../../studies/page/scales';
import { formatNorm } from '../../charts/geometry/format';
import { skipShare, streamValues, type StreamValues } from '../../charts/core/streams';
import { useLayerAxes, useNewest } from '../../charts/core/hooks';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { instrumentStore } from '../../state/instruments';
import { profileRow, spanStore } from '../../state/span';
import { formatPercent } from '../controls/format';
import { useLaneNames } from '../../i18n/lane-names';

type ChartName = 'skip' | 'branch' | 'share' | 'cosine' | 'ratio' | 'deviation';

interface Chart {
  readonly name: ChartName;
  readonly axis: 'norm' | 'share' | 'cosine' | 'ratio' | 'deviation';
  readonly scale: ValueAxis;
  /** NaN where there is nothing to be said. */
  readonly value: (values: StreamValues) => number;
  readonly text: (value: number) => string;
}

const LOG: ValueAxis = { scale: 'log' };
const percent = (value: number): string => `${formatPercent(value)} %`;
/** Whether the skip carries anything; where it does not, there is nothing to compare. */
const has = ({ 'shortcut-gradient': skip, shortcut }: StreamValues): boolean =>
  !(skip === 0 && shortcut === 0);

const CHARTS: readonly Chart[] = [
  {
    name: 'skip',
    axis: 'norm',
    scale: LOG,
    value: (of) => (has(of) ? number(of['shortcut-gradient']) : Number.NaN),
    text: formatNorm,
  },
  {
    name: 'branch',
    axis: 'norm',
    scale: LOG,
    value: (of) => number(of['branch-gradient']),
    text: formatNorm,
  },
  {
    name: 'share',
    axis: 'share',
    scale: { scale: 'linear', domain: [0, 1], tick: (value) => `${Math.round(100 * value)} %` },
    value: (of) => (has(of) ? number(skipShare(of)) : Number.NaN),
    text: percent,
  },
  {
    name: 'cosine',
    axis: 'cosine',
    scale: { scale: 'linear', domain: [-1, 1] },
    value: (of) => number(of.cosine),
    text: (value) => value.toFixed(3),
  },
  {
    name: 'ratio',
    axis: 'ratio',
    scale: LOG,
    value: (of) => (has(of) ? number(of.branch) / number(of.shortcut) : Number.NaN),
    text: formatNorm,
  },
  {
    name: 'deviation',
    axis: 'deviation',
    scale: LOG,
    value: (of) => number(of['output-deviation']),
    text: formatNorm,
  },
];

function number(value: number | undefined): number {
  return value ?? Number.NaN;
}

export function StreamsPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { instruments: messages, joins } = useMessages();
  const text = messages.streams;
  const nameOf = useLaneNames();
  useNewest();
  const block = useStore(highlightStore, (state) => state.block);
  const { lanes, every } = instrumentStore.layout;
  const span = useStore(spanStore, (state) => state.span);
  const step = instrumentStore.stepAt(profileRow(instrumentStore));
  const axes = useLayerAxes(plans);
  const inSpan = axes.axes.map(({ layers }) => new Set(layers.map(({ layer }) => layer.block)));
  const values = lanes.map((_, lane) =>
    (plans[lane]?.blocks ?? []).map(({ name }) => streamValues(instrumentStore, lane, name)),
  );
  const names = [
    ...new Set(
      plans.flatMap(({ blocks }, lane) =>
        blocks.filter(({ index }) => inSpan[lane]?.has(index)).map(({ name }) => name),
      ),
    ),
  ];
  const longest = plans.reduce(
    (most, { blocks }) => (blocks.length > most.length ? blocks : most),
    [] as LanePlan['blocks'],
  );
  const seriesOf = ({ value }: Chart): Series[] =>
    lanes.map(({ id }, lane) => ({
      label: nameOf(id),
      lane,
      points: (values[lane] ?? []).flatMap((of, i) => {
        const at = value(of);
        return inSpan[lane]?.has(i) ? [{ place: i + 1, value: at, low: at, high: at, count: 1 }] : [];
      }),
    }));
  return (
    <>
      <p className="chart-explanation">{text.explanation}</p>
      <p className="chart-note" data-testid="streams-step" data-step={step ?? ''}>
        {joins.sentences([
          ...(step === undefined
            ? [messages.waiting]
            : [span === null ? messages.step(step) : messages.spanStep(step), messages.every(every)]),
          text.off,
        ])}
      </p>
      <div className="study-charts instrument-charts">
        {CHARTS.map((chart) => (
          <SeriesChart
            key={chart.name}
            title={text.charts[chart.name]}
            placeTitle={text.place}
            valueTitle={text.axes[chart.axis]}
            place={{ scale: 'linear', tick: (place) => (Number.isInteger(place) ? String(place) : '') }}
            value={chart.scale}
            series={seriesOf(chart)}
            placeText={(place) => text.placeText(place, longest[place - 1]?.name ?? '')}
            valueText={chart.text}
            height={210}
            at={block === null ? null : block + 1}
            onPlace={(place) =>
              highlightStore.setState({ layer: null, block: place === null ? null : place - 1, last: null })
            }
          />
        ))}
      </div>
      <details className="chart-details">
        <summary>{text.summary}</summary>
        <div className="chart-table-scroll" role="region" aria-label={text.region} tabIndex={0}>
          <table className="chart-table" data-testid="streams-table" data-step={step ?? ''}>
            <caption>{text.caption(step ?? 0)}</caption>
            <thead>
              <tr>
                <th scope="col">{text.block}</th>
                {lanes.flatMap(({ id }) =>
                  STREAM_QUANTITIES.map((quantity) => (
                    <th scope="col" key={`${id} ${quantity}`}>
                      {text.column(nameOf(id), quantity)}
                    </th>
                  )),
                )}
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr
                  key={name}
                  translate="no"
                  data-block={name}
                  data-highlight={block !== null && longest[block]?.name === name}
                >
                  <th scope="row">{name}</th>
                  {lanes.flatMap(({ id }, lane) =>
                    STREAM_QUANTITIES.map((quantity) => {
                      const at = plans[lane]?.blocks.findIndex((one) => one.name === name) ?? -1;
                      const value = values[lane]?.[at]?.[quantity];
                      return (
                        <td
                          key={`${id} ${quantity}`}
                          data-lane={id}
                          data-quantity={quantity}
                          data-value={value === undefined ? '' : String(value)}
                        >
                          {cellText(value, quantity === 'cosine', text.none)}
                        </td>
                      );
                    }),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function cellText(value: number | undefined, angle: boolean, none: string): string {
  if (value === undefined || (angle && Number.isNaN(value))) return none;
  return angle ? value.toFixed(3) : formatNorm(value);
}
