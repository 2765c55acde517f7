/** For the blocks selected in the diagram: what the accuracy is without them. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
import { useSession } from '../../ui/page/hooks';
import './ablation.css';
import { DeletionOutcome, deletionOf } from './AblationOutcome';

export function DeleteSelected({ blocks }: { readonly blocks: readonly number[] }) {
  const { deletion: text } = useMessages();
  const session = useSession();
  const busy = useStore(studyStore, ({ current }) => current !== null);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const sorted = blocks.toSorted((a, b) => a - b);
  return (
    <div className="deletion">
      <button
        type="button"
        className="button"
        title={busy ? text.busy : ready ? text.testHint : text.notReady}
        disabled={busy || !ready}
        data-testid="delete-selected"
        onClick={() => session.study(deletionOf(sorted))}
      >
        {text.test}
      </button>
      <DeletionOutcome blocks={sorted} />
    </div>
  );
}
