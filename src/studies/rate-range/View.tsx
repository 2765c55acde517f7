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
  return (
    <>
      <p className="study-settings">{`${text.settings(rates.length, step)}.`}</p>
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
            place={{ scale: 'log', tick: rateText, labelled: decades(rates) }}
            value={{ scale: 'linear', tick: formatShort }}
            series={series}
            placeText={(rate) => text.rateText(rateText(rate))}
            valueText={formatLoss}
          />
        ))}
      </div>
      {/* What a copy bears is known when it has taken all its steps. */}
      {record.state === 'done' && (
        <p className="study-finding" data-testid="rate-range-finding">
          {curves
            .map(({ lane: { name }, steepest, broken }) =>
              text.summary(name, said(steepest), said(broken), rateText(rates.at(-1) ?? Number.NaN)),
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

/** Powers of ten within the rates; both ends where these are less than a hundredfold apart. */
function decades(rates: readonly number[]): readonly number[] {
  const [low = 1, high = 1] = [rates[0], rates.at(-1)];
  if (high / low < 100) return [low, high];
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
}

export const page: StudyPage<'rate-range'> = { View: RateRangeView };
