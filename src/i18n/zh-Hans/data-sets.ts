/** Chinese texts: the data sets. */
import type { dataSets as English } from '../en/data-sets';

export const dataSets: typeof English = {
  fashion: {
    name: 'Fashion-MNIST',
    hint: '服饰照片：10,000 张训练图像，2,000 张测试图像，10 个类别。',
    credit: 'Fashion-MNIST © 2017 Zalando SE，MIT 许可证（Xiao, Rasul, Vollgraf 2017）。',
  },
  emoji: {
    name: 'Emoji',
    hint: '两家所绘的 emoji：3,044 张训练图像，768 张测试图像，9 个类别，即 Unicode 的分组。同一 emoji 的两种画法，以及只有性别之差的 emoji，都归在同一边。用来试验彩色图像，不用来刷新纪录：有些类别彼此相像，图像也少。',
    credit:
      'Emoji：Noto Emoji © Google LLC，Apache 许可证 2.0；Twemoji © Twitter, Inc 与其他贡献者，CC BY 4.0，已置于白底；分组取自 emoji-data © Cal Henderson，MIT 许可证。',
  },
  digits: {
    name: '手写数字',
    hint: '手写数字图像：1,437 张用于训练，360 张用于测试，10 个类别，文件仅 44 kB。测试图像是原数据集的最后一部分。',
    credit:
      '手写数字：Optical Recognition of Handwritten Digits，E. Alpaydin 与 C. Kaynak（UCI Machine Learning Repository, 1998），CC BY 4.0，重新划分。',
  },
  own: { name: '自己的图像', hint: '只保存在这个浏览器里：链接只写明是哪些图像，并不发送图像。' },
  shapes: { name: '几何图形', hint: '由数据的随机种子画出，无需下载。' },
};
