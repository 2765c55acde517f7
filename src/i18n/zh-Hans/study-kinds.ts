/** Chinese texts of the kinds of studies: their questions, and the settings of these. */
import type { questions as English } from '../en/study-kinds';
import { networkQuestions } from './questions/on-networks';
import { weightQuestions } from './questions/on-weights';

/** Settings; the same name means the same in all kinds. */
const studyFields: typeof English.fields = {
  seeds: { label: '随机种子', hint: '从实验自己的种子起' },
  depths: { label: '深度', hint: '带权重的层数，用逗号隔开' },
  rates: { label: '学习率', hint: '用逗号隔开' },
  steps: { label: '步数' },
  set: {
    label: '变体',
    choices: {
      order: '层的顺序（He 2016）',
      shortcut: '捷径（He 2016）',
      'norm-free': '无归一化的起点（SkipInit、Fixup）',
    },
  },
  images: { label: '测试图像' },
  draws: { label: '每种大小的随机组数', hint: '0 表示只逐个删除块' },
  plane: {
    label: '平面',
    choices: {
      random: '两个随机方向',
      path: '所记录路径的主方向',
    },
  },
  statistics: {
    label: '批归一化所用',
    choices: {
      batch: '批次统计量，同训练',
      running: '滑动统计量，同 Li 2018',
    },
  },
  radius: {
    label: '范围',
    hint: '以滤波器自身的范数计；由路径确定的平面恰好覆盖路径',
  },
  seed: { label: '随机种子' },
  samples: { label: '每种长度的路径数' },
  from: { label: '最低学习率' },
  to: { label: '最高学习率' },
};

const studyKinds: typeof English.kinds = { ...weightQuestions, ...networkQuestions };

export const questions: typeof English = { kinds: studyKinds, fields: studyFields };
