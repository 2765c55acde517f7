/** Chinese texts: charts. */
import type { ImageShape } from '../../architecture/plan';
import type { LossConfig } from '../../config/schema';
import type { Scaling, Shown, ShownQuantity } from '../../state/quantity';
import type { charts as English } from '../en/charts';
import { lossText } from './losses';

/** `what` names the switched block, or is null for all blocks. */
const switchText = (what: string | null, gain: number): string =>
  `${what ?? '全部'}${gain === 1 ? '接通' : gain === 0 ? '断开' : ` × ${gain}`}`;

/** Switches that were thrown together: `断开 27 个残差连接`; `all`: of the whole network. */
const thrownText = (on: number, off: number, all: boolean): string => {
  if (all) return on > 0 ? '残差连接接通' : '残差连接断开';
  const parts = [
    ...(on > 0 ? [`接通 ${on} 个残差连接`] : []),
    ...(off > 0 ? [on > 0 ? `断开 ${off} 个` : `断开 ${off} 个残差连接`] : []),
  ];
  return parts.join('，');
};

const shapeText = ({ height, width, channels }: ImageShape): string => `${height}×${width}×${channels}`;

/** A network whose skips were switched: `普通网络 + 27 个残差连接`, or, where there is little room, `普通网络 +27`. */
const titled = (name: string, on: number, off: number, short = false): string => {
  const gap = short ? '' : ' ';
  const parts = [...(on > 0 ? [`+${gap}${on}`] : []), ...(off > 0 ? [`−${gap}${off}`] : [])];
  if (parts.length === 0) return name;
  return [name, ...parts, ...(short ? [] : ['个残差连接'])].join(' ');
};

/** What the layers' charts show, in the middle of a sentence. */
const quantityText: Readonly<Record<ShownQuantity, string>> = {
  gradient: '∂L/∂W 的 L2 范数',
  'activation-gradient': '各层激活值的梯度 ∂L/∂a 的 L2 范数',
  mean: '激活值的 |均值|',
  deviation: '激活值的标准差',
  weight: '权重 W 的 L2 范数',
  update: '‖ΔW‖ / ‖W‖（这一步的更新量与权重之比）',
};

const scalingText: Readonly<Record<Scaling, string>> = {
  absolute: '',
  rms: '，平均到每个数（RMS）',
  relative: '，与最后一个卷积层之比',
};

const shownText = ({ quantity, scaling }: Shown): string =>
  `${quantityText[quantity]}${scalingText[scaling]}`;

/** The same in signs, for an axis. */
const quantitySign: Readonly<Record<ShownQuantity, string>> = {
  gradient: '‖∂L/∂W‖',
  'activation-gradient': '‖∂L/∂a‖',
  mean: '|mean a|',
  deviation: 'σ(a)',
  weight: '‖W‖',
  update: '‖ΔW‖ / ‖W‖',
};

const scalingSign: Readonly<Record<Scaling, string>> = { absolute: '', rms: ' / √n', relative: ' / 末层' };

/** A loss as a marked text, where the glossary has it. */
function markedLoss(loss: LossConfig): string {
  const term = { 'cross-entropy': 'cross-entropy', focal: 'focal-loss', 'squared-error': null }[loss.kind];
  return term === null ? lossText(loss) : `[${lossText(loss)}](${term})`;
}

export const charts: typeof English = {
  kept: (letter, words) => (words === '' ? letter : `${letter} · ${words}`),
  menu: {
    label: (chart) => (chart === null ? '此图表的更多操作' : `更多操作：${chart}`),
    about: (chart) => (chart === null ? '这是什么？' : `这是什么？${chart}`),
    chart: '图表',
    save: { svg: '存为 SVG', png: '存为 PNG（2 倍）', csv: '数据存为 CSV' },
    saved: (file) => `已存为 ${file}。`,
    failed: (reason) => `未能保存：${reason}`,
    nothing: '还没有测量结果。',
    fit: '调整坐标轴',
    keepFitting: '坐标轴自动调整',
    table: '显示为表格',
    fullScreen: '全屏',
    leaveFullScreen: '退出全屏',
  },
  shown: {
    quantity: '物理量',
    quantities: {
      gradient: '权重梯度',
      'activation-gradient': '激活值梯度',
      mean: '激活值均值',
      deviation: '激活值标准差 σ',
      weight: '权重范数',
      update: '更新量 / 权重',
    },
    scaling: '尺度',
    scalings: {
      absolute: '绝对值',
      rms: '平均到每个数（RMS）',
      relative: '与末层之比',
    },
    text: shownText,
    sign: ({ quantity, scaling }) => `${quantitySign[quantity]}${scalingSign[scaling]}`,
    axis: (shown) => `${shownText(shown)}（对数坐标）`,
    caption: (shown) => `各层：${shownText(shown)}，步数`,
    every: (steps) => (steps === 1 ? '每步都测量。' : `每 ${steps} 步测量一次，其间显示上一次的值。`),
    activation:
      '一层的激活值，就是下一层读入的值；对块内最后一个卷积层，则是整个块的输出。投影捷径在这里没有激活值。',
  },
  gradient: {
    title: '各层梯度',
    titleOf: (quantity) => `各层的${quantity}`,
    explanationOf: (what) => `最近一个测量批次上${what}，左端是输入，右端是输出。`,
    explanation:
      '最近一个批次的损失对各层权重的作用有多强：[∂L/∂W 的 L2 范数](gradient-norm)，左端是输入，右端是输出。',
    xTitle: (count) => `权重层，输入（1）→ 输出（${count}）`,
    xTitleShare: '在各自网络中所处的位置',
    xShort: '层',
    xShareShort: '位置',
    cursor: '梯度图表的层光标',
    hint: '指向图表，或聚焦后用方向键查看准确数值。拖动可选取一段层。',
    projection: '空心标记是投影捷径。',
    initial: '第 0 步',
    before: '切换前',
    ratioBefore: (ratio) => `（切换前 ${ratio}）`,
    initialLine: '虚线是第 0 步的范数。',
    stage: (stage, output) => `阶段 ${stage} · ${shapeText(output)}`,
    stageShort: (stage) => `阶段 ${stage}`,
    ratio: '首层 / 末层',
    ratioOf: (first, last) =>
      `大号数字是首层 / 末层之比：第一个卷积层（${first}）的梯度除以最后一个卷积层（${last}）的梯度。`,
    ratiosOf: '首末卷积层之比',
    clipping: {
      title: '梯度裁剪',
      lead: (largest) => `梯度裁剪到 ${largest}：`,
      lane: (percent, factor) => `${percent} % 的步，最近一次 × ${factor}`,
    },
    bands: { 'non-finite': 'NaN, ∞', underflow: '< 2⁻¹²⁶', zero: '0' },
  },
  bands: {
    'non-finite': '非有限值',
    underflow: '下溢（小于 2⁻¹²⁶）',
    zero: '恰好为 0',
  },
  table: {
    summary: '梯度范数表',
    region: '梯度范数表，可滚动',
    layer: '层',
    step: '步',
    none: '–',
    group: (lanes) => `${lanes.join('、')}的层`,
  },
  ratio: {
    title: '各层更新量与权重之比',
    explanation:
      '[‖ΔW‖ / ‖W‖](update-ratio)：最近测量的一步使各层权重移动了多少，以权重自身的大小为单位；左端是输入，右端是输出。',
    healthy:
      '用普通的梯度下降时，通常 10⁻³ 左右比较健康：低得多，学习率可能太小；高得多，学习率可能太大。用 Adam 时，无论梯度大小，每个权重每步的移动量都与学习率相当；预热则有意让每步保持很小。这些情形下，健康的数值另当别论。',
    source: 'CS231n, “Ratio of weights:updates”',
    band: '10⁻³ 附近，上下各半个数量级',
    axis: '‖ΔW‖ / ‖W‖（对数坐标）',
    what: '‖ΔW‖ / ‖W‖',
    cursor: '更新量与权重之比的层光标',
    summary: '比值表',
    region: '更新量与权重之比的表格，可滚动',
    caption: '各层的 ‖ΔW‖ / ‖W‖，步数',
  },
  history: {
    title: '梯度历史',
    explanation: '同样的范数，从开始到现在的每一步：一层一行，输入在上；各网络共用一个色标。',
    cursor: '梯度历史的步与层光标',
    hint: '指向热图，或聚焦后用方向键：左右移动步，上下移动层。横向拖动选取一段步，纵向拖动选取一段层。',
    xTitle: '步',
    input: '输入',
    output: '输出',
    stage: (stage) => `阶段 ${stage}`,
    layer: (number) => `第 ${number} 层`,
    shared: (steps) => `${steps} 步共用一列：格子上半是其中最大的范数，下半是最小的。`,
    projection: '残差连接断开时，投影捷径的权重得不到梯度：恰好为 0。',
    summary: '某一步的数值表',
    region: '某一步的梯度范数表，可滚动',
  },
  lines: {
    title: '所选层逐步变化',
    explanationOf: (what) =>
      `所选各层的${what}，各网络同一尺度。颜色和标记区分网络，虚线样式和编号区分层。若许多步落在同一像素内，用色带表示其取值范围。`,
    layers: '已画出的层',
    remove: (layer) => `移除 ${layer}`,
    add: '要添加的层',
    addButton: '画出',
    most: (count) =>
      `最多 ${count} 层；再添加会顶替最早的一层。在剖面图或历史图的某一层上双击或按 Enter，也会画出它。`,
    drawn: (layer) => `已逐步画出 ${layer}。`,
    none: '还没有选层：请选一层来画。',
    cursor: '层曲线的步光标',
    hint: '指向曲线，或聚焦图表：左右移动步，上下移动层。拖动可选取一段步。',
    kept: '细线是固定的运行，各标字母和层的编号；由旧版页面固定的运行没有细线。',
    keptNot: '固定的运行只保存权重梯度的绝对值：选择它，才能在这里看到这些运行。',
    xTitle: '步',
    readings: (values) =>
      values.map(({ number, layer, value }) => `（${number}）${layer} ${value}`).join('，'),
    summary: '曲线数据表',
    region: '所选层逐步变化的表格，可滚动',
    caption: (what, stride) =>
      stride === 1
        ? `${what}，显示范围内的每一步。`
        : `${what}，显示范围内每 ${stride} 步取一步，外加最新的一步。`,
    step: '步',
    column: (lane, layer) => `${lane}：${layer}`,
  },
  curves: {
    title: '损失',
    titleOf: { loss: '损失', accuracy: '准确率', both: '损失与准确率' },
    titleBy: (title, loss) => `${title}（${lossText(loss)}）`,
    choice: '曲线',
    linear: '损失从 0 起，不用对数坐标',
    batches: '单个批次',
    tests: '测试图像',
    explanation: (loss) =>
      `损失（${markedLoss(loss)}）和分类正确的图像比例，都在每个训练[批次](batch)更新权重之前测得。`,
    lines: (percent, tests) =>
      `细线是各个训练批次，粗线是其滑动平均，最新批次占 ${percent} %。${tests ? '空心标记是测试图像上的结果，用同一种损失。' : ''}`,
    chanceLine: (loss, accuracy, test) =>
      `点线是不看图像所能给出的最好答案：${loss}，${accuracy}${test === null ? '' : `（测试图像上为 ${test.join('，')}）`}。`,
    chance: '随机水平',
    cursor: '损失与准确率曲线的步光标',
    hint: '指向曲线，或聚焦后用方向键查看准确数值。',
    loss: '损失',
    lossTitle: (loss, log) => `${lossText(loss)}${log === false ? '' : '（对数坐标）'}`,
    accuracyTitle: '准确率',
    share: '比例，满分为 1',
    xTitle: '步',
    chanceLoss: (even, value) => `${even ? '随机水平' : '只按类别频率'} ${value}`,
    chanceAccuracy: (even, value) => `${even ? '随机水平' : '总猜最多的类别'} ${value}`,
    switches: '残差连接的切换，学习率的改动',
    bands: {
      'non-finite': 'NaN, ∞',
      high: (limit) => `> ${limit}`,
      low: (limit) => `< ${limit}`,
    },
    diverged: (lane, step) => `${lane}：在第 ${step} 步发散`,
    summary: '曲线数据表',
    caption: (stride) => (stride === 1 ? '保存的每一步。' : `约每 ${stride} 步取一步，外加最新的一步。`),
    region: '损失与准确率表，可滚动',
    step: '步',
    batchLoss: (lane) => `${lane}：批次损失`,
    batchAccuracy: (lane) => `${lane}：批次准确率`,
    testsCaption: '测试图像上的测量结果，在更新这么多次之后。',
    testsStride: (stride) => `每 ${stride} 个取一个，外加最新的。`,
    testsHeld: (stride, denseFrom) => `第 ${denseFrom} 步之前，每 ${stride} 个保留一个。`,
    testLoss: (lane) => `${lane}：测试损失`,
    testAccuracy: (lane) => `${lane}：测试准确率`,
    switchesCaption: '训练中切换的残差连接。',
    ratesCaption: '训练中设定的学习率，从该步起生效。',
    rate: '学习率',
    lane: '网络',
    block: '块',
    allBlocks: '全部',
    gain: '残差连接增益',
    reading: (loss, accuracy) => `损失 ${loss}，准确率 ${accuracy}`,
    testReading: (step, accuracy) => `，测试 ${accuracy}（第 ${step} 步）`,
  },
  lanes: '网络',
  waiting: '还没有测到梯度。',
  place: (layer, detail) => `${layer}（${detail}）`,
  layerDetail: (kernel, input, output) =>
    `${kernel}×${kernel}，${input.channels} → ${output.channels} 通道，${output.height}×${output.width}`,
  denseDetail: (input, output) => `全连接，${input.channels} → ${output.channels}`,
  step: (step) => `第 ${step} 步`,
  stepAndLayer: (step, layer) => `第 ${step} 步，${layer}`,
  reading: (lane, value) => `${lane} ${value}`,
  counterpart: (layer, value) => `${layer}：${value}`,
  underflow: (value) => `${value}（下溢）`,
  switchText,
  thrownText,
  atStep: (text, step) => `${text}，第 ${step} 步`,
  titled,
  ofLane: (lane, text) => `${lane}：${text}`,
  rateText: (rate) => `学习率 ${rate}`,
  moreSwitches: (label, more) => (more === 0 ? label : `${label} +${more}`),
};
