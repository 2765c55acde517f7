/** How far the experiment under way is, and that training waits for it. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { runStore } from '../../state/run';

export function StudyProgress() {
  const { experiments } = useMessages();
  const record = useStore(studyStore, ({ current, records }) =>
    current === null ? undefined : records[current],
  );
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  if (record === undefined) return null;
  const { fraction, secondsLeft, request } = record;
  const percent = Math.floor(100 * fraction);
  const text = experiments.progressText(percent, secondsLeft);
  return (
    <>
      <div
        className="progress study-progress"
        role="progressbar"
        aria-label={experiments.progress(experiments.studies[request.kind].tab)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <span className="progress-text">{text}</span>
        <span className="progress-track">
          <span style={{ width: `${percent}%` }} />
        </span>
      </div>
      <span className="study-note" role="status">
        {training ? experiments.waits.training : experiments.waits.paused}
      </span>
    </>
  );
}
