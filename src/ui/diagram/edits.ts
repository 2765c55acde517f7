/** Carrying out changes of blocks from the diagram, by its keys too: the experiment, what is selected, and what is told of it. */
import { createStore } from 'zustand/vanilla';
import {
  addBlock,
  moveBlocks,
  placeBlocks,
  removeBlocks,
  type Edited,
  type Gap,
  type Moved,
} from '../../config/edit/blocks';
import { blockCount } from '../../config/schema';
import { editHistory } from '../builder/history';
import { editedView, fromView } from '../page/edited';
import { choose, chooseAll, chooseNothing, selectionStore, type SelectionMode } from './selection';
import { blocksOfItem, type DiagramLayout, type Item } from './layout';

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
function insert(blocks: readonly number[]): readonly number[] | null {
  const edited = addBlock(editedView(), blocks);
  moveNoteStore.setState({ note: edited === null ? { kind: 'full' } : null });
  if (edited === null) return null;
  applyEdit(edited);
  return edited.blocks;
}

type Key = Pick<React.KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

interface Actions {
  readonly toggle: (item: Item) => void;
  readonly select: (item: Item, mode: SelectionMode) => void;
}

/**
 * Obeys a key pressed at an item.
 * @returns What should have the focus then: an item, or a block by its index, which may be in a folded run; undefined where
 * the key means nothing here.
 */
export function diagramKey(
  event: Key,
  item: Item,
  layout: DiagramLayout,
  { toggle, select }: Actions,
): Item | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const blocks = blocksOfItem(layout, item);
  const isEnd = item === 'stem' || item === 'head';
  const isHandle = typeof item === 'string' && item.startsWith('fold-');
  const editable = blocks.length > 0 && !isHandle;

  if (altKey) {
    const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : null;
    // Always taken: in browsers the keys lead to another page.
    if (by === null) return undefined;
    if (!editable) return item;
    const these = meant(blocks);
    const at = these.indexOf(blocks[0] ?? 0);
    return move(these, by)[at] ?? item;
  }
  switch (key) {
    case 'Enter':
    case ' ':
      if (isEnd) return undefined;
      if ((shiftKey || ctrlKey || metaKey) && !isHandle) select(item, 'toggle');
      else toggle(item);
      return item;
    case 'Delete':
      return editable ? remove(meant(blocks)) : undefined;
    case 'Insert':
      return editable ? (insert(meant(blocks))?.[0] ?? item) : undefined;
    case 'Escape':
      chooseNothing();
      return item;
    default:
      return moved(event, item, layout);
  }
}

/** The item that an arrow key, Home or End leads to; with Shift the blocks on the way are selected. */
function moved({ key, shiftKey }: Key, item: Item, layout: DiagramLayout): Item | undefined {
  const { items } = layout;
  const at = items.indexOf(item);
  const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[key];
  if (target === undefined) return undefined;
  const to = items[Math.min(items.length - 1, Math.max(0, target))] ?? item;
  if (shiftKey) {
    const from = blocksOfItem(layout, item)[0];
    // A range begins at the block one comes from.
    if (from !== undefined && selectionStore.getState().anchor === null) choose(from, 'one');
    const way = blocksOfItem(layout, to);
    const last = layout.blockCount - 1;
    const end = to === 'stem' ? 0 : to === 'head' ? last : target < at ? way[0] : way.at(-1);
    if (end !== undefined && end >= 0 && last >= 0) choose(end, 'range');
  }
  return to;
}
