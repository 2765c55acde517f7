/** Chinese texts: the panel “Questions”, and words that claims on the run share with it. */
import type { studies as English } from '../en/studies';
import { studyFields, studyKinds } from './study-kinds';

const number = new Intl.NumberFormat('zh-Hans', { maximumFractionDigits: 0 });

/** Rounded as far as an estimate can be told. */
function duration(seconds: number): string {
  if (seconds < 2) return '1 秒';
  if (seconds < 10) return `${number.format(seconds)} 秒`;
  if (seconds < 90) return `${number.format(5 * Math.round(seconds / 5))} 秒`;
  return seconds < 5400 ? `${number.format(seconds / 60)} 分钟` : `${(seconds / 3600).toFixed(1)} 小时`;
}

export const studies: typeof English = {
  title: '问题',
  explanation: '论文提出的问题，由本页的网络来回答。其间训练暂停，之后从原处继续。',
  loading: '正在加载问题……',
  kinds: studyKinds,
  fields: studyFields,
  ask: '求解',
  again: '再做一次',
  choose: '选择块',
  cancel: '取消',
  about: (seconds) => `约 ${duration(seconds)}`,
  timedBy: {
    study: '按这里上一次的用时',
    steps: '按这里实测的单步用时',
    usual: '按普通机器估计：还没有实测的单步用时',
  },
  change: '更改所问的内容',
  notReady: '请等运行准备就绪。',
  leftOut: {
    text: (names, reason) =>
      names.length === 1 ? `不含 ${names[0]}：${reason}` : `不含 ${names.join('、')}：${reason}`,
    all: '这里没有可以这样研究的网络：请添加一个由残差块组成的网络。',
  },
  other: (question) => `正在回答“${question}”。`,
  waits: {
    training: '训练暂停，之后自动继续。',
    paused: '结束之前不再前进一步。',
  },
  progress: (question) => `“${question}”的进度`,
  progressText: (percent, secondsLeft, atOnce) =>
    [
      `${percent}%`,
      ...(secondsLeft === null ? [] : [`还需约 ${duration(secondsLeft)}`]),
      ...(atOnce !== undefined && atOnce > 1 ? [`${atOnce} 部分同时进行`] : []),
    ].join('，'),
  states: {
    running: '正在测量：这是到目前为止的结果。',
    done: '',
    cancelled: '已取消：这是取消前测得的结果。',
    failed: '未能完成。',
    abandoned: '另一次运行已经开始：这是在那之前测得的结果。',
  },
  failure: (message) => `训练程序的消息：${message}`,
  stale: '测量时的设置与页面现在的设置不同。',
  nothingYet: '尚未测得任何结果。',
  untrained: (step) => `请先训练几百步：目前在第 ${step} 步。`,
  listBounds: (min, max, most) => `最多 ${most} 个数，从 ${min} 到 ${max}`,
  badList: (text) => `${text}。沿用上一次的有效列表。`,
  cost: (networks, steps) => `训练 ${number.format(networks)} 次，共 ${number.format(networks * steps)} 步`,
  grades: {
    clearly: '是，很明显',
    barely: '是，勉强',
    partly: '部分是',
    no: '否',
    unknown: '无法判断',
  },
  missing: {
    'not-done': '测量完成后才有答案。',
    pair: '需要一个残差连接全开的网络和一个全关的网络。',
    depths: '需要两个深度，其中一个至少是另一个的两倍。',
    switched: '这次训练中残差连接被开关过，因此权重不属于任何一类。',
    blocks: '需要比这更多的块。',
    untrained: '网络几乎还没离开起点：请至少训练 50 步。',
    rates: '需要两个学习率。',
    seeds: (least) => `至少需要 ${least} 个随机种子。`,
    unfit: (lane, accuracy) => `${lane}只分对了 ${accuracy}：学得还不够，删去什么都不会有损失。`,
  },
  how: { title: '如何测量', method: '方法', here: '这里', rule: '评级', not: '不能说明' },
  more: '更多图表',
  arxiv: (name, number) => `${name}，arXiv:${number}`,
  chart: {
    hint: '指向图中，或聚焦后用方向键，可看精确数值。',
    cursor: (title) => `光标：${title}`,
    nothing: '未选位置',
    unmeasured: '未测量',
    range: (middle, low, high) => `${middle}（${low}～${high}）`,
    reading: (label, value) => `${label} ${value}`,
    bands: { 'non-finite': '非有限值', zero: '0' },
    spread: '线为各随机种子的均值，带为其范围',
    geometric: '线为各随机种子的几何均值，带为其范围',
    dots: '点为各随机种子，短线为其均值',
  },
  table: '以表格显示',
  none: '–',
  claims: {
    paperLabel: '论文',
    hereLabel: '这里',
    verdicts: { holds: '成立', fails: '这里不成立', unknown: '数据不足' },
    rule: '如何判定',
  },
};
