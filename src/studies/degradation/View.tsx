/** Final training loss by depth at the best rate of each, and the curves behind it. */
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { formatLoss } from '../../ui/controls/format';
import { formatNumber } from '../../ui/controls/number';
import { depthClaim } from '../page/claims';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { DegradationResult } from './kind';

function DegradationView({ result, lanes, record }: ViewProps<'degradation'>) {
  const { studies } = useMessages();
  const text = studies.kinds.degradation;
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
        {`${text.settings(seeds, rates.map(formatNumber), steps, window)}. ${studies.spread}`}
      </p>
      <SeriesChart
        title={text.final}
        placeTitle={text.depthX}
        valueTitle={text.lossY(record.experiment.loss)}
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
            valueTitle={text.lossY(record.experiment.loss)}
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
        caption={text.table}
        corner={text.corner}
        columns={seeds.map(text.seedColumn)}
        rows={depths.flatMap((depth, i) =>
          lanes.flatMap(({ name }, lane) =>
            rates.map((rate, r) => ({
              name: `${text.row(depth, name, formatNumber(rate))}${best[i]?.[lane] === r ? text.best : ''}`,
              cells: (finals[i]?.[lane]?.[r] ?? []).map((value) => ({
                text: Number.isNaN(value) ? studies.chart.unmeasured : loss(value),
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

/** Index of the rate with the lowest mean final loss over the seeds; one that diverged for any seed is the worst. */
export function bestRate(finals: readonly (readonly number[])[]): number {
  const means = finals.map((seeds) => {
    const measured = seeds.filter((value) => !Number.isNaN(value));
    return measured.length === 0
      ? Number.NaN
      : measured.reduce((sum, value) => sum + value, 0) / measured.length;
  });
  let best = 0;
  means.forEach((value, rate) => {
    const so = means[best] ?? Number.NaN;
    if (value < so || Number.isNaN(so)) best = rate;
  });
  return best;
}

/** [seed]: final losses at the best rate. */
function losses({ finals }: DegradationResult, depth: number, lane: number): readonly number[] {
  const byRate = finals[depth]?.[lane] ?? [];
  return byRate[bestRate(byRate)] ?? [];
}

function meanLoss(result: DegradationResult, depth: number, lane: number): number {
  return summarise(losses(result, depth, lane), 'linear').value;
}

export const page: StudyPage<'degradation'> = {
  View: DegradationView,
  claim: depthClaim('degradation', 2, {
    holds: (result, { plain, residual }, last) => {
      const before = losses(result, 0, plain);
      return (
        losses(result, last, plain).every((loss, seed) => loss > (before[seed] ?? Infinity)) &&
        meanLoss(result, last, residual) <= meanLoss(result, 0, residual)
      );
    },
    mean: meanLoss,
    here: (told, { degradation }, { steps }, { plain, residual }) => {
      const [ofPlain, ofResidual] = [plain[1] - plain[0], residual[1] - residual[0]];
      const text = degradation.here(...told, steps);
      return ofResidual > 0 && ofPlain > ofResidual ? `${text} ${degradation.less}` : text;
    },
  }),
};
