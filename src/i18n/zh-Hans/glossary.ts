/** Chinese texts: the glossary, two short sentences a term. */
import type { glossary as English, glossaryPage as EnglishPage } from '../en/glossary';

export const glossary: typeof English = {
  'residual-block': {
    name: '残差块',
    text: '由几个层组成残差分支，分支的输出再与块自身的输入相加。这样分支只需学习“该改变什么”。',
  },
  'skip-connection': {
    name: '残差连接',
    text: '绕过块中残差分支的通路，输入由此直接到达求和处。无论权重如何，信号与梯度都能通过。',
  },
  'identity-shortcut': {
    name: '恒等捷径',
    text: '把输入原样传下去的残差连接。它没有权重，只需一次加法。',
  },
  'zero-padding-shortcut': {
    name: '捷径 A：补零',
    text: '在形状改变的阶段交界处，残差连接每隔一个位置取一个值，新增的通道补零。它没有权重。',
  },
  'projection-shortcut': {
    name: '捷径 B 与 C：投影',
    text: '在残差连接上用 1×1 卷积，使通道数与求和处一致。B 只在形状改变处投影，C 在每个块都投影。',
  },
  bottleneck: {
    name: '瓶颈块',
    text: '由 1×1、3×3、1×1 三个卷积组成的块，中间窄。它让又宽又深的网络算得起。',
  },
  'pre-activation': {
    name: '预激活',
    text: '归一化与激活函数放在每个卷积之前，求和之后不再有任何层。于是各残差连接连成一条畅通的直路，从第一个块直达最后一个块。',
  },
  'gated-shortcut': {
    name: '门控捷径',
    text: '用一个可学习的、介于 0 与 1 之间的门控为残差连接加权；互斥门控还为分支加权。门一关，梯度也被挡住。',
  },
  'branch-scale': {
    name: '分支缩放',
    text: '相加之前，每个分支都乘一个固定的系数。系数较小时，没有归一化的深层网络也不致爆炸。',
  },
  'grouped-convolution': {
    name: '分组卷积',
    text: '把通道分成若干组，各组分别卷积。分为 G 组，权重就只有原来的 G 分之一。',
  },
  'squeeze-and-excitation': {
    name: '挤压激励',
    text: '先对每个通道在所有位置上取平均，再由此算出每个通道的系数。分支按这些系数缩放。',
  },
  dilation: {
    name: '膨胀率',
    text: '在卷积核的权重之间留出空隙，使它覆盖更多位置。感受野变大，权重数不变。',
  },
  stride: {
    name: '步幅',
    text: '卷积核每次移动多少个位置。步幅为 2 时，高和宽都减半。',
  },
  padding: {
    name: '填充',
    text: '在特征图四周补零。这里补的圈数恰好使步幅为 1 时尺寸不变。',
  },
  'receptive-field': {
    name: '感受野',
    text: '一个输出所能依赖的输入像素构成的正方形。每个卷积核都使它增大，每个步幅都使它成倍扩大。',
  },
  'multiply-adds': {
    name: '乘加次数',
    text: '一张图像做一次前向传播所需的乘法连同其加法，也称 MACs。论文常把它叫作 FLOPs，虽然一次乘加是两次运算。',
  },
  depth: {
    name: '深度',
    text: '从输入到输出带权重的层数，投影不计。每阶段 n 个基本块的 CIFAR ResNet 有 6n + 2 层。',
  },
  'batch-norm': {
    name: '批归一化',
    text: '在整个批次和所有位置上，使每个通道的均值为 0、标准差为 1，再做可学习的缩放与平移。测试时改用两者的滑动平均。',
  },
  'layer-norm': {
    name: '层归一化',
    text: '对每张图像单独归一化，跨其所有通道与位置。结果与批次中的其他图像无关。',
  },
  'group-norm': {
    name: '组归一化',
    text: '对每张图像，在通道的各组内分别归一化。只有一组时就是层归一化。',
  },
  'global-average-pooling': {
    name: '全局平均池化',
    text: '每个通道化为一个数，即它在所有位置上的均值。这些数送入分类器。',
  },
  'he-initialisation': {
    name: 'He 初始化',
    text: '以方差 2 / fan 抽取权重。ReLU 会丢掉一半信号，而这样抽取可使激活值的大小保持不变。',
  },
  'xavier-initialisation': {
    name: 'Xavier 初始化',
    text: '抽取权重所用的方差，介于保持激活值与保持梯度所需的两个值之间。它是为 tanh 一类的函数设计的。',
  },
  'orthogonal-initialisation': {
    name: '正交初始化',
    text: '滤波器的各行或各列标准正交。这样的线性层叠再多，信号也既不放大也不缩小。',
  },
  fan: {
    name: '扇入与扇出',
    text: '扇入是层的一个输出汇总多少个输入，扇出是一个输入到达多少个输出。初始化时要除以它们。',
  },
  'zero-gamma': {
    name: 'γ 置零的起点',
    text: '每个分支中最后一个归一化的缩放系数从 0 开始。于是在第 0 步，每个块只剩残差连接。',
  },
  fixup: {
    name: 'Fixup',
    text: '块越多，就把分支的初始滤波器缩得越小，并加上标量偏置与标量乘子。这样深层残差网络不用归一化也能训练。',
  },
  'skip-init': {
    name: 'SkipInit',
    text: '每个分支乘一个可学习的系数，从 0 开始。随着训练它逐渐打开，于是无需归一化。',
  },
  'stochastic-depth': {
    name: '随机深度',
    text: '训练时随机略去一些分支，越深的越常被略去。留下的分支按比例放大；测试时使用全部分支。',
  },
  dropout: {
    name: '随机失活',
    text: '训练时每个值以概率 p 置为 0，其余的按比例放大。测试时不丢弃任何值。',
  },
  'gradient-norm': {
    name: '梯度范数',
    text: '损失对一层全部权重的导数的长度，即损失拉动该层的力度。逐层比较，便可看出梯度在哪里消失。',
  },
  'vanishing-gradient': {
    name: '梯度消失',
    text: '反向传播时，每层都把梯度乘以小于 1 的数，网络一深便所剩无几。于是靠前的层什么也学不到。',
  },
  'exploding-gradient': {
    name: '梯度爆炸',
    text: '反向传播时，每层都把梯度乘以大于 1 的数，梯度呈指数增长。有批归一化而无残差连接时，第 0 步就会这样。',
  },
  'first-last-ratio': {
    name: '首末层之比',
    text: '第一个卷积的梯度范数除以最后一个卷积的梯度范数。接近 1 时各层学习的快慢相近；远离则说明梯度消失或爆炸。',
  },
  'signal-loss': {
    name: '信号丢失',
    text: '经过一层又一层，不同的图像变得越来越像，直到输出不再依赖输入。这时网络只是在瞎猜。',
  },
  degradation: {
    name: '退化问题',
    text: '更深的普通网络，最终的训练损失反而高于较浅的网络。这不是过拟合；残差网络正是为此而提出的。',
  },
  'shattered-gradients': {
    name: '梯度破碎',
    text: '在很深的普通网络中，相邻输入的梯度不再有任何相似之处，如同白噪声。有残差连接时，这一过程要慢得多。',
  },
  'path-ensemble': {
    name: '路径的集成',
    text: 'n 个块各有两条路可走，因此残差网络是 2ⁿ 条路径之和。删去一个块会去掉其中一半，却几乎无碍。',
  },
  'effective-depth': {
    name: '有效深度',
    text: '多数路径的长度约为网络的一半，但梯度几乎全部来自短路径。深层网络的学习方式与浅层网络相仿。',
  },
  lesion: {
    name: '删层实验',
    text: '从训练好的网络中删去一个块，再测一次准确率。损失了多少，就说明其余部分有多依赖它。',
  },
  'loss-landscape': {
    name: '损失曲面',
    text: '在穿过权重的一个平面上看损失，每个滤波器按自身的范数移动。残差连接使它明显更平滑。',
  },
  cosine: {
    name: '余弦相似度',
    text: '两个向量的内积除以各自的长度。1 表示方向相同，0 表示毫无共同之处，−1 表示方向相反。',
  },
  'update-ratio': {
    name: '更新量与权重之比',
    text: '一步使一层的权重移动多远，以占权重大小的比例表示。用普通梯度下降时，约千分之一为宜。',
  },
  'gradient-clipping': {
    name: '梯度裁剪',
    text: '梯度若长于上限，就缩短到上限。方向不变。',
  },
  'learning-rate': {
    name: '学习率',
    text: '权重在一步之中沿梯度反方向走多远。太小则慢如爬行，太大则发散。',
  },
  momentum: {
    name: '动量',
    text: '更新沿梯度的累加和进行，每一步保留其中一定比例。方向一致的越加越大，来回摇摆的相互抵消。',
  },
  adam: {
    name: 'Adam',
    text: '用梯度的滑动平均除以其平方的滑动平均的平方根。于是每个权重大约移动一个学习率那么远。',
  },
  'weight-decay': {
    name: '权重衰减',
    text: '每一步还把权重略微缩小。AdamW 直接从权重上减去，而不经过梯度。',
  },
  'warm-up': {
    name: '预热',
    text: '学习率在最初若干步内线性上升。若网络起初的梯度很不稳定，这样可以少受冲击。',
  },
  'cosine-schedule': {
    name: '余弦调度',
    text: '学习率沿半个余弦下降。这里每过一个周期，又沿同样的曲线回升。',
  },
  'one-cycle': {
    name: '单周期调度',
    text: '先一次升到很高的学习率，再长长地降到几乎为零。动量可以反向变化。',
  },
  'rate-range-test': {
    name: '学习率范围测试',
    text: '学习率逐步升高，直到训练崩溃。合适的学习率位于损失仍在下降之处。',
  },
  epoch: {
    name: '轮',
    text: '把全部训练图像过一遍。每一轮都重新打乱次序。',
  },
  batch: {
    name: '批次',
    text: '一步计算所用的图像，损失取它们的平均。这里所有网络拿到的批次都相同。',
  },
  'cross-entropy': {
    name: '交叉熵',
    text: '赋予正确类别的概率的负对数。十分肯定却答错，代价最大。',
  },
  'focal-loss': {
    name: '焦点损失',
    text: '一种交叉熵：越有把握答对的图像，权重越小。训练由此转向难例。',
  },
  'label-smoothing': {
    name: '标签平滑',
    text: '把目标的一部分均匀分给所有类别。这样网络就不会被逼得越来越自信。',
  },
  logits: {
    name: 'logits（softmax 之前的输出）',
    text: 'softmax 之前网络最后输出的数，每类一个。它们可取任意大小。',
  },
  softmax: {
    name: 'Softmax',
    text: '把 logits 化为概率：各自取指数，再除以总和。最大的 logit 得到最大的概率。',
  },
  chance: {
    name: '随机水平',
    text: '不看图像时最佳答案的损失。停在这一水平的网络什么也没学到。',
  },
  relu: {
    name: 'ReLU',
    text: '正数保留，其余置为 0。斜率非 1 即 0，因此通过之处梯度不会缩小。',
  },
  sigmoid: {
    name: 'Sigmoid',
    text: '把任意数压到 0 与 1 之间。斜率至多为 ¼，因此每层都使梯度缩小。',
  },
  tanh: {
    name: 'tanh',
    text: '把任意数压到 −1 与 1 之间。斜率在 0 处为 1，向两侧递减。',
  },
  'dead-channel': {
    name: '死通道',
    text: '对每张图像、在每个位置都为 0 的通道。在 ReLU 之后没有梯度能到达它，因此很少恢复。',
  },
  underflow: {
    name: '下溢',
    text: '小到 float32 表示不了的数，先丢失有效数字，继而变成 0。梯度若如此，便再也推不动任何权重。',
  },
};

export const glossaryPage: typeof EnglishPage = {
  title: '术语表',
  search: '搜索术语',
  found: (count) => `${count} 个术语`,
  none: '没有术语含有这些词。',
  close: '关闭',
  words: {
    atStart: '（第 0 步）',
    classes: '类图像同样多时',
    depth: '深度',
    evenly: '，',
    images: '，图像',
    insteadOf: '代替',
    paths: '路径数',
    pathsOfLength: '路径数，长度',
    so: '（第 0 步），故',
    steps: '步数',
    next: '然后',
    weights: '权重数',
    while: '，当',
    with: '其中',
  },
  own: '本页自定的度量。',
};
