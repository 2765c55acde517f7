/** Trains to a step and waits there; or pins the run, and trains its experiment to the same step with the next seed. */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { Popup, useClose } from '../../charts/core/Popup';
import { nextSeed } from '../../config/edit/edit';
import { LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { useSession } from '../page/hooks';
import { pinRun } from './pin';
import './train-to.css';

/** Steps that are a click away. */
const QUICK = [100, 500, 1000] as const;

export function TrainTo() {
  const { to } = useMessages().runs;
  const goal = useStore(runStore, (state) => state.goal);
  const stepCount = useStore(runStore, (state) => nextOf(state.stepCount));
  const failed = useStore(runStore, ({ status }) => status.kind === 'failed');
  if (failed) return null;
  return (
    <Popup
      label={to.label}
      sign={<span>{to.sign(goal ?? stepCount)}</span>}
      testId="train-to"
      className="button"
    >
      <Goals />
    </Popup>
  );
}

/** The first quick pick that a run has not reached. */
function nextOf(stepCount: number): number {
  return QUICK.find((step) => step > stepCount) ?? 1000 * (Math.floor(stepCount / 1000) + 1);
}

function Goals() {
  const texts = useMessages();
  const { to } = texts.runs;
  const session = useSession();
  const close = useClose();
  const stepCount = useStore(runStore, (state) => state.stepCount);
  const id = useId();
  const [draft, setDraft] = useState(String(nextOf(stepCount)));
  const go = (step: number): void => {
    if (session.trainTo(step)) close();
  };
  return (
    <form
      className="train-to"
      data-testid="train-to-goals"
      onSubmit={(event) => {
        event.preventDefault();
        go(Number(draft));
      }}
    >
      <div className="train-to-step">
        <label htmlFor={id}>{to.step}</label>
        <input
          id={id}
          type="number"
          min={stepCount + 1}
          max={LIMITS.timelineStep.max}
          step={1}
          required
          value={draft}
          data-testid="train-to-step"
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="button button-primary">
          {to.train}
        </button>
      </div>
      <p className="train-to-quick">
        {QUICK.map((step) => (
          <button
            key={step}
            type="button"
            className="button"
            disabled={step <= stepCount}
            onClick={() => go(step)}
          >
            {to.sign(step)}
          </button>
        ))}
      </p>
      <AnotherSeed onDone={close} />
    </form>
  );
}

/** Pins the run at hand and trains its experiment to the same step from the next seeds. */
export function AnotherSeed({ onDone }: { readonly onDone?: () => void }) {
  const texts = useMessages();
  const { to } = texts.runs;
  const session = useSession();
  const stepCount = useStore(runStore, (state) => state.stepCount);
  return (
    <button
      type="button"
      className="button"
      data-testid="another-seed"
      disabled={stepCount === 0}
      title={to.seedHint}
      onClick={() => {
        const reached = runStore.getState().stepCount;
        session.pause();
        pinRun(texts);
        changeExperiment(nextSeed(experimentStore.getState().config));
        session.trainTo(reached);
        onDone?.();
      }}
    >
      {to.seed}
    </button>
  );
}
