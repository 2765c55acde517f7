/** Result: accuracy without each block, and without random sets of them. */
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import { useMessages } from '../../i18n/messages';
import type { LesionResult } from '../../contract/studies';
import { formatPercent } from '../../ui/controls/format';
import { longest, namesOf, wholeTicks } from '../init/View';
import type { LanePlace } from '../page/lanes';

const ACCURACY = {
  scale: 'linear',
  domain: [0, 1],
  tick: (value: number) => `${Math.round(100 * value)} %`,
} as const;
const percent = (value: number): string => `${formatPercent(value)} %`;

export function LesionView({
  result,
  lanes,
}: {
  readonly result: LesionResult;
  readonly lanes: readonly LanePlace[];
}) {
  const { experiments } = useMessages();
  const text = experiments.lesion;
  const { intact, single, several, images, step, chance } = result;
  const blocks = longest(result.blocks);
  if (blocks.length === 0) return <p className="study-settings">{text.noBlocks}</p>;
  const exactly = (value: number): { value: number; low: number; high: number; count: number } => {
    return { value, low: value, high: value, count: 1 };
  };
  const whole = lanes.map(({ name, place }, lane): Series => {
    const own = result.blocks[lane] ?? [];
    const points = own.map((_, at) => ({ place: at, ...exactly(intact[lane] ?? Number.NaN) }));
    return { label: text.intact(name), lane: place, points, bare: true };
  });
  const each = lanes.map(({ name, place }, lane): Series => ({
    label: name,
    lane: place,
    loose: true,
    points: (single[lane] ?? []).map((accuracy, block) => ({
      place: block,
      ...exactly(accuracy ?? Number.NaN),
    })),
  }));
  const sets = lanes.map(({ name, place }, lane): Series => ({
    label: name,
    lane: place,
    points: [
      { place: 0, ...exactly(intact[lane] ?? Number.NaN) },
      {
        place: 1,
        ...summarise(
          (single[lane] ?? []).filter((one) => one !== null),
          'linear',
        ),
      },
      ...several.map(({ count, accuracies }) => ({
        place: count,
        ...summarise(accuracies[lane] ?? [], 'linear'),
      })),
    ],
  }));
  const level = { value: chance, label: text.chance(percent(chance)) };
  return (
    <>
      <p className="study-settings">
        {`${text.settings(images, step)}.${
          several.length > 0 ? ` ${text.setsNote(several[0]?.accuracies[0]?.length ?? 0)}` : ''
        }`}
      </p>
      <div className="study-charts">
        <SeriesChart
          title={text.single}
          placeTitle={text.blockX}
          valueTitle={text.singleY}
          place={{ scale: 'linear', tick: (place) => String(place + 1), ...wholeTicks(blocks.length) }}
          value={ACCURACY}
          series={[...each, ...whole]}
          placeText={(place) =>
            text.blockText(blocks[place]?.name ?? '', blocks[place]?.changesShape === true)
          }
          valueText={percent}
          level={level}
        />
        <SeriesChart
          title={text.several}
          placeTitle={text.severalX}
          valueTitle={text.singleY}
          place={{ scale: 'linear', tick: String, labelled: [0, 1, ...several.map(({ count }) => count)] }}
          value={ACCURACY}
          series={sets}
          placeText={text.countText}
          valueText={percent}
          level={level}
        />
      </div>
      <ResultTable
        summary={`${experiments.table}: ${text.table}`}
        caption={text.table}
        corner={text.block}
        columns={lanes.map(({ name }) => name)}
        rows={[
          { name: text.countText(0), cells: intact.map((value) => ({ text: percent(value), value })) },
          ...namesOf(result.blocks.map((own) => own.map(({ name }) => name))).map((name) => ({
            name: text.blockText(
              name,
              result.blocks.flat().some((block) => block.name === name && block.changesShape),
            ),
            cells: lanes.map((_, lane) => {
              const block = result.blocks[lane]?.findIndex((one) => one.name === name) ?? -1;
              if (block < 0) return { text: experiments.none };
              const value = single[lane]?.[block] ?? null;
              return value === null ? { text: text.cannot } : { text: percent(value), value };
            }),
          })),
        ]}
      />
    </>
  );
}
