/** Stacks of convolutions without blocks, as one of the classic networks: the one whose layers come nearest. */
import {
  CLASSIC_DEPTHS,
  CLASSIC_SETTINGS,
  CLASSICS,
  type ClassicConfig,
  type ClassicName,
} from '../config/classic';
import { planClassic } from '../architecture/classic';
import type { Described } from './described';
import type { Gap } from './gaps';
import { allIn, numberOf, type Module } from './modules';
import { activationOf, convolutionOf, normOf, type Convolution } from './layers';

/** More layers than a classic network has. */
const MOST_LAYERS = 60;

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value));

/** A layer as it is compared, and told: `3×3, 64 → 128`. */
const textOf = ({ kernel, input, output }: Pick<Convolution, 'kernel' | 'input' | 'output'>): string =>
  `${kernel}×${kernel}, ${input} → ${output}`;

/** Convolutions of a classic network, for images of three channels. */
function layersOf(config: ClassicConfig, channels: number) {
  return planClassic(config, { height: 32, width: 32, channels }, 10).layers.flatMap((layer) =>
    layer.kind === 'conv'
      ? [{ kernel: layer.kernel, input: layer.input.channels, output: layer.output.channels }]
      : [],
  );
}

function candidatesOf(
  convolutions: readonly Convolution[],
  dense: readonly Module[],
): readonly ClassicConfig[] {
  const width = clamp(convolutions[0]?.output ?? 16, CLASSIC_SETTINGS.width);
  const of = (kind: ClassicName): ClassicConfig => ({ ...CLASSICS[kind], width });
  const hidden =
    dense.length > 2
      ? clamp(numberOf(dense[0] as Module, 'out_features', 1) ?? 0, CLASSIC_SETTINGS.hidden)
      : 0;
  return [
    ...CLASSIC_DEPTHS.vgg.map((depth) => ({ ...of('vgg'), depth, hidden })),
    { ...of('alexnet'), hidden },
    of('lenet'),
  ];
}

/** Layers that are not the same, one by one. */
function difference(config: ClassicConfig, convolutions: readonly Convolution[]): number {
  const own = layersOf(config, convolutions[0]?.input ?? 3);
  const same = own.filter((layer, i) => {
    const other = convolutions[i];
    return other !== undefined && textOf(other) === textOf(layer);
  }).length;
  return Math.max(own.length, convolutions.length) - same + Math.abs(own.length - convolutions.length);
}

/** The classic network nearest to a stack of convolutions; null where there is none, or more than any has. */
export function stackOf(root: Module): Described | null {
  const all = [...allIn(root)];
  const convolutions = all.flatMap((module) =>
    /^Conv2d$/.test(module.type) ? (convolutionOf(module) ?? []) : [],
  );
  if (convolutions.length < 2 || convolutions.length > MOST_LAYERS) return null;
  const dense = all.filter(({ type }) => type === 'Linear');
  const gaps: Gap[] = [];
  const { norm } = normOf(all, gaps);
  const activation = activationOf(all, gaps);
  const [nearest] = candidatesOf(convolutions, dense).toSorted(
    (a, b) => difference(a, convolutions) - difference(b, convolutions),
  );
  if (nearest === undefined) return null;
  const pool = all.some(({ type }) => type === 'AvgPool2d') ? 'average' : 'max';
  const dropout = all.find(({ type }) => type === 'Dropout');
  const architecture: ClassicConfig = {
    ...nearest,
    norm,
    activation,
    ...(nearest.kind !== 'densenet' && { pool }),
    ...(dropout !== undefined &&
      nearest.hidden > 0 && { dropout: clamp(numberOf(dropout, 'p') ?? 0.5, CLASSIC_SETTINGS.dropout) }),
  };
  noteLayers(architecture, convolutions, gaps);
  noteHidden(architecture, dense, gaps);
  for (const { type, line, children } of all)
    if (children.length === 0 && !KNOWN.test(type) && !gaps.some(({ given }) => given === type))
      gaps.push({ kind: 'module', given: type, used: null, line });
  return { architecture, name: root.type, gaps };
}

const KNOWN =
  /^(?:Conv2d|Linear|(?:Batch|Instance)Norm2d|GroupNorm|\w*(?:Max|Avg)Pool2d|Dropout|Flatten|Identity|\w*(?:LU|ish|wish|Tanh|Sigmoid|Softmax)|Sequential)$/;

function noteLayers(architecture: ClassicConfig, convolutions: readonly Convolution[], gaps: Gap[]): void {
  const own = layersOf(architecture, convolutions[0]?.input ?? 3);
  for (let i = 0; i < Math.max(own.length, convolutions.length); i++) {
    const [described, used] = [convolutions[i], own[i]];
    const given = described === undefined ? '–' : textOf(described);
    const had = used === undefined ? null : textOf(used);
    if (given !== had) gaps.push({ kind: 'layout', given, used: had, line: described?.line ?? null });
    else if (described !== undefined && described.stride !== 1)
      gaps.push({ kind: 'stride', given: String(described.stride), used: '1', line: described.line });
  }
}

/** Hidden dense layers: VGG and AlexNet have two of one width or none, LeNet has 120 and 84. */
function noteHidden({ kind, hidden }: ClassicConfig, dense: readonly Module[], gaps: Gap[]): void {
  const own = kind === 'lenet' ? [120, 84] : hidden > 0 ? [hidden, hidden] : [];
  dense.slice(0, -1).forEach((module, i) => {
    const width = numberOf(module, 'out_features', 1);
    const used = own[i];
    if (width !== used)
      gaps.push({
        kind: 'hidden',
        given: String(width ?? module.args),
        used: used === undefined ? null : String(used),
        line: module.line,
      });
  });
}

/** Classes of DenseNet's blocks and layers, in torchvision, timm and hand-written code. */
export const DENSE = /^_?Dense(?:Layer|Block)/;
const DENSE_LAYER = /^_?DenseLayer/;

/** DenseNet for CIFAR has three dense blocks of equally many layers. */
export function denseNetOf(root: Module): Described | null {
  const all = [...allIn(root)];
  const gaps: Gap[] = [];
  const layers = all.filter(({ type }) => DENSE_LAYER.test(type));
  const [first] = layers;
  if (first === undefined) return null;
  const convolutions = [...allIn(first)].flatMap((module) => convolutionOf(module) ?? []);
  const growth = convolutions.at(-1)?.output ?? CLASSICS.densenet.width;
  const bottleneck = convolutions.length > 1;
  const blocks = all.filter(({ type }) => DENSE.test(type) && !DENSE_LAYER.test(type));
  const counts = blocks.map((block) => [...allIn(block)].filter(({ type }) => DENSE_LAYER.test(type)).length);
  const wished = Math.max(1, Math.round(layers.length / 3));
  const perLayer = bottleneck ? 6 : 3;
  const depth = CLASSIC_DEPTHS.densenet.reduce((best, one) =>
    Math.abs(one - 4 - perLayer * wished) < Math.abs(best - 4 - perLayer * wished) ? one : best,
  );
  const used = Math.max(1, Math.floor((depth - 4) / perLayer));
  const width = clamp(growth, CLASSIC_SETTINGS.width);
  if (width !== growth)
    gaps.push({ kind: 'width', given: String(growth), used: String(width), line: first.line });
  const [given, own] = [counts.join('·'), [used, used, used].join('·')];
  if (given !== own) gaps.push({ kind: 'layout', given, used: own, line: blocks[0]?.line ?? null });
  const stem = all.flatMap((module) =>
    /^Conv2d$/.test(module.type) ? (convolutionOf(module) ?? []) : [],
  )[0];
  if (stem !== undefined && stem.kernel !== 3)
    gaps.push({ kind: 'stem-kernel', given: String(stem.kernel), used: '3', line: stem.line });
  const activation = activationOf(all, gaps);
  const architecture: ClassicConfig = {
    ...CLASSICS.densenet,
    norm: normOf(all, gaps).norm,
    width,
    depth,
    bottleneck,
    activation,
  };
  return { architecture, name: root.type, gaps };
}
