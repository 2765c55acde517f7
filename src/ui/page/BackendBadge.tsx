/** Which backend runs, and why this one. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';

export function BackendBadge() {
  const { ui } = useMessages();
  const backend = useStore(runStore, (state) => state.backend);
  const failed = useStore(runStore, (state) => state.status.kind === 'failed');
  const none = failed ? ui.transport.unknown : ui.backend.choosing;
  const reason = backend === null ? '' : ` · ${ui.backend.reasons[backend.reason](backend.detail)}`;
  // Where there is no room for all of it.
  const whole = backend === null ? undefined : backend.name + reason;
  return (
    <p className="badge" data-testid="backend" data-backend={backend?.name ?? ''} title={whole}>
      <span className="visually-hidden">{ui.backend.label}: </span>
      {backend === null ? (
        <span>{none}</span>
      ) : (
        <>
          <strong translate="no">{backend.name}</strong>
          <span className="badge-reason">{reason}</span>
        </>
      )}
    </p>
  );
}
