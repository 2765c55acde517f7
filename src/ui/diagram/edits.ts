/** Carrying out changes of blocks from the diagram: the experiment, what is selected, and what is told of it. */
import { createStore } from 'zustand/vanilla';
import { addBlock, moveBlocks, removeBlocks, type Edited, type Moved } from '../../config/edit/blocks';
import { placeBlocks, type Gap } from '../../config/edit/blocks';
import { blockCount } from '../../config/schema';
import { editHistory } from '../builder/history';
import { editedView, fromView } from '../page/edited';
import { chooseAll, chooseNothing, selectionStore } from './selection';

/** Blocks that were moved, by where they are now, with those that could not; or that there is no room in a stage. */
export type MoveNote =
  | {
      readonly kind: 'moved';
      readonly count: number;
      readonly first: number;
      readonly stayed: number;
      readonly why: Moved['why'];
    }
  | { readonly kind: 'full' };

export const moveNoteStore = createStore<{ readonly note: MoveNote | null }>()(() => ({ note: null }));

// Whoever selects something else is no longer about what was moved.
selectionStore.subscribe(() => moveNoteStore.setState({ note: null }));

/** What a key or a drag at some blocks is about: all that is selected where they are part of it, else they alone. */
export function meant(blocks: readonly number[]): readonly number[] {
  const selected = selectionStore.getState().blocks;
  return blocks.every((block) => selected.includes(block)) ? selected : blocks;
}

/** Makes a change the experiment, and selects what it was about. */
export function applyEdit({ config, blocks }: Edited): void {
  editHistory.perform(fromView(config));
  // What the budget took away cannot be selected.
  const left = blockCount(editedView().network);
  chooseAll(blocks.filter((block) => block < left));
}

function told(edited: Edited, { stayed, why }: Pick<Moved, 'stayed' | 'why'>): readonly number[] {
  // Where nothing moved there is nothing to undo either.
  if (stayed.length < edited.blocks.length) applyEdit(edited);
  const first = edited.blocks.find((block) => !stayed.includes(block)) ?? 0;
  const count = edited.blocks.length - stayed.length;
  moveNoteStore.setState({ note: { kind: 'moved', count, first, stayed: stayed.length, why } });
  return edited.blocks;
}

/** Moves blocks one place; returns where they are then, moved or not. */
export function move(blocks: readonly number[], by: -1 | 1): readonly number[] {
  const moved = moveBlocks(editedView(), blocks, by);
  return told(moved, moved);
}

/** Puts blocks into a gap; null where there is no room. */
export function place(blocks: readonly number[], gap: Gap): readonly number[] | null {
  const placed = placeBlocks(editedView(), blocks, gap);
  return placed === null ? null : told(placed, { stayed: [], why: null });
}

/** Takes blocks out; returns the block that should have the focus then. */
export function remove(blocks: readonly number[]): number {
  editHistory.perform(fromView(removeBlocks(editedView(), blocks)));
  chooseNothing();
  return Math.max(0, Math.min(...blocks) - 1);
}

/** Adds a block behind some; null where their stage is full. */
export function insert(blocks: readonly number[]): readonly number[] | null {
  const edited = addBlock(editedView(), blocks);
  moveNoteStore.setState({ note: edited === null ? { kind: 'full' } : null });
  if (edited === null) return null;
  applyEdit(edited);
  return edited.blocks;
}
