/** Chinese texts: what settings are called, and what their choices mean. Hints state the definition that is used, or the paper and year it comes from. */
import { MOMENTUM_CYCLE } from '../../config/schedule';
import type { settings as English } from '../en/settings';
import { each } from '../words';
import { activations } from './activations';
import { dataSets } from './data-sets';
import { losses } from './losses';

const square = (side: number): string => `${side}×${side}`;

const { most, least } = MOMENTUM_CYCLE;

export const settings: typeof English = {
  set: {
    name: '数据集',
    label: '数据集',
    choices: each(dataSets, ({ name }) => name),
    hints: each(dataSets, ({ hint }) => hint),
  },
  input: { name: '输入尺寸', label: '输入尺寸', choice: square },
  blocks: { name: '各阶段的块数' },
  width: {
    name: '起始层宽度',
    label: '宽度',
    hint: '起始层的通道数；每个阶段的宽度是前一阶段的两倍。',
  },
  'stem.kernel': { name: '起始层卷积核', label: '起始层卷积核', choice: square },
  'stem.stride': { name: '起始层步幅', label: '起始层步幅' },
  'stem.pool': { name: '起始层之后的最大池化', label: '起始层之后最大池化（3×3，步幅 2）' },
  head: {
    name: '分类头',
    label: '分类头',
    choices: { average: '平均池化', flatten: '展平' },
    hints: {
      average: '分类器看到的是每个通道在所有位置上的均值。',
      flatten: '分类器看到每一个位置。',
    },
  },
  block: {
    name: '块的类型',
    label: '块',
    choices: { basic: '基本块', bottleneck: '瓶颈块' },
    hints: {
      basic: '两个 3×3 卷积；He et al. 2015。',
      bottleneck:
        '1×1、3×3、1×1；输出按扩张倍数加宽；He et al. 2015。步幅在 3×3 上，与 torchvision 相同；论文中在第一个 1×1 上。',
    },
  },
  expansion: {
    name: '瓶颈块的扩张倍数',
    label: '瓶颈块的扩张倍数',
    hint: '每个内部通道对应的输出通道数；He et al. 2015 中为 4。',
  },
  inner: {
    name: '瓶颈块的内部宽度',
    label: '瓶颈块的内部宽度',
    hint: '阶段宽度的每个通道对应的内部通道数。取 8、宽度从 64 起、分 8 组，便是 ResNeXt-29, 8×64d；Xie et al. 2017。',
  },
  order: {
    name: '层的顺序',
    label: '层的顺序',
    choices: {
      original: '原始顺序',
      'norm-after-addition': '相加后归一化',
      'activation-before-addition': '先激活后相加',
      'activation-first': '仅激活的预激活',
      'pre-activation': '完全预激活',
    },
    hints: {
      original: '卷积、归一化、激活、卷积、归一化、相加、激活。He et al. 2016，图 4 (a)。',
      'norm-after-addition': '卷积、归一化、激活、卷积、相加、归一化、激活。He et al. 2016，图 4 (b)。',
      'activation-before-addition':
        '卷积、归一化、激活、卷积、归一化、激活、相加。He et al. 2016，图 4 (c)。',
      'activation-first':
        '激活、卷积、归一化、激活、卷积、归一化、相加。He et al. 2016，图 4 (d)；图中第一个块在分岔之前先激活。',
      'pre-activation':
        '归一化、激活、卷积、归一化、激活、卷积、相加。He et al. 2016，图 4 (e)；图中第一个块在分岔之前先激活。',
    },
  },
  widths: { name: '各阶段的宽度' },
  strides: { name: '各阶段的步幅', choice: String },
  dilations: { name: '各阶段的膨胀率', label: '膨胀率' },
  groups: { name: '各阶段的分组数', label: '分组数', hint: 'Xie et al. 2017。' },
  kernels: { name: '各阶段的卷积核', label: '卷积核', choice: square },
  se: {
    name: '各阶段挤压激励的压缩比',
    label: 'SE 压缩比',
    hint: '0 表示没有。Hu et al. 2018。',
  },
  override: { name: '单个块的设置' },
  norm: {
    name: '归一化',
    label: '归一化',
    choices: {
      batch: '批归一化',
      group: '组归一化',
      layer: '层归一化',
      none: '无',
    },
  },
  'norm.groups': { name: '归一化的组数', label: '归一化的组数', hint: 'Wu & He 2018。' },
  act: {
    name: '激活函数',
    label: '激活函数',
    choices: each(activations, ({ name }) => name),
    hints: each(activations, ({ definition }) => definition),
  },
  init: {
    name: '初始化',
    label: '初始滤波器',
    choices: {
      he: 'He (Kaiming)',
      xavier: 'Xavier (Glorot)',
      lecun: 'LeCun',
      orthogonal: '正交',
      normal: '固定标准差',
      zeros: '全零',
    },
    hints: {
      he: '标准差 √(2 / fan)；He et al. 2015，“Delving deep”。',
      xavier: '标准差 √(2 / (扇入 + 扇出))；Glorot & Bengio 2010。',
      lecun: '标准差 √(1 / fan)；LeCun et al. 1998。',
      orthogonal: '每个滤波器的行或列标准正交；Saxe et al. 2014。',
      normal: '所有滤波器用同一个标准差。',
      zeros: '所有滤波器都是 0，于是一层的各个通道始终相同。',
    },
  },
  'init.form': {
    name: '初始权重的分布',
    label: '分布',
    choices: { normal: '正态分布', uniform: '均匀分布' },
  },
  'init.fan': {
    name: '初始化所用的 fan',
    label: 'fan',
    choices: { in: '扇入', out: '扇出' },
    hints: {
      in: '保持激活值的大小。',
      out: '保持梯度的大小。',
    },
  },
  'init.std': { name: '初始权重的标准差', label: '标准差' },
  start: {
    name: '分支的起点',
    label: '分支的起点',
    choices: {
      plain: '按抽取的值',
      'zero-last': '最后的归一化或滤波器为 0',
      'skip-init': '可学习系数从 0 开始（SkipInit）',
      fixup: 'Fixup',
    },
    hints: {
      plain: '每个分支都从抽取到的滤波器开始。',
      'zero-last': '每个分支从 0 开始：只有捷径通过。Goyal et al. 2017。',
      'skip-init':
        '每个分支乘一个可学习的数，从 0 开始：只有捷径通过。De & Smith 2020；ReZero，Bachlechner et al. 2020。',
      fixup:
        '含 m 个卷积的分支，其滤波器乘以块数^(−1/(2m−2))；最后一个卷积与分类器为 0。Zhang et al. 2019；其中标量以十分之一的学习率学习，这里用同样的学习率。',
    },
  },
  'start.scalars': { name: 'Fixup 的标量', label: '标量偏置与标量乘子' },
  shortcut: {
    name: '捷径的类型',
    label: '捷径',
    choices: {
      A: 'A：补零',
      B: 'B：形状改变处投影',
      C: 'C：每个块都投影',
    },
    hints: {
      A: '隔位采样，新通道补零：没有参数。通道变少处用投影。He et al. 2015。',
      B: '形状改变处用 1×1 卷积，其余为恒等映射。He et al. 2015。',
      C: '每条捷径都用 1×1 卷积。He et al. 2015；He et al. 2016，表 1。',
    },
  },
  gate: {
    name: '捷径的门控',
    label: '门控',
    choices: {
      none: '无',
      exclusive: '互斥门控',
      'shortcut-only': '仅捷径门控',
    },
    hints: {
      none: '捷径原样相加。',
      exclusive: 'g · 分支 + (1 − g) · 捷径，g = sigmoid(x 的 1×1 卷积)。He et al. 2016，表 1。',
      'shortcut-only': '分支 + (1 − g) · 捷径，g = sigmoid(x 的 1×1 卷积)。He et al. 2016，表 1。',
    },
  },
  'gate.bias': {
    name: '门控的初始偏置',
    label: '第 0 步的门控偏置',
    hint: '越负，捷径放行越多。',
  },
  scale: { name: '分支缩放', label: '分支缩放', hint: '每个分支的固定系数。' },
  dropout: {
    name: '分支的随机失活',
    label: '分支的随机失活',
    hint: '在最后一个卷积之前；Zagoruyko & Komodakis 2016。',
  },
  'shortcut.dropout': {
    name: '捷径的随机失活',
    label: '捷径的随机失活',
    hint: '留下的值按比例放大，与 He et al. 2016 表 1 不同。',
  },
  'depth.dropout': {
    name: '随机深度',
    label: '随机深度',
    hint: '略去最后一个分支的概率，向第一个分支递减到 0。保留的分支按比例放大；Huang et al. 2016 则在测试时缩放。',
  },
  lanes: { name: '网络' },
  opt: {
    name: '优化器',
    label: '优化器',
    choices: {
      sgd: '带动量的 SGD',
      adam: 'Adam',
      adamw: 'AdamW',
      rmsprop: 'RMSProp',
    },
    hints: {
      sgd: 'v = 动量 · v + 梯度；w −= 学习率 · v。',
      adam: 'Kingma & Ba 2015。权重衰减加到梯度上。',
      adamw: 'Loshchilov & Hutter 2019。权重衰减直接作用于权重。',
      rmsprop: 'Tieleman & Hinton 2012：梯度除以其滑动均方根。',
    },
  },
  lr: { name: '学习率', label: '学习率' },
  momentum: { name: '动量', label: '动量' },
  nesterov: { name: 'Nesterov 动量', label: 'Nesterov 动量' },
  decay: { name: '权重衰减', label: '权重衰减' },
  'decay.all': { name: '归一化与偏置的权重衰减', label: '归一化与偏置也衰减' },
  beta1: { name: '梯度均值的衰减系数', label: 'β₁', hint: '梯度均值的衰减系数。' },
  beta2: {
    name: '梯度平方均值的衰减系数',
    label: 'β₂',
    hint: '梯度平方均值的衰减系数。',
  },
  alpha: { name: 'RMSProp 的平滑系数', label: '平滑系数', hint: '梯度平方均值的衰减系数。' },
  clip: {
    name: '梯度范数上限',
    label: '梯度裁剪的范数上限',
    hint: '更长的梯度缩短到这个值。0 表示不裁剪。',
  },
  schedule: {
    name: '学习率调度',
    label: '学习率调度',
    choices: {
      constant: '恒定',
      steps: '阶梯',
      cosine: '余弦',
      'one-cycle': '单周期',
    },
    hints: {
      constant: '每一步都用同样的学习率。',
      steps: '每过一个周期乘一次系数。',
      cosine: '在一个周期内沿半个余弦降到 0，然后回升。Loshchilov & Hutter 2017。',
      'one-cycle': '前十分之三个周期从 25 分之一升到最高，然后降到几乎为 0。Smith & Topin 2018。',
    },
  },
  period: { name: '学习率调度的周期', label: '周期（步）' },
  factor: { name: '每次下降的系数', label: '系数' },
  warmup: { name: '预热步数', label: '预热步数' },
  'momentum.cycle': {
    name: '动量循环',
    label: ({ optimiser: { kind } }) =>
      `${kind === 'adam' || kind === 'adamw' ? 'β₁' : '动量'} ${most} → ${least} → ${most}`,
  },
  loss: {
    name: '损失',
    label: '损失',
    choices: each(losses, ({ name }) => name),
    hints: each(losses, ({ formula }) => formula),
  },
  smooth: {
    name: '标签平滑',
    label: '标签平滑',
    hint: '目标中均分给所有类别的比例；Szegedy et al. 2016。',
  },
  focus: { name: '焦点损失的指数', label: '指数', hint: '0 即交叉熵。' },
  shift: { name: '随机平移', label: '平移（像素）', hint: '朝任意方向。' },
  flip: { name: '随机镜像', label: '镜像半数图像' },
  cutout: {
    name: '遮挡区域的边长',
    label: '遮挡（Cutout）的边长',
    hint: '0 表示不遮挡；DeVries & Taylor 2017。',
  },
  batch: {
    name: '批大小',
    label: '批大小',
    hint: '每一轮舍去凑不满一个批次的图像。',
  },
  test: { name: '测试间隔', label: '每隔多少步测试', hint: '0 表示从不测量测试准确率。' },
  'seed.data': { name: '数据的随机种子', label: '数据的随机种子' },
  'seed.init': { name: '初始化的随机种子', label: '权重的随机种子', hint: '种子相同，运行相同。' },
  'seed.order': { name: '次序的随机种子', label: '批次的随机种子', hint: '也用于数据增强。' },
  switch: { name: '记录下的开关' },
  rate: { name: '记录下的学习率' },
  own: { name: '自己的图像' },
};
