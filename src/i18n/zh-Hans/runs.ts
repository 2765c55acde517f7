/** Chinese texts: numbers that leave float32's range, and what can be done about it. */
import type { Divergence } from '../../contract/messages';
import type { runs as English } from '../en/runs';
import { lossText } from './losses';
import { integer } from './numerals';

/** What broke first, as a sentence without its full stop. */
function place({ place: where, layer }: Divergence): string {
  switch (where) {
    case 'weights':
      return `${layer} 的权重不再是有限值，其后的一切也都不是`;
    case 'output':
      return `${layer} 的输出超出 float32 的范围，从图像一路过来这是第一处`;
    case 'logits':
      return `logits（${layer}）超出 float32 的范围`;
    case 'loss':
      return '损失超出 float32 的范围，而各层的输出仍是有限值';
    case 'gradient':
      return `${layer} 的梯度不是有限值，从损失往回这是第一处`;
  }
  return where satisfies never;
}

const numerics: (typeof English)['numerics'] = {
  title: '数值状态',
  explanation:
    '在最新一步（或所选区间的最后一步），float32 能容纳各层的梯度范数吗？小于 2⁻¹²⁶ 的数先是[丢失有效位](underflow)，然后变为 0；大于 3.4×10³⁸ 的数变为无穷大，无穷大又产生 NaN。',
  strip: (lane) => `${lane}各层的状态，从输入到输出`,
  states: {
    zero: '恰好为 0',
    underflow: '下溢',
    normal: '范围之内',
    infinite: '上溢（∞）',
    nan: '不是数（NaN）',
  },
  healthy: (layers) => `全部 ${integer(layers)} 层都在范围之内`,
  count: (state, count, first, last) =>
    `${state}：${count === 1 ? first : `${integer(count)} 层，${first} 至 ${last}`}`,
  since: (step) => `自第 ${integer(step)} 步起`,
  idle: (count) => `${integer(count)} 个投影捷径因残差连接断开而闲置：其梯度本就为 0`,
  loss: {
    nan: '损失：不是数（NaN），因为 logits 上溢',
    infinite: '损失：无穷大',
  },
  lossNote: (loss) => (Number.isNaN(loss) ? 'logits 上溢' : '上溢'),
  waiting: '还没有测到梯度。',
  atStep: (step) => `第 ${integer(step)} 步时的状态，即所选区间的最后一步。`,
  fault: '最先出错',
  diverged: (divergence) => `在第 ${integer(divergence.step)} 步发散：${place(divergence)}`,
};

const divergence: (typeof English)['divergence'] = {
  title: (lanes) =>
    lanes.length === 1
      ? `${lanes[0] ?? ''}已发散，训练暂停。`
      : `这些网络已发散：${lanes.join('、')}。训练暂停。`,
  line: (lane, one) => `${lane}：第 ${integer(one.step)} 步，${place(one)}。`,
  advice: '变成非有限值的数不会再恢复。降低学习率或许有用；其他网络不受影响，可以继续训练。',
  lower: (rate, step) =>
    step === 0 ? `重置，学习率改为 ${rate}` : `重置，从第 ${integer(step)} 步起学习率改为 ${rate}`,
  reset: '重置',
  goOn: '仍然继续',
};

const pins: (typeof English)['pins'] = {
  title: '运行',
  explanation:
    '把当前的运行固定下来，它的曲线、梯度和所选层的曲线便以细线留在其他运行的后面，按相同的步数对齐。保存在这个浏览器中，直到移除为止。',
  pin: '固定这次运行',
  pinShort: '固定',
  pinHint: '保留这次运行：它的曲线变成灰色，留在之后各次运行的后面',
  pinned: (letter, steps) => `已固定为 ${letter}，${integer(steps)} 步。`,
  nothingYet: '测到第一个梯度之后才能固定。',
  none: '还没有固定的运行。',
  defaultName: (preset, steps) => `${preset}，${integer(steps)} 步`,
  custom: '自定义',
  list: '固定的运行',
  show: (letter) => `在图表中显示 ${letter}`,
  name: (letter) => `运行 ${letter} 的名称`,
  facts: (steps, backend) => `${integer(steps)} 步${backend === '' ? '' : `，${backend}`}`,
  replaysTo: (step) => `其链接只能重放到第 ${integer(step)} 步`,
  loss: (lane, loss) => `${lane}：损失 ${loss}`,
  otherLoss: (loss) => `损失不同（${lossText(loss)}）：不与当前运行的曲线画在一起。`,
  otherData: '数据集不同：不与当前运行画在一起。',
  test: (percent) => `测试 ${percent} %`,
  divergedAt: (step) => `第 ${integer(step)} 步发散`,
  open: '打开',
  openLabel: (name) => `打开“${name}”的实验`,
  isOpen: '正在页面上',
  remove: '移除',
  removeLabel: (name) => `移除“${name}”`,
  removed: (name) => `已移除“${name}”。`,
  undo: '撤销',
  unkept: (names) =>
    `浏览器没能保存 ${names.join('、')}：存储空间可能已满，或不允许使用。现在只在页面打开期间保留；可移除其他运行，再改一次名称重试。`,
  unreadable: (count) => `有 ${integer(count)} 个已保存的运行，这一版页面读不出来，已原样保留。`,
  differences: '有何不同',
  same: '所有设置都相同。',
  setting: '设置',
  now: '当前页面',
  absent: '–',
  stretched: '在梯度图表中，深度不同的网络会拉伸到整条横轴。',
};

const to: (typeof English)['to'] = {
  label: '训练到某一步',
  sign: (step) => `→ ${integer(step)}`,
  step: '训练到第几步',
  train: '训练',
  seed: '换个随机种子再来',
  seedHint: '固定这次运行，用下一个随机种子把同一实验训练到同一步',
};

export const runs: typeof English = { divergence, numerics, pins, to };
