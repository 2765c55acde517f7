/**
 * A network that is described from outside (by a name, a printed list of modules, the shapes of its weights), as far as a config of
 * ours says it; the rest is named. What is described is put down as facts of a stem, of blocks and of a head first: from these, the
 * nearest config is assembled here.
 */
import type { ActivationName } from '../config/activations';
import type { ClassicConfig } from '../config/classic';
import { DEFAULTS } from '../config/defaults';
import { LIMITS } from '../config/limits';
import {
  STAGE_DEFAULTS,
  type BlockKind,
  type BlockOverride,
  type LayerOrder,
  type NetworkConfig,
  type NormKind,
  type ShortcutKind,
  type StageConfig,
} from '../config/schema';
import { SETTINGS } from '../config/settings';
import { Gaps, type Gap } from './gaps';

export interface Described {
  readonly architecture: NetworkConfig | ClassicConfig;
  /** What it is called. */
  readonly name: string;
  readonly gaps: readonly Gap[];
}

export interface Stem {
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pool: boolean;
  readonly line: number | null;
}

export interface Block {
  readonly kind: BlockKind;
  /** Channels that come in, go through its middle (of a bottleneck), and come out. */
  readonly input: number;
  readonly inner: number;
  readonly output: number;
  readonly stride: number;
  readonly kernel: number;
  readonly groups: number;
  readonly dilation: number;
  /** Of squeeze-and-excitation; 0 without. */
  readonly reduction: number;
  /** Whether its shortcut has a convolution. */
  readonly projects: boolean;
  /** What it stands in: blocks of one are of one stage. */
  readonly parent: string;
  readonly line: number | null;
}

export interface Facts {
  readonly name: string;
  readonly stem: Stem;
  readonly blocks: readonly Block[];
  readonly order: LayerOrder;
  readonly norm: NormKind;
  readonly normGroups?: number;
  readonly activation: ActivationName;
  readonly gaps: readonly Gap[];
}

/** The most frequent of some values, of equals the first. */
function usual<T>(values: readonly T[], none: T): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [none, 0] as [T, number])[0];
}

/** Neighbours that go together. */
function runsOf(blocks: readonly Block[], goesOn: (block: Block, before: Block) => boolean): Block[][] {
  const runs: Block[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && goesOn(block, before)) last.push(block);
    else runs.push([block]);
  }
  return runs;
}

/** Blocks in runs of one stage. A stage of more than one may have goes on in another, as long as there is room for one. */
function stagesOf(blocks: readonly Block[], gaps: Gaps): readonly (readonly Block[])[] {
  const most = LIMITS.stages.max;
  const isSame = (block: Block, before: Block): boolean => block.parent === before.parent;
  const isAlike = (block: Block, before: Block): boolean =>
    block.stride === 1 && block.output === before.output;
  // Some keep all blocks in one list: then stages are what is of one width and one side.
  const finely = runsOf(blocks, (block, before) => isSame(block, before) && isAlike(block, before));
  const described = finely.length > most ? runsOf(blocks, isSame) : finely;
  if (described.length > most)
    gaps.note('stages', described.length, most, described[most]?.[0]?.line ?? null);
  const stages: Block[][] = [];
  described.slice(0, most).forEach((run, index) => {
    let left = run;
    while (left.length > SETTINGS.blocks.max && stages.length + described.length - index < most) {
      stages.push(left.slice(0, SETTINGS.blocks.max));
      left = left.slice(SETTINGS.blocks.max);
    }
    if (left.length > SETTINGS.blocks.max)
      gaps.note('blocks', left.length, SETTINGS.blocks.max, left[SETTINGS.blocks.max]?.line ?? null);
    stages.push(left.slice(0, SETTINGS.blocks.max));
  });
  return stages;
}

/** How a bottleneck's output and middle follow from the width of its stage: one expansion and one ratio for all of them. */
function bottleneckOf(blocks: readonly Block[]): Pick<NetworkConfig, 'expansion' | 'innerWidth'> {
  const { min, max } = SETTINGS.inner;
  const candidates = [4, 2, 1, 3].map((expansion) => ({
    expansion,
    ratio: usual(
      blocks.map(({ inner, output }) => (inner * expansion) / output),
      1,
    ),
  }));
  const fits = ({ expansion, ratio }: (typeof candidates)[number]): boolean =>
    ratio >= min && ratio <= max && blocks.every(({ output }) => output % expansion === 0);
  const { expansion, ratio } = candidates.find(fits) ?? { expansion: 4, ratio: 1 };
  return { expansion, innerWidth: Math.min(max, Math.max(min, ratio)) };
}

/** He 2015's kinds, by where shortcuts have convolutions. */
function shortcutOf(blocks: readonly Block[]): ShortcutKind {
  const changing = blocks.filter(({ input, output, stride }) => stride !== 1 || input !== output);
  if (blocks.length > changing.length && blocks.every(({ projects }) => projects)) return 'C';
  // Where channels become fewer, nothing can be padded.
  const padded = changing.filter(({ input, output }) => output >= input);
  return padded.length > 0 && padded.every(({ projects }) => !projects) ? 'A' : 'B';
}

function stageOf(blocks: readonly Block[], network: NetworkConfig, gaps: Gaps): StageConfig {
  const line = blocks[0]?.line ?? null;
  const width = usual(
    blocks.map((block) => widthOf(block, network)),
    SETTINGS.widths.min,
  );
  const value = (name: 'dilation' | 'groups' | 'kernel' | 'reduction'): number =>
    usual(
      blocks.map((block) => block[name]),
      STAGE_DEFAULTS[name],
    );
  const optional = {
    dilation: gaps.within('dilation', value('dilation'), SETTINGS.dilations, line),
    groups: gaps.within('groups', value('groups'), SETTINGS.groups, line),
    kernel: gaps.among('kernel', value('kernel'), [3, 5], line),
    reduction: gaps.within('reduction', value('reduction'), SETTINGS.se, line),
  };
  const said = Object.entries(optional).filter(
    ([name, used]) => STAGE_DEFAULTS[name as keyof typeof STAGE_DEFAULTS] !== used,
  );
  return {
    blocks: blocks.length,
    width: gaps.within('width', width, SETTINGS.widths, line),
    stride: gaps.within('stride', blocks[0]?.stride ?? 1, SETTINGS.strides, line),
    ...Object.fromEntries(said),
  };
}

/** The width that a block's stage would have to have. */
function widthOf({ kind, output }: Block, { expansion }: NetworkConfig): number {
  return kind === 'basic' ? output : output / expansion;
}

/** What a block has that its stage has not. */
function overrideOf(
  block: Block,
  index: number,
  place: { readonly stage: StageConfig; readonly isFirst: boolean; readonly network: NetworkConfig },
  gaps: Gaps,
): BlockOverride | null {
  const { stage, isFirst, network } = place;
  const { line } = block;
  const own = {
    ...(block.kind !== network.block && { kind: block.kind }),
    ...differing('width', gaps.within('width', widthOf(block, network), SETTINGS.widths, line), stage.width),
    ...differing(
      'stride',
      gaps.within('stride', block.stride, SETTINGS.strides, line),
      isFirst ? stage.stride : 1,
    ),
    ...differing(
      'dilation',
      gaps.within('dilation', block.dilation, SETTINGS.dilations, line),
      stage.dilation ?? STAGE_DEFAULTS.dilation,
    ),
    ...differing(
      'groups',
      gaps.within('groups', block.groups, SETTINGS.groups, line),
      stage.groups ?? STAGE_DEFAULTS.groups,
    ),
    ...differing(
      'kernel',
      gaps.among('kernel', block.kernel, [3, 5], line),
      stage.kernel ?? STAGE_DEFAULTS.kernel,
    ),
  };
  const reduction = stage.reduction ?? STAGE_DEFAULTS.reduction;
  if (block.reduction !== reduction) gaps.note('reduction', block.reduction, reduction, line);
  return Object.keys(own).length === 0 ? null : { block: index, ...own };
}

function differing(name: keyof BlockOverride, own: number, usualValue: number): Partial<BlockOverride> {
  return own === usualValue ? {} : { [name]: own };
}

/** The nearest config to what is known of a residual network; null where it has no block. */
export function assemble(facts: Facts): Described | null {
  const { stem, blocks: described, order, norm, normGroups, activation } = facts;
  if (described.length === 0) return null;
  const gaps = new Gaps(facts.gaps);
  const runs = stagesOf(described, gaps);
  const blocks = runs.flat();
  const bottlenecks = blocks.filter(({ kind }) => kind === 'bottleneck');
  const network: NetworkConfig = {
    ...DEFAULTS.network,
    // As torchvision initialises its ResNets.
    initFan: 'out',
    stemWidth: gaps.within('stem-width', stem.channels, SETTINGS.width, stem.line),
    stemKernel: gaps.among('stem-kernel', stem.kernel, [3, 5, 7], stem.line),
    stemStride: gaps.within('stem-stride', stem.stride, SETTINGS['stem.stride'], stem.line),
    stemPool: stem.pool,
    block: usual(
      blocks.map(({ kind }) => kind),
      'basic',
    ),
    ...(bottlenecks.length > 0 && bottleneckOf(bottlenecks)),
    order,
    norm,
    ...(normGroups !== undefined && {
      normGroups: gaps.within('norm', normGroups, SETTINGS['norm.groups'], null),
    }),
    activation,
    shortcut: shortcutOf(blocks),
  };
  for (const { inner, output, line } of bottlenecks) {
    const used = Math.max(1, Math.round((output / network.expansion) * network.innerWidth));
    if (used !== inner) gaps.note('inner-width', inner, used, line);
  }
  const stages = runs.map((run) => stageOf(run, network, gaps));
  const overrides: BlockOverride[] = [];
  let index = 0;
  runs.forEach((run, at) => {
    const stage = stages[at];
    run.forEach((block, place) => {
      const own = stage && overrideOf(block, index++, { stage, isFirst: place === 0, network }, gaps);
      if (own) overrides.push(own);
    });
  });
  noteShortcuts(blocks, network.shortcut, gaps);
  // An experiment has three stages, of which any may be empty.
  const last = stages.at(-1);
  while (last !== undefined && stages.length < LIMITS.stages.min)
    stages.push({ blocks: 0, width: last.width, stride: 1 });
  return {
    architecture: { ...network, stages, overrides: overrides.slice(0, LIMITS.overrides) },
    name: facts.name,
    gaps: gaps.list,
  };
}

/** Shortcuts that have a convolution where ours have none, or none where ours have one. */
function noteShortcuts(blocks: readonly Block[], shortcut: ShortcutKind, gaps: Gaps): void {
  for (const { input, output, stride, projects, line } of blocks) {
    const changes = stride !== 1 || input !== output;
    const own = shortcut === 'C' || (changes && (shortcut === 'B' || output < input));
    if (own !== projects) gaps.note('shortcut', projects ? '1×1' : '–', own ? '1×1' : '–', line);
  }
}
