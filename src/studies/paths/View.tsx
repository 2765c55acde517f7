/** Result: gradients through single paths by their length, and what share of all paths of that length carry. */
import { formatNorm } from '../../charts/geometry/format';
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import { useMessages } from '../../i18n/messages';
import type { PathsResult } from '../../contract/studies';
import { formatPercent } from '../../ui/controls/format';
import { wholeTicks } from '../init/View';
import type { LanePlace } from '../page/lanes';
import { logBinomials, pathShares } from './shares';

export function PathsView({
  result,
  lanes,
}: {
  readonly result: PathsResult;
  readonly lanes: readonly LanePlace[];
}) {
  const text = useMessages().experiments.paths;
  const { images, step, magnitudes } = result;
  if (lanes.length === 0) return <p className="study-settings">{text.noSkips}</p>;
  const samples = magnitudes[0]?.[0]?.length ?? 0;
  return (
    <>
      <p className="study-settings">{`${text.settings(samples, images, step)}.`}</p>
      {lanes.map((lane, index) => (
        <LanePaths key={lane.name} lane={lane} magnitudes={magnitudes[index] ?? []} />
      ))}
      <p className="study-settings">{text.paper}</p>
    </>
  );
}

interface LanePathsProps {
  readonly lane: LanePlace;
  /** [length][sample] */
  readonly magnitudes: readonly (readonly number[])[];
}

function LanePaths({ lane: { name, place }, magnitudes }: LanePathsProps) {
  const { experiments } = useMessages();
  const text = experiments.paths;
  const shares = pathShares(magnitudes);
  const blocks = magnitudes.length - 1;
  const counts = logBinomials(blocks).map(Math.exp);
  const shareSeries = (label: string, values: readonly number[], reference: boolean): Series => ({
    label,
    lane: place,
    reference,
    points: values.map((value, length) => ({ place: length, value, low: value, high: value, count: 1 })),
  });
  const x = { scale: 'linear', tick: String, ...wholeTicks(magnitudes.length) } as const;
  return (
    <>
      <div className="study-charts">
        <SeriesChart
          title={text.magnitudes(name)}
          placeTitle={text.x}
          valueTitle={text.magnitudesY}
          place={x}
          value={{ scale: 'log' }}
          series={[
            {
              label: name,
              lane: place,
              points: magnitudes.map((samples, length) => ({ place: length, ...summarise(samples, 'log') })),
            },
          ]}
          placeText={text.lengthText}
          valueText={formatNorm}
        />
        {shares !== null && (
          <SeriesChart
            title={text.shares(name)}
            placeTitle={text.x}
            valueTitle={text.sharesY}
            place={x}
            value={{ scale: 'linear', tick: (value) => `${formatPercent(value)} %` }}
            series={[
              shareSeries(text.gradient, shares.gradient, false),
              shareSeries(text.count, shares.count, true),
            ]}
            placeText={text.lengthText}
            valueText={(value) => `${formatPercent(value)} %`}
          />
        )}
      </div>
      {shares !== null && (
        <p className="study-finding" data-testid="paths-finding">
          {text.summary(name, shares.low, shares.high, blocks, Math.round(blocks / 2))}
        </p>
      )}
      <ResultTable
        summary={`${experiments.table}: ${name}`}
        caption={`${text.table}: ${name}`}
        corner={text.length}
        columns={[text.paths, text.magnitude, text.share]}
        rows={magnitudes.map((samples, length) => {
          const { value } = summarise(samples, 'linear');
          const count = counts[length] ?? Number.NaN;
          const share = shares?.gradient[length];
          return {
            name: String(length),
            cells: [
              { text: formatNorm(count), value: count },
              Number.isNaN(value)
                ? { text: experiments.chart.unmeasured }
                : { text: formatNorm(value), value },
              share === undefined
                ? { text: experiments.chart.unmeasured }
                : { text: `${formatPercent(share)} %`, value: share },
            ],
          };
        })}
      />
    </>
  );
}
