/** The numbers of the curves in rows: of every training batch that is held, and of every measurement on the test images. */
import type { LossConfig } from '../../config/schema';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import type { MetricsStore } from '../../state/metrics';
import type { LaneFacts } from '../../state/run';
import type { ChartData } from '../core/exhibit';
import { measured } from '../core/series';
import { isWithin, rowsWithin, type StepWindow } from '../geometry/steps';
import type { Curve } from './curves-data';

interface CurvesOf {
  readonly curves: readonly Curve[];
  readonly loss: LossConfig;
  readonly messages: Messages['charts'];
}

/** A row for each step that is held in a window, or tested after so many updates. */
export function curvesData(
  metrics: MetricsStore,
  facts: readonly Pick<LaneFacts, 'id' | 'tests'>[],
  window: StepWindow,
  { curves, loss, messages }: CurvesOf,
): ChartData {
  const { lanes } = metrics.layout;
  const text = messages.curves;
  const tests = lanes.map(({ id }) =>
    (facts.find((lane) => lane.id === id)?.tests ?? []).filter(({ step }) => isWithin(window, step)),
  );
  const [from, end] = rowsWithin(metrics, window);
  const held = Array.from({ length: Math.max(0, end - from) }, (_, i) => metrics.stepAt(from + i) ?? -1);
  const steps = [...new Set([...held, ...tests.flat().map(({ step }) => step)])].sort((a, b) => a - b);
  const units = { loss: text.lossTitle(loss, false), accuracy: text.share };
  const columns = lanes.flatMap(({ id }, lane) =>
    curves.flatMap((curve) => {
      const titles =
        curve === 'loss' ? [text.batchLoss, text.testLoss] : [text.batchAccuracy, text.testAccuracy];
      const [batch = '', test = ''] = titles.map((title) =>
        messages.joins.noted(title(laneName(id)), units[curve]),
      );
      const tested = new Map(tests[lane]?.map((one) => [one.step, one]));
      return [
        { title: batch, at: (step: number) => measured(metrics, lane, metrics.column(lane, curve), step) },
        ...(tested.size === 0 ? [] : [{ title: test, at: (step: number) => tested.get(step)?.[curve] }]),
      ];
    }),
  );
  return {
    columns: [text.step, ...columns.map(({ title }) => title)],
    rows: steps.map((step) => [step, ...columns.map(({ at }) => at(step))]),
  };
}
