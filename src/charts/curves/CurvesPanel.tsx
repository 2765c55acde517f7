/** Panel: loss and accuracy of all lanes over the steps. */
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { useLaneNames as useNames } from '../../state/lane-style';
import { metricsStore } from '../../state/metrics';
import { chanceOfRun, runStore, type TestFacts } from '../../state/run';
import { switchedBlock } from '../core/changes';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { useSlowly } from '../core/hooks';
import { ChartPanel } from '../core/ChartPanel';
import { LaneLegend, LegendNote } from '../core/Panel';
import { DataTable, TableDetails } from '../core/tables';
import { useLaneNames, useLanes } from '../core/series';
import { StepPlot } from '../core/step-plot';
import { SMOOTHING } from '../geometry/columns';
import { formatExact, formatPercent } from '../geometry/format';
import { decimate, decimateHeld } from '../geometry/steps';
import { chanceTexts } from './curve-scales';
import { CurvesChart } from './curves-chart';
import { CURVES } from './curves-data';

/** Most rows of a table. */
const ROWS = 50;
const NONE: readonly TestFacts[] = [];

interface CurvesProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
}

export function CurvesPanel({ plans }: CurvesProps) {
  const messages = useMessages().charts;
  const text = messages.curves;
  const lanes = useLanes();
  const names = useLaneNames();
  const config = useStore(experimentStore, (state) => state.config);
  const testChance = useTestChance(config);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new StepPlot(new CurvesChart(elements.panel, plans, messages), elements, messages, invalidate),
    [plans, messages],
  );
  return (
    <ChartPanel
      create={create}
      // A step more is not worth more than ten drawings a second.
      interval={100}
      title={text.title}
      explanation={text.explanation(config.loss)}
      head={
        <LaneLegend lanes={lanes} names={names}>
          <LegendNote width={1}>{text.batch}</LegendNote>
          <LegendNote width={2.5}>{text.smooth(100 * SMOOTHING)}</LegendNote>
          <LegendNote lanes={lanes.length}>{text.test}</LegendNote>
          <LegendNote width={1} dash="2 4">
            {text.chanceLegend(testChance)}
          </LegendNote>
        </LaneLegend>
      }
      names={names}
      hint={text.hint}
      note={<p className="chart-diverged" />}
      label={text.cursor}
      className="chart-plot-curves"
      plots={CURVES}
      start={{ text: messages.waiting }}
    >
      <TableDetails summary={text.summary} region={text.region}>
        <CurvesTables plans={plans} lanes={lanes} />
      </TableDetails>
    </ChartPanel>
  );
}

/** Chance on the test images, where it is not as that of the training images. */
function useTestChance(config: ExperimentConfig): readonly [loss: string, accuracy: string] | null {
  const classCounts = useStore(runStore, (run) => run.classCounts);
  const { training, test } = chanceOfRun(config, { classCounts });
  const texts = test && chanceTexts(test);
  return texts?.join() === chanceTexts(training).join() ? null : texts;
}

/** Some of the steps, all measurements on the test images, and what was changed. */
function CurvesTables({ plans, lanes }: CurvesProps & { readonly lanes: readonly string[] }) {
  useSlowly();
  const messages = useMessages().charts;
  const text = messages.curves;
  const nameOf = useNames();
  const switches = useStore(runStore, (run) => run.switches);
  const rates = useStore(runStore, (run) => run.rates);
  // Lanes are always measured together, so that their steps agree.
  const tests = useStore(
    runStore,
    useShallow((run) => lanes.map((lane) => run.lanes.find(({ id }) => id === lane)?.tests ?? NONE)),
  );
  const { steps, stride } = decimateHeld(metricsStore, { start: 0, span: metricsStore.endStep }, ROWS);
  const valueOf = (lane: number, curve: 'loss' | 'accuracy', step: number): number =>
    metricsStore.value(lane, metricsStore.column(lane, curve), step);
  const testSteps = [...new Set(tests.flat().map(({ step }) => step))].toSorted((a, b) => a - b);
  const chosen = decimate(0, testSteps.length, ROWS);
  const testCaption = `${text.testsCaption}${chosen.stride > 1 ? ` ${text.testsStride(chosen.stride)}` : ''}`;
  return (
    <>
      <DataTable
        caption={text.caption(stride)}
        columns={[
          text.step,
          ...lanes.flatMap((lane) => [text.batchLoss(nameOf(lane)), text.batchAccuracy(nameOf(lane))]),
        ]}
        rows={steps.map((step) => [
          step,
          ...lanes.flatMap((_, lane) => [
            formatExact(valueOf(lane, 'loss', step)),
            formatPercent(valueOf(lane, 'accuracy', step)),
          ]),
        ])}
        numbers
      />
      {testSteps.length > 0 && (
        <DataTable
          caption={testCaption}
          columns={[
            text.step,
            ...lanes.flatMap((lane) => [text.testLoss(nameOf(lane)), text.testAccuracy(nameOf(lane))]),
          ]}
          rows={chosen.steps.map((index) => [
            testSteps[index] ?? 0,
            ...tests.flatMap((own) => {
              const test = own.find(({ step }) => step === testSteps[index]);
              return test === undefined ? ['', ''] : [formatExact(test.loss), formatPercent(test.accuracy)];
            }),
          ])}
        />
      )}
      {switches.length > 0 && (
        <DataTable
          caption={text.switchesCaption}
          columns={[text.step, text.lane, text.block, text.gain]}
          rows={switches.map((mark) => [
            mark.step,
            nameOf(mark.lane),
            switchedBlock(mark, plans[lanes.indexOf(mark.lane)]) ?? text.allBlocks,
            String(mark.gain),
          ])}
        />
      )}
      {rates.length > 0 && (
        <DataTable
          caption={text.ratesCaption}
          columns={[text.step, text.rate]}
          rows={rates.map(({ step, rate }) => [step, formatNumber(rate)])}
        />
      )}
    </>
  );
}
