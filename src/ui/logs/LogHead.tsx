/** Above the pictures of a log: the way back, which file it is, how far it is read, and what of it could not be. */
import { useStore } from 'zustand';
import { useLogMessages } from '../../i18n/logs';
import { Icon } from '../controls/Icon';
import { openBring } from '../bring/bring-store';
import { leaveLogs } from './place';
import { sourcesStore, stopReading, type OpenLog } from './sources';

export function LogHead() {
  const text = useLogMessages();
  const own = useStore(sourcesStore, (state) => state.own);
  const summary = own?.log?.summary;
  return (
    <header className="log-head">
      <button type="button" className="button" data-testid="log-back" onClick={leaveLogs}>
        <Icon name="earlier" />
        <span>{text.back}</span>
      </button>
      <h2 translate="no">{own?.name}</h2>
      <p className="log-facts" role="status" data-testid="log-facts">
        {own?.progress !== null && own?.progress !== undefined ? (
          <span>{text.reading(Math.floor(100 * own.progress))}</span>
        ) : (
          summary && <span>{text.facts(summary.rows, summary.layers.length)}</span>
        )}
        {own?.isFollowed === true && <span data-testid="log-followed">{text.followed}</span>}
      </p>
      {own !== null && (own.progress !== null || own.isFollowed) && (
        <button type="button" className="button button-small" onClick={() => stopReading('own')}>
          {own.isFollowed ? text.unfollow : text.stop}
        </button>
      )}
      <button type="button" className="button button-small" onClick={() => openBring('logs')}>
        {text.another}
      </button>
    </header>
  );
}

/** What a reader has to know of the file. */
export function FileNotes({ open }: { readonly open: OpenLog }) {
  const text = useLogMessages();
  const summary = open.log?.summary;
  if (summary === undefined) return null;
  const notes = [
    open.wasReplaced && text.replaced,
    open.failure !== null && text.failed(open.failure),
    summary.runs > 1 && text.runs(summary.runs),
    summary.faults > 0 &&
      text.skipped(
        summary.faults,
        summary.faulty.map(({ line }) => line),
      ),
    summary.isCutOff && !open.isFollowed && text.cutOff,
    summary.leftOut > 0 && text.leftOut(summary.leftOut),
    summary.layers.length === 0 && text.noLayers,
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return (
    <ul className="log-notes" data-testid="log-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
