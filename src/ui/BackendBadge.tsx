/** Which backend runs, and why this one. */
import { useStore } from 'zustand';
import { useMessages } from '../i18n/messages';
import { runStore } from '../state/run';

export function BackendBadge() {
  const { ui } = useMessages();
  const backend = useStore(runStore, (state) => state.backend);
  const failed = useStore(runStore, (state) => state.status.kind === 'failed');
  const none = failed ? ui.transport.unknown : ui.backend.choosing;
  return (
    <p className="badge" data-testid="backend" data-backend={backend?.name ?? ''}>
      <span className="visually-hidden">{ui.backend.label}: </span>
      {backend === null ? (
        <span>{none}</span>
      ) : (
        <>
          <strong translate="no">{backend.name}</strong>
          <span className="badge-reason">{` · ${ui.backend.reasons[backend.reason](backend.detail)}`}</span>
        </>
      )}
    </p>
  );
}
