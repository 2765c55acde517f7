/** Switches thrown and learning rates set while training, which are part of the link, and the way to forget them. */
import { clearTimeline, isRecorded } from '../../config/edit/edit';
import { boundsOf } from '../../config/switches';
import { useMessages } from '../../i18n/messages';
import { useExperiment } from '../page/hooks';
import { editHistory } from './history';
import { formatNumber } from '../controls/number';
import { useLaneNames } from '../../i18n/lane-names';

export function SwitchList() {
  const { ui } = useMessages();
  const config = useExperiment();
  const nameOf = useLaneNames();
  if (!isRecorded(config)) return <p className="field-hint">{ui.switches.none}</p>;
  return (
    <>
      <ol className="switch-list" tabIndex={0} aria-label={ui.switches.title}>
        {[...config.timeline, ...config.rates]
          .toSorted((a, b) => a.step - b.step)
          .map((event, index) => (
            <li key={index}>
              {'rate' in event
                ? ui.switches.rate(event.step, formatNumber(event.rate))
                : ui.switches.entry(event.step, nameOf(event.lane), boundsOf(event.block), event.gain)}
            </li>
          ))}
      </ol>
      <button
        type="button"
        className="button"
        title={ui.switches.forgetHint}
        onClick={() => editHistory.perform(clearTimeline(config))}
      >
        {ui.switches.forget}
      </button>
    </>
  );
}
