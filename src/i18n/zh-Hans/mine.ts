/** Chinese texts: experiments that a reader saved. */
import type { EntryNews, FileProblem, LessonNews, PartProblem } from '../../experiments/report';
import { bytesOf } from '../numerals';
import type { mine as English } from '../en/mine';
import { digits, integer } from './numerals';

const bytes = bytesOf(digits);

const part: Record<Exclude<PartProblem['code'], 'not-kept'>, string> = {
  damaged: '已损坏',
  missing: '不在文件里',
  'too-large': '太大',
  newer: '来自本页更新的版本',
  'no-link': '没有可读的链接',
  'other-run': '不属于这个实验',
};

function reason(problem: PartProblem): string {
  if (problem.code !== 'not-kept') return part[problem.code];
  return problem.full ? '在这个浏览器里放不下' : '这个浏览器不肯保存';
}

function fileProblem(problem: FileProblem): string {
  const at = 'at' in problem && problem.at !== null ? `（位置：${problem.at}）` : '';
  switch (problem.code) {
    case 'not-that':
      return '不是实验文件：实验文件是从这里导出的 ZIP 文件';
    case 'truncated':
      return `不完整${at}，可能没有复制完`;
    case 'malformed':
      return `已损坏${at}`;
    case 'too-large':
      return '解压后会太大';
    case 'unsupported':
      return `的压缩方式这里无法读取${at}`;
    case 'foreign':
      return '是别的内容的压缩包';
    case 'newer':
      return `由本页更新的版本写成（格式 ${problem.version}），重新加载即可得到该版本`;
    case 'too-many':
      return `里有 ${integer(problem.found)} 个实验，最多读取 ${integer(problem.most)} 个`;
    case 'gone':
      return '在选择之后被更改或移走了，请重新选择';
  }
  return problem satisfies never;
}

function entry(news: EntryNews): string {
  switch (news.kind) {
    case 'taken': {
      const called = news.wasCalled === null ? '' : `（名称“${news.wasCalled}”已被使用）`;
      const repaired = news.repairs === 0 ? '' : `有 ${integer(news.repairs)} 项设置无法使用，已替换。`;
      const run = news.withoutRun === null ? '' : `运行未导入：${reason(news.withoutRun)}。`;
      return `“${news.name}”：已导入${called}。${repaired}${run}`;
    }
    case 'known':
      return `“${news.name}”：这里已有。`;
    case 'refused': {
      const which = news.name === null ? `第 ${integer(news.place)} 个` : `“${news.name}”`;
      return `${which}：未导入，${reason(news.problem)}。`;
    }
  }
  return news satisfies never;
}

function lesson(news: LessonNews): string {
  switch (news.kind) {
    case 'taken':
      return `课程“${news.title}”：已导入。`;
    case 'known':
      return `课程“${news.title}”：这里已有。`;
    case 'refused':
      return `课程“${news.title}”：未导入，${reason(news.problem)}。`;
  }
  return news satisfies never;
}

export const mine: typeof English = {
  title: '我的实验',
  close: '关闭',

  save: {
    name: '名称',
    unnamed: (depth, activation, rate) => `${integer(depth)} 层，${activation}，学习率 ${rate}`,
    withRun: (step) => `连同运行（第 ${integer(step)} 步）`,
    save: '保存',
    saving: '正在保存…',
    saved: (name) => `已保存为“${name}”。`,
    savedForNow: (name) => `已保存为“${name}”，关闭本页即失：这个浏览器在这里不保存任何内容。`,
    known: (name) => `早已保存，名为“${name}”。`,
    lost: {
      gone: '运行已结束，未保存。',
      'too-large': '内存不足，运行未保存。',
    },
    full: '这个浏览器没有空间了。',
    refused: '这个浏览器不允许本页保存。',
    failed: (message) => `这本不该发生：${message}`,
    asFile: '存为文件',
    withoutRun: '不带运行保存',
    rename: '重命名',
    all: '我的实验',
    dismiss: '关闭提示',
  },

  list: {
    label: '已保存的实验',
    search: '搜索',
    none: '还没有保存任何实验。',
    noneHint: '保存页面上的实验，以后在这里就能找到：只存在这个浏览器里。',
    nothingFound: '没有名称含有这些字词。',
    count: (count) => `${integer(count)} 个实验`,
    when: (at, isToday) =>
      new Date(at).toLocaleString(
        'zh-Hans',
        isToday ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { dateStyle: 'medium' },
      ),
    nameOf: (name) => `“${name}”的名称`,
    open: (name) => `打开“${name}”`,
    openHint: '打开，从第 0 步开始',
    goOn: (step) => `从第 ${integer(step)} 步继续`,
    goOnOf: (name, step) => `从第 ${integer(step)} 步继续“${name}”`,
    duplicate: (name) => `复制“${name}”`,
    export: (name) => `把“${name}”存为文件`,
    remove: (name) => `删除“${name}”`,
    removed: (name) => `已删除“${name}”。`,
    undo: '撤销',
    noRun: (name) => `“${name}”的运行无法读取：已打开实验，从第 0 步开始。`,
    forNow:
      '这个浏览器在这里不保存任何内容，也许这是无痕窗口。保存的实验在关闭本页后就会丢失：要留住，请导出。',
  },

  file: {
    import: '导入…',
    importHint: '从这里导出的文件；不会覆盖任何内容',
    exportAll: '全部导出',
    exportHint: '所有实验、它们的运行和自己的课程，合为一个文件',
    exported: (name, size) => `已存为 ${name}，${bytes(size)}。`,
    tooLarge: '内存不足以合成一个文件：请逐个导出实验。',
    reading: (done, count) => `正在读取：${integer(done)} / ${integer(count)}`,
    summary: ({ entries, lessons }) => {
      const count = (of: readonly { readonly kind: string }[], kind: string): number =>
        of.filter((one) => one.kind === kind).length;
      const [known, refused] = [count(entries, 'known'), count([...entries, ...lessons], 'refused')];
      const parts = [
        `已导入 ${integer(count(entries, 'taken'))} 个实验`,
        ...(count(lessons, 'taken') > 0 ? [`${integer(count(lessons, 'taken'))} 个课程`] : []),
        ...(known > 0 ? [`${integer(known)} 个这里已有`] : []),
        ...(refused > 0 ? [`${integer(refused)} 个未导入`] : []),
      ];
      return `${parts.join('，')}。`;
    },
    problem: (file, problem) => `“${file}”${fileProblem(problem)}。没有任何更改。`,
    details: '逐项结果',
    entry,
    lesson,
  },

  lessons: {
    title: '课程',
    open: (title) => `打开课程“${title}”`,
    remove: (title) => `删除课程“${title}”`,
  },

  room: {
    title: '空间',
    used: (used) => `已用 ${bytes(used)}`,
    left: (left) => `剩余 ${bytes(left)}`,
    size: (size) => bytes(size),
    none: '没有保存大的内容。',
    kinds: {
      'saved-run': '实验的运行',
      run: '最近的运行',
      images: '图像',
      weights: '权重',
    },
    neededBy: (count) => `这里有 ${integer(count)} 个实验需要`,
    atStep: (step) => `第 ${integer(step)} 步`,
    remove: (name) => `移除“${name}”`,
    removed: (name) => `已移除“${name}”。`,
  },
};
