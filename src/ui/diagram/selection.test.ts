import { expect, it } from 'vitest';
import { chosen, chosenRun, modeOf, type Selection, type SelectionMode } from './selection';

/** What is chosen after these were pointed at one after the other. */
function after(...events: [number, SelectionMode][]): readonly number[] {
  const start: Selection = { blocks: [], anchor: null };
  return events.reduce((state, [block, mode]) => chosen(state, block, mode), start).blocks;
}

it('one block is chosen alone, and given up when pointed at again', () => {
  expect(after([3, 'one'])).toStrictEqual([3]);
  expect(after([3, 'one'], [5, 'one'])).toStrictEqual([5]);
  expect(after([3, 'one'], [3, 'one'])).toStrictEqual([]);
  expect(after([1, 'one'], [4, 'toggle'], [4, 'one'])).toStrictEqual([4]);
});

it('several are chosen one by one, in the order of the blocks', () => {
  expect(after([5, 'toggle'], [2, 'toggle'], [10, 'toggle'])).toStrictEqual([2, 5, 10]);
  expect(after([5, 'toggle'], [2, 'toggle'], [5, 'toggle'])).toStrictEqual([2]);
});

it('a range goes from where it began to either side', () => {
  expect(after([4, 'one'], [6, 'range'])).toStrictEqual([4, 5, 6]);
  expect(after([4, 'one'], [6, 'range'], [2, 'range'])).toStrictEqual([2, 3, 4]);
  expect(after([4, 'range'])).toStrictEqual([4]);
});

it('a folded run is chosen, added, taken out and reached as a whole', () => {
  const nothing: Selection = { blocks: [], anchor: null };
  const run = [4, 5, 6, 7];
  const one = chosenRun(nothing, run, 'one');
  expect(one).toStrictEqual({ blocks: run, anchor: 4 });
  expect(chosenRun(one, run, 'one').blocks).toStrictEqual([]);
  // Part of it is not all of it.
  expect(chosenRun({ blocks: [5], anchor: 5 }, run, 'one').blocks).toStrictEqual(run);
  const both = chosenRun({ blocks: [1, 5], anchor: 1 }, run, 'toggle');
  expect(both.blocks).toStrictEqual([1, 4, 5, 6, 7]);
  expect(chosenRun(both, run, 'toggle').blocks).toStrictEqual([1]);
  expect(chosenRun({ blocks: [2], anchor: 2 }, run, 'range').blocks).toStrictEqual([2, 3, 4, 5, 6, 7]);
  expect(chosenRun({ blocks: [9], anchor: 9 }, run, 'range').blocks).toStrictEqual([4, 5, 6, 7, 8, 9]);
});

it('keys held decide how', () => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false };
  expect(modeOf(none)).toBe('one');
  expect(modeOf({ ...none, shiftKey: true })).toBe('range');
  expect(modeOf({ ...none, metaKey: true })).toBe('toggle');
});
