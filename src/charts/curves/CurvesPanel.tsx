/** Panel: loss and accuracy of all lanes over the steps. */
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { Marked } from '../../glossary/Marked';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { chanceOfRun, runStore } from '../../state/run';
import type { ChartElements } from '../core/dom';
import type { Invalidate } from '../core/frame';
import { ChartPanel } from '../core/ChartPanel';
import { useShortTitles } from '../core/lane-title';
import { StepPlot } from '../core/step-plot';
import { SMOOTHING } from '../geometry/columns';
import { chanceTexts } from './curve-scales';
import { CurvesChart, type CurvesView } from './curves-chart';
import { CURVES } from './curves-data';

interface CurvesProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
}

/** What is shown at first. */
const AT_FIRST: CurvesView = { curves: ['loss'], linear: true, batches: true, tests: true };

export function CurvesPanel({ plans }: CurvesProps) {
  const messages = useMessages().charts;
  const text = messages.curves;
  const names = useShortTitles();
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
      table="curves-values"
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
      <p>
        <Marked text={text.explanation(config.loss)} />
      </p>
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
