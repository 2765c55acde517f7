/** Result: variants of the residual network side by side, with the papers' figures, and the claim about them. */
import '../../ui/claims/claims.css';
import { useId } from 'react';
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import type { LossConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import type { ZooResult } from '../../contract/studies';
import { formatShort } from '../../charts/geometry/format';
import { formatNumber } from '../../ui/controls/number';
import { judgeZoo, meanFinal, ZOO_SEEDS } from '../../ui/claims/variants';
import { formatLoss, formatPercent } from '../../ui/controls/format';
import { wholeTicks } from '../init/View';

interface ZooViewProps {
  readonly result: ZooResult;
  /** The loss that was trained by. */
  readonly by: LossConfig;
  readonly isDone: boolean;
}

/** Lanes have four colours and marks; a zoo with more variants has a chart for each four. */
const PER_CHART = 4;

export function ZooView({ result, by, isDone }: ZooViewProps) {
  const { experiments } = useMessages();
  const text = experiments.zoo;
  const { zoo, variants, finals, accuracies, curves, points, seeds, steps, window, learningRate } = result;
  const loss = (value: number): string =>
    Number.isNaN(value)
      ? experiments.chart.unmeasured
      : value === Infinity
        ? text.diverged
        : formatLoss(value);
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
        {`${text.settings(seeds, formatNumber(learningRate), steps, window)}. ${experiments.spread}`}
      </p>
      <SeriesChart
        title={text.finals}
        placeTitle={text.variantX}
        valueTitle={text.lossY(by)}
        place={{ scale: 'linear', tick: (place) => String(place + 1), ...wholeTicks(variants.length) }}
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
            valueTitle={text.lossY(by)}
            place={{ scale: 'linear', tick: String }}
            value={{ scale: 'linear', tick: formatShort }}
            series={series}
            placeText={experiments.degradation.stepText}
            valueText={loss}
            height={220}
          />
        ))}
      </div>
      <ResultTable
        summary={`${experiments.table}: ${text.table}`}
        caption={`${text.table}. ${text.papers[zoo]}`}
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
              { text: Number.isFinite(accuracy) ? `${formatPercent(accuracy)} %` : experiments.none },
              { text: text.paper[name] },
            ],
          };
        })}
      />
      <ZooClaim result={result} isDone={isDone} />
    </>
  );
}

function ZooClaim({ result, isDone }: Omit<ZooViewProps, 'by'>) {
  const { claims, zoo: texts } = useMessages().experiments;
  const id = useId();
  const { zoo, variants, seeds, steps } = result;
  const verdict = judgeZoo(result, isDone);
  const known = verdict === 'holds' || verdict === 'fails';
  const values = variants.map((name) => {
    const mean = meanFinal(result, name);
    return claims.zoo.value(texts.names[name], mean === Infinity ? texts.diverged : formatLoss(mean));
  });
  return (
    <section
      className="claim"
      aria-labelledby={id}
      data-verdict={known ? verdict : 'unknown'}
      data-testid="claim"
    >
      <h4 id={id} className="claim-title">
        {claims.zoo.claims[zoo]}
      </h4>
      <p className="claim-verdict">
        <strong data-testid="verdict">{claims.verdicts[known ? verdict : 'unknown']}</strong>
      </p>
      <dl>
        <dt>{claims.hereLabel}</dt>
        <dd>
          {verdict === 'not-done'
            ? claims.notDone
            : verdict === 'seeds'
              ? claims.fewSeeds(ZOO_SEEDS)
              : claims.zoo.here(values, seeds.length, steps)}
        </dd>
        <dt>{claims.paperLabel}</dt>
        <dd>{claims.zoo.papers[zoo]}</dd>
        <dt>{claims.rule}</dt>
        <dd>{claims.zoo.rules[zoo]}</dd>
      </dl>
    </section>
  );
}
