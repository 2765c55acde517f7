/**
 * Networks by the names that torchvision, timm and papers give them, as far as they are networks of ours. ImageNet's have its stem and
 * its widths; how they do on small images is for the reader to see.
 */
import { CLASSIC_DEPTHS, CLASSIC_SETTINGS, CLASSICS, type ClassicConfig } from '../config/classic';
import type { BlockKind, LayerOrder } from '../config/schema';
import { assemble, type Block, type Described, type Stem } from './described';
import type { Gap } from './gaps';

interface Form {
  readonly kind: BlockKind;
  readonly counts: readonly number[];
  /** Channels of the stem, and of the first stage. */
  readonly width?: number;
  readonly stageWidth?: number;
  readonly imagenet?: boolean;
  readonly groups?: number;
  /** Channels of a group per 64 of the stage's width: torchvision's `width_per_group`. */
  readonly perGroup?: number;
  readonly expansion?: number;
  readonly reduction?: number;
  readonly order?: LayerOrder;
  /** Zero-padding in place of projections. */
  readonly padded?: boolean;
}

const STEM = { line: null };

function networkOf(name: string, form: Form): Described | null {
  const { kind, counts, width = 64, stageWidth = width, imagenet = false, groups = 1, perGroup = 64 } = form;
  const { reduction = 0, order = 'original', padded = false } = form;
  const expansion = kind === 'basic' ? 1 : (form.expansion ?? 4);
  const stem: Stem = imagenet
    ? { ...STEM, channels: width, kernel: 7, stride: 2, pool: true }
    : { ...STEM, channels: width, kernel: 3, stride: 1, pool: false };
  const blocks: Block[] = [];
  let input = width;
  counts.forEach((count, stage) => {
    const planes = stageWidth * 2 ** stage;
    const output = planes * expansion;
    for (let index = 0; index < count; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      blocks.push({
        kind,
        input,
        inner: kind === 'basic' ? planes : Math.floor((planes * perGroup) / 64) * groups,
        output,
        stride,
        kernel: 3,
        groups,
        dilation: 1,
        reduction,
        projects: !padded && (stride !== 1 || input !== output),
        parent: `layer${stage + 1}`,
        line: null,
      });
      input = output;
    }
  });
  return assemble({ name, stem, blocks, order, norm: 'batch', activation: 'relu', gaps: [] });
}

/** He 2015, table 1. */
const IMAGENET: Readonly<Record<number, { kind: BlockKind; counts: readonly number[] }>> = {
  10: { kind: 'basic', counts: [1, 1, 1, 1] },
  14: { kind: 'basic', counts: [1, 2, 2, 1] },
  18: { kind: 'basic', counts: [2, 2, 2, 2] },
  26: { kind: 'bottleneck', counts: [2, 2, 2, 2] },
  34: { kind: 'basic', counts: [3, 4, 6, 3] },
  50: { kind: 'bottleneck', counts: [3, 4, 6, 3] },
  101: { kind: 'bottleneck', counts: [3, 4, 23, 3] },
  152: { kind: 'bottleneck', counts: [3, 8, 36, 3] },
};

type Reader = readonly [
  pattern: RegExp,
  read: (name: string, numbers: readonly (number | undefined)[]) => Described | null,
];

/** Names without what stands around them, and what they mean; numbers are those of the pattern's groups. */
const READERS: readonly Reader[] = [
  // He 2015, section 4.2, and He 2016: 6n + 2 layers, or 9n + 2 with bottlenecks.
  [/^resnet(20|32|44|56|110|1202)$/, (name, [depth = 20]) => cifar(name, depth, { padded: true })],
  [
    /^(?:preact|preactivation|pre)resnet(20|32|44|56|110)$/,
    (name, [depth = 20]) => cifar(name, depth, { order: 'pre-activation', padded: true }),
  ],
  [
    /^(?:preact|preactivation|pre)?resnet(29|164|1001)$/,
    (name, [depth = 164]) => cifarBottlenecks(name, depth),
  ],
  [
    /^(se)?resnet(10|14|18|26|34|50|101|152)$/,
    (name, [, depth = 18]) => imagenet(name, depth, name.startsWith('se') ? { reduction: 16 } : {}),
  ],
  // Kuang Liu's well-known networks for CIFAR-10: ImageNet's stages behind a 3×3 stem.
  [
    /^preactresnet(18|34|50|101|152)$/,
    (name, [depth = 18]) => imagenet(name, depth, { imagenet: false, order: 'pre-activation' }),
  ],
  [
    /^resnet(18|34|50|101|152)cifar(?:10|100)?$/,
    (name, [depth = 18]) => imagenet(name, depth, { imagenet: false }),
  ],
  [
    /^(se)?resnext(50|101)(\d+)x(\d+)d$/,
    (name, [, depth = 50, groups = 32, perGroup = 4]) =>
      imagenet(name, depth, { groups, perGroup, ...(name.startsWith('se') && { reduction: 16 }) }),
  ],
  [/^wideresnet(50|101)2$/, (name, [depth = 50]) => imagenet(name, depth, { perGroup: 128 })],
  // Xie 2017, for CIFAR: 29 layers in three stages, the first 64 wide per group of 64 channels.
  [
    /^resnext29(\d+)x(\d+)d$/,
    (name, [groups = 8, perGroup = 64]) =>
      networkOf(name, { kind: 'bottleneck', counts: [3, 3, 3], groups, perGroup }),
  ],
  // Zagoruyko & Komodakis 2016: 6n + 4 layers, k times as wide as He's.
  [
    /^(?:wrn|wideresnet)(16|22|28|40)(?:x|k)?(\d+)$/,
    (name, [depth = 16, times = 1]) => {
      const count = (depth - 4) / 6;
      return networkOf(name, {
        kind: 'basic',
        counts: [count, count, count],
        width: 16,
        stageWidth: 16 * times,
        order: 'pre-activation',
      });
    },
  ],
  [/^vgg(11|13|16|19)(bn)?$/, (name, [depth = 11]) => vgg(name, depth)],
  [/^alexnet$/, (name) => alexnet(name)],
  [/^lenet5?$/, (name) => ({ architecture: CLASSICS.lenet, name, gaps: [] })],
  [
    /^densenet(?:bc)?(\d{2,3}?)(?:k?(12|16|24|32|40|48))?$/,
    (name, [depth = 40, growth]) => densenet(name, depth, growth),
  ],
];

function cifar(name: string, depth: number, part: Partial<Form>): Described | null {
  const count = (depth - 2) / 6;
  return networkOf(name, { kind: 'basic', counts: [count, count, count], width: 16, ...part });
}

function cifarBottlenecks(name: string, depth: number): Described | null {
  const count = Math.round((depth - 2) / 9);
  return networkOf(name, {
    kind: 'bottleneck',
    counts: [count, count, count],
    width: 16,
    order: name.startsWith('pre') ? 'pre-activation' : 'original',
  });
}

function imagenet(name: string, depth: number, part: Partial<Form>): Described | null {
  const known = IMAGENET[depth];
  return known === undefined ? null : networkOf(name, { imagenet: true, ...known, ...part });
}

function gap(kind: Gap['kind'], given: number | string, used: number | string | null): Gap {
  return { kind, given: String(given), used: used === null ? null : String(used), line: null };
}

/** A hidden layer of ImageNet's classics has 4096 numbers. */
const HIDDEN = 4096;

/** Those of torchvision: width 64, two hidden layers, dropout. */
function vgg(name: string, depth: number): Described {
  const hidden = CLASSIC_SETTINGS.hidden.max;
  const norm = name.endsWith('bn') ? 'batch' : 'none';
  return {
    architecture: { ...CLASSICS.vgg, depth, width: 64, hidden, norm, dropout: 0.5 },
    name,
    gaps: [gap('hidden', HIDDEN, hidden)],
  };
}

function alexnet(name: string): Described {
  const hidden = CLASSIC_SETTINGS.hidden.max;
  return {
    architecture: { ...CLASSICS.alexnet, width: 64, hidden, dropout: 0.5 },
    name,
    gaps: [gap('stem-kernel', 11, 5), gap('stem-stride', 4, 1), gap('hidden', HIDDEN, hidden)],
  };
}

/** Huang 2017, table 1: layers of the four dense blocks for ImageNet. */
const DENSENETS: Readonly<Record<number, string>> = {
  121: '6·12·24·16',
  161: '6·12·36·24',
  169: '6·12·32·32',
  201: '6·12·48·32',
};

function densenet(name: string, depth: number, growth?: number): Described {
  const isBottleneck = name.includes('bc') || DENSENETS[depth] !== undefined;
  const depths = CLASSIC_DEPTHS.densenet;
  const used = depths.reduce((best, one) => (Math.abs(one - depth) < Math.abs(best - depth) ? one : best));
  const width = growth ?? (depth === 161 ? 48 : DENSENETS[depth] === undefined ? 12 : 32);
  const layers = Math.max(1, Math.floor((used - 4) / (isBottleneck ? 6 : 3)));
  const architecture: ClassicConfig = { ...CLASSICS.densenet, depth: used, width, bottleneck: isBottleneck };
  const four = DENSENETS[depth];
  return {
    architecture,
    name,
    gaps: [
      ...(used === depth ? [] : [gap('depth', depth, used)]),
      ...(four === undefined
        ? []
        : [gap('layout', four, [layers, layers, layers].join('·')), gap('stem-kernel', 7, 3)]),
    ],
  };
}

/** Longest name that is looked at. */
const LONGEST = 80;

/** What a name has around it: where it is from, and what it was trained on. */
const AROUND = [
  /^(?:torchvision\.models\.|timm\/|models?\.)/,
  /^(?:cifar100?|cifar10)_/,
  /\.[a-z0-9_]+$/,
  /(?:_weights)$/,
];

/** The network that a name means, by torchvision, timm or a paper; null where none is known by it. */
export function networkByName(text: string): Described | null {
  const name = text.trim().toLowerCase();
  if (name.length > LONGEST) return null;
  const bare = AROUND.reduce((rest, pattern) => rest.replace(pattern, ''), name);
  const plain = bare.replaceAll(/[\s_-]/g, '');
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    return read(
      bare,
      match.slice(1).map((digits: string | undefined) => (digits === undefined ? undefined : Number(digits))),
    );
  }
  return null;
}
