/** Panel: loss and accuracy of all lanes over the steps. */
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
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
import { DataTable, TableDetails } from '../core/tables';
import { useLaneNames, useLanes } from '../core/series';
import { StepPlot } from '../core/step-plot';
import { SMOOTHING } from '../geometry/columns';
import { formatExact, formatPercent } from '../geometry/format';
import { decimate, decimateHeld } from '../geometry/steps';
import { chanceTexts } from './curve-scales';
import { CurvesChart, type CurvesView } from './curves-chart';
import { CURVES } from './curves-data';

/** Most rows of a table. */
const ROWS = 50;
const NONE: readonly TestFacts[] = [];

interface CurvesProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
}

/** What is shown at first. */
const AT_FIRST: CurvesView = { curves: ['loss'], linear: true, batches: true, tests: true };

export function CurvesPanel({ plans }: CurvesProps) {
  const messages = useMessages().charts;
  const text = messages.curves;
  const names = useLaneNames();
  const [view, setView] = useState(AT_FIRST);
  const { loss } = useStore(experimentStore, (state) => state.config);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new StepPlot(new CurvesChart(elements.panel, plans, messages, view), elements, messages, invalidate),
    [plans, messages, view],
  );
  const title = text.titleOf[choiceOf(view)];
  return (
    <ChartPanel
      create={create}
      // A step more is not worth more than ten drawings a second.
      interval={100}
      title={loss.kind === 'cross-entropy' ? title : text.titleBy(title, loss)}
      explanation={<Explanation />}
      testId="loss-panel"
      stage
      choices={<Choices view={view} choose={setView} />}
      table={CURVES_TABLE}
      names={names}
      hint={text.hint}
      idle={<span className="chart-diverged" />}
      label={text.cursor}
      className="chart-plot-curves"
      plots={view.curves}
      start={{ text: messages.waiting }}
    />
  );
}

/** Id of the details with the tables of the curves. */
const CURVES_TABLE = 'curves-values';

const CHOICES = { loss: ['loss'], accuracy: ['accuracy'], both: CURVES } as const;

function choiceOf({ curves }: CurvesView): keyof typeof CHOICES {
  return curves.length > 1 ? 'both' : (curves[0] ?? 'loss');
}

interface ChoicesProps {
  readonly view: CurvesView;
  readonly choose: (view: CurvesView) => void;
}

function Choices({ view, choose }: ChoicesProps) {
  const text = useMessages().charts.curves;
  return (
    <>
      <div className="chart-fields">
        <label>
          {text.choice}{' '}
          <select
            data-testid="curve"
            value={choiceOf(view)}
            onChange={({ target }) =>
              choose({ ...view, curves: CHOICES[target.value as keyof typeof CHOICES] })
            }
          >
            {Object.keys(CHOICES).map((name) => (
              <option key={name} value={name}>
                {text.titleOf[name as keyof typeof CHOICES]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {(['linear', 'batches', 'tests'] as const).map((name) => (
        <label key={name} className="chart-popup-check">
          <input
            type="checkbox"
            checked={view[name]}
            onChange={({ target }) => choose({ ...view, [name]: target.checked })}
          />{' '}
          {text[name]}
        </label>
      ))}
    </>
  );
}

/** What the lines are, and the level of an answer without looking. */
function Explanation() {
  const text = useMessages().charts.curves;
  const config = useStore(experimentStore, (state) => state.config);
  const classCounts = useStore(runStore, (run) => run.classCounts);
  const { training, test } = chanceOfRun(config, { classCounts });
  const own = chanceTexts(training);
  const other = test && chanceTexts(test);
  return (
    <>
      <p>{text.explanation(config.loss)}</p>
      <p>{text.lines(100 * SMOOTHING, config.testInterval > 0)}</p>
      <p>
        {text.chanceLine(
          text.chanceLoss(training.even, own[0]),
          text.chanceAccuracy(training.even, own[1]),
          other?.join() === own.join() ? null : other,
        )}
      </p>
    </>
  );
}

/** The curves as a table. */
export function CurvesTable({ plans }: CurvesProps) {
  const text = useMessages().charts.curves;
  const lanes = useLanes();
  return (
    <TableDetails summary={text.summary} region={text.region} id={CURVES_TABLE}>
      <CurvesTables plans={plans} lanes={lanes} />
    </TableDetails>
  );
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
