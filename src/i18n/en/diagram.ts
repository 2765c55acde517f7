/** English texts: the diagrams, what is selected in them, and what is switched while it trains. */
import type { LayerPlan, ShortcutForm } from '../../architecture/plan';
import type { HeadKind } from '../../config/schema';
import { activations } from './activations';
import { counted, integer } from './numerals';

const forms: Record<ShortcutForm, string> = {
  identity: 'identity',
  'zero-padding': 'subsample, pad with zeros',
  projection: '1×1 projection',
};

function gainWord(gain: number): string {
  return gain === 1 ? 'on' : gain === 0 ? 'off' : `gain ${gain}`;
}

/** Skips that were switched. `blocks`: the first and the last that were switched together; null of all. */
function thrown(lane: string, blocks: readonly [first: number, last: number] | null, gain: number): string {
  const [first, last] = blocks ?? [0, 0];
  const named = first === last ? `block ${first + 1}` : `blocks ${first + 1} to ${last + 1}`;
  return `${lane}, ${blocks === null ? 'all' : named} ${gainWord(gain)}`;
}

export const diagram = {
  label: (lane: string): string => `Diagram of the ${lane} network: skip connections`,
  hint: 'Arcs switch skip connections, by click or by arrow keys and Space; the weights stay. Bars select blocks to edit, with Shift or Ctrl several; by keyboard Shift with arrows or Space. Drag bars to move blocks (by touch hold them first), or press Alt with arrows; Insert adds one, Delete removes.',
  skip: (block: number, name: string, lane: string, selected: boolean): string =>
    `Skip connection of block ${block + 1} (${name}), ${lane} network${selected ? ', block selected' : ''}`,
  stem: 'conv1',
  head: 'fc',
  legend: {
    label: 'Legend',
    identity: 'identity',
    'zero-padding': 'zero-padding',
    projection: '1×1 projection',
    off: 'off',
    gate: 'gated',
    thin: '1×1 convolution',
    wide: '5×5 convolution',
    grouped: 'in groups',
    dilated: 'dilated',
    excitation: 'squeeze-and-excitation',
    own: 'differs from its stage',
  },
  blocks: (kind: string, order: string): string => `${kind} blocks, order: ${order.toLowerCase()}`,
  kinds: { basic: 'Basic', bottleneck: 'Bottleneck', both: 'Basic and bottleneck' },
  gateMark: 'σ',
  formula: {
    norm: { batch: 'BN', group: 'GN', layer: 'LN' },
    activation: activations,
    pad: 'pad',
  },
  marks: { identity: '', 'zero-padding': '0', projection: '1×1' } satisfies Record<ShortcutForm, string>,
  layer: ({ kind, kernel, stride, dilation, groups }: LayerPlan, name: string): string =>
    kind === 'dense' || kind === 'excitation'
      ? name
      : [
          `${name} ${kernel}×${kernel}`,
          ...(stride === 1 ? [] : [`stride ${stride}`]),
          ...(dilation === 1 ? [] : [`dilation ${dilation}`]),
          ...(groups === 1 ? [] : [`${groups} groups`]),
        ].join(', '),
  columns: { layer: 'layer', shape: 'shape', parameters: 'parameters', multiplyAdds: 'mult-adds' },
  total: 'total',
  dropout: (branch: number, shortcut: number, survival: number): string =>
    [
      ...(branch === 0 ? [] : [`dropout ${branch} in the branch`]),
      ...(shortcut === 0 ? [] : [`dropout ${shortcut} on the skip`]),
      ...(survival === 1 ? [] : [`branch kept with chance ${Number(survival.toFixed(3))}`]),
    ].join(' · '),
  shapes: (input: string, output: string): string => (input === output ? input : `${input} → ${output}`),
  receptiveField: (side: number): string => `sees ${side}×${side} input pixels`,
  shortcut: (form: ShortcutForm, gain: number, pending: boolean): string =>
    `skip: ${forms[form]}, ${gainWord(gain)}${pending ? ' (takes effect at the next step)' : ''} · `,
  fold: {
    times: (count: number): string => `×${count}`,
    some: (on: number, count: number): string => `${on} of ${count} on`,
    skips: (first: number, last: number, lane: string, on: number, count: number, selected: number): string =>
      `Skip connections of the equal blocks ${first + 1} to ${last + 1}, folded, ${lane} network, ${on} of ${count} on${selected === 0 ? '' : selected === count ? ', blocks selected' : `, ${selected} blocks selected`}`,
    handle: (first: number, last: number, lane: string, folded: boolean): string =>
      `${folded ? 'Unfold' : 'Fold'} the equal blocks ${first + 1} to ${last + 1}, ${lane} network`,
    title: (count: number, folded: boolean): string => `${folded ? 'Unfold' : 'Fold'} ${count} equal blocks`,
    readout: (first: number, last: number, from: string, to: string): string =>
      `Blocks ${first + 1} to ${last + 1} · ${from} to ${to.split('.').at(-1) ?? to}`,
    each: 'each block',
    all: (count: number): string => `all ${count}`,
    shortcuts: (form: ShortcutForm, on: number, count: number): string =>
      `skips: ${forms[form]}, ${on} of ${count} on · `,
    foldAll: 'Fold equal blocks',
    unfoldAll: 'Unfold all',
  },
  drag: {
    to: (count: number, name: string, before: boolean, stage: number, full: number | null): string =>
      [
        ...(full === null ? [] : [`Stage ${full + 1} is full. The nearest place with room:`]),
        `${count === 1 ? '1 block' : `${count} blocks`} ${before ? 'before' : 'after'} ${name}, in stage ${stage + 1}`,
      ].join(' '),
    pickedUp: (count: number, name: string): string =>
      `${count === 1 ? name : `${count} blocks from ${name} on`} picked up: move it to its place, or let go to edit it.`,
    nowhere: 'No stage has room for that many blocks.',
  },
  block: (index: number, name: string): string => `Block ${index + 1} · ${name}`,
  stemTitle: 'Stem · conv1',
  headTitle: (head: HeadKind): string =>
    head === 'average' ? 'Head · average pooling, fc' : 'Head · flatten, fc',
};

export const selection = {
  label: 'Selected blocks',
  count: (count: number, first: string): string =>
    count === 0
      ? 'No block selected'
      : count === 1
        ? `1 block selected: ${first}`
        : `${integer(count)} blocks selected`,
  moved: (count: number, name: string): string =>
    `${count === 1 ? 'Block' : `${integer(count)} blocks`} moved, now at ${name}.`,
  stayed: (count: number, why: 'full' | 'end', most: number): string =>
    `${count === 1 ? '1 block stays' : `${integer(count)} blocks stay`} in place: ${
      why === 'full' ? `the next stage has ${most} blocks, the most` : 'there is no stage beyond'
    }.`,
  kind: 'Kind',
  width: 'Width',
  stride: 'Stride',
  dilation: 'Dilation',
  groups: 'Groups',
  kernel: 'Kernel',
  add: 'Add block',
  addHint: 'Adds a block like its stage after the last selected one',
  duplicate: 'Duplicate',
  remove: 'Remove',
  earlier: '← Move earlier',
  earlierHint: 'One place towards the input; from the start of a stage into the one before it',
  later: 'Move later →',
  laterHint: 'One place towards the output; from the end of a stage into the one after it',
  reset: 'Reset',
  resetHint: 'Gives these blocks the settings of their stage',
  stage: 'Select stage',
  all: 'Select all',
  actions: 'Change their number and order',
  invite: 'Click a block in the diagram to edit it.',
  short: { add: 'Add', duplicate: 'Duplicate', remove: 'Remove', reset: 'Reset' },
  clear: 'Clear',
  clearHint: 'Clear the selection (Escape)',
  full: (most: number): string => `A stage has at most ${most} blocks.`,
  fullAdvice: (most: number): string =>
    `A stage has at most ${most} blocks: move one into a neighbouring stage, or add it there.`,
};

export const switches = {
  title: 'Recorded while training',
  none: 'Skip connections switched and learning rates set while training are listed here and become part of the link.',
  entry: (
    step: number,
    lane: string,
    blocks: readonly [first: number, last: number] | null,
    gain: number,
  ): string => {
    return `step ${integer(step)}: ${thrown(lane, blocks, gain)}`;
  },
  thrown,
  rate: (step: number, rate: string): string => `step ${integer(step)}: learning rate ${rate}, all networks`,
  /** A link holds no more; `step`: of the first change that it has no room for. */
  full: (step: number): string =>
    `A link holds 500 switches and 500 learning rates. The run goes on as changed, but its link replays it only up to step ${integer(step)}.`,
  forgotten: (count: number): string =>
    `The run goes its own way from here: ${counted(count, 'recorded change')} of later steps ${count === 1 ? 'is' : 'are'} left out of it and of its link.`,
  forget: 'Delete all',
  forgetHint: 'Starts again at step 0 without them.',
};
