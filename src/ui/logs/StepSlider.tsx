/** The step that all pictures of a log show: one of those that are kept, or the newest that shows something, also as the file grows. */
import { useId } from 'react';
import { useStore } from 'zustand';
import type { Log } from '../../logs/summary';
import { useLogMessages } from '../../i18n/logs';
import { newestShown, viewStore } from './view-store';

export function StepSlider({ log }: { readonly log: Log }) {
  const text = useLogMessages();
  const id = useId();
  const step = useStore(viewStore, (state) => state.step);
  const last = log.steps.length - 1;
  const newest = useStore(viewStore, (view) => newestShown(log, view));
  const row = step === null ? newest : log.rowAt(step);
  const shown = log.steps[row] ?? 0;
  return (
    <div className="log-step">
      <label htmlFor={id}>{text.step}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={row}
        aria-valuetext={String(shown)}
        data-testid="log-step"
        onChange={({ target }) => {
          const to = Number(target.value);
          viewStore.setState({ step: to === newest ? null : (log.steps[to] ?? null) });
        }}
      />
      <output htmlFor={id} translate="no">
        {shown}
      </output>
      <button
        type="button"
        className="button button-small"
        disabled={step === null}
        onClick={() => viewStore.setState({ step: null })}
      >
        {text.newest}
      </button>
    </div>
  );
}
