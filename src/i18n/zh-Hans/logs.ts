/** Chinese texts: the log of a training, and what it shows to be wrong. */
import type { logs as English } from '../en/logs';

type Rules = (typeof English)['diagnosis']['rules'];

const span = (first: string, last: string): string => (first === last ? first : `${first} 到 ${last}`);

const rules: Rules = {
  'not-finite': {
    title: '出现了非有限的数',
    found: ({ first, step }) =>
      first === '' ? `损失在第 ${step} 步首次变为 NaN 或无穷大。` : `首次出现在 ${first}，第 ${step} 步。`,
    cause: '多半是学习率太高、半精度溢出，或对 0 取对数、开方。',
    advice: '降低学习率，加预热，裁剪梯度；先看最早出现的那一层。',
    fine: '所有数都有限',
  },
  'cut-off': {
    title: '有的层没有梯度',
    found: ({ count, first, last }) =>
      `${count} 层（${span(first, last)}）的梯度在所有步中都是 0，其他层则有。`,
    cause: '多半是中途有 detach() 或 no_grad()，输出没有进入损失，或梯度消失到恰好为 0。',
    advice: '从损失往回查到这些层：它们的输出必须进入损失。',
    fine: '每一层都有梯度',
  },
  vanishing: {
    title: '梯度向输入方向消失',
    found: ({ first, last, value, threshold }) =>
      `${first} 的梯度是 ${last} 的 ${value} 倍；低于 ${threshold} 时，前面的层几乎学不到东西。`,
    cause: '每一层传回的都比得到的少：sigmoid 或 tanh、过小的初始权重、没有残差连接的深度。',
    advice: '加残差连接或归一化，用 ReLU 和 He 初始化。',
    fine: '梯度能到达前面的层',
  },
  exploding: {
    title: '梯度向输入方向爆炸',
    found: ({ first, last, value, threshold, step }) =>
      `第 ${step} 步，${first} 的梯度是 ${last} 的 ${value} 倍；超过 ${threshold} 倍，一个学习率就顾不过来。`,
    cause: '每一层传回的都比得到的多：过大的初始权重，或很深的普通网络里的批归一化。',
    advice: '加残差连接，裁剪梯度，给学习率加预热。',
    fine: '梯度没有爆炸',
  },
  'growing-activations': {
    title: '激活值随深度增大',
    found: ({ value, threshold, first, last }) =>
      `从 ${first} 到 ${last}，标准差增大到 ${value} 倍；健康的网络低于 ${threshold} 倍。`,
    cause: '每一层或每条残差分支都增加方差，又没有归一化把它去掉。',
    advice: '加归一化，或让残差分支从 0 开始（Fixup、SkipInit、零 γ）。',
    fine: '激活值大小稳定',
  },
  'fading-activations': {
    title: '信号随深度减弱',
    found: ({ value, threshold, first, last }) =>
      `从 ${first} 到 ${last}，激活值的标准差降到原来的 ${value} 倍；低于 ${threshold} 时，几乎分不清不同的输入。`,
    cause: '初始权重过小，或一个接一个饱和的激活函数。',
    advice: '按激活函数初始化（ReLU 用 He，tanh 用 Xavier），加归一化或残差连接。',
    fine: '信号没有减弱',
  },
  'dead-units': {
    title: '有的单元已经死亡',
    found: ({ value, first, count, threshold }) =>
      `在 ${first} 之前，${value} 的特征对整个批次都是 0；超过 ${threshold} 的共有 ${count} 层。`,
    cause: '没有输入能激活的 ReLU 得不到梯度，也就一直关着：多半发生在更新量过大之后。',
    advice: '降低学习率，改用 Leaky ReLU 或 GELU，在激活之前加归一化。',
    fine: '单元都还活着',
  },
  spikes: {
    title: '损失突然跳高',
    found: ({ value, count, step, threshold }) =>
      `在保留的步中，有 ${count} 步比之前高出起始损失的 ${threshold} 以上；最多的是第 ${step} 步，高出 ${value}。`,
    cause: '多半是学习率对这里的曲率来说太高，或个别批次与众不同。',
    advice: '降低学习率，加预热，裁剪梯度。',
    fine: '损失没有跳高',
  },
  'large-updates': {
    title: '更新量很大',
    found: ({ value, threshold }) =>
      `一步改变权重长度的 ${value}；通常约为 10⁻³，超过 ${threshold} 就很多了。`,
    cause: '学习率对这些权重来说偏高。',
    advice: '降低学习率，或让它随训练衰减。',
    fine: '更新量不太大',
  },
  'small-updates': {
    title: '更新量极小',
    found: ({ value, threshold }) =>
      `一步改变权重长度的 ${value}；通常约为 10⁻³，低于 ${threshold} 几乎学不到东西。`,
    cause: '学习率偏低，或学习率调度已到尽头，或各层梯度都很小。',
    advice: '提高学习率，或用 Adam：梯度再小，它的步子也一样大。',
    fine: '更新量不太小',
  },
  chance: {
    title: '损失等于瞎猜',
    found: ({ value, beside, count, first, step }) =>
      `第 ${step} 步的损失是 ${value}；在 ${first} 的 ${count} 个输出里瞎猜，损失是 ln(${count}) = ${beside}。`,
    cause: '网络的输出还不随输入变化，或标签与输入对不上。',
    advice: '只用十个样本训练：连它们也学不会，就检查梯度、标签和数据。',
    fine: '损失好于瞎猜',
  },
  'shrinking-weights': {
    title: '权重在缩小',
    found: ({ value, threshold, beside }) =>
      `长度只有开始时的 ${value}，低于 ${threshold}${beside === '' ? '' : `；权重衰减为 ${beside}`}。`,
    cause: '权重衰减拿走的比梯度给的多。',
    advice: '减小权重衰减；后面有归一化时，权重越短学得越快。',
    fine: '权重长度稳定',
  },
  'no-norm': {
    title: '没有归一化来保持激活值的大小',
    found: ({ value, count }) => `${count} 层都没有归一化，激活值的标准差从头到尾变为 ${value} 倍。`,
    cause: '没有归一化，信号的大小就是所有层的乘积。',
    advice: '加批归一化或层归一化。',
    fine: '不缺归一化',
  },
  frozen: {
    title: '有的层被冻结',
    found: ({ count, first, last }) => `${count} 层（${span(first, last)}）不要求梯度。`,
    cause: '那里的 requires_grad 是 False：微调时本该如此，或是微调后忘了改回。',
    advice: '如果不是有意的，在创建优化器之前把 requires_grad 设为 True。',
    fine: '没有冻结的层',
  },
};

export const logs: typeof English = {
  title: '自己的训练',
  back: '回到实验',
  facts: (steps, count) => `${steps.toLocaleString('zh-Hans')} 步，${count} 层`,
  reading: (percent) => `正在读取：${percent} %`,
  stop: '停止',
  followed: '跟随文件增长',
  unfollow: '停止跟随',
  replaced: '文件被替换或变短了；现在显示的是新文件。',
  failed: (why) => `文件无法继续读取（${why}）；已读的内容保留。`,
  empty: (name) => `“${name}”里没有按步记录的数：日志是首行为列名的 CSV，或每行一个 JSON 对象。`,
  another: '另一份日志',
  skipped: (count, lines) =>
    `有 ${count} 行无法读取，已跳过：第 ${lines.join('、')}${count > lines.length ? '……' : ''} 行。`,
  runs: (count) => `文件里有 ${count} 次运行；显示最后一次。`,
  cutOff: '最后一行不完整，已略去。',
  leftOut: (count) => `另有 ${count} 列放不下，已略去。`,
  noLayers: '文件里没有各层的数据：只能显示随步数变化的曲线。',
  pictures: { profile: '剖面', history: '历史', lines: '曲线', numerics: '数值' },
  picture: '图',
  quantity: '量',
  quantities: {
    gradient: '梯度范数',
    weight: '权重范数',
    update: '更新量范数',
    ratio: '更新量与权重之比',
    activation: '激活值范数',
    deviation: '激活值的标准差',
    zeros: '输入中的零',
    dead: '死亡的输入特征',
  },
  axis: {
    gradient: '‖梯度‖',
    weight: '‖权重‖',
    update: '‖更新量‖',
    ratio: '‖更新量‖ / ‖权重‖',
    activation: '‖激活值‖',
    deviation: '激活值的标准差',
    zeros: '零所占的比例',
    dead: '死亡特征所占的比例',
  },
  loss: '损失',
  layer: '层',
  layers: '各层',
  beside: '对照',
  besides: { none: '无', page: '本页的运行', other: '另一份文件' },
  besidePageNothing: '本页的运行开始后，可以拿它的梯度来对照。',
  chooseOther: '选择文件',
  step: '步',
  newest: '最新',
  atStep: (step) => `第 ${step} 步`,
  place: (layer) =>
    layer === undefined
      ? ''
      : layer.type === null
        ? layer.name
        : `${layer.name}（${layer.type}${layer.shape === null ? '' : ` ${layer.shape.join('×')}`}）`,
  noLayer: '未选层',
  hint: '指向某层或用方向键读数；按 Enter 或双击，可画出它随步数的曲线。',
  hintSteps: '指向某步读数，按下选定；方向键逐步移动。',
  line: (name, isDrawn) => (isDrawn ? `已画出 ${name} 随步数变化的曲线` : `不再画 ${name} 随步数变化的曲线`),
  addLine: '画一层',
  removeLine: (name) => `不再画 ${name}`,
  explanation: {
    profile: '滑块所在步各层的值，从输入到输出；点线是第一步。归一化和捷径是线旁的点。',
    history: '每行一层，从输入到输出；每列一步。按下可选定一步。',
    lines: '损失，以及在剖面图中选出的层。色带是落在同一像素的各步的范围。',
  },
  numerics: {
    title: '数值',
    explanation: '滑块所在步，各层有哪些数不正常。',
    rows: {
      gradientFaults: '梯度非有限',
      activationFaults: '激活值非有限',
      zeroGradient: '梯度为 0',
      half: '梯度低于半精度',
      dead: '死亡的输入特征',
      zeros: '输入中的零',
    },
    none: '无',
    in: (count, first, last) => `${count} 层：${span(first, last)}`,
    most: (share, name) => `最多 ${share}，${name}`,
    missing: '文件里没有',
    half: '典型的元素低于 6×10⁻⁸，半精度会把它舍入为 0：应缩放损失（arXiv 1710.03740）。',
  },
  diagnosis: {
    title: '诊断',
    waiting: '读完文件后给出。',
    nothing: '按这些规则，没有发现问题。',
    cause: '可能的原因',
    advice: '可以试试',
    here: '在此观察',
    source: '来源',
    fine: '已检查，正常',
    unknown: (count) => `另有 ${count} 条规则，文件里的信息不够。`,
    rules,
    numbered: (name) => `“${name}”层`,
    tries: {
      vanishing: '56 层 sigmoid',
      'sigmoid-norm': '20 层 sigmoid 加批归一化',
      'relu-he': '20 层 ReLU 和 He',
      'signal-loss': '56 层 tanh',
      skips: '56 层，有和没有残差连接',
      growth: '56 层，没有归一化',
      clip: '56 层，没有归一化，裁剪梯度',
      'warm-up': 'ResNet-110 加预热',
      healthy: '一个能训练的小网络',
      'high-rate': '过高的学习率',
      'low-rate': '过低的学习率',
      adam: 'Adam',
      decay: '很强的权重衰减',
      leaky: 'Leaky ReLU',
      idle: '得不到梯度的投影',
    },
  },
  door: {
    lead: '在 PyTorch 训练里加两行，就能在这里看到是哪一层学不动。',
    copy: '复制 hook.py',
    copied: '已复制',
    download: '下载 hook.py',
    show: '查看 hook.py',
    choose: '选择日志',
    follow: '跟随增长中的文件',
    drop: '也可以拖放到页面任意处：CSV 或 JSON 行，最大 1 GB。TensorBoard 和 W&B 导出的文件，能读多少读多少。',
    private: '文件不会离开这台电脑。',
    usage: 'hook.py 的用法',
    again: (name) => `再次显示“${name}”`,
  },
};
