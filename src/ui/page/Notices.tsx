/** What was repaired in the link, backends that were asked for in vain, a GPU that was lost; all dismissed together. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { dismissNotices, experimentStore } from '../../state/experiment';
import { pageStore } from '../../state/page';
import { recordingStore } from '../../state/recording';
import { runStore } from '../../state/run';

export function Notices() {
  const { ui, notices: texts } = useMessages();
  const repairs = useStore(experimentStore, (state) => state.notices);
  const origin = useStore(experimentStore, (state) => state.origin);
  const unknown = useStore(pageStore, (state) => state.unknownBackend);
  const dismissed = useStore(pageStore, (state) => state.backendNoticeDismissed);
  const backend = useStore(runStore, (state) => state.backend);
  const recovery = useStore(runStore, (state) => state.recovery);
  const dismissedRecovery = useStore(pageStore, (state) => state.dismissedRecovery);
  const recording = useStore(recordingStore);
  const lines = repairs.map((repair) => texts.repair(repair));
  if (unknown !== null) lines.push(ui.backend.unknown(unknown));
  if (backend !== null && !dismissed) {
    const { reason, requested, name, trouble } = backend;
    if (reason === 'forced-unavailable') lines.push(ui.backend.unavailable(requested, name, trouble));
    else if (trouble !== '') lines.push(ui.backend.failed(name, trouble));
  }
  if (recovery !== null && recovery !== dismissedRecovery) {
    lines.push(ui.backend.recovered(recovery.step, recovery.repeated, recovery.backend));
  }
  if (recording.end !== null && !recording.dismissed) lines.push(ui.switches.full(recording.end));
  if (recording.forgotten > 0 && !recording.dismissed) lines.push(ui.switches.forgotten(recording.forgotten));
  const dismiss = () => {
    dismissNotices();
    recordingStore.setState({ dismissed: true });
    pageStore.setState({
      unknownBackend: null,
      backendNoticeDismissed: true,
      dismissedRecovery: recovery,
    });
  };
  // The region is always there: a reader hears only of changes within one it already knows.
  return (
    <div role="status" aria-label={ui.notices.label} className="notices">
      {lines.length > 0 && (
        <div className="notice" data-testid="notice">
          <div>
            {repairs.length > 0 && <p className="notice-lead">{texts.heading[origin]}</p>}
            <ul>
              {lines.map((line, index) => (
                <li key={index}>{line}</li>
              ))}
            </ul>
          </div>
          <button type="button" className="button" onClick={dismiss}>
            {ui.notices.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
