/** The notice of a question that is being answered. */
import { useStore } from 'zustand';
import { useStudyMessages } from '../../i18n/studies';
import { runStore } from '../../state/run';
import type { StudyRecord } from '../../state/studies';
import { useSession } from '../../ui/page/hooks';

/** That training waits for it. */
export function RunningNotice({ record }: { readonly record: StudyRecord }) {
  const { studies } = useStudyMessages();
  const session = useSession();
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  const { question } = studies.kinds[record.request.kind];
  return (
    <div role="group" className="study-toast" aria-label={studies.progress(question)}>
      <p>
        <strong>{question}</strong>{' '}
        <span>{studies.progressText(Math.floor(100 * record.fraction), record.secondsLeft)}</span>
        <br />
        <span>{training ? studies.waits.training : studies.waits.paused}</span>
      </p>
      <button type="button" className="button" onClick={() => session.cancelStudy()}>
        {studies.cancel}
      </button>
    </div>
  );
}
