/** The usual keys of undo and redo, whether the builder is open or not. */
import { useEffect } from 'react';
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

/** Keeps what there is to undo, and listens to the keys. */
export function useHistoryKeys(): void {
  useEffect(() => history.watch(), []);
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
