/** Chinese texts: what a reader brings. */
import type { bring as English } from '../en/bring';
import { bringImages } from './bring-images';

export const bring: typeof English = {
  title: '使用自己的内容',
  close: '关闭',
  door: '带来什么',
  doors: { images: '图像', weights: '网络', logs: '训练日志' },
  dropHere: '松开即可打开文件或文件夹',
  misfit: (name) => (name === '' ? '无法读取拖放的内容。' : `“${name}”不是这里能打开的类型。`),
  dismiss: '好',
  images: bringImages,
};
