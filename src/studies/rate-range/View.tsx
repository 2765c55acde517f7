/** Loss against learning rate, smoothed and of each batch, and which rates can be taken. */
import { formatExact, formatShort } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { formatLoss } from '../../ui/controls/format';
import { exactly, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { marksOf, smoothed } from './kind';

const rateText = (rate: number): string => formatShort(rate, 2);

function RateRangeView({ result, lanes, record }: ViewProps<'rate-range'>) {
  const { studies } = useMessages();
  const text = studies.kinds['rate-range'];
  const { rates, losses, step } = result;
  const curves = lanes.map((lane, i) => {
    const measured = (losses[i] ?? []).filter((loss) => !Number.isNaN(loss));
    const marks = marksOf(measured);
    return { lane, measured, means: smoothed(measured), ...marks, sound: marks.broken ?? measured.length };
  });
  const lineOf = (label: string, lane: number, values: readonly number[]): Series => ({
    label,
    lane,
    bare: true,
    points: values.map((value, i) => ({ place: rates[i] ?? Number.NaN, ...exactly(value) })),
  });
  const smooth = curves.flatMap(({ lane: { name, place }, means, sound, steepest }): Series[] => [
    lineOf(name, place, means.slice(0, sound)),
    ...(steepest === null
      ? []
      : [
          {
            label: text.mark(name),
            lane: place,
            loose: true,
            sparse: true,
            points: [{ place: rates[steepest] ?? Number.NaN, ...exactly(means[steepest] ?? Number.NaN) }],
          },
        ]),
  ]);
  const raw = curves.map(({ lane: { name, place }, measured, sound }) =>
    lineOf(name, place, measured.slice(0, sound)),
  );
  const said = (place: number | null): string | null =>
    place === null ? null : rateText(rates[place] ?? Number.NaN);
  const [low = Number.NaN, high = Number.NaN] = [rates[0], rates.at(-1)];
  const { from, to } = record.request;
  const reached = Math.max(...curves.map(({ sound }) => sound));
  return (
    <>
      <p className="study-settings">{`${text.settings(rates.length, step, rateText(low), rateText(high))}.`}</p>
      {from > to && <p className="study-settings">{text.swapped}</p>}
      {from === to && <p className="study-settings">{text.oneRate}</p>}
      {reached > 0 && (
        <div className="study-charts">
          {(
            [
              ['smoothed', smooth],
              ['raw', raw],
            ] as const
          ).map(([title, series]) => (
            <SeriesChart
              key={title}
              title={text[title]}
              placeTitle={text.x}
              valueTitle={text.y(record.experiment.loss)}
              place={{ scale: 'log', tick: rateText, labelled: labels(rates.slice(0, reached)) }}
              value={{ scale: 'linear', tick: formatShort }}
              series={series}
              placeText={(rate) => text.rateText(rateText(rate))}
              valueText={formatLoss}
            />
          ))}
        </div>
      )}
      {/* What a copy bears is known when it has taken all its steps. */}
      {record.state === 'done' && from !== to && (
        <p className="study-finding" data-testid="rate-range-finding">
          {curves
            .map(({ lane: { name }, steepest, lowest, broken }) =>
              broken === 0
                ? text.notFinite(name)
                : text.summary(
                    name,
                    { steepest: said(steepest), lowest: said(lowest), broken: said(broken) },
                    rateText(high),
                  ),
            )
            .join(' ')}
        </p>
      )}
      <ResultTable
        caption={text.table}
        corner={text.corner}
        columns={lanes.flatMap(({ name }) => [name, text.smoothedColumn(name)])}
        rows={rates.map((rate, i) => ({
          name: formatExact(rate),
          cells: curves
            .flatMap(({ measured, means }) => [measured[i], means[i]])
            .map((value) =>
              value === undefined ? { text: studies.chart.unmeasured } : { text: formatLoss(value), value },
            ),
        }))}
      />
    </>
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

export const page: StudyPage<'rate-range'> = { View: RateRangeView };
