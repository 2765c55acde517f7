/** Gradients through single paths by their length, and what share of all paths of that length carry. */
import { formatNorm } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { answerOf, percent } from '../page/answer';
import { countedPlaces, exactly, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { logBinomials, pathShares } from './kind';
import { verdictOf, type PathsFinding } from './verdict';

/** Means of the sizes of gradients through paths of each length. */
function meansOf(magnitudes: readonly (readonly number[])[]): number[] {
  return magnitudes.map((samples) => summarise(samples, 'linear').value);
}

const mostLengths = (magnitudes: readonly (readonly unknown[])[]): number =>
  Math.max(0, ...magnitudes.map(({ length }) => length));

/** Of every network, and of the number of paths alone in each that has another number of blocks. */
function Figure({ result, lanes }: ViewProps<'paths'>) {
  const text = useStudyMessages().studies.kinds.paths;
  const { magnitudes } = result;
  if (lanes.length === 0) return <p className="study-small">{text.noSkips}</p>;
  const lineOf = (label: string, lane: number, values: readonly number[], reference: boolean): Series => ({
    label,
    lane,
    reference,
    points: values.map((value, length) => ({ place: length, ...exactly(value) })),
  });
  const shares = magnitudes.map((own) => pathShares(meansOf(own)));
  const series = lanes.flatMap(({ name, place }, lane) => {
    const own = shares[lane] ?? null;
    if (own === null) return [];
    const isFirst = magnitudes.findIndex(({ length }) => length === magnitudes[lane]?.length) === lane;
    return [
      lineOf(name, place, own.gradient, false),
      ...(isFirst ? [lineOf(text.count, place, own.count, true)] : []),
    ];
  });
  return (
    <SeriesChart
      title={text.shares}
      placeTitle={text.x}
      valueTitle={text.sharesY}
      place={countedPlaces(mostLengths(magnitudes))}
      value={{ scale: 'linear', tick: (share) => `${Math.round(100 * share)} %` }}
      series={series}
      placeText={text.lengthText}
      valueText={percent}
    />
  );
}

function More({ result: { magnitudes }, lanes }: ViewProps<'paths'>) {
  const text = useStudyMessages().studies.kinds.paths;
  if (lanes.length === 0) return null;
  return (
    <SeriesChart
      title={text.magnitudes}
      placeTitle={text.x}
      valueTitle={text.magnitudesY}
      place={countedPlaces(mostLengths(magnitudes))}
      value={{ scale: 'log' }}
      series={lanes.map(({ name, place }, lane) => ({
        label: name,
        lane: place,
        points: (magnitudes[lane] ?? []).map((samples, length) => ({
          place: length,
          ...summarise(samples, 'log'),
        })),
      }))}
      placeText={text.lengthText}
      valueText={formatNorm}
    />
  );
}

function Tables({ result: { magnitudes }, lanes }: ViewProps<'paths'>) {
  const { joins, studies } = useStudyMessages();
  const text = studies.kinds.paths;
  return lanes.map(({ name }, lane) => {
    const means = meansOf(magnitudes[lane] ?? []);
    const shares = pathShares(means);
    const counts = logBinomials(means.length - 1).map(Math.exp);
    const unmeasured = { text: studies.chart.unmeasured };
    return (
      <ResultTable
        key={name}
        name={name}
        caption={joins.named(text.table, name)}
        corner={text.length}
        columns={[text.paths, text.magnitude, text.share]}
        rows={means.map((value, length) => {
          const count = counts[length] ?? Number.NaN;
          const share = shares?.gradient[length];
          return {
            name: String(length),
            cells: [
              { text: formatNorm(count), value: count },
              Number.isNaN(value) ? unmeasured : { text: formatNorm(value), value },
              share === undefined ? unmeasured : { text: percent(share), value: share },
            ],
          };
        })}
      />
    );
  });
}

export const page: StudyPage<'paths'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'paths', PathsFinding>({
    verdictOf,
    headline: ({ grade }, _, { studies }) => studies.kinds.paths.answers[grade],
    here: ({ lane, low, high, blocks }, _, { studies, ui }, { experiment }) => {
      const label = experiment.lanes.find(({ id }) => id === lane)?.label ?? lane;
      return studies.kinds.paths.here(ui.lanes.heading(label), low, high, blocks, Math.round(blocks / 2));
    },
    paper: (_, { studies }) => studies.kinds.paths.paper,
  }),
  measured: ({ images, step, magnitudes }, _, { studies }) => [
    studies.kinds.paths.settings(magnitudes[0]?.[0]?.length ?? 0, images, step),
  ],
};
