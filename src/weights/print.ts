/**
 * A printed list of modules as a network of ours: torchvision's and timm's ResNets, hand-written ones for CIFAR, and stacks of
 * convolutions as VGG. What has no place is named by its line. A print says nothing of what `forward` does: which shortcut goes
 * around what, and activations that are functions, are taken to be as in the papers.
 */
import type { LayerOrder } from '../config/schema';
import { assemble, type Block, type Described, type Stem } from './described';
import type { Gap } from './gaps';
import { activationOf, channelsOf, convolutionOf, isActivation, isConv, isNorm, normOf } from './layers';
import { allIn, modulesOf, numberOf, type Module } from './modules';
import { DENSE, denseNetOf, stackOf } from './stack';

const CONTAINER = /^(?:Sequential|ModuleList|ResStage|ModuleDict)$/;
const SHORTCUT =
  /^(?:downsample|shortcut|skip|skip_connection|proj|projection|identity_conv|residual_conv|conv_skip)$/i;
const EXCITATION = /^(?:se|se_module|se_layer|squeeze_excite|attn)$/i;
/** What changes nothing that is trained, or is what blocks have anyway. */
const SILENT = /^(?:Identity|DropPath|StochasticDepth|LambdaLayer|PadLayer|Flatten|Softmax|LogSoftmax)$/;

/** All modules of a branch in their order, without those of its shortcut and of its squeeze-and-excitation. */
function* inBranch(module: Module): Generator<Module> {
  for (const child of module.children) {
    if (SHORTCUT.test(child.name) || EXCITATION.test(child.name)) continue;
    yield child;
    yield* inBranch(child);
  }
}

interface Found {
  readonly block: Module;
  readonly parent: Module;
}

/**
 * Residual blocks in their order, with what each stands in: modules of a class of their own with two or three convolutions, and
 * with no block in them.
 */
function blocksIn(module: Module, parent: Module | null = null): readonly Found[] {
  const inside = module.children.flatMap((child) => blocksIn(child, module));
  if (inside.length > 0 || parent === null || CONTAINER.test(module.type)) return inside;
  const count = [...inBranch(module)].filter(isConv).length;
  return count === 2 || count === 3 ? [{ block: module, parent }] : [];
}

/** Reduction of a block's squeeze-and-excitation, 0 without. */
function reductionOf(block: Module, output: number): number {
  const excitation = block.children.find(({ name }) => EXCITATION.test(name));
  if (excitation === undefined) return 0;
  for (const module of allIn(excitation)) {
    const squeezed = isConv(module)
      ? numberOf(module, 'out_channels', 1)
      : module.type === 'Linear'
        ? numberOf(module, 'out_features', 1)
        : null;
    if (squeezed !== null && squeezed > 0) return Math.max(1, Math.round(output / squeezed));
  }
  return 0;
}

/** Notes what has no place among ours, each class once. */
class Unplaced {
  readonly gaps: Gap[] = [];

  note({ type, line }: Module): void {
    if (!this.gaps.some(({ given }) => given === type))
      this.gaps.push({ kind: 'module', given: type, used: null, line });
  }
}

function blockOf({ block, parent }: Found, unplaced: Unplaced): Block | null {
  const inside = [...inBranch(block)];
  const convolutions = inside.flatMap((module) => convolutionOf(module) ?? []);
  const [first, second, third] = convolutions;
  if (first === undefined || second === undefined) return null;
  const shortcut = block.children.find(({ name }) => SHORTCUT.test(name));
  const aside = shortcut === undefined ? [] : [...allIn(shortcut)];
  const middle = third === undefined ? first : second;
  for (const module of [...inside, ...aside]) if (!isPlaced(module)) unplaced.note(module);
  const output = (third ?? second).output;
  return {
    kind: third === undefined ? 'basic' : 'bottleneck',
    input: first.input,
    inner: middle.output,
    output,
    // Where a bottleneck's first convolution strides, ours does so in the middle, as all do today.
    stride: convolutions.reduce((product, { stride }) => product * stride, 1),
    kernel: middle.kernel,
    groups: middle.groups,
    dilation: middle.dilation,
    reduction: reductionOf(block, output),
    projects: aside.some(isConv),
    parent: `${parent.name} ${parent.line}`,
    line: block.line,
  };
}

/** Whether a module is something that our blocks have, or that changes nothing. */
function isPlaced(module: Module): boolean {
  const { type, children } = module;
  if (children.length > 0) return true;
  return (
    isConv(module) ||
    isNorm(module) ||
    isActivation(module) ||
    SILENT.test(type) ||
    type === 'Dropout' ||
    CONTAINER.test(type)
  );
}

/** He 2016: pre-activation blocks have a norm in front of their first convolution, of as many channels as come in. */
function orderOf(found: readonly Found[]): LayerOrder {
  const isPreActivation = ({ block }: Found): boolean => {
    const inside = [...inBranch(block)].filter((module) => isConv(module) || isNorm(module));
    const norm = inside.find(isNorm);
    const conv = inside.find(isConv);
    const input = conv && convolutionOf(conv)?.input;
    return norm !== undefined && inside[0] === norm && channelsOf(norm) === input;
  };
  return found.every(isPreActivation) ? 'pre-activation' : 'original';
}

/** What stands in front of the first block. */
function stemOf(before: readonly Module[], gaps: Gap[]): Stem | null {
  const convolutions = before.flatMap((module) => convolutionOf(module) ?? []);
  const [first, ...rest] = convolutions;
  if (first === undefined) return null;
  const last = rest.at(-1) ?? first;
  for (const { line, kernel, input, output } of rest)
    gaps.push({ kind: 'stem-layers', given: `${kernel}×${kernel}, ${input} → ${output}`, used: null, line });
  return {
    channels: last.output,
    kernel: first.kernel,
    stride: convolutions.reduce((product, { stride }) => product * stride, 1),
    pool: before.some(({ type }) => /^(?:Max|Avg)Pool2d$/.test(type)),
    line: first.line,
  };
}

/** What stands behind the last block: pooling and one dense layer are ours, the rest is named. */
function noteHead(behind: readonly Module[], unplaced: Unplaced, gaps: Gap[]): void {
  const dense = behind.filter(({ type }) => type === 'Linear');
  for (const { args, line } of dense.slice(0, -1))
    gaps.push({ kind: 'hidden', given: `Linear(${args})`, used: null, line });
  for (const module of behind) {
    if (
      module.type === 'Linear' ||
      module.type.endsWith('Pool2d') ||
      /^SelectAdaptivePool2d|FastAdaptiveAvgPool$/.test(module.type)
    )
      continue;
    if (module.type === 'Dropout' || !isPlaced(module) || isConv(module)) unplaced.note(module);
  }
}

function residual(root: Module, found: readonly Found[]): Described | null {
  const all = [...allIn(root)];
  const gaps: Gap[] = [];
  const unplaced = new Unplaced();
  const [first, last] = [found[0]?.block, found.at(-1)?.block];
  if (first === undefined || last === undefined) return null;
  const inLast = [...allIn(last)].at(-1) ?? last;
  const leaves = (from: number, to: number): Module[] =>
    all.slice(from, to).filter(({ children }) => children.length === 0);
  const behind = leaves(all.lastIndexOf(inLast) + 1, all.length);
  // Their order is that of `__init__`: some write the classifier down before the blocks.
  const before = leaves(0, all.indexOf(first)).filter(({ type }) => type !== 'Linear');
  const stem = stemOf(before, gaps);
  if (stem === null) return null;
  const blocks = found.flatMap((one) => blockOf(one, unplaced) ?? []);
  const activation = activationOf(all, gaps);
  const changing = blocks.filter(({ input, output, stride }) => stride !== 1 || input !== output);
  if (
    changing.length > 0 &&
    !found.some(({ block }) => block.children.some(({ name }) => SHORTCUT.test(name)))
  )
    gaps.push({ kind: 'assumed-shortcut', given: 'A', used: 'A', line: first.line });
  const facts = {
    name: root.type,
    stem,
    blocks,
    order: orderOf(found),
    ...normOf(all, gaps),
    activation,
    gaps,
  };
  for (const module of before)
    if (!isPlaced(module) && !module.type.endsWith('Pool2d')) unplaced.note(module);
  noteHead(behind, unplaced, gaps);
  return assemble({ ...facts, gaps: [...gaps, ...unplaced.gaps] });
}

/** The network of a printed model; null where the text is none, or nothing of it is known here. */
export function networkFromPrint(text: string): Described | null {
  const root = modulesOf(text);
  if (root === null) return null;
  // A wrapper (DataParallel, Lightning) has one module that is the network.
  const found = blocksIn(root);
  if ([...allIn(root)].some(({ type }) => DENSE.test(type))) return denseNetOf(root);
  return found.length > 0 ? residual(root, found) : stackOf(root);
}

/** Whether a text is a printed list of modules, whatever is in it. */
export const isPrint = (text: string): boolean => (modulesOf(text)?.children.length ?? 0) > 0;
