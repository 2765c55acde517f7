/**
 * The learning rate while it trains: what it is moved to stands in place of the optimiser's from the next step on, and the
 * link records it with its step. The thumb moves in silence; the rate is set where it is let go, or with each key.
 */
import './rate.css';
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { learningRateAt } from '../../config/schedule';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { formatShort } from '../../charts/geometry/format';
import { formatNumber, RATE_STOPS, stopOf } from './number';
import { useExperiment, useSession } from '../page/hooks';

interface RateSliderProps {
  readonly testId: string;
  /** Whether there is room to say what it does; else the title says it. */
  readonly explained?: boolean;
}

export function RateSlider({ testId, explained = false }: RateSliderProps) {
  const { ui } = useMessages();
  const session = useSession();
  const { schedule } = useExperiment();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<number | null>(null);
  const rate = useStore(runStore, ({ learningRate, pendingRate }) => pendingRate ?? learningRate);
  const isScheduled = schedule.kind !== 'constant' || schedule.warmUp > 0;
  const now = useStore(runStore, ({ stepCount }) =>
    isScheduled ? learningRateAt(stepCount, rate, schedule) : rate,
  );
  const shown = draft === null ? rate : (RATE_STOPS[draft] ?? rate);
  const { label, base, hint, scheduledHint, scheduled } = ui.rate;

  const commit = (place: number) => {
    setDraft(null);
    const chosen = RATE_STOPS[place];
    if (chosen !== undefined && chosen !== rate) session.setRate(chosen);
  };
  // The browser's own change event, which React's onChange is not: where the thumb is let go, and with each key.
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    const element = input.current;
    if (element === null) return;
    const listener = () => latest.current(Number(element.value));
    element.addEventListener('change', listener);
    return () => element.removeEventListener('change', listener);
  }, []);

  const explanation = isScheduled ? scheduledHint : hint;
  return (
    <div className="rate" title={explained ? undefined : explanation} data-testid={testId}>
      <label htmlFor={id}>{isScheduled ? base : label}</label>
      <output htmlFor={id} translate="no" data-testid="live-rate">
        {formatNumber(shown)}
      </output>
      <input
        ref={input}
        id={id}
        type="range"
        min={0}
        max={RATE_STOPS.length - 1}
        step={1}
        value={draft ?? stopOf(rate)}
        aria-valuetext={formatNumber(shown)}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(Number(event.target.value))}
      />
      {isScheduled && Number.isFinite(now) && (
        <small className="rate-now">{scheduled(formatShort(now))}</small>
      )}
      <p id={`${id}-hint`} className={explained ? 'field-hint' : 'visually-hidden'}>
        {explanation}
      </p>
    </div>
  );
}
