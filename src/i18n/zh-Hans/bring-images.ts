/** Chinese texts: a reader's own images. */
import type { FormatCode } from '../../formats/errors';
import type {
  FoundKind,
  ImportProblem,
  ImportProgress,
  ImportReport,
  Side,
  Skipped,
  SkipReason,
} from '../../images/report';
import type { bringImages as English } from '../en/bring-images';
import { bytesOf } from '../numerals';
import { digits, integer } from './numerals';

const bytes = bytesOf(digits);
const images = (count: number): string => `${integer(count)} 张图像`;
const files = (count: number): string => `${integer(count)} 个文件`;
const classes = (count: number): string => `${integer(count)} 个类别`;

const kinds: Record<FoundKind, string> = {
  images: '文件夹中的图像',
  idx: 'IDX 文件',
  'cifar-10': 'CIFAR-10',
  'cifar-100': 'CIFAR-100',
  arrays: 'NumPy 数组',
  own: '本页的数据集',
};

const skipReasons: Record<SkipReason, string> = {
  'not-an-image': '不是图像',
  pickle: '是 Python 的 pickle，它是程序，这里不运行；可以用二进制版本',
  'other-format': '格式无法读取，可用 PNG、JPEG、WebP 和 GIF',
  empty: '为空',
  broken: '已损坏',
  'no-pixels': '没有像素',
  'too-large': '太大',
  'no-class': '不在任何类别的文件夹中',
  'unsafe-name': '名称指向压缩包之外',
};

const whyBad: Record<FormatCode, string> = {
  truncated: '文件不完整',
  'not-that': '内容与名称不符',
  'too-large': '超出可读取的大小',
  unsupported: '含有无法读取的内容',
  malformed: '内容自相矛盾',
};

function badFile(problem: Extract<ImportProblem, { code: 'bad-file' }>): string {
  const { path, why, at, expected, found } = problem;
  const facts = [
    at === null ? '' : `位于“${at}”`,
    expected === null ? '' : `应为 ${expected}`,
    found === null ? '' : `实为 ${found}`,
  ].filter((fact) => fact !== '');
  return `无法读取“${path}”：${whyBad[why]}${facts.length === 0 ? '' : `（${facts.join('，')}）`}。`;
}

/** Why files were left out, and how many. */
function leftOut({ counts }: Skipped): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${skipReasons[reason as SkipReason]}（${integer(count)} 个）`)
    .join('；');
}

const withLeftOut = (sentence: string, skipped: Skipped): string => {
  const why = leftOut(skipped);
  return why === '' ? sentence : `${sentence}未采用：${why}。`;
};

/** What ended an import, and what to do. */
function problem(what: ImportProblem): string {
  switch (what.code) {
    case 'nothing-found':
      return withLeftOut(`${files(what.files)}中没有可以读取的带标签图像。`, what.skipped);
    case 'several-kinds':
      return `其中有几种数据集：${what.kinds.join('、')}。请只选其中一种。`;
    case 'no-classes':
      return `这 ${images(what.images)}不在以类别命名的文件夹中。请把同一类别的图像放进一个文件夹，或者逐个类别添加。`;
    case 'one-class':
      return `所有图像都属于同一个类别“${what.name}”，而至少需要两个：每个类别一个文件夹，或者逐个类别添加。`;
    case 'too-many-classes':
      return `共有${classes(what.classes)}，这里最多能区分 ${integer(what.most)} 个。`;
    case 'too-few-images':
      return withLeftOut(
        `可用于${what.part === 'train' ? '训练' : '测试'}的只有 ${images(what.images)}，至少需要 ${integer(what.least)} 张。`,
        what.skipped,
      );
    case 'too-many-images':
      return `共有 ${images(what.images)}，最多采用 ${integer(what.most)} 张。`;
    case 'too-large':
      return `按这个边长，图像占 ${bytes(what.bytes)}，最多可保存 ${bytes(what.most)}。请选择较小的边长，或选择灰度。`;
    case 'bad-file':
      return badFile(what);
    case 'no-labels':
      return `“${what.path}”有 ${images(what.images)}，但没有标签：请一并提供标签。`;
    case 'no-images':
      return `“${what.path}”有标签，但没有图像：请一并提供图像。`;
    case 'labels-differ':
      return `“${what.path}”有 ${images(what.images)}和 ${integer(what.labels)} 个标签：每张图像须有一个标签。`;
    case 'wrong-label':
      return `“${what.path}”中的标签 ${what.label} 不对应任何类别。`;
    case 'not-images':
      return `“${what.path}”的形状是 ${what.shape.join('×')}，不是 N×H×W、N×H×W×C 或 N×C×H×W（1 或 3 个通道）。`;
    case 'not-pixels':
      return `“${what.path}”中的数值从 ${digits(what.least, 3)} 到 ${digits(what.greatest, 3)}：像素应在 0 到 1 或 0 到 255 之间。`;
    case 'not-kept':
      return what.full
        ? `浏览器没有 ${bytes(what.bytes)} 的空间：请移除一个数据集，或选择较小的边长。`
        : '浏览器不允许本页保存任何内容，可能是因为使用了隐私窗口。';
    case 'memory':
      return '内存不足以处理这些图像。请选择较小的边长，或减少图像。';
    case 'no-reader':
      return '读取图像所需的代码没有送达。训练照常进行，可以再试。';
    case 'gone':
      return `“${what.path}”在选择之后被修改或移动。请重新选择。`;
    case 'failed':
      return `本不该出现这个问题：${what.message}`;
  }
  return what satisfies never;
}

const of = (done: string, total: string | null): string => (total === null ? done : `${done}/${total}`);

const phases: Record<ImportProgress['phase'], (done: string, total: string | null) => string> = {
  scan: (done) => `正在查看文件：${done}`,
  decode: (done, total) => `已读取图像：${of(done, total)}`,
  keep: (done, total) => `已保存图像：${of(done, total)}`,
};

const sideText = ({ width, height }: Side): string => `${width}×${height}`;

const colours: Readonly<Record<1 | 3, string>> = { 1: '灰度', 3: '彩色' };

/** What is worth knowing about copies in a set. */
function duplicates({ duplicates: found, split }: ImportReport): string {
  if (found.images === 0) return '没有重复的图像。';
  const across =
    split === 'drawn'
      ? '；相同的图像都在划分的同一侧'
      : found.acrossSplit > 0
        ? `；其中 ${integer(found.acrossSplit)} 张测试图像也是训练图像，可以靠记忆答对`
        : '';
  const other = found.otherClass > 0 ? `；${images(found.otherClass)}也出现在另一个类别中` : '';
  return `有 ${images(found.images)}与另一张相同${across}${other}。`;
}

export const bringImages: typeof English = {
  start: {
    drop: '把图像拖放到这里',
    what: '按类别分的文件夹或其 zip、CIFAR、IDX、npz 或 npy。它们只留在这个浏览器里。',
    files: '选择文件',
    folder: '选择文件夹',
    byClass: '逐个类别',
    byClassHint: '用摄像头拍摄，或选择文件',
  },

  byClass: {
    title: '逐个类别',
    className: '类别名称',
    newName: (number) => `类别 ${integer(number)}`,
    add: '添加类别',
    remove: (name) => `移除类别“${name}”`,
    files: '添加文件',
    useCamera: '摄像头',
    count: images,
    removePhoto: (name, number) => `移除“${name}”的第 ${integer(number)} 张图像`,
    more: (count) => `+${integer(count)}`,
    need: '需要两个类别，每个类别至少两张图像，最好 30 张以上。',
    done: '继续',
    back: '返回',
  },

  camera: {
    label: '摄像头',
    hold: '按住拍摄',
    of: (name) => `照片归入“${name}”`,
    other: '另一个摄像头',
    stop: '关闭摄像头',
    again: '重试',
    starting: '正在等待摄像头；浏览器可能会询问是否允许本页使用。',
    problems: {
      none: '没有找到摄像头。可以从文件添加图像。',
      denied: '浏览器不允许本页使用摄像头。请在地址栏旁允许，然后重试。',
      insecure: '浏览器只允许安全页面（https）使用摄像头。可以从文件添加图像。',
      busy: '摄像头正被别的程序使用。请关闭该程序，然后重试。',
      other: (message) => `摄像头无法使用：${message}`,
    },
  },

  working: {
    phases,
    count: integer,
    cancel: '取消',
  },

  found: {
    title: (kind, count, number) => `${classes(number)}，${images(count)}：${kinds[kind]}`,
    sizes: (least, greatest) =>
      least.width === greatest.width && least.height === greatest.height
        ? `${sideText(least)} 像素`
        : `${sideText(least)} 至 ${sideText(greatest)} 像素`,
    split: {
      given: '文件中已写明哪些用于测试。',
      drawn: '每个类别留出一部分用于测试，按种子抽取。',
    },
    validation: {
      train: '验证图像用于训练。',
      test: '验证图像用作测试图像。',
    },
    settled: '它会原样恢复：边长、颜色和类别均已确定。',
    name: '名称',
    side: '边长（像素）',
    sideHint: '边长加倍，训练时间约为四倍。',
    otherSide: '其他边长',
    colour: '颜色',
    colours,
    classes: '类别',
    take: (count) => `导入 ${images(count)}`,
    room: (size) => `在这个浏览器里约占 ${bytes(size)}`,
    least: '请至少选择两个类别。',
    use: (name) => `采用“${name}”`,
    nameOf: (name) => `“${name}”的名称`,
    counts: (train, test) => (test === 0 ? integer(train) : `${integer(train)} + ${integer(test)}`),
    leftOut: (skipped) => `未采用：${leftOut(skipped)}。`,
    example: (path, reason) => `${path}：${skipReasons[reason]}`,
    back: '重新开始',
  },

  problem: {
    lead: '这些图像没有导入。',
    untouched: '其他内容没有任何变化。',
    text: problem,
    byClass: '逐个类别添加',
    back: '返回',
  },

  report: {
    title: (name) => `“${name}”已保存在这个浏览器里`,
    class: '类别',
    images: '图像',
    train: '训练',
    test: '测试',
    split: {
      given: '测试图像由文件指定。',
      drawn: '测试图像是每个类别的一部分，按种子抽取。',
    },
    duplicates,
    imbalance: (ratio) =>
      ratio < 1.5
        ? ''
        : `最大的类别的训练图像是最小的类别的 ${digits(ratio, 2)} 倍：准确率可能看不出小类别的表现。`,
    facts: (side, channels, size) => `${side}×${side} 像素，${colours[channels]}，${bytes(size)}`,
    trainOn: '用它训练',
    more: '导入别的图像',
    row: (name, count) => `“${name}”的 ${images(count)}`,
  },

  kept: {
    title: '保存在这个浏览器里',
    facts: (number, train, test) => `${classes(number)}，${integer(train)} + ${integer(test)} 张图像`,
    shape: (side, channels, size) => `${side}×${side} ${colours[channels]}，${bytes(size)}`,
    picture: (name) => `“${name}”的图像`,
    use: '使用',
    trainOnHint: (name) => `用“${name}”训练`,
    inUse: '使用中',
    remove: '移除',
    removeHint: (name) => `从这个浏览器移除“${name}”`,
    removed: (name) => `关闭本窗口后将移除“${name}”。`,
    undo: '保留',
    room: (used, left) => `已用 ${bytes(used)}，剩余 ${bytes(left)}`,
    mayGo: '空间不足时，浏览器可能会清除这些内容。',
    persist: '长期保留',
    persisted: '浏览器会一直保留，直到手动移除。',
    refused: '浏览器没有承诺保留。',
  },

  row: {
    facts: (number, train) => `${classes(number)}，${integer(train)} 张训练图像`,
    change: '更换…',
    own: '自己的图像…',
  },

  missing: {
    lead: (name) => `这个实验用“${name}”训练，而这个浏览器里没有这个数据集的图像。`,
    facts: (number, train, side, channels) =>
      `${classes(number)}，${integer(train)} 张训练图像，${side}×${side} 像素，${channels === 1 ? '灰度' : '彩色'}`,
    hash: '哈希值',
    advice: '链接不发送图像。导入同样的图像，运行就会完全重现。',
    bring: '导入图像…',
    wanted: (name, side, channels) =>
      `需要：“${name}”，${side}×${side} 像素，${channels === 1 ? '灰度' : '彩色'}`,
    other: '这些不是链接所指的图像。',
    differs: {
      side: (is, asked) => `${is}×${is} 像素，而不是 ${asked}×${asked}`,
      channels: (is) => (is === 1 ? '灰度，而不是彩色' : '彩色，而不是灰度'),
      classes: (is, asked) => `${classes(is)}，而不是 ${integer(asked)} 个`,
      train: (is, asked) => `${integer(is)} 张训练图像，而不是 ${integer(asked)} 张`,
      content: '数量相同，但图像、划分或类别名称不同',
    },
  },
};
