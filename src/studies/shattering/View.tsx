/** Result: how far the gradients of two inputs agree, by their distance, at each depth. */
import { formatNorm } from '../../charts/geometry/format';
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import { useMessages } from '../../i18n/messages';
import type { ShatteringResult } from '../../contract/studies';
import type { LanePlace } from '../page/lanes';

interface ShatteringViewProps {
  readonly result: ShatteringResult;
  readonly lanes: readonly LanePlace[];
}

export function ShatteringView({ result, lanes }: ShatteringViewProps) {
  const { experiments } = useMessages();
  const text = experiments.shattering;
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
      <p className="study-settings">{`${text.settings(seeds, lines)}. ${experiments.spread}`}</p>
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
        summary={`${experiments.table}: ${text.table}`}
        caption={text.table}
        corner={text.distance}
        columns={depths.flatMap((depth) => lanes.map(({ name }) => text.column(depth, name)))}
        rows={distances.map((distance, i) => ({
          name: fraction(distance),
          cells: depths.flatMap((_, depth) =>
            lanes.map((_lane, lane) => {
              const { value } = summarise(at(depth, lane, i), 'linear');
              return Number.isNaN(value)
                ? { text: experiments.chart.unmeasured }
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
