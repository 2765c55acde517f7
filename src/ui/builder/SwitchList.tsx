/** Switches thrown while training, which are part of the link, and the way to forget them. */
import { clearTimeline } from '../../config/edit';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../hooks';

export function SwitchList() {
  const { ui } = useMessages();
  const config = useExperiment();
  if (config.timeline.length === 0) return <p className="field-hint">{ui.switches.none}</p>;
  return (
    <>
      <ol className="switch-list" tabIndex={0} aria-label={ui.switches.title}>
        {config.timeline.map(({ step, lane, block, gain }, index) => (
          <li key={index}>{ui.switches.entry(step, lane, block, gain)}</li>
        ))}
      </ol>
      <button
        type="button"
        className="button"
        title={ui.switches.forgetHint}
        onClick={() => changeExperiment(clearTimeline(config))}
      >
        {ui.switches.forget}
      </button>
    </>
  );
}
