/** What to do where the trainer failed, or waits for what does not come. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { useSession } from './hooks';

export function Failure() {
  const { ui } = useMessages();
  const status = useStore(runStore, (state) => state.status);
  const silence = useStore(runStore, (state) => state.silence);
  const stalled = useStore(runStore, (state) => state.stalled);
  return (
    <div role="alert">
      {status.kind === 'failed' && (
        <Notice testId="failure" kind="notice-failure" action={ui.restart}>
          <p className="notice-lead">{ui.failures[status.code].title}</p>
          <p>{ui.failures[status.code].advice}</p>
          {status.shortage !== undefined && <p>{ui.shortage(status.shortage)}</p>}
          {status.message !== '' && <p className="notice-detail">{ui.failureDetail(status.message)}</p>}
        </Notice>
      )}
      {status.kind !== 'failed' && silence !== null && (
        <Notice testId="silent" action={ui.restart}>
          <p className="notice-lead">{ui.silent.title}</p>
          {/* Not read aloud every second. */}
          <p aria-hidden="true">
            <span>{ui.silent.since[0]}</span>
            <span translate="no">{Math.round(silence / 1000)}</span>
            <span>{ui.silent.since[1]}</span>
          </p>
        </Notice>
      )}
      {status.kind === 'preparing' && stalled.length > 0 && (
        <Notice testId="stalled" action={ui.tryAgain}>
          <p>{ui.stalled(stalled)}</p>
        </Notice>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly testId: string;
  readonly kind?: string;
  /** What the button says that begins the run anew, in another worker. */
  readonly action: string;
  readonly children: ReactNode;
}

function Notice({ testId, kind = '', action, children }: NoticeProps) {
  const session = useSession();
  return (
    <div className={`notice ${kind}`} data-testid={testId}>
      <div>{children}</div>
      <button type="button" className="button" data-testid="restart" onClick={() => session.restart()}>
        {action}
      </button>
    </div>
  );
}
