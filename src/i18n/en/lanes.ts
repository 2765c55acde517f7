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
  papers: {
    lenet:
      'LeCun, Bottou, Bengio, Haffner 1998, as it is commonly written today: full connections between maps, pooling without weights. With tanh and averages it is closest to the original.',
    alexnet:
      'Krizhevsky, Sutskever, Hinton 2012, for small images: the first convolution is 5×5 with stride 1, widths are a quarter of the later one-column form, no local response normalisation.',
    vgg: 'Simonyan, Zisserman 2014, a quarter as wide, with batch norm, and with the classes right behind the last pooling unless hidden layers are chosen.',
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
  kinds: { average: 'average all', flatten: 'flatten', tail: 'norm, act' },
  denseBlock: (block: number, layers: number, growth: number): string =>
    `dense block ${block}: ${layers} × +${growth}`,
  shapes: (input: string, output: string): string => (input === output ? input : `${input} → ${output}`),
  cost: (parameters: string, multiplyAdds: string): string =>
    `${parameters} parameters, ${multiplyAdds} multiply-adds`,
  receptiveField: (side: number): string => `sees ${side}×${side} input pixels`,
  dropout: (share: number): string => `dropout ${share}`,
};

export const lanes = { classic };
