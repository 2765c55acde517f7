/** In what numbers the blocks of a class differ: those are arguments of it, and the others stand in its code. */
import type { LayerPlan } from '../../architecture/layer';
import type { BlockPlan } from '../../architecture/nodes';

const NUMBERS = {
  stride: ({ stride }: BlockPlan): number => stride,
  kernel: (block: BlockPlan): number => wideOf(block).kernel,
  dilation: (block: BlockPlan): number => wideOf(block).dilation,
  groups: (block: BlockPlan): number => wideOf(block).groups,
};

type NumberName = keyof typeof NUMBERS;

const NAMES = Object.keys(NUMBERS) as NumberName[];

/** The convolution that has a block's stride, kernel, dilation and groups. */
function wideOf({ kind, branch }: BlockPlan): LayerPlan {
  const layer = branch[kind === 'basic' ? 0 : 1];
  if (layer === undefined) throw new Error('A branch has two convolutions or three');
  return layer;
}

export interface BlockNumbers {
  /** Each as an expression: its name, where it is an argument. */
  readonly text: Readonly<Record<NumberName, string>>;
  /** Squeezed channels of squeeze-and-excitation, likewise. */
  readonly squeezed: string;
  /** Whether some branches are left out of some steps: then each block is told its chance. */
  readonly hasSurvival: boolean;
  /** Parameters of the constructor. */
  readonly parameters: readonly string[];
  /** What a block is made with, beside its survival and its gain. */
  readonly argumentsOf: (block: BlockPlan) => readonly string[];
}

/** Of blocks of one kind. */
export function blockNumbers(blocks: readonly BlockPlan[]): BlockNumbers {
  const usual = new Map<NumberName, number>();
  const text = { stride: '', kernel: '', dilation: '', groups: '' };
  for (const name of NAMES) {
    const values = blocks.map(NUMBERS[name]);
    const most = commonest(values);
    const varies = values.some((value) => value !== most);
    if (varies) usual.set(name, most);
    text[name] = varies ? name : String(most);
  }
  const squeezed = squeezing(blocks);
  const takesSqueezed = squeezed === 'squeezed';
  const hasSurvival = blocks.some(({ survival }) => survival < 1);
  const isBasic = blocks.every(({ kind }) => kind === 'basic');
  return {
    text,
    squeezed,
    hasSurvival,
    parameters: [
      ...(isBasic ? ['inputs', 'outputs'] : ['inputs', 'inner', 'outputs']).map((name) => `${name}: int`),
      ...(takesSqueezed ? ['squeezed: int'] : []),
      ...Array.from(usual, ([name, value]) => `${name}: int = ${value}`),
      ...(hasSurvival ? ['survival: float = 1.0'] : []),
      'gain: float = 1.0',
    ],
    argumentsOf: (block) => [
      String(block.input.channels),
      ...(isBasic ? [] : [String(wideOf(block).output.channels)]),
      String(block.output.channels),
      ...(takesSqueezed ? [String(block.excitation?.[0].output.channels ?? 0)] : []),
      ...Array.from(usual).flatMap(([name, value]) => {
        const own = NUMBERS[name](block);
        return own === value ? [] : [`${name}=${own}`];
      }),
    ],
  };
}

/** The value that most have, the first of those that as many have. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** Squeezed channels from the channels, by one reduction where there is one for all; else they are an argument. */
function squeezing(blocks: readonly BlockPlan[]): string {
  const pairs = blocks.flatMap(({ output, excitation }) =>
    excitation === null ? [] : [[output.channels, excitation[0].output.channels] as const],
  );
  const most = Math.max(1, ...pairs.map(([all]) => all));
  for (let reduction = 1; reduction <= most; reduction++) {
    if (!pairs.every(([all, few]) => Math.max(1, Math.floor(all / reduction)) === few)) continue;
    const divided = reduction === 1 ? 'outputs' : `outputs // ${reduction}`;
    return pairs.every(([all]) => all >= reduction) ? divided : `max(1, ${divided})`;
  }
  return 'squeezed';
}
