/** Chinese texts of questions that are answered by networks made anew. Figures of papers are named as theirs. */
import type { networkQuestions as English } from '../../en/questions/on-networks';
import { integer } from '../numerals';
import { byDepth, list, seedsText, trainingLoss } from './common';

export const networkQuestions: typeof English = {
  degradation: {
    question: '多深才算太深？',
    line: '同一个网络在若干深度上重新训练，有残差连接与没有残差连接各一次。',
    method:
      '宽度相同的网络，对每个深度、每个随机种子、每个学习率，都从第 0 步开始训练；其余与实验相同。每个深度的每种网络，取最终损失最低的学习率。',
    showsNot: '长时间训练的终点，也不说明测试错误率：论文训练了几万步。',
    rule: '比较最深与最浅网络的最终损失。很明显：没有残差连接时，在每个随机种子下都上升；有残差连接时，平均而言不上升。勉强：有残差连接时，升幅至多为没有时的十分之一。部分：升幅比没有时小。',
    leftOut: '经典网络只有一个深度。',
    paper: {
      text: '在 CIFAR-10 上，56 层普通网络的训练错误率高于 20 层，残差网络则相反。深度 20、56、110 的测试错误率：无残差连接时为 8.18 %、13.31 %、16.44 %，有残差连接时为 7.37 %、5.89 %、5.79 %。',
      arxiv: { '1512.03385': 'He 2015', '1712.09913': 'Li 2018' },
    },
    here: byDepth('最终损失'),
    answer: (grade, plain, residual, deepest) => {
      const past = (depth: number): string =>
        depth === deepest ? `到 ${depth} 层仍不算太深` : `超过 ${depth} 层`;
      const [without, within] = [past(plain), past(residual)];
      switch (grade) {
        case 'clearly':
          return `无残差连接：${without}；有残差连接：${within}`;
        case 'barely':
          return `无残差连接：${without}；有残差连接：几乎不会太深`;
        case 'partly':
          return `无残差连接：${without}；有残差连接：${within}，代价较小`;
        case 'no':
          return `有无残差连接，都是${without}`;
      }
      return grade satisfies never;
    },
    final: '最终训练损失随深度的变化',
    lossY: trainingLoss,
    depthX: '深度（带权重的层数）',
    curves: '训练损失随步数的变化，各取最佳学习率',
    stepX: '步',
    stepText: (step) => `第 ${step} 步`,
    depthText: (depth) => `深度 ${depth}`,
    named: (lane, depth) => `${lane} ${depth}`,
    settings: (seeds, rates, steps, window) =>
      `${seedsText(seeds)}，学习率 ${list(rates)}，${integer(steps)} 步；最终损失为最后 ${window} 步的均值`,
    table: '最终训练损失，按深度、网络与学习率',
    row: (depth, lane, rate) => `${depth}，${lane}，学习率 ${rate}`,
    best: '（最佳）',
    corner: '深度、网络、学习率',
    diverged: '发散',
    seedColumn: (seed) => `随机种子 ${seed}`,
  },
  shattering: {
    question: '梯度会变成噪声吗？',
    line: '在任何训练之前，相邻图像的梯度有多相似。',
    method:
      '在第 0 步，于不同类别的测试图像之间的直线上取许多点，求某一类得分对输入的梯度。对距离相等的点对，把两点梯度的余弦取平均：1 表示方向相同，0 表示毫无共同之处。归一化使用一个批次的固定统计量。',
    showsNot: '训练会失败：对权重的梯度，以及许多图像的梯度，仍可能一致。',
    rule: '看所有距离上的余弦。勉强：在每个随机种子下，无残差连接时余弦随深度下降，并低于有残差连接时。很明显：最终不高于 0.1，而有残差连接时再高出 0.1。部分：平均而言下降。',
    leftOut: '经典网络只有一个深度。',
    paper: {
      text: '没有残差连接时，梯度的相关性随深度呈指数衰减，直至白噪声；有残差连接时则为次线性衰减。',
      arxiv: { '1702.08591': 'Balduzzi 2017' },
    },
    here: byDepth('平均余弦'),
    chart: '输入梯度的相似度，随距离与深度的变化',
    y: '两个梯度的余弦',
    x: '距离（占两张图像间路程的比例）',
    named: (lane, depth) => `${lane} ${depth}`,
    settings: (seeds, lines) => `${seedsText(seeds)}，各 ${lines} 条直线，每条取四处`,
    distanceText: (distance) => `距离 ${distance}`,
    table: '平均余弦随距离的变化，对各随机种子取平均',
    distance: '距离',
    column: (depth, lane) => `${depth}，${lane}`,
  },
  init: {
    question: '残差连接使最初的梯度更均匀吗？',
    line: '若干深度的网络在第 0 步各层的梯度。',
    method:
      '对每个随机种子，重新抽取初始权重与第一个批次，测量每一层的梯度和每个块输出的大小。再对深度不同、宽度相同的网络做同样的测量。',
    showsNot: '网络会训练得多好：梯度在最初几步就会改变。',
    rule: '看从最浅到最深的网络，首末层之比改变了多少。勉强：在每个随机种子下，无残差连接时改变十倍，有残差连接时改变较小。很明显：有残差连接时的改变至多为其平方根。部分：平均而言如此，且至少三倍。',
    leftOut: '经典网络只有一个深度，因此只在自身的深度上测量。',
    paper: {
      text: '在有批归一化、无残差连接的宽网络中，梯度随深度呈指数增长。He 2015 报告其普通网络的梯度范数正常。',
      arxiv: { '1902.08129': 'Yang 2019', '1512.03385': 'He 2015' },
    },
    here: byDepth('首末层梯度之比'),
    gradients: '各层的梯度范数',
    gradientsY: '∂L/∂W 的 L2 范数（对数坐标）',
    layerX: '带权重的层，从输入到输出',
    activations: '各块激活值的大小',
    activationsY: '块输出的标准差（对数坐标）',
    blockX: '块，从输入到输出',
    ratio: '首末层梯度范数之比随深度的变化',
    ratioY: '首层 / 末层的梯度范数（对数坐标）',
    depthX: '深度（带权重的层数）',
    settings: (seeds, images) => `${seedsText(seeds)}，各 ${images} 张图像`,
    depthText: (depth) => `深度 ${depth}`,
    layerText: (name) => name,
    table: '各层的梯度范数：对各随机种子取平均',
    depthTable: '首末层梯度范数之比随深度的变化',
    layer: '层',
    depth: '深度',
    seedColumn: (lane, seed) => `${lane}，随机种子 ${seed}`,
    noBlocks: '没有块，也就没有块的输出可以显示。',
  },
  variants: {
    question: '哪种块最好？',
    line: '残差块的各种变体，各自用相同的批次重新训练。',
    method:
      '取第一个有残差连接的网络，全部打开，对每种变体、每个随机种子各训练一次；学习率与其余设置同实验。',
    showsNot: '长时间训练的终点，也不说明换一个学习率会怎样：有些变体承受得起更高的学习率。',
    rule: '看最终损失。很明显：最佳变体最差的种子，也低于其他每种变体最好的种子。勉强：在每个随机种子下都最好。否则，最低的两个均值太接近，难分高下。',
    leftOut: '这些变体只涉及残差块。',
    answer: (grade, best, next) => {
      switch (grade) {
        case 'clearly':
          return `${best}，很明显`;
        case 'barely':
          return `${best}，勉强`;
        case 'partly':
          return `难分高下：“${best}”或“${next}”`;
        case 'no':
          return '都不好：全部发散';
      }
      return grade satisfies never;
    },
    papers: {
      order: {
        text: 'CIFAR-10 上的 ResNet-110，测试错误率：完全预激活 6.37 %，原始顺序 6.61 %，相加后归一化 8.17 %。',
        arxiv: { '1603.05027': 'He 2016' },
      },
      shortcut: {
        text: 'CIFAR-10 上的 ResNet-110，测试错误率：恒等捷径 6.61 %，其余多数为 8.70 %～12.86 %；随机失活则训练失败。',
        arxiv: { '1603.05027': 'He 2016' },
      },
      'norm-free': {
        text: '一个从 0 开始的可学习系数，就足以在没有归一化时训练很深的残差网络；Fixup 也可以，直到 10,000 层。',
        arxiv: { '2002.10444': 'De 与 Smith 2020', '1901.09321': 'Zhang 2019' },
      },
    },
    claims: {
      order: '完全预激活的训练效果至少不逊于原始顺序，而相加后归一化更差',
      shortcut: '恒等映射是最好的捷径',
      'norm-free': '没有归一化时，SkipInit 与 Fixup 在每个随机种子下都胜过普通起点',
    },
    here: (claim, holds, steps) => `${claim}：这里 ${integer(steps)} 步之后${holds ? '成立' : '不成立'}。`,
    settings: (seeds, rate, steps, window) =>
      `${seedsText(seeds)}，学习率 ${rate}，${integer(steps)} 步；最终损失为最后 ${window} 步的均值`,
    finals: '各变体的最终训练损失',
    lossY: trainingLoss,
    curves: '训练损失随步数的变化',
    stepX: '步',
    table: '各变体：按随机种子的训练损失与测试准确率',
    variant: '变体',
    seedColumn: (seed) => `损失，随机种子 ${seed}`,
    mean: '损失，均值',
    accuracy: '测试准确率，均值',
    paperColumn: '论文的测试错误率',
    diverged: '发散',
    gates: '论文中仅捷径门控的数字，因初始偏置而异。',
    paper: {
      original: '6.61 %',
      'norm-after-addition': '8.17 %',
      'activation-before-addition': '7.84 %',
      'activation-first': '6.71 %',
      'pre-activation': '6.37 %',
      identity: '6.61 %',
      constant: '12.35 %',
      exclusive: '8.70 %',
      'shortcut-only': '6.91 %～12.86 %',
      convolution: '12.22 %',
      dropout: '失败',
      'batch-norm': '–',
      plain: '–',
      'zero-last': '–',
      'skip-init': '–',
      fixup: '–',
    },
    names: {
      original: '原始顺序',
      'norm-after-addition': '相加后归一化',
      'activation-before-addition': '先激活后相加',
      'activation-first': '激活在前',
      'pre-activation': '完全预激活',
      identity: '恒等捷径',
      constant: '两边都乘常数 0.5',
      exclusive: '互斥门控',
      'shortcut-only': '仅捷径门控',
      convolution: '1×1 卷积',
      dropout: '捷径上 0.5 的随机失活',
      'batch-norm': '批归一化',
      plain: '普通起点（无归一化）',
      'zero-last': '最后滤波器为 0（无归一化）',
      'skip-init': 'SkipInit（无归一化）',
      fixup: 'Fixup（无归一化）',
    },
  },
};
