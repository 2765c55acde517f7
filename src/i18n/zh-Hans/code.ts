/** Chinese texts: the networks as PyTorch code. */
import type { code as English } from '../en/code';

export const code: typeof English = {
  file: 'model.py',
  network: '网络',
  lines: 'model.py 的代码行',
  copy: '复制',
  copied: '已复制',
  refused: '浏览器未能复制。代码已选中，请用键盘复制。',
  download: '下载',
};
