/** Chinese texts: claims about the regimes, in which terms of the glossary are marked. Figures of papers are named as theirs, those measured for this page as ours. */
import type { SeedsConfig } from '../../config/schema';
import type { regimeClaims as English } from '../en/claims';
import { activations } from './activations';
import { lossText } from './losses';
import { integer } from './numerals';
import { words } from './setting-words';

type Values = Parameters<(typeof English)['claims']['easier']['here']>[0];

const seedText = ({ data, init, order }: SeedsConfig): string =>
  data === init && init === order
    ? `随机种子 ${init}`
    : `随机种子 ${data}/${init}/${order}（数据、权重、次序）`;

const gradients = ({ seeds, plain, residual }: Values): string =>
  `${seedText(seeds)}：首末层之比在无残差连接时为 ${plain}，有残差连接时为 ${residual}`;

const losses = ({ seeds, steps, plain, residual }: Values): string =>
  `${seedText(seeds)}，${integer(steps)} 步：损失在无残差连接时为 ${plain}，有残差连接时为 ${residual}`;

const MEASURED = '为本页测得（Fashion-MNIST 14×14，宽度 8，深度 56，随机种子 0～2）';

export const regimeClaims: typeof English = {
  title: '对这次运行的论断',
  explanation:
    '论文与我们自己的测量对这类网络有何论断，这次运行是否与之相符。固定下来的、只有随机种子不同的同一实验的运行也计算在内。',
  readsNewest: '依据第 0 步与最新各步判定。',
  readsUpTo: (step) =>
    `依据第 0 步，以及到第 ${integer(step)} 步（所选范围的最后一步）为止的各步判定；此后的不计。`,
  notHere: '关于其他网络的论断',
  open: (name) => `打开“${name}”`,
  oneSeed: '只有一组随机种子：固定这次运行，更改种子，再训练一次。',
  settings: (depth, norm, activation, rate, batch, loss) =>
    `深度 ${depth}，${words.norm.choices[norm]}，${activations[activation].name}，学习率 ${rate}，批大小 ${batch}，${lossText(loss)}`,
  diverged: (step) => `在第 ${integer(step)} 步发散`,
  why: {
    setting: '这个实验属于另一类。',
    pair: '需要两个结构相同的网络：一个残差连接全开，一个全关。',
    switched: '这次运行中残差连接被开关过，因此损失不属于任何一类。',
    rated: '这次运行中改过学习率，因此损失不是该设置下的损失。',
    steps: '请继续训练：判定所需的步数多于这次运行已有的步数。',
    start: '第 0 步的梯度已不可得：请重置这次运行。',
  },
  claims: {
    exploding: {
      claim: '有[批归一化](batch-norm)而无残差连接时，[梯度越靠近输入越爆炸](exploding-gradient)。',
      paper: 'Yang 2019：在有批归一化、无残差连接的宽网络中，无论用什么激活函数，梯度都随深度呈指数增长。',
      ours: `${MEASURED}：首末层之比在无残差连接时为 441～730，有残差连接时为 5.8～7.8。`,
      rule: '第 0 步，无残差连接时第一个卷积的梯度大于最后一个的十倍，且这个比值大于有残差连接时的十倍。',
      here: gradients,
    },
    'signal-loss': {
      claim:
        '用 [tanh](tanh) 而无归一化时，深层普通网络会[丢失信号](signal-loss)：它停在[随机水平](chance)，而它的残差对照网络学得动。',
      paper:
        'Glorot 与 Bengio 2010：用 tanh 与常用的初始化时，激活值与梯度逐层缩小。其中没有关于这些网络的数字。',
      ours: `${MEASURED}：100 步后损失在无残差连接时为 2.31～2.42（随机水平为 2.30），有残差连接时为 1.14～1.22。`,
      rule: '至少 100 步之后，以“不看图像的最佳答案”的损失为准，最新 15 步的平均损失在无残差连接时至少为其 95 %，有残差连接时至多为其 80 %；用标签平滑时，两者都先减去所能达到的最小损失。',
      here: losses,
    },
    vanishing: {
      claim: '用 [sigmoid](sigmoid) 而无归一化时，普通网络的梯度在传向输入的途中[消失](vanishing-gradient)。',
      paper:
        'Bengio、Simard 与 Frasconi 1994：经过饱和的单元，梯度随回传的步数呈指数缩小。其中没有关于这些网络的数字。',
      ours: `${MEASURED}：首末层之比在无残差连接时低于 10⁻³⁶，有残差连接时为 (2～5)×10⁻¹⁹：这里单靠残差连接无济于事。`,
      rule: '第 0 步，无残差连接时第一个卷积的梯度小于最后一个的百万分之一。',
      here: gradients,
    },
    'activation-explosion': {
      claim: '没有归一化时，残差连接有害：深层残差网络的激活值与梯度会爆炸。',
      paper:
        'Zhang、Dauphin 与 Ma 2019（Fixup）：没有归一化时，采用标准初始化的残差网络，其输出的方差随深度呈指数增长。',
      ours: `${MEASURED}：有残差连接时，最后一个梯度在第 0 步超过 1,000，网络随即发散；无残差连接时停在随机水平。`,
      rule: '有残差连接时，最后一个卷积的梯度在第 0 步超过 1,000，或网络在 20 步之内发散；无残差连接时两者都不发生。',
      here: ({ seeds, plain, residual }) =>
        `${seedText(seeds)}：第 0 步最后一个梯度在无残差连接时为 ${plain}，有残差连接时为 ${residual}`,
    },
    easier: {
      claim: '深度相同时，残差网络更容易训练。',
      paper:
        'He 2015（CIFAR-10）与 Li 2018，无残差连接与有残差连接的测试错误率：深度 20 时为 8.18 % 与 7.37 %，深度 56 时为 13.31 % 与 5.89 %，深度 110 时为 16.44 % 与 5.79 %。',
      ours: `${MEASURED}，批归一化：100 步后损失在无残差连接时为 1.71～2.19，有残差连接时为 0.90～1.24。`,
      rule: '至少 100 步之后，最新 15 步的平均训练损失在有残差连接时至少比无残差连接时低 5 %。',
      here: losses,
    },
  },
};
