/** Chinese texts of questions about the weights of the run. Figures of papers are named as theirs. */
import type { weightQuestions as English } from '../../en/questions/on-weights';
import { lossText } from '../losses';
import { integer } from '../numerals';
import { list, trainingLoss } from './common';

const VEIT = { '1605.06431': 'Veit 2016' };

const naming = (names: readonly string[]): string =>
  names.length <= 4 ? list(names) : `${list(names.slice(0, 3))}，以及另外 ${names.length - 3} 个`;

export const weightQuestions: typeof English = {
  lesion: {
    question: '能删掉一层吗？',
    line: '测试时，依次略去训练好的网络中的每一个块。',
    method:
      '权重保持不变，先逐个删去每一块，再随机删去若干块的组合。被删的块失去分支，捷径照旧；若没有残差连接，则整块取出，形状改变处代之以隔位采样、新通道补零。归一化使用训练中收集的统计量。',
    showsNot: '若一开始就没有这个块，网络会学成什么样。',
    rule: '只计高出随机水平（总是答最常见的类别）的那部分准确率，对保持形状的各块取平均。很明显：有残差连接时保留 90 %，没有时至多 20 %。勉强：有残差连接时保留 80 %。部分：有残差连接时比没有时多保留 30 个百分点。两者起初都须高出 20 个百分点。',
    leftOut: '经典网络没有绕过各层的通路，因此一层也不能删。',
    paper: {
      text: 'CIFAR-10 上的 ResNet-110：删去任何一个块，错误率几乎不变。VGG-15：删去任何一层，错误率就退到随机水平。',
      arxiv: VEIT,
    },
    here: (residual, plain, intact) =>
      `删去一个块后，高出随机水平的准确率，残差网络保留 ${residual}，普通网络保留 ${plain}。完整时两者的准确率为 ${intact[0]} 与 ${intact[1]}。`,
    single: '删去一个块后的准确率',
    singleY: '测试准确率',
    blockX: '被删的块，从输入到输出',
    several: '删去若干块后的准确率',
    severalX: '随机删去的块数',
    setsNote: (draws) => `删去若干块时，为 ${draws} 个随机组合的均值及其范围，所有网络的组合相同`,
    intact: (lane) => `${lane}，完整`,
    chance: (percent) => `随机水平：${percent}`,
    settings: (images, step) => `${images} 张测试图像，${integer(step)} 步之后的权重`,
    blockText: (name, changes) => (changes ? `${name}（改变形状）` : name),
    countText: (count) => (count === 0 ? '完整' : `删去 ${count} 个`),
    cannot: '不能删去',
    table: '逐个删去每一块后的测试准确率',
    block: '块',
    noBlocks: '这个网络没有可删的块。',
  },
  ablation: {
    question: '没有这些块会怎样？',
    line: '选出若干块：测试时一并略去，并立即测量准确率。',
    method: '删块的方式与“能删掉一层吗？”相同，选中的块一并删去。运行本身保留它们。',
    showsNot: '若一开始就没有它们，网络会学成什么样。',
    rule: '看第一个有残差连接的网络，高出随机水平的准确率保留了多少：以 90 %、70 % 与 20 % 为界。起初须高出 20 个百分点。',
    answers: {
      clearly: '几乎没有损失',
      barely: '损失一些',
      partly: '损失很多',
      no: '几乎全部损失',
    },
    leftOut: '经典网络没有绕过各层的通路，因此一层也不能删。',
    paper: {
      text: 'CIFAR-10 上的 ResNet-110：错误率随删去的块数平稳上升。',
      arxiv: VEIT,
    },
    here: (names, lane, kept) => `${lane}：删去${naming(names)}后，高出随机水平的准确率保留 ${kept}。`,
    group: '要删去的块',
    block: (name) => `删去 ${name}`,
    all: '全部保留',
    test: '不含这些块进行测试',
    testHint: '在测试图像上测量删去所选块之后的准确率，只在测试时删去。运行本身保留它们。',
    busy: '正在回答另一个问题。',
    notReady: '网络正在准备中。',
    measuring: '正在测量……',
    failed: (message) => `未能测量：${message}`,
    ablated: (names) => `不含${naming(names)}`,
    nothing: '含所有块',
    settings: (images, step) => `${integer(images)} 张测试图像，${integer(step)} 步之后的权重`,
    change: (intact, ablated) => `${intact} → ${ablated}`,
    impossible: '这里不能删去',
    chart: '测试准确率：空心为含所有块，实心为不含这些块',
    table: '测试准确率',
    intact: '所有块',
    deleted: '不含这些块',
  },
  paths: {
    question: '梯度走哪些路径？',
    line: '每个块都给它两条回路：分支或捷径。',
    method:
      '对每一种分支数，随机取若干条路径，权重保持不变，逐条单独回传。到达第一个块的梯度大小，再乘以这种路径的条数。',
    showsNot: '它们之和：路径之间可能相互抵消，因此所占比例只就大小而言。',
    rule: '看块数最多的网络。很明显：“大小 × 条数”的 95 % 属于至多经过一半块数的路径，而多数路径正是经过约一半的块。勉强：平均长度至多为一半块数的四分之三。部分：至多为其 95 %。',
    answers: {
      clearly: '短路径，很明显',
      barely: '较短的路径',
      partly: '略短的路径',
      no: '各种长度的路径',
    },
    leftOut: '经典网络没有捷径；拼接层的路径不计。',
    paper: {
      text: 'CIFAR-10 上有 54 个块的 ResNet-110：梯度几乎全部来自经过 5～17 个块的路径，而多数路径经过约 27 个块。',
      arxiv: VEIT,
    },
    here: (lane, low, high, blocks, middle) =>
      `${lane}：梯度大小的 90 % 来自经过 ${low}～${high} 个块的路径（共 ${blocks} 个块）；多数路径经过约 ${middle} 个。`,
    magnitudes: '经过一条路径的梯度',
    magnitudesY: '第一个块处的 L2 范数（对数坐标）',
    shares: '各种长度的路径各承担多少',
    sharesY: '“大小 × 条数”的占比',
    x: '路径上的分支数',
    count: '仅路径条数',
    settings: (samples, images, step) =>
      `每种长度 ${samples} 条路径，${images} 张图像，${integer(step)} 步之后的权重；线为几何均值，带为范围`,
    lengthText: (length) => `${length} 个分支`,
    table: '各种长度的路径',
    length: '分支数',
    noSkips: '这次运行没有任何网络打开了残差连接：每个网络只有一条路径。',
    share: '“大小 × 条数”的占比',
    paths: '路径条数',
    magnitude: '单条路径的平均大小',
  },
  landscape: {
    question: '残差连接使山谷更平滑吗？',
    line: '在穿过权重的平面上，看训练所得权重周围的损失。',
    method:
      '取运行的下一个批次，在穿过当前权重的平面上计算损失。平面由两个随机方向张成，每个滤波器按自身的范数移动（归一化层、偏置与可学习系数不动）；或由所记录训练路径的两个主成分张成，以当前权重为原点。所有网络共用随机数与色标。',
    showsNot: '其余一切方向：换一个随机种子就是另一幅图，而随机方向很少反映训练走过的路。',
    rule: '起伏度是沿网格行与列的全部弯曲中向下弯曲的占比：碗形为 0，噪声为 0.5。很明显：有残差连接时至多为没有时的 0.8 倍。勉强：0.9 倍。部分：只要更小。须训练 50 步。',
    leftOut: null,
    paper: {
      text: '没有残差连接的深层网络，随着深度增加，周围从近乎凸变为混乱；残差连接可以避免这一点（CIFAR-10 上的 ResNet-56 与 -110）。',
      arxiv: { '1712.09913': 'Li 2018' },
    },
    here: (plain, residual) =>
      `起伏度在无残差连接时为 ${plain}，有残差连接时为 ${residual}：0 为碗形，0.5 为噪声。`,
    recordPath: '记录训练路径',
    recordPathHint: '从现在起，最多记录 32 个权重快照。要得到全部路径，请重置运行。',
    axis: {
      random: '两个随机方向的倍数',
      path: '沿路径两个主方向的距离',
    },
    path: (lane, snapshots, first, percent) =>
      `${lane}：路径从第 ${first} 步起，共 ${snapshots} 个快照；平面显示其平方距离的 ${percent}`,
    noPath: '没有记录到能张成平面的路径：这里是随机方向。请先记录，再训练。',
    hint: '指向图中，或用方向键，可看精确数值。',
    reading: (x, y, loss) => `在 ${x}, ${y} 处：损失 ${loss}`,
    legend: (loss) => `${lossText(loss)}（对数坐标）`,
    settings: (images, step, side, statistics) =>
      `${images} 张训练图像，${integer(step)} 步之后的权重${statistics === 'running' ? '与滑动统计量' : ''}，${side}×${side} 个点`,
    waiting: '正在测量最初的 5×5 个点。',
    noneFinite: '这个平面上没有一个损失是有限值：无从画起。',
    table: '中心处、边缘处的损失，以及最大值',
    centre: '中心',
    rim: '边缘均值',
    largest: '最大值',
    lane: '网络',
  },
  'rate-range': {
    question: '学习率可以多大？',
    line: '在网络的副本上，学习率逐步升高，直到训练崩溃。',
    method:
      '取每个网络现状的副本，连同优化器；学习率按等比升高，每个学习率用接下来的一个批次训练一步。平滑损失为指数平均，每一步保留 0.9。平滑损失超过其最低值的四倍时，副本停止；从第六步起才寻找最陡下降处与最低处。运行本身不受影响。',
    showsNot: '长时间训练时哪个学习率最好；而且批次小时，单个批次的影响很大。',
    rule: '答案是损失下降最陡处的学习率。若每个网络的损失都先下降，又在范围之内更高的学习率上崩溃，答案便是明确的。',
    leftOut: null,
    paper: {
      text: '恒定学习率应取在损失仍在下降之处，远低于损失最低点。',
      arxiv: { '1506.01186': 'Smith 2017' },
    },
    answer: (grade, rates) => {
      if (grade === 'no') return '都不合适：没有损失下降';
      const told = [...new Set(rates.map(([, rate]) => rate))];
      const each = rates.flatMap(([lane, rate]) => (rate === null ? [] : [`${lane}约 ${rate}`]));
      const all = told.length === 1 ? `约 ${told[0]}` : list(each);
      return grade === 'barely' ? `${all}，或更高` : all;
    },
    smoothed: '平滑损失随学习率的变化',
    raw: '各批次损失随学习率的变化',
    x: '学习率（对数坐标）；标记：下降最陡处',
    y: trainingLoss,
    settings: (steps, step, low, high) =>
      `学习率从 ${low} 到 ${high}，各 ${integer(steps)} 步，从 ${integer(step)} 步之后的权重开始；线止于副本停止处`,
    swapped: '最低学习率高于最高学习率：两者已对调。',
    oneRate: '最低与最高学习率相同，因此每一步都用这个学习率。',
    mark: (lane) => `${lane}，下降最陡处`,
    rateText: (rate) => `学习率 ${rate}`,
    notFinite: (lane) => `${lane}：第一步之前损失就不是有限值，因此无法判断任何学习率。`,
    summary: (lane, { steepest, lowest, broken }, highest) => {
      const fall = steepest === null ? '从不下降' : `在 ${steepest} 处下降最陡，在 ${lowest} 处最低`;
      return `${lane}：${fall}；${broken === null ? `直到 ${highest} 都未超过最低值的四倍` : `从 ${broken} 起发散`}。`;
    },
    table: '损失随学习率的变化',
    corner: '学习率',
    smoothedColumn: (lane) => `${lane}，平滑`,
  },
};
