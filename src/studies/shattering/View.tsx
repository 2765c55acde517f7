/** How far the gradients of two inputs agree, by their distance, at each depth. */
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { answerOf, toldOf } from '../page/answer';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { DepthFinding } from '../page/verdict';
import type { ShatteringResult } from './kind';
import { verdictOf } from './verdict';

/** [seed] */
function cosinesAt({ cosines }: ShatteringResult, depth: number, lane: number, distance: number): number[] {
  return (cosines[depth]?.[lane] ?? []).map((seed) => seed[distance] ?? Number.NaN);
}

/** All networks in one chart, from far to near, where they differ most: the deeper, the thicker. */
function Figure({ result, lanes }: ViewProps<'shattering'>) {
  const text = useStudyMessages().studies.kinds.shattering;
  const { depths, distances } = result;
  const series = depths.flatMap((depth, i) =>
    lanes.map(({ name, place }, lane): Series => ({
      label: text.named(name, depth),
      lane: place,
      width: 1.25 + (1.75 * (i + 1)) / depths.length,
      points: distances.map((distance, at) => ({
        place: distance,
        ...summarise(cosinesAt(result, i, lane, at), 'linear'),
      })),
    })),
  );
  return (
    <SeriesChart
      title={text.chart}
      placeTitle={text.x}
      valueTitle={text.y}
      place={{ scale: 'log', tick: fraction, labelled: distances, reversed: true }}
      value={{ scale: 'linear', domain: [-0.2, 1] }}
      series={series}
      placeText={(distance) => text.distanceText(fraction(distance))}
      valueText={(value) => value.toFixed(3)}
    />
  );
}

function Tables({ result, lanes }: ViewProps<'shattering'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds.shattering;
  const { depths, distances } = result;
  return (
    <ResultTable
      caption={text.table}
      corner={text.distance}
      columns={depths.flatMap((depth) => lanes.map(({ name }) => text.column(depth, name)))}
      rows={distances.map((distance, i) => ({
        name: fraction(distance),
        cells: depths.flatMap((_, depth) =>
          lanes.map((_lane, lane) => {
            const { value } = summarise(cosinesAt(result, depth, lane, i), 'linear');
            return Number.isNaN(value)
              ? { text: studies.chart.unmeasured }
              : { text: value.toFixed(3), value };
          }),
        ),
      }))}
    />
  );
}

/** Distances are one over whole numbers. */
function fraction(distance: number): string {
  const inverse = Math.round(1 / distance);
  return Math.abs(1 / inverse - distance) < 1e-9 ? `1/${inverse}` : formatNorm(distance);
}

export const page: StudyPage<'shattering'> = {
  Figure,
  Tables,
  answer: answerOf<'shattering', DepthFinding>({
    verdictOf,
    here: (finding, _, { studies }) =>
      studies.kinds.shattering.here(...toldOf(finding, (cosine) => formatShort(cosine, 2))),
    paper: (_, { studies }) => studies.kinds.shattering.paper,
  }),
  measured: ({ seeds, lines }, _, { studies }) => [
    studies.kinds.shattering.settings(seeds, lines),
    studies.chart.spread,
  ],
};
