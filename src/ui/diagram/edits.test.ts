// @vitest-environment happy-dom
/** What keys and drags do to blocks: the experiment afterwards, what is selected, where the focus goes, and what is told. */
import { beforeEach, expect, it } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { decode } from '../../config/codec/url';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { diagramKey, meant, move, moveNoteStore, place } from './edits';
import { layoutDiagram, type Item } from './layout';
import { choose, chooseAll, chooseNothing, selectionStore } from './selection';

/** Stages of 2, 3 and 1 blocks: 0 1 | 2 3 4 | 5. */
const LINK = '#v=1&set=shapes&blocks=2,3,1&width=4&batch=8';
const START = decode(LINK).config;
const layout = layoutDiagram(planNetwork(START.network, { height: 14, width: 14, channels: 1 }, 10), 1080);
const NO_KEYS = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

const stages = (): readonly number[] =>
  experimentStore.getState().config.network.stages.map(({ blocks }) => blocks);
const selected = (): readonly number[] => selectionStore.getState().blocks;
const note = () => moveNoteStore.getState().note;

/** What was toggled and selected by keys, in order. */
let asked: unknown[] = [];
function press(key: string, item: Item, held: Partial<typeof NO_KEYS> = {}): Item | undefined {
  return diagramKey({ ...NO_KEYS, key, ...held }, item, layout, {
    toggle: (one) => void asked.push(['toggle', one]),
    select: (one, mode) => void asked.push(['select', mode, one]),
  });
}

beforeEach(() => {
  changeExperiment(START);
  chooseNothing();
  asked = [];
});

it('a drag or a key at a selected block is about all that are selected', () => {
  chooseAll([1, 2]);
  expect(meant([2])).toEqual([1, 2]);
  expect(meant([4])).toEqual([4]);
  // A folded run of which a part is selected is about itself.
  expect(meant([2, 3])).toEqual([2, 3]);
});

it('a block moves into the next stage, and stays where there is none', () => {
  expect(move([1], 1)).toEqual([1]);
  expect(stages()).toEqual([1, 4, 1]);
  expect(selected()).toEqual([1]);
  expect(note()).toEqual({ kind: 'moved', count: 1, first: 1, stayed: 0, why: null });

  changeExperiment(START);
  move([0], -1);
  expect(stages()).toEqual([2, 3, 1]);
  expect(note()).toMatchObject({ kind: 'moved', count: 0, stayed: 1 });
});

it('what is told of a move is about it alone', () => {
  move([1], 1);
  choose(0, 'one');
  expect(note()).toBeNull();
});

it('blocks are put into a gap of another stage, and selected there', () => {
  expect(place([0], { stage: 1, before: 3 })).toEqual([2]);
  expect(stages()).toEqual([1, 4, 1]);
  expect(selected()).toEqual([2]);
  expect(note()).toMatchObject({ kind: 'moved', count: 1, stayed: 0 });
});

it('Alt with an arrow moves the block that has the focus, which keeps it', () => {
  expect(press('ArrowRight', 1, { altKey: true })).toBe(1);
  expect(stages()).toEqual([1, 4, 1]);
  expect(press('ArrowLeft', 1, { altKey: true })).toBe(1);
  expect(stages()).toEqual([2, 3, 1]);
  // Of the stem there is nothing to move, and the browser gets no such key.
  expect(press('ArrowLeft', 'stem', { altKey: true })).toBe('stem');
  expect(press('x', 1, { altKey: true })).toBeUndefined();
  expect(stages()).toEqual([2, 3, 1]);
});

it('Enter and Space toggle, with Shift or Ctrl they select', () => {
  expect(press('Enter', 3)).toBe(3);
  expect(press(' ', 3, { shiftKey: true })).toBe(3);
  expect(press(' ', 2, { metaKey: true })).toBe(2);
  expect(press('Enter', 'head')).toBeUndefined();
  expect(asked).toEqual([
    ['toggle', 3],
    ['select', 'toggle', 3],
    ['select', 'toggle', 2],
  ]);
});

it('Delete takes out what is meant, and the focus goes to the block before', () => {
  chooseAll([2, 3]);
  expect(press('Delete', 3)).toBe(1);
  expect(stages()).toEqual([2, 1, 1]);
  expect(selected()).toEqual([]);
  expect(press('Delete', 0)).toBe(0);
  expect(press('Delete', 'stem')).toBeUndefined();
});

it('Insert adds a block behind, and tells where the stage is full', () => {
  expect(press('Insert', 5)).toBe(6);
  expect(stages()).toEqual([2, 3, 2]);
  expect(selected()).toEqual([6]);
  for (let i = 0; i < 200; i++) press('Insert', 5);
  expect(note()).toEqual({ kind: 'full' });
});

it('Escape gives the selection up', () => {
  choose(4, 'one');
  expect(press('Escape', 4)).toBe(4);
  expect(selected()).toEqual([]);
});

it('arrows, Home and End lead along the network, and stop at its ends', () => {
  expect(press('ArrowRight', 'stem')).toBe(0);
  expect(press('ArrowLeft', 0)).toBe('stem');
  expect(press('ArrowLeft', 'stem')).toBe('stem');
  expect(press('Home', 4)).toBe('stem');
  expect(press('End', 0)).toBe('head');
  expect(press('Tab', 0)).toBeUndefined();
});

it('with Shift all blocks on the way are selected', () => {
  expect(press('ArrowRight', 1, { shiftKey: true })).toBe(2);
  expect(selected()).toEqual([1, 2]);
  expect(press('ArrowRight', 2, { shiftKey: true })).toBe(3);
  expect(selected()).toEqual([1, 2, 3]);
  expect(press('End', 3, { shiftKey: true })).toBe('head');
  expect(selected()).toEqual([1, 2, 3, 4, 5]);
  expect(press('Home', 3, { shiftKey: true })).toBe('stem');
  expect(selected()).toEqual([0, 1]);
});
