/** What is told of the selected blocks, and of those that were moved, whether the drawer with their editor is open or not. */
import { useStore } from 'zustand';
import type { NetworkPlan } from '../../architecture/plan';
import { SETTINGS } from '../../config/settings';
import { useMessages, type Messages } from '../../i18n/messages';
import { moveNoteStore, type MoveNote } from './edits';
import { selectionStore } from './selection';

export function SelectionNews({ plan }: { readonly plan: NetworkPlan }) {
  const messages = useMessages();
  const note = useStore(moveNoteStore, (state) => state.note);
  const count = useSelectionCount(plan);
  return (
    <>
      <p className="visually-hidden" role="status">
        {count}
      </p>
      <p className={isProblem(note) ? 'selection-note' : 'visually-hidden'} role="status">
        {noteText(note, plan, messages)}
      </p>
    </>
  );
}

/** How many blocks are selected, in words. */
export function useSelectionCount(plan: NetworkPlan): string {
  const { ui } = useMessages();
  const stored = useStore(selectionStore, (state) => state.blocks);
  const blocks = stored.filter((block) => block < plan.blocks.length);
  return ui.selection.count(blocks.length, plan.blocks[blocks[0] ?? 0]?.name ?? '');
}

function noteText(note: MoveNote | null, plan: NetworkPlan, { joins, ui }: Messages): string {
  const text = ui.selection;
  if (note === null) return '';
  if (note.kind === 'full') return text.fullAdvice(SETTINGS.blocks.max);
  const { count, first, stayed, why } = note;
  const moved = count > 0 ? text.moved(count, plan.blocks[first]?.name ?? '') : '';
  return why === null ? moved : joins.sentences([moved, text.stayed(stayed, why, SETTINGS.blocks.max)]);
}

/** Whether a note is to be seen: that all blocks moved is seen in the diagram. */
function isProblem(note: MoveNote | null): boolean {
  return note !== null && (note.kind === 'full' || note.why !== null);
}
