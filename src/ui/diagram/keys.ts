/** What the keys do in a diagram. */
import { insert, meant, move, remove } from './edits';
import { blocksOfItem, type DiagramLayout, type Item } from './layout';
import { choose, chooseNothing, selectionStore, type SelectionMode } from './selection';

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
