/** Accuracy of the whole networks, and without the blocks that were chosen. */
import { useStudyMessages } from '../../i18n/studies';
import { answerOf, percent } from '../page/answer';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { RangeChart } from '../page/RangeChart';
import { blockNames } from './names';
import { verdictOf, type AblationFinding } from './verdict';
import { AblationBoard } from './ViewBoard';

function Figure({ result, lanes, record }: ViewProps<'ablation'>) {
  const text = useStudyMessages().studies.kinds.ablation;
  const names = blockNames(record.experiment, result.blocks);
  return (
    <RangeChart
      title={names.length === 0 ? text.nothing : text.ablated(names)}
      axis={text.chart}
      domain={[0, 1]}
      tick={(value) => `${Math.round(100 * value)} %`}
      rows={lanes.map(({ name, place }, lane) => {
        const [intact, ablated] = [result.intact[lane] ?? Number.NaN, result.ablated[lane] ?? null];
        return {
          name,
          lane: place,
          before: intact,
          values: ablated === null ? [] : [ablated],
          text: ablated === null ? text.impossible : text.change(percent(intact), percent(ablated)),
        };
      })}
    />
  );
}

function Tables({ result, lanes }: ViewProps<'ablation'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds.ablation;
  return (
    <ResultTable
      caption={text.table}
      corner={studies.kinds.landscape.lane}
      columns={[text.intact, text.deleted]}
      rows={lanes.map(({ name }, lane) => ({
        name,
        cells: [result.intact[lane] ?? null, result.ablated[lane] ?? null].map((value) =>
          value === null ? { text: text.impossible } : { text: percent(value), value },
        ),
      }))}
    />
  );
}

export const page: StudyPage<'ablation'> = {
  Figure,
  Tables,
  Board: AblationBoard,
  // Chosen on the board.
  hidden: () => ['blocks'],
  answer: answerOf<'ablation', AblationFinding>({
    verdictOf,
    headline: ({ grade }, _, { studies }) => studies.kinds.ablation.answers[grade],
    here: ({ lane, kept }, { blocks }, { studies, ui }, { experiment }) => {
      const label = experiment.lanes.find(({ id }) => id === lane)?.label ?? lane;
      return studies.kinds.ablation.here(
        blockNames(experiment, blocks),
        ui.lanes.heading(label),
        percent(kept),
      );
    },
    paper: (_, { studies }) => studies.kinds.ablation.paper,
  }),
  measured: ({ images, step }, _, { studies }) => [studies.kinds.ablation.settings(images, step)],
};
