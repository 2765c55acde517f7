/** Accuracy without each block, and without random sets of them. */
import { useStudyMessages } from '../../i18n/studies';
import { answerOf, percent } from '../page/answer';
import {
  countedPlaces,
  exactly,
  longest,
  namesOf,
  ResultTable,
  type StudyPage,
  type ViewProps,
} from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { verdictOf, type LesionFinding } from './verdict';

const ACCURACY = {
  scale: 'linear',
  domain: [0, 1],
  tick: (value: number) => `${Math.round(100 * value)} %`,
} as const;

function Figure({ result, lanes }: ViewProps<'lesion'>) {
  const text = useStudyMessages().studies.kinds.lesion;
  const { intact, single, chance } = result;
  const blocks = longest(result.blocks);
  if (blocks.length === 0) return <p className="study-small">{text.noBlocks}</p>;
  const whole = lanes.map(({ name, place }, lane): Series => {
    const points = (result.blocks[lane] ?? []).map((_, at) => ({
      place: at,
      ...exactly(intact[lane] ?? Number.NaN),
    }));
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
  return (
    <SeriesChart
      title={text.single}
      placeTitle={text.blockX}
      valueTitle={text.singleY}
      place={countedPlaces(blocks.length, 1)}
      value={ACCURACY}
      series={[...each, ...whole]}
      placeText={(place) => text.blockText(blocks[place]?.name ?? '', blocks[place]?.changesShape === true)}
      valueText={percent}
      level={{ value: chance, label: text.chance(percent(chance)) }}
    />
  );
}

function More({ result, lanes }: ViewProps<'lesion'>) {
  const text = useStudyMessages().studies.kinds.lesion;
  const { intact, single, several, chance } = result;
  const series = lanes.map(({ name, place }, lane): Series => ({
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
  return (
    <SeriesChart
      title={text.several}
      placeTitle={text.severalX}
      valueTitle={text.singleY}
      place={{ scale: 'linear', tick: String, labelled: [0, 1, ...several.map(({ count }) => count)] }}
      value={ACCURACY}
      series={series}
      placeText={text.countText}
      valueText={percent}
      level={{ value: chance, label: text.chance(percent(chance)) }}
    />
  );
}

function Tables({ result, lanes }: ViewProps<'lesion'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds.lesion;
  const { intact, single, blocks } = result;
  return (
    <ResultTable
      caption={text.table}
      corner={text.block}
      columns={lanes.map(({ name }) => name)}
      rows={[
        { name: text.countText(0), cells: intact.map((value) => ({ text: percent(value), value })) },
        ...namesOf(blocks.map((own) => own.map(({ name }) => name))).map((name) => ({
          name: text.blockText(
            name,
            blocks.flat().some((block) => block.name === name && block.changesShape),
          ),
          cells: lanes.map((_, lane) => {
            const block = blocks[lane]?.findIndex((one) => one.name === name) ?? -1;
            if (block < 0) return { text: studies.none };
            const value = single[lane]?.[block] ?? null;
            return value === null ? { text: text.cannot } : { text: percent(value), value };
          }),
        })),
      ]}
    />
  );
}

export const page: StudyPage<'lesion'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'lesion', LesionFinding>({
    verdictOf,
    here: ({ residual, plain, residualIntact, plainIntact }, _, { studies }) =>
      studies.kinds.lesion.here(
        percent(residual),
        percent(plain),
        [residualIntact, plainIntact].map(percent),
      ),
    paper: (_, { studies }) => studies.kinds.lesion.paper,
  }),
  measured: ({ images, step, several }, _, { studies }) => {
    const text = studies.kinds.lesion;
    const draws = several[0]?.accuracies[0]?.length ?? 0;
    return [text.settings(images, step), ...(draws > 0 ? [text.setsNote(draws)] : [])];
  },
};
