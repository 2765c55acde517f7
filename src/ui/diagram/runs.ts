/**
 * Runs of equal blocks, which a diagram can fold into one: found in a plan, and which of them are folded. Lanes fold alike,
 * so that they stay comparable.
 */
import { createStore } from 'zustand/vanilla';
import type { BlockPlan } from '../../architecture/plan';

/** Neighbouring blocks of a stage that are equal but for their place. */
export interface Run {
  /** Index of the first. */
  readonly first: number;
  readonly blocks: readonly BlockPlan[];
}

/** Fewer equal blocks are as readable as their fold. */
const SHORTEST = 4;

/** Networks of more blocks than this are folded until one unfolds them: a screen shows so many in a row. */
export const FOLD_ABOVE = 30;

/** Plans are never changed, and asked for again and again. */
const forms = new WeakMap<BlockPlan, string>();

/** Everything about a block that is drawn or told, but its place: equal texts for equal blocks. */
export function formOf(block: BlockPlan): string {
  const known = forms.get(block) ?? writeForm(block);
  forms.set(block, known);
  return known;
}

function writeForm(block: BlockPlan): string {
  const { stage, kind, order, input, output, stride, shortcut, gate, excitation, branchScale } = block;
  const branch = block.branch.map(({ kernel, dilation, groups, output: { channels } }) => [
    kernel,
    dilation,
    groups,
    channels,
  ]);
  return JSON.stringify([
    stage,
    kind,
    order,
    input,
    output,
    stride,
    shortcut,
    gate?.kind,
    branchScale,
    excitation?.[0].output.channels,
    branch,
  ]);
}

/** The runs of a network that are worth folding, in order. */
export function runsOf(blocks: readonly BlockPlan[]): readonly Run[] {
  const runs: { first: number; form: string; blocks: BlockPlan[] }[] = [];
  for (const block of blocks) {
    const form = formOf(block);
    const current = runs.at(-1);
    if (current?.form === form) current.blocks.push(block);
    else runs.push({ first: block.index, form, blocks: [block] });
  }
  return runs.filter((run) => run.blocks.length >= SHORTEST);
}

/** Which blocks were folded or unfolded by hand; the others are as usual in a network of their depth. */
export interface Folds {
  readonly closed: ReadonlySet<number>;
  readonly opened: ReadonlySet<number>;
}

export const foldStore = createStore<Folds>()(() => ({ closed: new Set(), opened: new Set() }));

/** Whether a run is folded in a network of so many blocks. A run one block of which was unfolded is not: it may have grown. */
export function isFolded({ closed, opened }: Folds, { blocks }: Run, count: number): boolean {
  if (count > FOLD_ABOVE) return !blocks.some(({ index }) => opened.has(index));
  return blocks.every(({ index }) => closed.has(index));
}

/** Those of a network's runs that are folded. */
export function foldedRuns(folds: Folds, runs: readonly Run[], count: number): ReadonlySet<Run> {
  return new Set(runs.filter((run) => isFolded(folds, run, count)));
}

/** The folds after some runs were folded or unfolded by hand. */
export function withFolded({ closed, opened }: Folds, runs: readonly Run[], folded: boolean): Folds {
  const these = runs.flatMap(({ blocks }) => blocks.map(({ index }) => index));
  const without = (old: ReadonlySet<number>): ReadonlySet<number> =>
    new Set([...old].filter((index) => !these.includes(index)));
  return folded
    ? { closed: new Set([...closed, ...these]), opened: without(opened) }
    : { closed: without(closed), opened: new Set([...opened, ...these]) };
}

export function setFolded(runs: readonly Run[], folded: boolean): void {
  foldStore.setState(withFolded(foldStore.getState(), runs, folded));
}

/** Networks whose diagrams are wider than the stage, and are folded there for that reason, by the ids of their lanes. */
export const crowdedStore = createStore<{ readonly lanes: readonly string[] }>()(() => ({ lanes: [] }));

export function noteCrowded(lane: string, isCrowded: boolean): void {
  const { lanes } = crowdedStore.getState();
  if (lanes.includes(lane) !== isCrowded)
    crowdedStore.setState({ lanes: isCrowded ? [...lanes, lane] : lanes.filter((one) => one !== lane) });
}
