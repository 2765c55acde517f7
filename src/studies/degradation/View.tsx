/** Final training loss by depth at the best rate of each, and the curves behind it. */
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { formatLoss } from '../../ui/controls/format';
import { formatNumber } from '../../ui/controls/number';
import { answerOf, toldOf } from '../page/answer';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { bestRate, verdictOf, type DegradationFinding } from './verdict';

const VALUE = { scale: 'linear', tick: formatTick } as const;

function formatTick(value: number): string {
  return Number.isFinite(value) ? formatShort(value) : formatNorm(value);
}

function useLossText(): (value: number) => string {
  const { diverged } = useStudyMessages().studies.kinds.degradation;
  return (value) => (value === Infinity ? diverged : formatLoss(value));
}

function Figure({ result, lanes, record }: ViewProps<'degradation'>) {
  const text = useStudyMessages().studies.kinds.degradation;
  const { depths, finals } = result;
  return (
    <SeriesChart
      title={text.final}
      placeTitle={text.depthX}
      valueTitle={text.lossY(record.experiment.loss)}
      place={{ scale: 'linear', tick: String, labelled: depths }}
      value={VALUE}
      series={lanes.map(({ name, place }, lane) => ({
        label: name,
        lane: place,
        points: depths.map((depth, i) => {
          const byRate = finals[i]?.[lane] ?? [];
          return { place: depth, ...summarise(byRate[bestRate(byRate)] ?? [], 'linear') };
        }),
      }))}
      placeText={text.depthText}
      valueText={useLossText()}
    />
  );
}

/** All depths in one chart: the deeper, the thicker. */
function More({ result, lanes, record }: ViewProps<'degradation'>) {
  const text = useStudyMessages().studies.kinds.degradation;
  const { depths, finals, curves, points } = result;
  const series = depths.flatMap((depth, i) =>
    lanes.map(({ name, place }, lane): Series => {
      const bySeed = curves[i]?.[lane]?.[bestRate(finals[i]?.[lane] ?? [])] ?? [];
      return {
        label: text.named(name, depth),
        lane: place,
        bare: true,
        width: 1.25 + (1.75 * (i + 1)) / depths.length,
        points: points.map((step, at) => ({
          place: step,
          ...summarise(
            bySeed.map((curve) => curve[at] ?? Number.NaN),
            'linear',
          ),
        })),
      };
    }),
  );
  return (
    <SeriesChart
      title={text.curves}
      placeTitle={text.stepX}
      valueTitle={text.lossY(record.experiment.loss)}
      place={{ scale: 'linear', tick: String }}
      value={VALUE}
      series={series}
      placeText={text.stepText}
      valueText={useLossText()}
    />
  );
}

function Tables({ result, lanes }: ViewProps<'degradation'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds.degradation;
  const loss = useLossText();
  const { depths, finals, rates, seeds } = result;
  return (
    <ResultTable
      caption={text.table}
      corner={text.corner}
      columns={seeds.map(text.seedColumn)}
      rows={depths.flatMap((depth, i) =>
        lanes.flatMap(({ name }, lane) => {
          const byRate = finals[i]?.[lane] ?? [];
          const best = bestRate(byRate);
          return rates.map((rate, r) => ({
            name: `${text.row(depth, name, formatNumber(rate))}${best === r ? text.best : ''}`,
            cells: (byRate[r] ?? []).map((value) => ({
              text: Number.isNaN(value) ? studies.chart.unmeasured : loss(value),
              value,
            })),
          }));
        }),
      )}
    />
  );
}

export const page: StudyPage<'degradation'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'degradation', DegradationFinding>({
    verdictOf,
    headline: ({ grade, finding: { best, deep } }, _, { studies }) =>
      studies.kinds.degradation.answer(grade, best.plain, best.residual, deep),
    here: (finding, _, { studies }) => studies.kinds.degradation.here(...toldOf(finding)),
    paper: (_, { studies }) => studies.kinds.degradation.paper,
  }),
  measured: ({ seeds, rates, steps, window }, _, { studies }) => [
    studies.kinds.degradation.settings(seeds, rates.map(formatNumber), steps, window),
    studies.chart.spread,
  ],
};
