/** Chinese texts: which panels stand on the page, and spans that are chosen in them. */
import type { panels as EnglishPanels, parts as EnglishParts } from '../en/panels';
import { integer } from './numerals';

export const panels: typeof EnglishPanels = {
  title: '安排面板',
  hidden: (count) => `（隐藏 ${count} 个）`,
  names: {
    gradient: '逐层',
    history: '各层历史',
    lines: '各层逐步变化',
  },
  up: (name) => `上移“${name}”`,
  down: (name) => `下移“${name}”`,
  default: '恢复默认',
  jump: { label: '前往', networks: '网络' },
  more: {
    label: '下方还有',
    history: '历史',
    layer: '层的内部',
    experiments: '问题',
    runs: '运行',
  },
  span: {
    label: '显示的步',
    hint: (stride, denseFrom) =>
      `显示全部步${stride === 1 ? '' : `：从第 ${integer(denseFrom)} 步起逐步显示，之前每 ${integer(stride)} 步显示一步`}。在曲线或历史图上拖动，可选取一段。`,
    shown: (from, to, stride, denseFrom, profile) =>
      `各面板显示第 ${integer(from)} 至 ${integer(to)} 步${stride === 1 ? '' : `${denseFrom > to ? '' : `，第 ${integer(denseFrom)} 步之前`}每 ${integer(stride)} 步一步`}；剖面图显示第 ${integer(profile)} 步。`,
    from: '步',
    to: '至',
    clear: '显示全部步',
  },
  layers: {
    label: '显示的层',
    hint: '显示全部层。沿剖面图横向拖动，或在历史图上纵向拖动，可选取一段。',
    shown: (first, last) =>
      `各层面板只显示 ${first} 至 ${last}，网络图中以框标出。在图表中按 Escape 恢复显示全部层。`,
    from: '层',
    to: '至',
    clear: '显示全部层',
  },
};

/** Chinese texts: a part of the page that failed, while all others go on. */
export const parts: typeof EnglishParts = {
  failed: (name) => `“${name}”无法显示`,
  missing: (name) => `“${name}”无法加载`,
  late: (name) => `“${name}”已有十秒没有送达任何内容`,
  replaced: '服务器上已有新版本：重新加载即可获得。',
  restGoesOn: '训练和页面其余部分照常进行。',
  again: '重试',
  names: {
    header: '页眉',
    notices: '提示',
    legend: '图例与所选的块',
    layout: '区间与面板',
    glossary: '术语表',
    speech: '语音摘要',
    logs: '训练日志',
  },
};
