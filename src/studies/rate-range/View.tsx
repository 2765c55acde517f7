/** Loss against learning rate, smoothed and of each batch, and which rates can be taken. */
import { formatExact, formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { formatLoss } from '../../ui/controls/format';
import { answerOf } from '../page/answer';
import { exactly, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { marksOf, smoothed, type RateRangeResult } from './kind';
import { verdictOf, type RateFinding } from './verdict';

const rateText = (rate: number): string => formatShort(rate, 2);

/** What was measured of every lane, and what it says. */
function curvesOf({ losses, lanes }: RateRangeResult) {
  return lanes.map((_, lane) => {
    const measured = (losses[lane] ?? []).filter((loss) => !Number.isNaN(loss));
    const marks = marksOf(measured);
    return { measured, means: smoothed(measured), ...marks, sound: marks.broken ?? measured.length };
  });
}

function Chart({
  title,
  series,
  reached,
  result: { rates },
  record,
}: Pick<ViewProps<'rate-range'>, 'result' | 'record'> & {
  readonly title: 'smoothed' | 'raw';
  readonly series: readonly Series[];
  /** Rates that some copy has borne. */
  readonly reached: number;
}) {
  const text = useStudyMessages().studies.kinds['rate-range'];
  if (reached === 0) return null;
  return (
    <SeriesChart
      title={text[title]}
      placeTitle={text.x}
      valueTitle={text.y(record.experiment.loss)}
      place={{ scale: 'log', tick: rateText, labelled: labels(rates.slice(0, reached)) }}
      value={{ scale: 'linear', tick: formatShort }}
      series={series}
      placeText={(rate) => text.rateText(rateText(rate))}
      valueText={formatLoss}
    />
  );
}

function lineOf(label: string, lane: number, values: readonly number[], rates: readonly number[]): Series {
  return {
    label,
    lane,
    bare: true,
    width: 2,
    points: values.map((value, i) => ({ place: rates[i] ?? Number.NaN, ...exactly(value) })),
  };
}

function Figure({ result, lanes, record }: ViewProps<'rate-range'>) {
  const text = useStudyMessages().studies.kinds['rate-range'];
  const { rates } = result;
  const curves = curvesOf(result);
  const series = curves.flatMap(({ means, sound, steepest }, lane): Series[] => {
    const { name = '', place = 0 } = lanes[lane] ?? {};
    const curve = lineOf(name, place, means.slice(0, sound), rates);
    if (steepest === null) return [curve];
    const point = { place: rates[steepest] ?? Number.NaN, ...exactly(means[steepest] ?? Number.NaN) };
    return [curve, { label: text.mark(name), lane: place, loose: true, sparse: true, points: [point] }];
  });
  const reached = Math.max(...curves.map(({ sound }) => sound));
  return <Chart title="smoothed" series={series} reached={reached} result={result} record={record} />;
}

function More({ result, lanes, record }: ViewProps<'rate-range'>) {
  const curves = curvesOf(result);
  const series = curves.map(({ measured, sound }, lane) =>
    lineOf(lanes[lane]?.name ?? '', lanes[lane]?.place ?? 0, measured.slice(0, sound), result.rates),
  );
  const reached = Math.max(...curves.map(({ sound }) => sound));
  return <Chart title="raw" series={series} reached={reached} result={result} record={record} />;
}

function Tables({ result, lanes }: ViewProps<'rate-range'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds['rate-range'];
  const curves = curvesOf(result);
  return (
    <ResultTable
      caption={text.table}
      corner={text.corner}
      columns={lanes.flatMap(({ name }) => [name, text.smoothedColumn(name)])}
      rows={result.rates.map((rate, i) => ({
        name: formatExact(rate),
        cells: curves
          .flatMap(({ measured, means }) => [measured[i], means[i]])
          .map((value) =>
            value === undefined ? { text: studies.chart.unmeasured } : { text: formatLoss(value), value },
          ),
      }))}
    />
  );
}

/** Powers of ten within these rates; where there are fewer than two, such rates as 2 and 5 too, or else both ends. */
function labels(rates: readonly number[]): readonly number[] {
  const [low = 1, high = low] = [rates[0], rates.at(-1)];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  for (const digits of [[1], [1, 2, 5]]) {
    const within = powers
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .filter((rate) => rate >= low * (1 - 1e-9) && rate <= high * (1 + 1e-9));
    if (within.length > 1) return within;
  }
  return [low, high];
}

export const page: StudyPage<'rate-range'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'rate-range', RateFinding>({
    verdictOf,
    headline: ({ grade, finding }, _, { studies, ui }, { experiment }) =>
      studies.kinds['rate-range'].answer(
        grade,
        finding.lanes.map(({ id, steepest }) => [
          ui.lanes.heading(experiment.lanes.find((lane) => lane.id === id)?.label ?? id),
          steepest === null ? null : rateText(steepest),
        ]),
      ),
    here: (_, result, { joins, studies, ui }, { experiment }) => {
      const text = studies.kinds['rate-range'];
      const { rates, lanes } = result;
      const said = (place: number | null): string | null =>
        place === null ? null : rateText(rates[place] ?? Number.NaN);
      return joins.sentences(
        curvesOf(result).map(({ steepest, lowest, broken }, lane) => {
          const id = lanes[lane] ?? '';
          const name = ui.lanes.heading(experiment.lanes.find((one) => one.id === id)?.label ?? id);
          return broken === 0
            ? text.notFinite(name)
            : text.summary(
                name,
                { steepest: said(steepest), lowest: said(lowest), broken: said(broken) },
                rateText(rates.at(-1) ?? Number.NaN),
              );
        }),
      );
    },
    paper: (_, { studies }) => studies.kinds['rate-range'].paper,
  }),
  measured: ({ rates, step }, { request: { from, to } }, { studies }) => {
    const text = studies.kinds['rate-range'];
    const [low = Number.NaN, high = Number.NaN] = [rates[0], rates.at(-1)];
    return [
      text.settings(rates.length, step, rateText(low), rateText(high)),
      ...(from > to ? [text.swapped] : []),
      ...(from === to ? [text.oneRate] : []),
    ];
  },
};
