/** Chinese texts: the lessons beside the stage and their list. What lessons say stands in their own files. */
import type { LaneSpot, PageSpot } from '../../lessons/spots';
import type { lessons as English } from '../en/lessons';
import { integer } from './numerals';

const places: Record<LaneSpot | PageSpot, string> = {
  network: '网络',
  branch: '残差分支',
  skip: '残差连接',
  sum: '求和',
  stem: '起始层',
  head: '分类头',
  switches: '全部残差连接的开关',
  scores: '损失与准确率',
  story: '说明句',
  profile: '各层梯度',
  ratio: '首末之比',
  loss: '损失曲线',
  images: '图像',
  train: '“训练”',
  step: '“单步”',
  rate: '学习率',
  question: '实验',
  quick: '网络概要',
  build: '“搭建”',
  facts: '网络的代价',
};

export const lessons: typeof English = {
  list: {
    title: '课程',
    lead: '短小的课程，网络就在眼前训练。先预测，再由你自己的运行作答。',
    close: '关闭课程列表',
    loading: '正在加载课程…',
    steps: (count) => `${integer(count)} 步`,
    done: (done, count) => `${integer(count)} 步中完成 ${integer(done)} 步`,
    allDone: '已完成',
    write: {
      title: '制作课程',
      line: '从主视图上的实验出发，写自己的课程；或把文件拖到页面上打开。',
    },
    clear: '清除进度',
    cleared: '进度已清除。',
    article: { title: '当作文章来读', line: '全部课程合成一页，图是活的，也可打印' },
  },

  panel: {
    label: (title) => `课程：${title}`,
    close: '关闭课程',
    all: '全部课程',
    stepsLabel: '课程的各步',
    step: (number, count) => `第 ${number} 步，共 ${count} 步`,
    dot: (number, title, done) => `第 ${number} 步：${title}${done ? '，已完成' : ''}`,
    back: '上一步',
    next: '下一步',
    finish: '完成',
    missing: (name) => `没有名为“${name}”的课程。`,
    notArrived: (name) => `课程“${name}”没有送达。`,
    dismiss: '关闭',
    offer: '上课之前的实验',
    bringBack: '恢复',
    toLesson: '回到课程',
    toStage: '看主视图',
  },

  look: {
    label: '请看',
    place: (place, lane) => (lane === null ? place : `${lane}的${place}`),
    places,
  },

  act: {
    question: '预测',
    answered: '解答',
    predictFirst: '先选出你预计的结果，再看答案。',
    look: '显示答案',
    train: (steps) => `训练 ${integer(steps)} 步`,
    switch: ({ steps, on, lane, block }) => {
      const which = block === 'all' ? `${lane}的全部残差连接` : `${lane}块 ${block + 1} 的残差连接`;
      return `${on ? '接通' : '断开'}${which}${steps > 0 ? `，训练 ${integer(steps)} 步` : ''}`;
    },
    study: (question) => `探究：${question}`,
    goOn: (steps) => `再训练 ${steps} 步`,
    stop: '停止',
    settingUp: '正在设置实验…',
    working: '你的运行正在求出答案',
    stepsLeft: (steps, seconds) => `还剩 ${integer(steps)} 步${seconds === null ? '' : `，${seconds}`}`,
    seconds: (seconds) => `约 ${seconds} 秒`,
    found: (percent, seconds) => `${percent} %${seconds === null ? '' : `，还需${seconds}`}`,
    edited: '现在的实验已不是这一步的实验。',
    failed: '运行失败了。',
    unmeasured: '这次运行给不出答案。',
    setUp: '重新设置',
  },

  answer: {
    measured: '你的运行',
    asPredicted: '与你的预测一致。',
    notAsPredicted: '与你的预测不同。',
    none: '不在以上各项之中',
    yours: '你的预测',
    measuredHere: '实测',
    seedLabel: '逐个随机种子',
    seed: (seed) => `随机种子 ${seed}`,
    ours: (values) =>
      `我们用随机种子 ${values.map((_, seed) => seed).join('、')} 测得 ${values.join('、')}。`,
    oursShort: '我们的',
    doubt: '存疑',
    another: '换个随机种子',
    again: '重新预测',
  },

  further: {
    title: '再进一步',
    setUp: '设置实验',
  },
};
