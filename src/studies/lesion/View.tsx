/** Accuracy without each block, and without random sets of them. */
import { useMessages } from '../../i18n/messages';
import { pairOf } from '../../ui/claims/regimes';
import { formatPercent } from '../../ui/controls/format';
import { AblationBoard } from '../ablation/ViewBoard';
import { claimOf, judged, unknown, type Judgement, type Pair } from '../page/claims';
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
import type { LesionResult } from './kind';

const ACCURACY = {
  scale: 'linear',
  domain: [0, 1],
  tick: (value: number) => `${Math.round(100 * value)} %`,
} as const;
const percent = (value: number): string => `${formatPercent(value)} %`;

function LesionView({ result, lanes }: ViewProps<'lesion'>) {
  const { studies } = useMessages();
  const text = studies.kinds.lesion;
  const { intact, single, several, images, step, chance } = result;
  const blocks = longest(result.blocks);
  if (blocks.length === 0) return <p className="study-settings">{text.noBlocks}</p>;
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
          place={countedPlaces(blocks.length, 1)}
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
              if (block < 0) return { text: studies.none };
              const value = single[lane]?.[block] ?? null;
              return value === null ? { text: text.cannot } : { text: percent(value), value };
            }),
          })),
        ]}
      />
    </>
  );
}

/** Share of the accuracy above chance that a network keeps without one block if it hardly relies on any, or on each. */
const HARDLY = 0.8;
const FATAL = 0.2;
/** Accuracy above chance that a network must have to lose any. */
const LEARNT = 0.2;

interface LesionFinding {
  /** Share of the accuracy above chance that is kept without one block. */
  readonly plain: number;
  readonly residual: number;
  readonly plainIntact: number;
  readonly residualIntact: number;
}

function judgeLesion(result: LesionResult, { residual, plain }: Pair): Judgement<LesionFinding> {
  const { chance } = result;
  const intact = (lane: number): number => result.intact[lane] ?? Number.NaN;
  for (const lane of [residual, plain]) {
    if (!(intact(lane) >= chance + LEARNT))
      return unknown({ why: 'unfit', lane: result.lanes[lane] ?? '', accuracy: intact(lane) });
  }
  const kept = (lane: number): number => {
    const blocks = result.blocks[lane] ?? [];
    const shares = (result.single[lane] ?? []).flatMap((accuracy, block) =>
      accuracy === null || blocks[block]?.changesShape !== false
        ? []
        : [(accuracy - chance) / (intact(lane) - chance)],
    );
    return summarise(shares, 'linear').value;
  };
  const [ofResidual, ofPlain] = [kept(residual), kept(plain)];
  if (Number.isNaN(ofResidual) || Number.isNaN(ofPlain)) return unknown({ why: 'pair' });
  return judged(ofResidual >= HARDLY && ofPlain <= FATAL, {
    plain: ofPlain,
    residual: ofResidual,
    plainIntact: intact(plain),
    residualIntact: intact(residual),
  });
}

export const page: StudyPage<'lesion'> = {
  View: LesionView,
  Aside: AblationBoard,
  claim: claimOf<'lesion', LesionFinding>({
    texts: ({ lesion }) => lesion,
    judge: (result, { gains, switched }) => {
      const pair = pairOf(gains);
      if (pair === null) return unknown({ why: 'pair' });
      return switched ? unknown({ why: 'switched' }) : judgeLesion(result, pair);
    },
    here: ({ residual, plain, residualIntact, plainIntact }, { images }, { studies }) =>
      studies.claims.lesion.here(
        percent(residual),
        percent(plain),
        percent(residualIntact),
        percent(plainIntact),
        images,
      ),
  }),
};
