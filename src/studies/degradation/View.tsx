/** Result: final training loss by depth at the best rate of each, and the curves behind it. */
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import type { LossConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import type { DegradationResult } from '../../contract/studies';
import { formatNumber } from '../../ui/controls/number';
import { formatLoss } from '../../ui/controls/format';
import { bestRate } from '../page/claims';
import type { LanePlace } from '../page/lanes';

interface DegradationViewProps {
  readonly result: DegradationResult;
  /** The loss that was trained by. */
  readonly by: LossConfig;
  readonly lanes: readonly LanePlace[];
}

export function DegradationView({ result, by, lanes }: DegradationViewProps) {
  const { experiments } = useMessages();
  const text = experiments.degradation;
  const { depths, finals, curves, points, rates, seeds, steps, window } = result;
  const best = depths.map((_, depth) => lanes.map((_lane, lane) => bestRate(finals[depth]?.[lane] ?? [])));
  const final = lanes.map(({ name, place }, lane): Series => ({
    label: name,
    lane: place,
    points: depths.map((depth, i) => ({
      place: depth,
      ...summarise(finals[i]?.[lane]?.[best[i]?.[lane] ?? 0] ?? [], 'linear'),
    })),
  }));
  const curvesOf = (depth: number): Series[] =>
    lanes.map(({ name, place }, lane) => {
      const bySeed = curves[depth]?.[lane]?.[best[depth]?.[lane] ?? 0] ?? [];
      return {
        label: name,
        lane: place,
        points: points.map((step, i) => ({
          place: step,
          ...summarise(
            bySeed.map((curve) => curve[i] ?? Number.NaN),
            'linear',
          ),
        })),
      };
    });
  const loss = (value: number): string => (value === Infinity ? text.diverged : formatLoss(value));
  return (
    <>
      <p className="study-settings">
        {`${text.settings(seeds, rates.map(formatNumber), steps, window)}. ${experiments.spread}`}
      </p>
      <SeriesChart
        title={text.final}
        placeTitle={text.depthX}
        valueTitle={text.lossY(by)}
        place={{ scale: 'linear', tick: String, labelled: depths }}
        value={{ scale: 'linear', tick: formatTick }}
        series={final}
        placeText={text.depthText}
        valueText={loss}
      />
      <h4 className="study-subtitle">{text.curvesTitle}</h4>
      <div className="study-charts">
        {depths.map((depth, i) => (
          <SeriesChart
            key={depth}
            title={text.curves(depth)}
            placeTitle={text.stepX}
            valueTitle={text.lossY(by)}
            place={{ scale: 'linear', tick: String }}
            value={{ scale: 'linear', tick: formatTick }}
            series={curvesOf(i)}
            placeText={text.stepText}
            valueText={loss}
            height={200}
          />
        ))}
      </div>
      <ResultTable
        summary={`${experiments.table}: ${text.table}`}
        caption={text.table}
        corner={text.corner}
        columns={seeds.map(text.seedColumn)}
        rows={depths.flatMap((depth, i) =>
          lanes.flatMap(({ name }, lane) =>
            rates.map((rate, r) => ({
              name: `${text.row(depth, name, formatNumber(rate))}${best[i]?.[lane] === r ? text.best : ''}`,
              cells: (finals[i]?.[lane]?.[r] ?? []).map((value) => ({
                text: Number.isNaN(value) ? experiments.chart.unmeasured : loss(value),
                value,
              })),
            })),
          ),
        )}
      />
    </>
  );
}

function formatTick(value: number): string {
  return Number.isFinite(value) ? formatShort(value) : formatNorm(value);
}
