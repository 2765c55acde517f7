/** Chinese texts: writing a lesson, and files of lessons. Numbers come as they are written in the language. */
import type { Act, Moment, PlanQuantity, RunQuantity, Unit } from '../../lessons/format';
import type { LaneSpot, PageSpot } from '../../lessons/spots';
import type { lessonEditor as English } from '../en/lesson-editor';

const laneSpots: Record<LaneSpot, string> = {
  network: '整个网络',
  branch: '残差分支',
  skip: '残差连接',
  sum: '求和',
  stem: '起始层',
  head: '分类头',
  switches: '全部残差连接的开关',
  scores: '损失与准确率',
};

const pageSpots: Record<PageSpot, string> = {
  story: '说明句',
  profile: '各层梯度',
  ratio: '首末层梯度之比',
  loss: '损失',
  images: '测试图像',
  train: '训练',
  step: '单步',
  rate: '学习率',
  question: '问题菜单',
  quick: '快速选择',
  build: '搭建',
  facts: '网络的代价',
};

const quantities: Record<RunQuantity | PlanQuantity | 'study', string> = {
  loss: '训练损失',
  accuracy: '训练准确率',
  test: '测试图像上的准确率',
  ratio: '梯度，首层与末层之比',
  first: '首层的梯度',
  last: '末层的梯度',
  depth: '权重层数',
  parameters: '权重数',
  'multiply-adds': '一张图像的乘加次数',
  'receptive-field': '感受野，以像素计',
  study: '探究所得的数值',
};

/** Of studies; a name may stand for figures of several. */
const figures: (typeof English)['measure']['figures'] = {
  kept: '去掉一块后保留的准确率',
  intact: '所有块都在时的准确率',
  longest: '有贡献的最长路径上的块数',
  open: '构成路径的块数',
  shallow: '层数最少的网络的',
  deep: '层数最多的网络的',
  steepest: '损失下降最快处的学习率',
  lowest: '损失最低处的学习率',
  broken: '训练开始崩溃处的学习率',
  rise: '最高损失与中央损失之比',
};

const moments: Record<Moment, string> = {
  start: '第 0 步',
  before: '操作之前',
  after: '操作之后',
};

const units: Record<Unit, string> = {
  number: '数字',
  times: '倍数',
  percent: '百分数',
  points: '百分点',
};

const acts: Record<Act['kind'], string> = {
  look: '查看',
  train: '训练',
  switch: '切换残差连接',
  study: '探究一个问题',
};

export const lessonEditor: typeof English = {
  title: '制作课程',
  close: '关闭编辑器',
  undo: '撤销',
  redo: '重做',
  kept: '已保存在这个浏览器中。',
  notKept: '浏览器存不下了：请把课程存为文件，否则关闭标签页就会丢失。',
  elsewhere: '这个课程在另一个标签页中改动过。这里继续写，会覆盖那边的内容。',
  takeOver: '采用那边的内容',

  save: '存为文件',
  open: '打开文件',
  example: '下载示例',
  start: '新课程',
  more: '更多',
  tryIt: '试一试',
  back: '回到编辑器',
  editCopy: '编辑副本',
  host: (name) => `把文件放到本页所在的主机上，在网址后面加上“?lesson=${name}”即可打开。`,

  lesson: {
    heading: '课程',
    title: '标题',
    summary: '简介',
    summaryHint: '课程列表中的一行',
    language: '语言',
  },

  steps: {
    label: '各步',
    name: (number, title) => (title === '' ? `第 ${number} 步` : `${number}. ${title}`),
    add: '添加一步',
    duplicate: '复制',
    earlier: '上移',
    later: '下移',
    remove: '删除',
    full: (most) => `一个课程最多 ${most} 步。`,
  },

  step: {
    heading: (number, count) => `第 ${number} 步，共 ${count} 步`,
    title: '标题',
    text: '正文',
    textHint:
      'Markdown 格式。公式写在美元符号之间：$y = F(x) + x$。[残差连接](spot:skip)会点亮它，[批归一化](term:batch-norm)会解释这个术语。',
    preview: '预览',
  },

  experiment: {
    heading: '实验',
    take: '采用主视图上的实验',
    taken: '就是主视图上的实验。',
    show: '在主视图上设置',
    networks: (names) => names.join('和'),
    until: '自动训练到第几步',
    atStep: (step) => `在第 ${step} 步`,
    takeStep: (step) => `采用它的步数，${step}`,
  },

  look: {
    heading: '点亮',
    add: '添加位置',
    choose: '请选择…',
    pick: '在页面上指出',
    picking: '在页面上点击要点亮的位置。按 Escape 退出。',
    picked: (name) => `${name}：已点亮。`,
    nothing: '这里没有可以点亮的位置。',
    remove: (name) => `不再点亮“${name}”`,
    ofLane: (place, lane) => `${place}，${lane}`,
    everyNetwork: '所有网络',
    page: '页面',
    panels: '面板',
    questions: '问题',
    lane: laneSpots,
    places: pageSpots,
  },

  question: {
    heading: '提问',
    add: '添加提问',
    remove: '删除提问',
    text: '问什么',
    choices: '选项',
    choice: (number) => `选项 ${number}`,
    from: '从',
    below: '小于',
    unbounded: '不限',
    notANumber: '这不是数字。',
    addChoice: '添加选项',
    removeChoice: (number) => `删除选项 ${number}`,
    answer: '解答',
    answerHint:
      '{value}、{one}、{other} 代表读者测得的值，{low} 和 {high} 代表随机种子 0 至 2 测得的最小值和最大值。',
    doubtful: '结果存疑',
    doubt: '为何存疑',
    doubtHint: '同时会让读者换用更多随机种子',
  },

  act: {
    heading: '做什么',
    kinds: acts,
    steps: '训练步数',
    lane: '网络',
    block: '块',
    all: '全部',
    gain: '残差连接的增益',
    gainHint: '0 为断开，1 为接通',
    study: '问题',
  },

  measure: {
    heading: '测量什么',
    quantity: '物理量',
    lane: '网络',
    moment: '何时',
    figure: '数值',
    whole: '所有网络的',
    by: '比较方式',
    alone: '单独取值',
    ratio: '之比',
    difference: '之差',
    unit: '写成',
    quantities,
    moments,
    units,
    figures,
    first: '第一个读数',
    other: '第二个读数',
  },

  measuring: {
    now: '立即测量',
    seeds: '测量随机种子 0、1、2',
    stop: '停止',
    progress: (seed, share) => `随机种子 ${seed}：${share} %`,
    falls: (value, choice) => `${value}：属于“${choice}”。`,
    fallsNowhere: (value) => `${value}：没有选项包含它。`,
    seed: (seed) => `随机种子 ${seed}：`,
    apart: '各随机种子落在不同的选项里：请说明结果为何存疑。',
    none: '没有测到任何结果。',
    stopped: '已停止：没有采用任何结果。',
    failed: '运行在得出答案之前停止了。',
  },

  further: {
    heading: '再进一步',
    add: '添加“再进一步”',
    remove: '删除',
    text: '正文',
    withExperiment: '附带一个实验',
  },

  faults: {
    none: '什么都不缺。',
    heading: (count) => `还缺 ${count} 处`,
    title: '课程没有标题。',
    at: (step, text) => `第 ${step} 步：${text}`,
    stepTitle: '没有标题',
    text: '没有正文',
    question: '没有写问什么',
    choice: '有一个选项没有文字',
    gap: (range) => `没有选项包含${range}`,
    overlap: (range) => `有两个选项都包含${range}`,
    lane: (name) => `实验中没有名为“${name}”的网络`,
    measured: '答案还没有测量',
  },

  range: (from, below) =>
    from === null
      ? below === null
        ? '任何值'
        : `小于 ${below} 的值`
      : below === null
        ? `${from} 及以上`
        : `${from} 至小于 ${below}`,
};
