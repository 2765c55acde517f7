/** English texts: presets. Figures from measurements of ours or of papers name their setting. */
import type { PresetId, Regime } from '../../config/presets';

export const regimes: Record<Regime, string> = {
  exploding: 'Exploding gradients: batch norm, ReLU, He',
  'signal-loss': 'Signal loss: no norm, tanh, Xavier',
  vanishing: 'Vanishing gradients: no norm, sigmoid, Xavier',
  'activation-explosion': 'Exploding activations: no norm, ReLU, He',
  cifar: 'CIFAR ResNets (He et al. 2015)',
  'pre-activation': 'Pre-activation (He et al. 2016)',
  wide: 'Wide (Zagoruyko & Komodakis 2016)',
  grouped: 'Grouped (Xie et al. 2017)',
  imagenet: 'ImageNet ResNets (He et al. 2015)',
  rivals: 'Classic networks beside ResNet-20',
  small: 'Small and fast',
};

const SCALED = 'Here on Fashion-MNIST 28×28, batch 32, a quarter of the paper’s learning rate';

/** Beside a ResNet-20, at the rate that suits that. */
const beside = (began: string): string =>
  `Beside ResNet-20 of width 8 and its plain twin, on Fashion-MNIST 28×28, batch 32, learning rate 0.025; ${began}.`;

const WARM_UP = 'With 400 steps of linear warm-up; the paper’s stay at a tenth of the rate';

const cifar = (blocks: number, error: string, more = ''): string =>
  `He, Zhang, Ren, Sun 2015: three stages of ${blocks} basic blocks, shortcut A. Test error on CIFAR-10, as the paper gives it: ${error} %. ${SCALED}.${more}`;

const imagenet = (blocks: string, kind: string): string =>
  `He, Zhang, Ren, Sun 2015, for 224×224: 7×7 stem with pooling, stages of ${blocks} ${kind} blocks${kind === 'bottleneck' ? ', whose stride is on the 3×3 (v1.5)' : ''}. ${SCALED}, and a quarter as wide: the last maps are single positions.`;

interface PresetText {
  /** The question that it asks, which the networks answer. */
  readonly name: string;
  /** What it is, and the paper. */
  readonly about: string;
  /** One sentence or two. */
  readonly sentence: string;
  /** Whether its figures come from our own measurements (see `measuredNote`). */
  readonly measured: boolean;
}

export const presets: Readonly<Record<PresetId, PresetText>> = {
  'exploding-20': {
    name: 'What do skips change at 20 layers?',
    about: 'Exploding gradients, depth 20 · Yang 2019',
    sentence:
      'At step 0 the first convolution’s gradient was 2.4 to 4.0 times the last one’s without skips, and 1.4 to 1.5 times with them; after 100 steps the losses were 1.33 to 1.38 and 0.77 to 0.93.',
    measured: true,
  },
  'exploding-56': {
    name: 'Why can’t 56 plain layers learn?',
    about: 'Exploding gradients, depth 56 · Yang 2019',
    sentence:
      'Without skips the gradient grows towards the input: at step 0 the first convolution’s was 441 to 730 times the last one’s, with skips 5.8 to 7.8 times; after 100 steps the losses were 1.71 to 2.19 and 0.90 to 1.24.',
    measured: true,
  },
  'signal-loss-20': {
    name: 'Does tanh let the signal through?',
    about: 'Signal loss, depth 20 · Glorot and Bengio 2010',
    sentence:
      'Without skips all gradients are small: 0.006 to 0.014 in the first convolution at step 0, against 0.09 to 0.24 with skips; after 100 steps the losses were 1.37 to 1.47 and 1.00 to 1.09.',
    measured: true,
  },
  'signal-loss-56': {
    name: 'Where does the signal go in 56 tanh layers?',
    about: 'Signal loss, depth 56 · Glorot and Bengio 2010',
    sentence:
      'Without skips hardly any signal passes: the first convolution’s gradient at step 0 was 0.0003 to 0.0013, against 0.15 to 0.22 with skips; after 100 steps the loss was 2.31 to 2.42 (chance is 2.30), against 1.14 to 1.22.',
    measured: true,
  },
  'vanishing-20': {
    name: 'Does a sigmoid let the gradient through?',
    about: 'Vanishing gradients, depth 20 · Bengio et al. 1994',
    sentence:
      'Sigmoids shrink the gradient at every layer: at step 0 it was 0.13 to 0.19 in the last convolution and in the first 1 to 4×10⁻¹⁴ without skips, 2 to 6×10⁻⁸ with them; after 100 steps both losses were at chance.',
    measured: true,
  },
  'vanishing-56': {
    name: 'Can skips rescue 56 sigmoid layers?',
    about: 'Vanishing gradients, depth 56 · Bengio et al. 1994',
    sentence:
      'Without skips the first convolution’s gradient at step 0 was at the edge of float32, 3×10⁻³⁸ to 2×10⁻³⁷; with them it was 3×10⁻²⁰ to 1×10⁻¹⁹, still far too small: after 100 steps both losses were at chance.',
    measured: true,
  },
  'activation-explosion-20': {
    name: 'What happens without batch norm?',
    about: 'Exploding activations, depth 20 · Zhang et al. 2019',
    sentence:
      'Without a norm every skip adds to the size of the activations: at step 0 the last convolution’s gradient was 32 to 44 with skips, 0.06 to 0.22 without; after 100 steps the residual network was at chance (2.30) for every seed, and the plain one not far from it, at 2.11 to 2.33.',
    measured: true,
  },
  'activation-explosion-56': {
    name: 'Can skips do harm?',
    about: 'Exploding activations, depth 56 · Zhang et al. 2019',
    sentence:
      'Here skips without a norm do harm: at step 0 the last convolution’s gradient was 9,700 to 40,000 and the residual network diverged; without skips it was 0.0004 to 0.007 and the loss stayed at chance.',
    measured: true,
  },
  'resnet-20': {
    name: 'How does ResNet-20 do without its skips?',
    about: 'ResNet-20 · He et al. 2015',
    sentence: cifar(3, '8.75'),
    measured: false,
  },
  'resnet-32': {
    name: 'How does ResNet-32 do without its skips?',
    about: 'ResNet-32 · He et al. 2015',
    sentence: cifar(5, '7.51'),
    measured: false,
  },
  'resnet-44': {
    name: 'How does ResNet-44 do without its skips?',
    about: 'ResNet-44 · He et al. 2015',
    sentence: cifar(7, '7.17'),
    measured: false,
  },
  'resnet-56': {
    name: 'How does ResNet-56 do without its skips?',
    about: 'ResNet-56 · He et al. 2015',
    sentence: cifar(9, '6.97'),
    measured: false,
  },
  'resnet-110': {
    name: 'Can 110 layers learn without skips?',
    about: 'ResNet-110 · He et al. 2015',
    sentence: cifar(
      18,
      '6.43',
      ` ${WARM_UP} until the training error is below 80 %. Slow without a GPU: input size 14 is about four times as fast.`,
    ),
    measured: false,
  },
  'preact-110': {
    name: 'What if nothing stands in the way of the sum?',
    about: 'Pre-activation ResNet-110 · He et al. 2016',
    sentence: `He, Zhang, Ren, Sun 2016: norm and ReLU before each convolution, so that nothing stands in the way of the sum. Test error on CIFAR-10, as the paper gives it: 6.37 %, against 6.61 % in the original order. The paper’s first block activates before it splits. ${SCALED}. ${WARM_UP}. Slow without a GPU.`,
    measured: false,
  },
  'preact-164': {
    name: 'Can 164 layers learn without skips?',
    about: 'Pre-activation ResNet-164 · He et al. 2016',
    sentence: `He, Zhang, Ren, Sun 2016: three stages of 18 pre-activation bottlenecks. ${SCALED}. ${WARM_UP}. Slow without a GPU: input size 14 is about four times as fast.`,
    measured: false,
  },
  'wrn-16-2': {
    name: 'Does width take the place of depth?',
    about: 'WRN-16-2 · Zagoruyko and Komodakis 2016',
    sentence: `Zagoruyko, Komodakis 2016: few blocks, twice as wide, with dropout 0.3 between their convolutions. The paper’s 16 layers count the three projections, not the classifier. ${SCALED}.`,
    measured: false,
  },
  'resnext-29': {
    name: 'What if a block’s convolution has groups?',
    about: 'ResNeXt-29, 8×4d · Xie et al. 2017',
    sentence: `Xie, Girshick, Dollár, Tu, He 2017: bottlenecks whose middle convolution has 8 groups. ${SCALED}, with 4 channels a group in the first stage instead of the paper’s 64.`,
    measured: false,
  },
  'resnet-18': {
    name: 'Do ImageNet’s 18 layers need skips?',
    about: 'ResNet-18 · He et al. 2015',
    sentence: imagenet('2, 2, 2, 2', 'basic'),
    measured: false,
  },
  'resnet-34': {
    name: 'Do ImageNet’s 34 layers need skips?',
    about: 'ResNet-34 · He et al. 2015',
    sentence: imagenet('3, 4, 6, 3', 'basic'),
    measured: false,
  },
  'resnet-50': {
    name: 'Do bottlenecks need skips?',
    about: 'ResNet-50 · He et al. 2015',
    sentence: imagenet('3, 4, 6, 3', 'bottleneck'),
    measured: false,
  },
  'rival-lenet': {
    name: 'How good is a network of 1998?',
    about: 'LeNet-5 (1998) beside ResNet-20 · LeCun et al. 1998',
    sentence: `LeCun, Bottou, Bengio, Haffner 1998, as commonly written today: 5×5 convolutions of 6 and 16 maps, dense layers of 120 and 84. ${beside('the paper began at 0.0005, image by image')}`,
    measured: false,
  },
  'rival-alexnet': {
    name: 'How good is the network of 2012?',
    about: 'AlexNet (2012) beside ResNet-20 · Krizhevsky et al. 2012',
    sentence: `Krizhevsky, Sutskever, Hinton 2012, for small images, a quarter as wide, with dense layers of 256 instead of 4,096, and with batch norm, so that one learning rate suits all. ${beside('the paper began at 0.01')}`,
    measured: false,
  },
  'rival-vgg': {
    name: 'Does VGG do without skips?',
    about: 'VGG-11 (2014) beside ResNet-20 · Simonyan and Zisserman 2014',
    sentence: `Simonyan, Zisserman 2014, a quarter as wide, without its hidden dense layers, with batch norm. ${beside('the paper began at 0.01')}`,
    measured: false,
  },
  'rival-densenet': {
    name: 'Is it better to concatenate than to add?',
    about: 'DenseNet-22 (2017) beside ResNet-20 · Huang et al. 2017',
    sentence: `Huang, Liu, van der Maaten, Weinberger 2017, growth rate 8: shortcuts that are concatenated instead of added. ${beside('the paper began at 0.1')}`,
    measured: false,
  },
  'resnet-8': {
    name: 'Where do I begin with my own?',
    about: 'ResNet-8',
    sentence: 'Three blocks, so that a step takes little time. A good base for your own.',
    measured: false,
  },
};
