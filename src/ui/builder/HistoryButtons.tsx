/** Undo and redo, as buttons that tell what they are about. */
import { useStore } from 'zustand';
import { differences } from '../../config/codec/url';
import { boundsOf } from '../../config/switches';
import { useMessages } from '../../i18n/messages';
import { useLaneNames } from '../../i18n/lane-names';
import { Icon } from '../controls/Icon';
import { useExperiment } from '../page/hooks';
import { editHistory as history, type Change } from './history';

/** Fields of a link that are recorded while training, and are no settings. */
const RECORDED: ReadonlySet<string> = new Set(['switch', 'rate']);

export function HistoryButtons() {
  const { ui } = useMessages();
  const { undo, redo, undoHint, redoHint } = ui.builder;
  const last = useStore(history.store, ({ past }) => past.at(-1));
  const next = useStore(history.store, ({ future }) => future[0]);
  const describe = useDescription();
  return (
    <div className="buttons">
      <button
        type="button"
        className="button button-icon"
        data-testid="undo"
        aria-label={undo}
        title={undoHint(describe(last))}
        disabled={last === undefined}
        onClick={history.undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="button button-icon"
        data-testid="redo"
        aria-label={redo}
        title={redoHint(describe(next))}
        disabled={next === undefined}
        onClick={history.redo}
      >
        <Icon name="redo" />
      </button>
    </div>
  );
}

/** Says what a change is about: the skips that it switched, or the settings that it would change now. */
function useDescription(): (change: Change | undefined) => string {
  const { notices, ui } = useMessages();
  const config = useExperiment();
  const nameOf = useLaneNames();
  return (change) => {
    if (change === undefined) return '';
    if (change.kind === 'switch') {
      const { lane, block, gain } = change;
      return ui.switches.thrown(nameOf(lane), boundsOf(block), gain);
    }
    const fields = differences([config, change.config]).map(({ field }) => field);
    const settings = fields.filter((field) => !RECORDED.has(field));
    return ui.builder.changed((settings.length > 0 ? settings : fields).map(notices.fieldName));
  };
}
