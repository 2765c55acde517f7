/**
 * The network that a file of weights is of, from names and shapes alone: widths, depths, kinds of blocks, groups. Strides leave no trace
 * in weights: they are taken to be torchvision's, and that is told.
 */
import { CLASSIC_DEPTHS, CLASSIC_SETTINGS, CLASSICS, type ClassicConfig } from '../config/classic';
import type { LayerOrder, NormKind } from '../config/schema';
import { assemble, type Block, type Described, type Stem } from './described';
import type { Gap } from './gaps';
import type { WeightsFile } from './match';
import { meantBy } from './names';

type Shape = readonly number[];

const BLOCK = /^layer(\d{1,2})\.(\d{1,3})\./;
const STEM = 'conv1.weight';

/** Shapes by the names that ResNets of torchvision give them. */
function shapesOf(file: WeightsFile): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const [name, { shape }] of file.tensors) {
    const meant = meantBy(name);
    const own = meant.find((each) => BLOCK.test(each) || each === STEM) ?? meant.at(-1) ?? name;
    if (!shapes.has(own)) shapes.set(own, shape);
  }
  return shapes;
}

/** Names of blocks with their stages, in order. */
function blocksOf(shapes: ReadonlyMap<string, Shape>): readonly (readonly [name: string, stage: number])[] {
  const found = new Map<string, readonly [stage: number, index: number]>();
  for (const name of shapes.keys()) {
    const [, stage, index] = BLOCK.exec(name) ?? [];
    if (stage !== undefined && index !== undefined)
      found.set(`layer${stage}.${index}`, [Number(stage), Number(index)]);
  }
  return [...found]
    .toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])
    .map(([name, [stage]]) => [name, stage]);
}

/** A filter as PyTorch has it: [out, in of a group, K, K]. */
function filterOf(shapes: ReadonlyMap<string, Shape>, name: string) {
  const shape = shapes.get(`${name}.weight`);
  if (shape?.length !== 4) return null;
  const [output = 1, own = 1, kernel = 1] = shape;
  return { output, own, kernel };
}

function blockOf(
  shapes: ReadonlyMap<string, Shape>,
  name: string,
  stage: number,
  input: number,
  isFirst: boolean,
): Block | null {
  const [first, second, third] = ['conv1', 'conv2', 'conv3'].map((layer) =>
    filterOf(shapes, `${name}.${layer}`),
  );
  if (!first || !second) return null;
  const output = (third ?? second).output;
  const projects = shapes.has(`${name}.downsample.0.weight`);
  const wide = third ? second : first;
  // Of a basic block's first convolution all channels come in; of a bottleneck's middle one, those that the first puts out.
  const into = third ? first.output : input;
  const squeezed = shapes.get(`${name}.se.fc1.weight`)?.[0];
  return {
    kind: third ? 'bottleneck' : 'basic',
    input,
    inner: first.output,
    output,
    stride: isFirst && stage > 1 ? 2 : 1,
    kernel: wide.kernel,
    groups: Math.max(1, Math.round(into / wide.own)),
    dilation: 1,
    reduction: squeezed === undefined ? 0 : Math.max(1, Math.round(output / squeezed)),
    projects,
    parent: `layer${stage}`,
    line: null,
  };
}

/** He 2016: where channels change, the first norm of a pre-activation block has those that come in. */
function orderOf(
  shapes: ReadonlyMap<string, Shape>,
  names: readonly string[],
  blocks: readonly Block[],
): LayerOrder {
  const telling = names.flatMap((name, i) => {
    const [block, channels] = [blocks[i], shapes.get(`${name}.bn1.weight`)?.[0]];
    return block === undefined || channels === undefined || block.inner === block.input
      ? []
      : [channels === block.input];
  });
  return (telling.length > 0 && telling.every(Boolean)) || shapes.has('bn_last.weight')
    ? 'pre-activation'
    : 'original';
}

function normOf(shapes: ReadonlyMap<string, Shape>, gaps: Gap[]): NormKind {
  const names = [...shapes.keys()];
  if (names.some((name) => name.endsWith('running_mean'))) return 'batch';
  if (!names.some((name) => /(?:^|\.)bn(?:\d|_last)?\.weight$/.test(name))) return 'none';
  gaps.push({ kind: 'assumed-groups', given: '4', used: '4', line: null });
  return 'group';
}

function residual(shapes: ReadonlyMap<string, Shape>, name: string): Described | null {
  const named = blocksOf(shapes);
  const filter = filterOf(shapes, 'conv1');
  if (named.length === 0 || filter === null) return null;
  const isImagenet = filter.kernel === 7;
  const stem: Stem = {
    channels: filter.output,
    kernel: filter.kernel,
    stride: isImagenet ? 2 : 1,
    pool: isImagenet,
    line: null,
  };
  const blocks: Block[] = [];
  let [input, before] = [filter.output, 0];
  for (const [block, stage] of named) {
    const found = blockOf(shapes, block, stage, input, stage !== before);
    if (found === null) return null;
    blocks.push(found);
    [input, before] = [found.output, stage];
  }
  const gaps: Gap[] = [{ kind: 'assumed-stride', given: '2', used: '2', line: null }];
  const norm = normOf(shapes, gaps);
  const order = orderOf(
    shapes,
    named.map(([block]) => block),
    blocks,
  );
  return assemble({ name, stem, blocks, order, norm, activation: 'relu', gaps });
}

/** A classic network whose names are torchvision's: VGG, AlexNet and DenseNet for CIFAR; and LeNet's. */
function classic(file: WeightsFile, name: string): Described | null {
  const shapes = new Map<string, Shape>();
  for (const [own, { shape }] of file.tensors)
    for (const meant of meantBy(own)) if (!shapes.has(meant)) shapes.set(meant, shape);
  const names = [...shapes.keys()];
  const norm: NormKind = names.some((each) => each.endsWith('running_mean')) ? 'batch' : 'none';
  const width = (of: string): number => shapes.get(of)?.[0] ?? 0;
  const described = (architecture: ClassicConfig): Described | null =>
    architecture.width < CLASSIC_SETTINGS.width.min || architecture.width > CLASSIC_SETTINGS.width.max
      ? null
      : { architecture: { ...architecture, norm }, name, gaps: [] };
  const layers = names.filter((each) =>
    /^features\.denseblock\d+\.denselayer\d+\.conv1\.weight$/.test(each),
  ).length;
  if (layers > 0) {
    const bottleneck = shapes.has('features.denseblock1.denselayer1.conv2.weight');
    const depth = 4 + layers * (bottleneck ? 2 : 1);
    const growth = width(`features.denseblock1.denselayer1.conv${bottleneck ? 2 : 1}.weight`);
    const isOurs =
      CLASSIC_DEPTHS.densenet.includes(depth) && !shapes.has('features.denseblock4.denselayer1.conv1.weight');
    return isOurs ? described({ ...CLASSICS.densenet, depth, width: growth, bottleneck }) : null;
  }
  if (shapes.get('conv2.weight')?.length === 4 && shapes.has('fc3.weight') && shapes.has(STEM))
    return described({ ...CLASSICS.lenet, width: width(STEM) });
  const filters = names.filter(
    (each) => /^features\.\d+\.weight$/.test(each) && shapes.get(each)?.length === 4,
  );
  const hidden = Math.min(
    CLASSIC_SETTINGS.hidden.max,
    shapes.has('classifier.weight') ? 0 : width('classifier.0.weight') || width('classifier.1.weight'),
  );
  const depth = filters.length + 3;
  const first = width('features.0.weight');
  if (filters.length === 5 && shapes.get('features.0.weight')?.[2] !== 3)
    return described({ ...CLASSICS.alexnet, width: first, hidden });
  return CLASSIC_DEPTHS.vgg.includes(depth)
    ? described({ ...CLASSICS.vgg, depth, width: first, hidden })
    : null;
}

/** The network that a file is of; null where its names and shapes are of none that is known here. `name` is what it is called. */
export function networkByShapes(file: WeightsFile, name: string): Described | null {
  const { size } = file.tensors;
  return size === 0 ? null : (residual(shapesOf(file), name) ?? classic(file, name));
}
