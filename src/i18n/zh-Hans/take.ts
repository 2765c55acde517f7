/** Chinese texts: what is taken along. */
import type { TakeFailureCode } from '../../contract/takings';
import type { take as English } from '../en/take';
import { bytesOf } from '../numerals';
import { digits, integer } from './numerals';

const bytes = bytesOf(digits);

/** Why nothing was saved. */
const failures: Record<TakeFailureCode | 'no-run', (message: string) => string> = {
  'no-run': () => '还没有可以带走的训练，或者它刚刚结束。准备好之后可以再试。',
  'own-data': () => '这些图像已不在此浏览器中。可以重新导入，或者不带图像下载文件夹。',
  data: (message) => `图像没有收到：${message}训练照常进行，可以再试。`,
  memory: () => '此浏览器的内存不足。不带图像时文件更小。',
  worker: () => '所需的代码没有收到。训练照常进行，可以再试。',
  internal: (message) => `无法生成：${message}`,
};

export const take: typeof English = {
  folder: 'PyTorch 项目',
  folderHint: '`python train.py` 重复这次训练。',
  withImages: (size) => `带上自己的图像（${bytes(size)}）`,
  notebook: '笔记本',
  notebookHint: '同样的内容，逐格运行。',
  onnx: '网络',
  onnxHint: 'ONNX，用于 Netron 和 onnxruntime。',
  weights: '权重',
  weightsHint: 'safetensors，使用 PyTorch 的名称。',
  metrics: '测量结果',
  metricsHint: (steps) => `${integer(steps)} 步，每一层。`,
  picture: '图片',
  pictureHint: '此刻的网络和图表。',

  about: (size) => `≈ ${bytes(size)}`,
  save: (what, kind) => `下载：${what}，${kind}`,
  making: (share) => (share === null ? '正在生成……' : `图像：${integer(100 * share)} %`),
  cancel: '取消',
  saved: (file, size) => `已下载 ${file}，${bytes(size)}。`,
  failed: (code, message) => failures[code](message),
};
