/** Gradients through single paths by their length, and what share of all paths of that length carry. */
import { formatNorm } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { formatPercent } from '../../ui/controls/format';
import {
  countedPlaces,
  exactly,
  ResultTable,
  type LanePlace,
  type StudyPage,
  type ViewProps,
} from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { logBinomials, pathShares } from './kind';

function PathsView({ result, lanes }: ViewProps<'paths'>) {
  const text = useMessages().studies.kinds.paths;
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
  const { studies } = useMessages();
  const text = studies.kinds.paths;
  const means = magnitudes.map((samples) => summarise(samples, 'linear').value);
  const shares = pathShares(means);
  const blocks = magnitudes.length - 1;
  const counts = logBinomials(blocks).map(Math.exp);
  const shareSeries = (label: string, values: readonly number[], reference: boolean): Series => ({
    label,
    lane: place,
    reference,
    points: values.map((value, length) => ({ place: length, ...exactly(value) })),
  });
  const x = countedPlaces(magnitudes.length);
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
        name={name}
        caption={`${text.table}: ${name}`}
        corner={text.length}
        columns={[text.paths, text.magnitude, text.share]}
        rows={means.map((value, length) => {
          const count = counts[length] ?? Number.NaN;
          const share = shares?.gradient[length];
          return {
            name: String(length),
            cells: [
              { text: formatNorm(count), value: count },
              Number.isNaN(value) ? { text: studies.chart.unmeasured } : { text: formatNorm(value), value },
              share === undefined
                ? { text: studies.chart.unmeasured }
                : { text: `${formatPercent(share)} %`, value: share },
            ],
          };
        })}
      />
    </>
  );
}

export const page: StudyPage<'paths'> = { View: PathsView };
