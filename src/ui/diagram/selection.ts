/** Which blocks are chosen to be changed together. All lanes have the same blocks, so the choice is theirs in common. */
import { createStore } from 'zustand/vanilla';

export interface Selection {
  /** In ascending order. */
  readonly blocks: readonly number[];
  /** Where a range begins; null where nothing was chosen yet. */
  readonly anchor: number | null;
}

/** `one` chooses a block alone, or nothing where it was so; `toggle` adds it or takes it out; `range` goes to it. */
export type SelectionMode = 'one' | 'toggle' | 'range';

const NOTHING: Selection = { blocks: [], anchor: null };

export const selectionStore = createStore<Selection>()(() => NOTHING);

/** What is chosen after a block was pointed at. */
export function chosen({ blocks, anchor }: Selection, block: number, mode: SelectionMode): Selection {
  const known = blocks.includes(block);
  switch (mode) {
    case 'one':
      return known && blocks.length === 1 ? NOTHING : { blocks: [block], anchor: block };
    case 'toggle': {
      const rest = known ? blocks.filter((one) => one !== block) : [...blocks, block];
      return rest.length === 0 ? NOTHING : { blocks: rest.toSorted((a, b) => a - b), anchor: block };
    }
    case 'range': {
      const from = anchor ?? block;
      const first = Math.min(from, block);
      return {
        blocks: Array.from({ length: Math.abs(from - block) + 1 }, (_, index) => first + index),
        anchor: from,
      };
    }
  }
  return mode satisfies never;
}

export function choose(block: number, mode: SelectionMode): void {
  selectionStore.setState(chosen(selectionStore.getState(), block, mode));
}

/** What is chosen after a folded run was pointed at: all its blocks together. */
export function chosenRun(state: Selection, run: readonly number[], mode: SelectionMode): Selection {
  const [first = 0] = run;
  const known = run.every((block) => state.blocks.includes(block));
  switch (mode) {
    case 'one':
      return known && state.blocks.length === run.length ? NOTHING : { blocks: run, anchor: first };
    case 'toggle': {
      const rest = state.blocks.filter((block) => !run.includes(block));
      const blocks = known ? rest : [...rest, ...run].toSorted((a, b) => a - b);
      return blocks.length === 0 ? NOTHING : { blocks, anchor: first };
    }
    case 'range': {
      const from = state.anchor ?? first;
      return chosen({ ...state, anchor: from }, from > first ? first : (run.at(-1) ?? first), 'range');
    }
  }
  return mode satisfies never;
}

export function chooseRun(run: readonly number[], mode: SelectionMode): void {
  selectionStore.setState(chosenRun(selectionStore.getState(), run, mode));
}

/** Chooses exactly these. */
export function chooseAll(blocks: readonly number[]): void {
  selectionStore.setState({ blocks, anchor: blocks[0] ?? null });
}

export function chooseNothing(): void {
  selectionStore.setState(NOTHING);
}

/** How a pointer or key event chooses: with Shift a range, with Control or Command several. */
export function modeOf(event: {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): SelectionMode {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'one';
}
