/** What to do where the trainer failed. */
import { useStore } from 'zustand';
import { useMessages } from '../i18n/messages';
import { runStore } from '../state/run';
import { useSession } from './hooks';

export function Failure() {
  const { ui } = useMessages();
  const session = useSession();
  const status = useStore(runStore, (state) => state.status);
  return (
    <div role="alert">
      {status.kind === 'failed' && (
        <div className="notice notice-failure" data-testid="failure">
          <div>
            <p className="notice-lead">{ui.failures[status.code].title}</p>
            <p>{ui.failures[status.code].advice}</p>
            {status.shortage !== undefined && <p>{ui.shortage(status.shortage)}</p>}
            {status.message !== '' && <p className="notice-detail">{ui.failureDetail(status.message)}</p>}
          </div>
          <button type="button" className="button" data-testid="restart" onClick={() => session.restart()}>
            {ui.restart}
          </button>
        </div>
      )}
    </div>
  );
}
