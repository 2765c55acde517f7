/** English texts: lanes with architectures of their own, and classic networks. */
import type { ClassicName, PoolKind } from '../../config/classic';

const classicNames: Record<ClassicName, string> = {
  lenet: 'LeNet-5',
  alexnet: 'AlexNet',
  vgg: 'VGG',
  densenet: 'DenseNet',
};

const classic = {
  names: classicNames,
  years: { lenet: 1998, alexnet: 2012, vgg: 2014, densenet: 2017 } satisfies Record<ClassicName, number>,
  papers: {
    lenet:
      'LeCun, Bottou, Bengio, Haffner 1998, as it is commonly written today: full connections between maps, pooling without weights. With tanh and averages it is closest to the original.',
    alexnet:
      'Krizhevsky, Sutskever, Hinton 2012, for small images: the first convolution is 5×5 with stride 1, widths are a quarter of the later one-column form, no local response normalisation.',
    vgg: 'Simonyan, Zisserman 2014, a quarter as wide, with batch norm, and with the classifier right after the last pooling unless hidden layers are chosen.',
    densenet:
      'Huang, Liu, van der Maaten, Weinberger 2017, in its form for CIFAR: every layer sees the channels of all layers of its block.',
  } satisfies Record<ClassicName, string>,
  label: (lane: string): string => `Layers of ${lane}, from input to output`,
  hint: 'Point at a layer, or focus it and use the arrow keys, for its shapes and costs.',
  item: (title: string, shape: string): string => `${title}, output ${shape}`,
  conv: (kernel: number): string => `conv ${kernel}×${kernel}`,
  pool: (kind: PoolKind, kernel: number): string =>
    `${kind === 'max' ? 'max' : 'average'} ${kernel}×${kernel}`,
  dense: (outputs: number): string => `dense ${outputs}`,
  unit: (growth: number): string => `layer adding ${growth} channels`,
  kinds: { average: 'average pool', flatten: 'flatten', tail: 'norm, act' },
  denseBlock: (block: number, layers: number, growth: number): string =>
    `dense block ${block}: ${layers} × +${growth}`,
  shapes: (input: string, output: string): string => (input === output ? input : `${input} → ${output}`),
  cost: (parameters: string, multiplyAdds: string): string =>
    `${parameters} parameters, ${multiplyAdds} multiply-adds`,
  receptiveField: (side: number): string => `sees ${side}×${side} input pixels`,
  dropout: (share: number): string => `dropout ${share}`,
};

const list = {
  label: 'Networks compared',
  name: (lane: string): string => `Name of ${lane}`,
  edit: 'Edit',
  editLabel: (lane: string): string => `Edit the network of ${lane}`,
  makeOwn: 'Make its own',
  makeOwnLabel: (lane: string): string => `Give ${lane} a copy of the shared network`,
  share: 'Use shared',
  shareLabel: (lane: string): string => `Let ${lane} use the shared network`,
  duplicate: 'Duplicate',
  duplicateLabel: (lane: string): string => `Duplicate ${lane}`,
  remove: 'Remove',
  removeLabel: (lane: string): string => `Remove ${lane}`,
  colour: (lane: string): string => `Colour and mark of ${lane}`,
  colours: ['blue, circle', 'orange, square', 'green, triangle', 'purple, diamond'],
  add: 'Add a classic network',
  addButton: 'Add',
  choice: (network: string, year: number): string => `${network} (${year})`,
  full: (most: number): string => `At most ${most} networks: remove one first.`,
  edits: (networks: string): string => `Editing ${networks}`,
  and: (names: readonly string[]): string =>
    names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  sharedNetwork: 'the shared network',
  copyTo: (lane: string): string => `Copy settings to ${lane}`,
  copyHint: 'Copies kind, width, stride, kernel, dilation and groups to the blocks at the same places there',
};

const classicFields = {
  depth: 'Depth',
  depthHint: 'Weight layers, as the paper counts them',
  width: 'Channels of the first convolution',
  widthHint: 'All others follow in proportion',
  growth: 'Growth rate',
  growthHint: 'Channels that every layer adds',
  bottleneck: 'Bottlenecks and compression (DenseNet-BC)',
  pool: 'Pooling',
  pools: { max: 'max', average: 'average' } satisfies Record<PoolKind, string>,
  hidden: 'Hidden dense layers',
  hiddenHint: 'Width of each of the two; 0 for none',
  dropout: 'Dropout',
  dropoutHidden: 'Share of values dropped at the hidden dense layers',
  dropoutUnits: 'Share of values dropped after each 3×3 convolution',
};

export const lanes = { classic, classicFields, list };
