/** Panel: loss and accuracy of all lanes over the steps. */
import { useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import type { ExperimentConfig } from '../../config/schema';
import { chanceOfRun } from '../../state/chance';
import { experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { CursorPlot, Panel, Readout } from '../core/Panel';
import { CurvesTable } from './CurvesTable';
import { chanceTexts } from './curve-scales';
import { CurvesView } from './curves-view';
import { SMOOTHING } from '../geometry/columns';
import { LaneLine, LaneMark } from '../core/LaneMark';
import { useLaneNames, useLanes } from '../core/series';
import { useView, type Invalidate } from '../core/hooks';
import { rem } from '../core/unit';

/** A step more is not worth more than ten drawings a second. */
const UNHURRIED = { interval: 100 };

export function CurvesPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const messages = useMessages().charts;
  const lanes = useLanes();
  const names = useLaneNames();
  const config = useStore(experimentStore, (state) => state.config);
  const testChance = useTestChance(config);
  const panel = useRef<HTMLElement>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const create = useCallback(
    (element: HTMLElement, invalidate: Invalidate) => new CurvesView(element, plans, messages, invalidate),
    [plans, messages],
  );
  const view = useView(panel, create, UNHURRIED);
  const text = messages.curves;
  return (
    <Panel title={text.title} explanation={text.explanation(config.loss)} reference={panel}>
      <ul className="chart-legend" aria-label={messages.lanes}>
        {lanes.map((lane, index) => (
          <li key={lane}>
            <LaneLine lane={index} /> <strong>{names[index]}</strong>
          </li>
        ))}
        <li className="chart-legend-note">
          <LegendLine width={1} /> {text.batch}
        </li>
        <li className="chart-legend-note">
          <LegendLine width={2.5} /> {text.smooth(100 * SMOOTHING)}
        </li>
        <li className="chart-legend-note">
          <span>
            {lanes.map((lane, index) => (
              <LaneMark key={lane} lane={index} hollow />
            ))}
          </span>{' '}
          {text.test}
        </li>
        <li className="chart-legend-note">
          <LegendLine width={1} dash="2 4" /> {text.chanceLegend(testChance)}
        </li>
      </ul>
      <Readout lanes={names} hint={text.hint} />
      <p className="chart-diverged" />
      <CursorPlot
        view={view}
        label={text.cursor}
        className="chart-plot-curves"
        start={{ text: messages.waiting }}
        onLeave={() => view.current?.clearCursor()}
      >
        <div className="chart-subplot" data-curve="loss" />
        <div className="chart-subplot" data-curve="accuracy" />
      </CursorPlot>
      <details className="chart-details" onToggle={(event) => setTableOpen(event.currentTarget.open)}>
        <summary>{text.summary}</summary>
        {tableOpen && <CurvesTable plans={plans} lanes={lanes} />}
      </details>
    </Panel>
  );
}

/** Chance on the test images, where it is not as that of the training images. */
function useTestChance(config: ExperimentConfig): readonly [loss: string, accuracy: string] | null {
  const classCounts = useStore(runStore, (run) => run.classCounts);
  const { training, test } = chanceOfRun(config, { classCounts });
  const texts = test && chanceTexts(test);
  return texts?.join() === chanceTexts(training).join() ? null : texts;
}

function LegendLine({ width, dash }: { readonly width: number; readonly dash?: string }) {
  return (
    <svg className="chart-mark" viewBox="0 0 24 12" width={rem(24)} height={rem(12)} aria-hidden="true">
      <line x1="0" x2="24" y1="6" y2="6" stroke="currentColor" strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}
