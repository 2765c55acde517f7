/** Chinese texts: what tells one experiment from another, in so few words that they stand on a line of a chart. */
import type { DifferenceTexts } from '../differences';

const named = (name: string, text: string): string => (name === '' ? text : `${name} ${text}`);

export const differences: DifferenceTexts = {
  value: named,
  changed: (name, before, after) => named(name, `${before} → ${after}`),
  listed: (values) => values.join('·'),
  names: {
    skips: '残差连接',
    rate: 'lr',
    seed: '随机种子',
    depth: '深度',
    networks: '网络',
    editedBlocks: '单独编辑的块',
    weights: '权重',
  },
  gain: (gain) => (gain === 0 ? '关' : gain === 1 ? '开' : `× ${gain}`),
  someOn: (on, count) => `${count} 个中 ${on} 个开`,
  always: (value) => `始终 ${value}`,
  changes: (count) => `${count} 次变化`,
  rateFrom: (rate, step) => `${rate}（第 ${step} 步起）`,
  gainAt: (gain, step, blocks) => {
    if (blocks === null) return `${gain}（第 ${step} 步）`;
    const [first, last] = blocks;
    return `${gain}（第 ${step} 步，块 ${first === last ? first : `${first}–${last}`}）`;
  },
  changedOtherwise: (name) => `${name}的变化不同`,
  other: (name) => `其他${name}`,
  ofLane: (lane, text) => `${lane}：${text}`,
  sharedNetwork: '共用网络',
  ownNetwork: '独立网络',
  fromSeed: '由种子初始化',
  blockEdited: (block) => `编辑了块 ${block}`,
  networkCount: (count) => `${count} 个网络`,
  list: (texts, more) => `${texts.join('，')}${more > 0 ? `，另有 ${more} 项` : ''}`,
};
