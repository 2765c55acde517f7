/** On a narrow page: the newest losses of all lanes in the transport, which stays in view where the lanes do not. */
import { useStore } from 'zustand';
import { LaneMark } from '../../charts/core/LaneMark';
import { useMessages } from '../../i18n/messages';
import { laneName } from '../../state/lane-style';
import { runStore } from '../../state/run';
import { formatLoss } from '../controls/format';

export function PhoneLosses() {
  const { ui } = useMessages();
  const lanes = useStore(runStore, (state) => state.lanes);
  const measured = useStore(runStore, (state) => state.status.kind !== 'preparing' || state.stepCount > 0);
  if (!measured) return null;
  return (
    <ul className="phone-losses" aria-label={ui.lanes.loss}>
      {lanes.map(({ id, loss }, lane) => (
        <li key={id}>
          <LaneMark lane={lane} />
          <span className="visually-hidden">{laneName(id)}</span>{' '}
          <span translate="no">{formatLoss(loss)}</span>
        </li>
      ))}
    </ul>
  );
}
