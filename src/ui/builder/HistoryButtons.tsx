/** Undo and redo, as buttons and as the usual keys. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { editHistory as history } from './history';

/** Text being typed has its own undo. */
function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyped(event.target)) return;
  const key = event.key.toLowerCase();
  const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey);
  if (!redo && key !== 'z') return;
  event.preventDefault();
  if (redo) history.redo();
  else history.undo();
}

export function HistoryButtons() {
  const { ui } = useMessages();
  const { undo, redo, undoHint, redoHint } = ui.builder;
  const undoable = useStore(history.store, ({ past }) => past.length > 0);
  const redoable = useStore(history.store, ({ future }) => future.length > 0);
  useEffect(() => history.watch(), []);
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div className="buttons">
      <button
        type="button"
        className="button button-small"
        title={undoHint}
        disabled={!undoable}
        onClick={history.undo}
      >
        {undo}
      </button>
      <button
        type="button"
        className="button button-small"
        title={redoHint}
        disabled={!redoable}
        onClick={history.redo}
      >
        {redo}
      </button>
    </div>
  );
}
