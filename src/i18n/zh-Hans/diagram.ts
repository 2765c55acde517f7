/** Chinese texts: the diagrams, what is selected in them, and what is switched while it trains. */
import type { ShortcutForm } from '../../architecture/plan';
import type {
  diagram as EnglishDiagram,
  selection as EnglishSelection,
  switches as EnglishSwitches,
} from '../en/diagram';
import { activations } from './activations';
import { integer } from './numerals';

const forms: Record<ShortcutForm, string> = {
  identity: '恒等捷径',
  'zero-padding': '下采样并补零',
  projection: '1×1 投影捷径',
};

function gainWord(gain: number): string {
  return gain === 1 ? '接通' : gain === 0 ? '断开' : `增益 ${gain}`;
}

/** Skips that were switched. `blocks`: the first and the last that were switched together; null of all. */
function thrown(lane: string, blocks: readonly [first: number, last: number] | null, gain: number): string {
  const [first, last] = blocks ?? [0, 0];
  const named = first === last ? `块 ${first + 1}` : `块 ${first + 1} 至 ${last + 1}`;
  const word = gainWord(gain);
  return blocks === null ? `${lane}，全部残差连接${word}` : `${lane}，${named} ${word}`;
}

export const diagram: typeof EnglishDiagram = {
  label: (lane) => `${lane}的结构图：残差连接`,
  hint: '弧线是残差连接的开关，点击或用方向键加空格切换，权重不变。竖条是块，点击选中后可编辑，按住 Shift 或 Ctrl 可选多个；用键盘则是 Shift 加方向键或空格。拖动竖条可移动块（触屏先按住），或按 Alt 加方向键；Insert 添加，Delete 删除。',
  skip: (block, name, lane, selected) =>
    `块 ${block + 1}（${name}）的残差连接，${lane}${selected ? '，块已选中' : ''}`,
  stem: 'conv1',
  head: 'fc',
  legend: {
    label: '图例',
    identity: '恒等',
    'zero-padding': '补零',
    projection: '1×1 投影',
    off: '断开',
    gate: '门控',
    thin: '1×1 卷积',
    wide: '5×5 卷积',
    grouped: '分组',
    dilated: '空洞',
    excitation: '挤压激励',
    own: '与所在阶段不同',
  },
  blocks: (kind, order) => `${kind}块，顺序：${order}`,
  kinds: { basic: '基本', bottleneck: '瓶颈', both: '基本与瓶颈' },
  gateMark: 'σ',
  formula: {
    norm: { batch: 'BN', group: 'GN', layer: 'LN' },
    activation: activations,
    pad: '补零',
  },
  marks: { identity: '', 'zero-padding': '0', projection: '1×1' },
  layer: ({ kind, kernel, stride, dilation, groups }, name) =>
    kind === 'dense' || kind === 'excitation'
      ? name
      : [
          `${name} ${kernel}×${kernel}`,
          ...(stride === 1 ? [] : [`步幅 ${stride}`]),
          ...(dilation === 1 ? [] : [`膨胀率 ${dilation}`]),
          ...(groups === 1 ? [] : [`${groups} 组`]),
        ].join('，'),
  columns: { layer: '层', shape: '形状', parameters: '参数', multiplyAdds: '乘加次数' },
  total: '合计',
  dropout: (branch, shortcut, survival) =>
    [
      ...(branch === 0 ? [] : [`分支随机失活 ${branch}`]),
      ...(shortcut === 0 ? [] : [`残差连接随机失活 ${shortcut}`]),
      ...(survival === 1 ? [] : [`分支保留概率 ${Number(survival.toFixed(3))}`]),
    ].join(' · '),
  shapes: (input, output) => (input === output ? input : `${input} → ${output}`),
  receptiveField: (side) => `能看到 ${side}×${side} 个输入像素`,
  shortcut: (form, gain, pending) =>
    `残差连接：${forms[form]}，${gainWord(gain)}${pending ? '（下一步生效）' : ''} · `,
  fold: {
    times: (count) => `×${count}`,
    some: (on, count) => `接通 ${on} / ${count}`,
    skips: (first, last, lane, on, count, selected) =>
      `相同的块 ${first + 1} 至 ${last + 1} 的残差连接，已折叠，${lane}，${count} 个中接通 ${on} 个${selected === 0 ? '' : selected === count ? '，块已选中' : `，选中 ${selected} 个块`}`,
    handle: (first, last, lane, folded) =>
      `${folded ? '展开' : '折叠'}相同的块 ${first + 1} 至 ${last + 1}，${lane}`,
    title: (count, folded) => `${folded ? '展开' : '折叠'} ${count} 个相同的块`,
    readout: (first, last, from, to) =>
      `块 ${first + 1} 至 ${last + 1} · ${from} 至 ${to.split('.').at(-1) ?? to}`,
    each: '每个块',
    all: (count) => `共 ${count} 个`,
    shortcuts: (form, on, count) => `残差连接：${forms[form]}，${count} 个中接通 ${on} 个 · `,
    foldAll: '折叠相同的块',
    unfoldAll: '全部展开',
  },
  drag: {
    to: (count, name, before, stage, full) =>
      [
        ...(full === null ? [] : [`阶段 ${full + 1} 已满，最近的空位：`]),
        `${count} 个块放到 ${name} 之${before ? '前' : '后'}，阶段 ${stage + 1}`,
      ].join(''),
    pickedUp: (count, name) =>
      `已拿起 ${count === 1 ? name : `从 ${name} 起的 ${count} 个块`}：移到目标位置，或松手进行编辑。`,
    nowhere: '没有哪个阶段还能放下这么多块。',
  },
  block: (index, name) => `块 ${index + 1} · ${name}`,
  stemTitle: '起始层 · conv1',
  headTitle: (head) => (head === 'average' ? '分类头 · 平均池化，fc' : '分类头 · 展平，fc'),
};

export const selection: typeof EnglishSelection = {
  label: '所选的块',
  count: (count, first) =>
    count === 0 ? '没有选中块' : count === 1 ? `选中 1 个块：${first}` : `选中 ${integer(count)} 个块`,
  moved: (count, name) => `已移动 ${integer(count)} 个块，现在位于 ${name}。`,
  stayed: (count, why, most) =>
    `${integer(count)} 个块留在原处：${
      why === 'full' ? `下一阶段已有 ${most} 块，不能再多` : '后面没有阶段了'
    }。`,
  kind: '类型',
  width: '宽度',
  stride: '步幅',
  dilation: '膨胀率',
  groups: '分组数',
  kernel: '卷积核',
  add: '添加块',
  addHint: '在最后选中的块之后，按所在阶段的设置添加一块',
  duplicate: '复制',
  remove: '删除',
  earlier: '← 前移',
  earlierHint: '朝输入方向移一位；在阶段开头则移入前一阶段',
  later: '后移 →',
  laterHint: '朝输出方向移一位；在阶段末尾则移入后一阶段',
  reset: '还原',
  resetHint: '让这些块恢复所在阶段的设置',
  stage: '选中阶段',
  all: '全选',
  actions: '改变数量与顺序',
  invite: '点击网络图中的块即可编辑。',
  short: { add: '添加', duplicate: '复制', remove: '删除', reset: '还原' },
  clear: '取消选择',
  clearHint: '取消选择（Escape）',
  full: (most) => `一个阶段最多 ${most} 块。`,
  fullAdvice: (most) => `一个阶段最多 ${most} 块：请把一块移到相邻阶段，或加到那里。`,
};

export const switches: typeof EnglishSwitches = {
  title: '训练中的改动',
  none: '训练中切换的残差连接和设定的学习率会列在这里，并写入链接。',
  entry: (step, lane, blocks, gain) => `第 ${integer(step)} 步：${thrown(lane, blocks, gain)}`,
  thrown,
  rate: (step, rate) => `第 ${integer(step)} 步：学习率 ${rate}，所有网络`,
  full: (step) =>
    `一个链接最多容纳 500 次切换和 500 次学习率改动。运行按改动继续，但链接只能重放到第 ${integer(step)} 步。`,
  forgotten: (count) =>
    `运行从此另行发展：原先记录在后面各步的 ${integer(count)} 处改动不再生效，也不在链接里。`,
  forget: '全部删除',
  forgetHint: '去掉这些改动，从第 0 步重新开始。',
};
