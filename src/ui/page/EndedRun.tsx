/** Tells that a run ended when another began, and brings it back; while it is brought back, how to stop on the way. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { endedRuns } from '../../state/ended-run';
import { GHOST_MARK } from '../../state/pins';
import { runStore } from '../../state/run';
import { useSession } from './hooks';

export function EndedRun() {
  const { ui } = useMessages();
  const session = useSession();
  const step = useStore(endedRuns.store, ({ ended }) => ended?.step ?? null);
  const replays = useStore(
    runStore,
    ({ status }) => status.kind === 'preparing' && status.phase === 'replaying',
  );
  const text = ui.ended;
  if (replays) {
    return (
      <div className="ended">
        <button
          type="button"
          className="button button-small"
          data-testid="stop-replay"
          onClick={() => session.stopReplay()}
        >
          {text.stop}
        </button>
      </div>
    );
  }
  if (step === null) return null;
  return (
    <div className="ended" data-testid="ended">
      <span translate="no">{text.text(GHOST_MARK, step)}</span>
      <button
        type="button"
        className="button button-small"
        data-testid="restore"
        title={text.restoreHint}
        onClick={() => session.restore()}
      >
        {text.restore}
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={text.forget}
        title={text.forget}
        onClick={() => void endedRuns.take()}
      >
        ×
      </button>
    </div>
  );
}
