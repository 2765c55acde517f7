/** How far the gradients of two inputs agree, by their distance, at each depth. */
import { formatNorm } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { depthClaim } from '../page/claims';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { ShatteringResult } from './kind';

function ShatteringView({ result, lanes }: ViewProps<'shattering'>) {
  const { studies } = useMessages();
  const text = studies.kinds.shattering;
  const { depths, distances, cosines, seeds, lines } = result;
  const at = (depth: number, lane: number, distance: number): number[] =>
    (cosines[depth]?.[lane] ?? []).map((seed) => seed[distance] ?? Number.NaN);
  const series = (depth: number): Series[] =>
    lanes.map(({ name, place }, lane) => ({
      label: name,
      lane: place,
      points: distances.map((distance, i) => ({
        place: distance,
        ...summarise(at(depth, lane, i), 'linear'),
      })),
    }));
  return (
    <>
      <p className="study-settings">{`${text.settings(seeds, lines)}. ${studies.spread}`}</p>
      <h4 className="study-subtitle">{text.chartsTitle}</h4>
      <div className="study-charts">
        {depths.map((depth, i) => (
          <SeriesChart
            key={depth}
            title={text.chart(depth)}
            placeTitle={text.x}
            valueTitle={text.y}
            place={{ scale: 'log', tick: fraction, labelled: distances }}
            value={{ scale: 'linear', domain: [-0.2, 1] }}
            series={series(i)}
            placeText={(distance) => text.distanceText(fraction(distance))}
            valueText={(value) => value.toFixed(3)}
            height={220}
          />
        ))}
      </div>
      <ResultTable
        caption={text.table}
        corner={text.distance}
        columns={depths.flatMap((depth) => lanes.map(({ name }) => text.column(depth, name)))}
        rows={distances.map((distance, i) => ({
          name: fraction(distance),
          cells: depths.flatMap((_, depth) =>
            lanes.map((_lane, lane) => {
              const { value } = summarise(at(depth, lane, i), 'linear');
              return Number.isNaN(value)
                ? { text: studies.chart.unmeasured }
                : { text: value.toFixed(3), value };
            }),
          ),
        }))}
      />
    </>
  );
}

/** Distances are one over whole numbers. */
function fraction(distance: number): string {
  const inverse = Math.round(1 / distance);
  return Math.abs(1 / inverse - distance) < 1e-9 ? `1/${inverse}` : formatNorm(distance);
}

/** [seed]: cosines averaged over all distances. */
function likeness({ cosines }: ShatteringResult, depth: number, lane: number): number[] {
  return (cosines[depth]?.[lane] ?? []).map((each) => summarise(each, 'linear').value);
}

export const page: StudyPage<'shattering'> = {
  View: ShatteringView,
  claim: depthClaim('shattering', 3, {
    holds: (result, { plain, residual }, last) => {
      const before = likeness(result, 0, plain);
      const others = likeness(result, last, residual);
      return likeness(result, last, plain).every(
        (each, seed) => each < (before[seed] ?? Number.NaN) && each < (others[seed] ?? Number.NaN),
      );
    },
    mean: (result, depth, lane) => summarise(likeness(result, depth, lane), 'linear').value,
    here: (told, { shattering }) => shattering.here(...told),
  }),
};
