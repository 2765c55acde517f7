/** Chinese texts: what was repaired in the file of a lesson, and why one could not be opened. */
import type { lessonNotices as English } from '../en/lesson-notices';

/** Parts of a file, by the last of their names in it. */
const parts: (typeof English)['parts'] = {
  version: '版本',
  language: '语言',
  title: '标题',
  summary: '简介',
  steps: '各步',
  text: '正文',
  experiment: '实验',
  until: '训练到的步',
  look: '要点亮的位置',
  question: '提问',
  further: '“再进一步”',
  choices: '选项',
  from: '范围的起点',
  below: '范围的终点',
  act: '要做的操作',
  kind: '要做的操作',
  lane: '网络',
  block: '块',
  gain: '增益',
  request: '要探究的问题',
  measure: '要测量的量',
  one: '要测量的量',
  other: '第二个读数',
  of: '物理量',
  at: '读取的时刻',
  figure: '数值',
  by: '比较读数的方式',
  unit: '数值的写法',
  measured: '各随机种子的值',
  answer: '解答',
  doubt: '存疑的原因',
};

const used = (value: string): string => (value === '' ? '已略去' : `改用 ${value}`);

export const lessonNotices: typeof English = {
  parts,
  at: (places, sentence) => `${places.join('，')}：${sentence}`,
  step: (number) => `第 ${number} 步`,
  choice: (number) => `选项 ${number}`,
  item: (name, number) => `${name}第 ${number} 项`,
  file: '课程',

  heading: (name) => `“${name}”中有些内容无法使用，已作修正。其余内容都保留。`,
  dismiss: '关闭',
  label: '关于课程的提示',

  repairs: {
    missing: (instead) => `缺失：${used(instead)}。`,
    'wrong-type': (given, instead) => `“${given}”不是这里应有的内容：${used(instead)}。`,
    unknown: (given, instead) => `“${given}”无法识别：${used(instead)}。`,
    'out-of-range': (given, instead) => `“${given}”超出范围：${used(instead)}。`,
    'too-long': (given, most) => `${given} 个字符太多：只用前 ${most} 个。`,
    'too-many': (given, most) => `${given} 项太多：只用前 ${most} 项。`,
    'no-question': '需要两个选项和一个要测量的量：已略去。',
    'newer-version': (given, instead) => `版本 ${given} 比本页新：按版本 ${instead} 读取。`,
  },
  more: (count) => `只列出前 ${count} 处修正。`,

  refused: {
    lead: (name) => `“${name}”无法打开。`,
    'no-json': (cause) => `它不是 JSON（${cause}）。`,
    'no-lesson': (given) =>
      `它不是本页的课程：其“format”应为“resnet-explorer-lesson”${given === '' ? '' : `，而不是“${given}”`}。`,
    'no-steps': '这个课程没有任何步骤。',
    'too-long': (given, most) => `它有 ${given} 个字符，而课程最多 ${most} 个。`,
    'too-large': (most) => `它大于 ${most}。`,
    unreadable: (cause) => `浏览器无法读取它（${cause}）。`,
    'no-name': '文件名应以“.json”结尾。',
    'other-host': '只能从本页所在的主机打开课程。',
    'not-found': (status) => `主机上没有这个文件（${status}）。`,
    unreachable: '主机没有响应。请检查网络，然后重新加载页面。',
  },
};
