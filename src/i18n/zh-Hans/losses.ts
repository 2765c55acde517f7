/** Chinese texts: the losses, one entry each: what they are called, and their formulas. */
import { lossTextOf, type LossTexts } from '../losses';
import { digits } from './numerals';

export const losses: LossTexts = {
  'cross-entropy': {
    name: '交叉熵',
    formula: '正确类别概率的负对数。',
    text: (smoothing) => (smoothing === 0 ? '交叉熵' : `交叉熵，标签平滑 ${digits(smoothing, 6)}`),
  },
  'squared-error': {
    name: '平方误差',
    formula: '(输出 − 独热目标)² 对类别与图像的平均。',
    text: () => '平方误差',
  },
  focal: {
    name: '焦点损失',
    formula: '−(1 − p)^指数 · log p。Lin et al. 2017。',
    text: (focus) => `焦点损失，指数 ${digits(focus, 6)}`,
  },
};

export const lossText = lossTextOf(losses);
