/** Variants of the residual network side by side, with the papers' figures, and the claim about them. */
import { formatShort } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { formatLoss, formatPercent } from '../../ui/controls/format';
import { formatNumber } from '../../ui/controls/number';
import { claimOf, judged, unknown } from '../page/claims';
import { countedPlaces, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { VariantName, VariantsResult } from './kind';

/** Lanes have four colours and marks; a set with more has a chart for each four. */
const PER_CHART = 4;

function VariantsView({ result, record }: ViewProps<'variants'>) {
  const { studies } = useMessages();
  const text = studies.kinds.variants;
  const { set, variants, finals, accuracies, curves, points, seeds, steps, window, learningRate } = result;
  const loss = (value: number): string =>
    Number.isNaN(value) ? studies.chart.unmeasured : value === Infinity ? text.diverged : formatLoss(value);
  const overall: Series = {
    label: text.finals,
    lane: 0,
    loose: true,
    points: variants.map((_, place) => ({ place, ...summarise(finals[place] ?? [], 'linear') })),
  };
  const lines = variants.map((name, variant): Series => ({
    label: text.names[name],
    lane: variant % PER_CHART,
    points: points.map((step, i) => ({
      place: step,
      ...summarise(
        (curves[variant] ?? []).map((curve) => curve[i] ?? Number.NaN),
        'linear',
      ),
    })),
  }));
  const charts = Array.from({ length: Math.ceil(lines.length / PER_CHART) }, (_, i) =>
    lines.slice(PER_CHART * i, PER_CHART * (i + 1)),
  );
  return (
    <>
      <p className="study-settings">
        {`${text.settings(seeds, formatNumber(learningRate), steps, window)}. ${studies.spread}`}
      </p>
      <SeriesChart
        title={text.finals}
        placeTitle={text.variantX}
        valueTitle={text.lossY(record.experiment.loss)}
        place={countedPlaces(variants.length, 1)}
        value={{ scale: 'linear', tick: formatShort }}
        series={[overall]}
        placeText={(place) => `${place + 1}: ${text.names[variants[place] ?? 'plain']}`}
        valueText={loss}
      />
      <div className="study-charts">
        {charts.map((series, i) => (
          <SeriesChart
            key={i}
            title={text.curves}
            placeTitle={text.stepX}
            valueTitle={text.lossY(record.experiment.loss)}
            place={{ scale: 'linear', tick: String }}
            value={{ scale: 'linear', tick: formatShort }}
            series={series}
            placeText={studies.kinds.degradation.stepText}
            valueText={loss}
            height={220}
          />
        ))}
      </div>
      <ResultTable
        name={text.table}
        caption={`${text.table}. ${text.papers[set]}`}
        corner={text.variant}
        columns={[...seeds.map(text.seedColumn), text.mean, text.accuracy, text.paperColumn]}
        rows={variants.map((name, variant) => {
          const mean = meanFinal(result, name);
          const accuracy = summarise(accuracies[variant] ?? [], 'linear').value;
          return {
            name: `${variant + 1}: ${text.names[name]}`,
            cells: [
              ...(finals[variant] ?? []).map((value) => ({ text: loss(value), value })),
              { text: loss(mean), value: mean },
              { text: Number.isFinite(accuracy) ? `${formatPercent(accuracy)} %` : studies.none },
              { text: text.paper[name] },
            ],
          };
        })}
      />
    </>
  );
}

/** Mean of what was measured for a variant; Infinity where it diverged for a seed. */
function meanFinal({ variants, finals }: VariantsResult, variant: VariantName): number {
  const own = (finals[variants.indexOf(variant)] ?? []).filter((value) => !Number.isNaN(value));
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

function holds(result: VariantsResult): boolean {
  const { set, variants, finals, seeds } = result;
  const mean = (variant: VariantName): number => meanFinal(result, variant);
  switch (set) {
    case 'order':
      return mean('pre-activation') <= mean('original') && mean('norm-after-addition') > mean('original');
    case 'shortcut':
      return variants.every((variant) => variant === 'identity' || mean('identity') < mean(variant));
    case 'norm-free': {
      const of = (variant: VariantName, seed: number): number =>
        finals[variants.indexOf(variant)]?.[seed] ?? Number.NaN;
      return seeds.every((_, seed) =>
        (['skip-init', 'fixup'] as const).every((variant) => of(variant, seed) < of('plain', seed)),
      );
    }
  }
  return set satisfies never;
}

const LEAST_SEEDS = 2;

export const page: StudyPage<'variants'> = {
  View: VariantsView,
  claim: claimOf<'variants', VariantsResult>({
    texts: ({ variants: { claims, papers, rules } }, { set }) => {
      return { claim: claims[set], paper: papers[set], rule: rules[set] };
    },
    judge: (result) =>
      result.seeds.length < LEAST_SEEDS
        ? unknown({ why: 'seeds', least: LEAST_SEEDS })
        : judged(holds(result), result),
    here: (_, result, { studies: { claims, kinds } }) => {
      const { names, diverged } = kinds.variants;
      const values = result.variants.map((name) => {
        const mean = meanFinal(result, name);
        return claims.variants.value(names[name], mean === Infinity ? diverged : formatLoss(mean));
      });
      return claims.variants.here(values, result.seeds.length, result.steps);
    },
  }),
};
