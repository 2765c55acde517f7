/** Chinese texts: sharing an experiment, and a page that is opened at a step or in a frame of another. */
import { LIMITS } from '../../config/limits';
import { EMBEDS, type OpeningProblem } from '../../state/opening';
import type { share as English } from '../en/share';
import { integer } from './numerals';

const { max } = LIMITS.openingStep;

/** What was done instead, by parameter. */
const refused: Record<OpeningProblem['parameter'], string> = {
  embed: `不是 ${EMBEDS.join('、')} 之一：显示整个页面。`,
  lang: '不是本页提供的语言：已忽略。',
  play: '无法识别，只能是“play”本身：训练等待开始。',
  theme: '不是 light、dark、system 之一：已忽略。',
  until: `不是 0 至 ${integer(max)} 的步数：已忽略。`,
};

export const share: typeof English = {
  button: '分享',
  title: '分享这个实验',

  embed: {
    label: 'ResNet Explorer 的一部分',
    open: '在 ResNet Explorer 中打开',
    openHint: '整个页面，在新标签页中',
  },

  problem: ({ parameter, given, used }) =>
    `“${parameter}=${given}”${
      used === null ? refused[parameter] : `不是 0 至 ${integer(max)} 的整数步数：改用 ${integer(used)}。`
    }`,
};
