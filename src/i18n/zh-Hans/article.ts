/** Chinese texts: the lessons as one page to read. */
import type { Embed } from '../../state/opening';
import type { article as english } from '../en/article';

const shown: Record<Embed, (networks: string) => string> = {
  stage: (networks) => `${networks}的训练总览`,
  profile: (networks) => `${networks}各层的梯度范数`,
  loss: (networks) => `${networks}的训练损失`,
  diagram: (networks) => `${networks}的结构图`,
};

export const article: typeof english = {
  title: '残差网络九章',
  lead: 'ResNet Explorer 的全部课程合为一页，便于通读。图中都是真正的网络，滚动到眼前就在本机上运行：可以在图中按下训练，也可以开关残差连接。',
  answers: '答案是我们用若干随机种子测得的。每章的各步也可以在课程里亲手做，由自己的运行来回答。',
  explorer: '打开 ResNet Explorer',
  contents: '各章',
  loading: '正在加载本章……',
  missing: '本章没有加载成功。',
  again: '重新加载',

  question: '问题',
  answer: '答案',
  same: (value, lastSeed) => `我们测得：随机种子 0 到 ${lastSeed} 都是 ${value}。`,
  seed: (value, seed) => `${value}（随机种子 ${seed}）`,
  measured: (values) => `我们测得：${values}。`,
  differ: '不同随机种子落在不同的选项里。',
  unmeasured: '我们尚未测量。在课程里可由自己的运行来回答。',
  further: '再进一步',
  experiment: '打开这个实验',
  step: (step) => `课程第 ${step} 步`,

  figure: {
    caption: (part, networks, step) =>
      `${shown[part](networks)}（${step === null ? '训练之前' : `第 ${step} 步`}）。`,
    title: (caption) => `可运行的图：${caption}`,
    waits: '滚动到眼前时开始运行',
    load: '让这张图运行起来',
  },
};
