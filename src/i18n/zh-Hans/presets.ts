/** Chinese texts: presets. Figures from measurements of ours or of papers name their setting. */
import type { presets as English, regimes as EnglishRegimes } from '../en/presets';

export const regimes: typeof EnglishRegimes = {
  exploding: '梯度爆炸：批归一化、ReLU、He',
  'signal-loss': '信号丢失：无归一化、tanh、Xavier',
  vanishing: '梯度消失：无归一化、sigmoid、Xavier',
  'activation-explosion': '激活值爆炸：无归一化、ReLU、He',
  cifar: 'CIFAR ResNet（He et al. 2015）',
  'pre-activation': '预激活（He et al. 2016）',
  wide: '宽网络（Zagoruyko & Komodakis 2016）',
  grouped: '分组卷积（Xie et al. 2017）',
  imagenet: 'ImageNet ResNet（He et al. 2015）',
  rivals: '经典网络与 ResNet-20 并列',
  small: '小而快',
};

const SCALED = '这里用 Fashion-MNIST 28×28，批大小 32，学习率为论文的四分之一';

/** Beside a ResNet-20, at the rate that suits that. */
const beside = (began: string): string =>
  `与宽度为 8 的 ResNet-20 及其无残差连接的对照网络并列，Fashion-MNIST 28×28，批大小 32，学习率 0.025；${began}。`;

const WARM_UP = '线性预热 400 步；论文则保持十分之一的学习率';

const cifar = (blocks: number, error: string, more = ''): string =>
  `He, Zhang, Ren, Sun 2015：三个阶段，各 ${blocks} 个基本块，捷径 A。论文给出的 CIFAR-10 测试错误率：${error} %。${SCALED}。${more}`;

const imagenet = (blocks: string, kind: string): string =>
  `He, Zhang, Ren, Sun 2015，为 224×224 图像设计：7×7 起始层加池化，各阶段 ${blocks} 个${kind === 'bottleneck' ? '瓶颈块，步幅在 3×3 卷积上（v1.5）' : '基本块'}。${SCALED}，宽度也是四分之一：最后的特征图只有一个位置。`;

export const presets: typeof English = {
  'exploding-20': {
    name: '20 层时，残差连接改变了什么？',
    about: '梯度爆炸，深度 20 · Yang 2019',
    sentence:
      '第 0 步，第一个卷积的梯度是最后一个的 2.4～4.0 倍（无残差连接），有残差连接时为 1.4～1.5 倍；100 步后损失分别为 1.33～1.38 与 0.77～0.93。',
    measured: true,
  },
  'exploding-56': {
    name: '56 层的普通网络为什么学不动？',
    about: '梯度爆炸，深度 56 · Yang 2019',
    sentence:
      '没有残差连接，梯度越靠近输入越大：第 0 步，第一个卷积的梯度是最后一个的 441～730 倍，有残差连接时为 5.8～7.8 倍；100 步后损失分别为 1.71～2.19 与 0.90～1.24。',
    measured: true,
  },
  'signal-loss-20': {
    name: 'tanh 能让信号通过吗？',
    about: '信号丢失，深度 20 · Glorot 与 Bengio 2010',
    sentence:
      '没有残差连接，所有梯度都很小：第 0 步，第一个卷积的梯度为 0.006～0.014，有残差连接时为 0.09～0.24；100 步后损失分别为 1.37～1.47 与 1.00～1.09。',
    measured: true,
  },
  'signal-loss-56': {
    name: '经过 56 层 tanh，信号去了哪里？',
    about: '信号丢失，深度 56 · Glorot 与 Bengio 2010',
    sentence:
      '没有残差连接，信号几乎无法通过：第 0 步，第一个卷积的梯度为 0.0003～0.0013，有残差连接时为 0.15～0.22；100 步后损失为 2.31～2.42（随机水平为 2.30），有残差连接时为 1.14～1.22。',
    measured: true,
  },
  'vanishing-20': {
    name: 'sigmoid 能让梯度通过吗？',
    about: '梯度消失，深度 20 · Bengio et al. 1994',
    sentence:
      'sigmoid 使梯度逐层缩小：第 0 步，最后一个卷积的梯度为 0.13～0.19，第一个卷积的梯度在没有残差连接时为 (1～4)×10⁻¹⁴，有残差连接时为 (2～6)×10⁻⁸；100 步后，两者的损失都在随机水平。',
    measured: true,
  },
  'vanishing-56': {
    name: '残差连接救得了 56 层 sigmoid 吗？',
    about: '梯度消失，深度 56 · Bengio et al. 1994',
    sentence:
      '没有残差连接，第 0 步第一个卷积的梯度已到 float32 的边缘：3×10⁻³⁸～2×10⁻³⁷；有残差连接时为 3×10⁻²⁰～1×10⁻¹⁹，仍然小得太多：100 步后，两者的损失都在随机水平。',
    measured: true,
  },
  'activation-explosion-20': {
    name: '没有批归一化会怎样？',
    about: '激活值爆炸，深度 20 · Zhang et al. 2019',
    sentence:
      '没有归一化，每个残差连接都使激活值变大：第 0 步，最后一个卷积的梯度在有残差连接时为 32～44，没有时为 0.06～0.22；100 步后，残差网络在每个随机种子下都停在随机水平（2.30），普通网络也相差不远，为 2.11～2.33。',
    measured: true,
  },
  'activation-explosion-56': {
    name: '残差连接会有害吗？',
    about: '激活值爆炸，深度 56 · Zhang et al. 2019',
    sentence:
      '这里没有归一化，残差连接反而有害：第 0 步，最后一个卷积的梯度为 9,700～40,000，残差网络发散；没有残差连接时梯度为 0.0004～0.007，损失停在随机水平。',
    measured: true,
  },
  'resnet-20': {
    name: 'ResNet-20 去掉残差连接会怎样？',
    about: 'ResNet-20 · He et al. 2015',
    sentence: cifar(3, '8.75'),
    measured: false,
  },
  'resnet-32': {
    name: 'ResNet-32 去掉残差连接会怎样？',
    about: 'ResNet-32 · He et al. 2015',
    sentence: cifar(5, '7.51'),
    measured: false,
  },
  'resnet-44': {
    name: 'ResNet-44 去掉残差连接会怎样？',
    about: 'ResNet-44 · He et al. 2015',
    sentence: cifar(7, '7.17'),
    measured: false,
  },
  'resnet-56': {
    name: 'ResNet-56 去掉残差连接会怎样？',
    about: 'ResNet-56 · He et al. 2015',
    sentence: cifar(9, '6.97'),
    measured: false,
  },
  'resnet-110': {
    name: '没有残差连接，110 层学得动吗？',
    about: 'ResNet-110 · He et al. 2015',
    sentence: cifar(
      18,
      '6.43',
      `${WARM_UP}，直到训练错误率低于 80 %。没有 GPU 会很慢：输入尺寸取 14 速度约为四倍。`,
    ),
    measured: false,
  },
  'preact-110': {
    name: '求和的路上毫无阻碍会怎样？',
    about: '预激活 ResNet-110 · He et al. 2016',
    sentence: `He, Zhang, Ren, Sun 2016：归一化与 ReLU 放在每个卷积之前，求和的路上便毫无阻碍。论文给出的 CIFAR-10 测试错误率：6.37 %，原始顺序为 6.61 %。论文的第一个块在分岔之前先激活。${SCALED}。${WARM_UP}。没有 GPU 会很慢。`,
    measured: false,
  },
  'preact-164': {
    name: '没有残差连接，164 层学得动吗？',
    about: '预激活 ResNet-164 · He et al. 2016',
    sentence: `He, Zhang, Ren, Sun 2016：三个阶段，各 18 个预激活瓶颈块。${SCALED}。${WARM_UP}。没有 GPU 会很慢：输入尺寸取 14 速度约为四倍。`,
    measured: false,
  },
  'wrn-16-2': {
    name: '宽度能代替深度吗？',
    about: 'WRN-16-2 · Zagoruyko 与 Komodakis 2016',
    sentence: `Zagoruyko, Komodakis 2016：块少，宽度加倍，两个卷积之间有 0.3 的随机失活。论文的 16 层计入三个投影，不计分类器。${SCALED}。`,
    measured: false,
  },
  'resnext-29': {
    name: '块里的卷积分组会怎样？',
    about: 'ResNeXt-29, 8×4d · Xie et al. 2017',
    sentence: `Xie, Girshick, Dollár, Tu, He 2017：瓶颈块的中间卷积分为 8 组。${SCALED}，第一阶段每组 4 个通道，而论文为 64 个。`,
    measured: false,
  },
  'resnet-18': {
    name: 'ImageNet 的 18 层需要残差连接吗？',
    about: 'ResNet-18 · He et al. 2015',
    sentence: imagenet('2, 2, 2, 2', 'basic'),
    measured: false,
  },
  'resnet-34': {
    name: 'ImageNet 的 34 层需要残差连接吗？',
    about: 'ResNet-34 · He et al. 2015',
    sentence: imagenet('3, 4, 6, 3', 'basic'),
    measured: false,
  },
  'resnet-50': {
    name: '瓶颈块需要残差连接吗？',
    about: 'ResNet-50 · He et al. 2015',
    sentence: imagenet('3, 4, 6, 3', 'bottleneck'),
    measured: false,
  },
  'rival-lenet': {
    name: '1998 年的网络有多好？',
    about: 'LeNet-5 (1998) 与 ResNet-20 并列 · LeCun et al. 1998',
    sentence: `LeCun, Bottou, Bengio, Haffner 1998，按如今通行的写法：5×5 卷积，分别有 6 个与 16 个特征图；全连接层分别有 120 与 84 个单元。${beside('论文的学习率从 0.0005 开始，逐张图像更新')}`,
    measured: false,
  },
  'rival-alexnet': {
    name: '2012 年的那个网络有多好？',
    about: 'AlexNet (2012) 与 ResNet-20 并列 · Krizhevsky et al. 2012',
    sentence: `Krizhevsky, Sutskever, Hinton 2012，改用于小图像，宽度为四分之一，全连接层为 256 而非 4,096，并加上批归一化，使同一个学习率适合所有网络。${beside('论文的学习率从 0.01 开始')}`,
    measured: false,
  },
  'rival-vgg': {
    name: 'VGG 没有残差连接也行吗？',
    about: 'VGG-11 (2014) 与 ResNet-20 并列 · Simonyan 与 Zisserman 2014',
    sentence: `Simonyan, Zisserman 2014，宽度为四分之一，不含全连接隐藏层，加上批归一化。${beside('论文的学习率从 0.01 开始')}`,
    measured: false,
  },
  'rival-densenet': {
    name: '拼接比相加更好吗？',
    about: 'DenseNet-22 (2017) 与 ResNet-20 并列 · Huang et al. 2017',
    sentence: `Huang, Liu, van der Maaten, Weinberger 2017，增长率 8：捷径是拼接而不是相加。${beside('论文的学习率从 0.1 开始')}`,
    measured: false,
  },
  'resnet-8': {
    name: '自己的网络从哪里开始？',
    about: 'ResNet-8',
    sentence: '只有三个块，一步用时很短。适合作为自己网络的起点。',
    measured: false,
  },
};
