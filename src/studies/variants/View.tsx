/** Variants of the residual network side by side, with the papers' figures. */
import { formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { formatLoss, formatPercent } from '../../ui/controls/format';
import { formatNumber } from '../../ui/controls/number';
import { answerOf } from '../page/answer';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { RangeChart } from '../page/RangeChart';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { VariantName, VariantsResult } from './kind';
import { holds, meanFinal, verdictOf, type VariantsFinding } from './verdict';

function useLossText(): (value: number) => string {
  const { chart, kinds } = useStudyMessages().studies;
  return (value) =>
    Number.isNaN(value) ? chart.unmeasured : value === Infinity ? kinds.variants.diverged : formatLoss(value);
}

/** The variant of the lowest mean loss so far. */
function leader(result: VariantsResult): VariantName | undefined {
  const measured = result.variants.filter((variant) => Number.isFinite(meanFinal(result, variant)));
  return measured.toSorted((a, b) => meanFinal(result, a) - meanFinal(result, b))[0];
}

function Figure({ result, record }: ViewProps<'variants'>) {
  const text = useStudyMessages().studies.kinds.variants;
  const loss = useLossText();
  const best = leader(result);
  return (
    <RangeChart
      title={text.finals}
      axis={text.lossY(record.experiment.loss)}
      tick={formatShort}
      rows={result.variants.map((name, variant) => ({
        name: text.names[name],
        text: loss(meanFinal(result, name)),
        values: result.finals[variant] ?? [],
        leads: name === best,
      }))}
    />
  );
}

/** No networks of the page, so that they have no colours: the leader is drawn thick. */
function More({ result, record }: ViewProps<'variants'>) {
  const { kinds } = useStudyMessages().studies;
  const text = kinds.variants;
  const best = leader(result);
  const series = result.variants.map((name, variant): Series => ({
    label: text.names[name],
    lane: variant % 4,
    inked: true,
    width: name === best ? 3 : 1.25,
    points: result.points.map((step, i) => ({
      place: step,
      ...summarise(
        (result.curves[variant] ?? []).map((curve) => curve[i] ?? Number.NaN),
        'linear',
      ),
    })),
  }));
  return (
    <SeriesChart
      title={text.curves}
      placeTitle={text.stepX}
      valueTitle={text.lossY(record.experiment.loss)}
      place={{ scale: 'linear', tick: String }}
      value={{ scale: 'linear', tick: formatShort }}
      series={series}
      placeText={kinds.degradation.stepText}
      valueText={useLossText()}
    />
  );
}

function Tables({ result }: ViewProps<'variants'>) {
  const { joins, studies } = useStudyMessages();
  const text = studies.kinds.variants;
  const loss = useLossText();
  const { set, variants, finals, accuracies, seeds } = result;
  return (
    <ResultTable
      caption={set === 'shortcut' ? joins.sentences([joins.stopped(text.table), text.gates]) : text.table}
      name={text.table}
      corner={text.variant}
      columns={[...seeds.map(text.seedColumn), text.mean, text.accuracy, text.paperColumn]}
      rows={variants.map((name, variant) => {
        const mean = meanFinal(result, name);
        const accuracy = summarise(accuracies[variant] ?? [], 'linear').value;
        return {
          name: text.names[name],
          cells: [
            ...(finals[variant] ?? []).map((value) => ({ text: loss(value), value })),
            { text: loss(mean), value: mean },
            { text: Number.isFinite(accuracy) ? `${formatPercent(accuracy)} %` : studies.none },
            { text: text.paper[name] },
          ],
        };
      })}
    />
  );
}

export const page: StudyPage<'variants'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'variants', VariantsFinding>({
    verdictOf,
    headline: ({ grade, finding: { best, next } }, _, { studies }) => {
      const { answer, names } = studies.kinds.variants;
      return answer(grade, names[best], names[next]);
    },
    here: (_, result, { studies }) => {
      const { here, claims } = studies.kinds.variants;
      return here(claims[result.set], holds(result), result.steps);
    },
    paper: ({ set }, { studies }) => studies.kinds.variants.papers[set],
  }),
  measured: ({ seeds, learningRate, steps, window }, _, { studies }) => [
    studies.kinds.variants.settings(seeds, formatNumber(learningRate), steps, window),
    studies.chart.dots,
  ],
};
