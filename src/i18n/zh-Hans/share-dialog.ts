/** Chinese texts: the dialog of sharing. */
import type { NormKind } from '../../config/schema';
import type { Shared, shareDialog as English } from '../en/share-dialog';
import { duration, integer } from './numerals';

const norms: Record<NormKind, string> = {
  batch: '批归一化',
  group: '组归一化',
  layer: '层归一化',
  none: '无归一化',
};

/** `第 5 步`, `第 5、9、12 步`, or of more the first and the last. */
function stepList(steps: readonly number[]): string {
  const texts = steps.map((step) => integer(step));
  return steps.length <= 3
    ? `第 ${texts.join('、')} 步`
    : `第 ${texts[0] ?? ''} 至 ${texts.at(-1) ?? ''} 步之间的 ${integer(steps.length)} 步`;
}

function networkList(networks: Shared['networks']): string {
  const [first] = networks;
  const layers = (depth: number): string => `${integer(depth)} 层`;
  if (first !== undefined && networks.every(({ depth }) => depth === first.depth)) {
    const names = networks.map(({ name }) => name).join('、');
    return `${names}，${networks.length > 1 ? '各 ' : ''}${layers(first.depth)}`;
  }
  return networks.map(({ name, depth }) => `${name}（${layers(depth)}）`).join('、');
}

export const shareDialog: typeof English = {
  title: '分享这个实验',
  take: '带走',
  close: '关闭',

  link: '本实验的链接',
  copyLink: '复制链接',
  copyCode: '复制代码',
  copied: '已复制。',
  refused: '浏览器不允许使用剪贴板：请自行复制选中的内容。',
  opensAt: '打开到第几步',
  plays: '并开始训练',
  language: '链接的语言',
  ofReader: '读者自己的',

  receiver: '打开后看到的',
  networks: ({ networks, common, dataSet, inputSize }) =>
    `${networkList(networks)}${common === null ? '' : `，${norms[common.norm]}，${common.activation}`}，数据集 ${dataSet}，${inputSize}×${inputSize}。`,
  changes: ({ switchSteps, rateSteps }) => {
    const parts = [
      ...(switchSteps.length === 0 ? [] : [`${stepList(switchSteps)}切换残差连接`]),
      ...(rateSteps.length === 0 ? [] : [`${stepList(rateSteps)}设定学习率`]),
    ];
    return parts.length === 0 ? null : `${parts.join('；')}。`;
  },
  opens: ({ until, plays, seconds, end }) => {
    const where =
      until === 0
        ? plays
          ? '打开后立即训练。'
          : '打开后停在第 0 步。'
        : `打开后重放到第 ${integer(until)} 步${seconds === null ? '' : `，在这里约需 ${duration(seconds)}`}，${plays ? '然后继续训练' : '停在那里'}。`;
    return end === null ? where : `${where}第 ${integer(end)} 步起的改动，链接已容纳不下。`;
  },
  exact: (backend) =>
    backend?.name === 'webgpu' || backend?.kernels === 'relaxed'
      ? `这里的数值出自这台设备的${backend.name === 'webgpu' ? ' GPU' : '处理器'}：在别处，末几位可能不同。`
      : `在 ${backend?.name ?? 'wasm'} 上每一位都相同；换一种后端，末几位可能不同。`,
  stays: '固定的运行和这里展开的内容不在链接里。',

  qr: '链接的二维码',
  qrEnlarge: '放大',
  qrReduce: '缩小',
  qrTooLong: (length, most) => `链接有 ${integer(length)} 个字符，二维码最多容纳 ${integer(most)} 个。`,

  frame: '嵌入其他网页的代码',
  part: '部分',
  parts: {
    stage: '主视图',
    profile: '梯度',
    loss: '损失',
    diagram: '网络',
  },
  width: '宽度',
  height: '高度',
  code: '框架代码',
};
