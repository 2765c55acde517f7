/**
 * Chinese texts: the page around the charts. Figures quoted from measurements name their setting; what a run shows is
 * told by its charts, not promised here.
 */
import type { BackendReason, WasmKernels } from '../../contract/backend';
import type { FileKind } from '../../contract/files';
import type { FailureCode, Phase } from '../../contract/messages';
import type { ui as English } from '../en/ui';
import { builder } from './builder';
import { diagram, selection, switches } from './diagram';
import { lossText } from './losses';
import { presets, regimes } from './presets';
import { integer } from './numerals';

const lanes: Record<string, { name: string; note: string }> = {
  residual: { name: '残差网络', note: '开始时残差连接全部接通' },
  plain: { name: '普通网络', note: '没有残差连接的对照网络' },
};

/** Networks of our lessons that have no name of their own but their ids, which both languages have in common. */
const lessonLanes: Record<string, string> = {
  strided: '缩小网络',
  even: '不缩小',
  narrow: '窄网络',
  wide: '宽网络',
  deep: '深网络',
  small: '小起始层',
  large: '大起始层',
  switched: '切换网络',
  late: '后来接通',
  cut: '后来断开',
  'pre-activation': '预激活',
  average: '取平均',
  flatten: '展平',
  'batch-norm': '批归一化',
  'no-norm': '无归一化',
  'group-norm': '组归一化',
  padded: '补零网络',
  projected: '投影网络',
  'all-projected': '全部投影',
  identity: '恒等网络',
  half: '减半网络',
  weaker: '减弱网络',
  exclusive: '互斥门控',
  'skip-only': '残差门控',
  dropped: '随机失活',
  gate: '互斥门控',
  projection: '1×1 卷积',
  'both-halved': '两者减半',
};

const phases: Record<Phase, string> = {
  backend: '正在选择后端',
  data: '正在加载图像',
  network: '正在搭建网络',
  kernels: '正在编译 GPU 程序',
  'first-gradient': '正在计算第一个梯度',
  recovering: '正在重做丢失的 GPU 上做过的步',
  replaying: '正在重放运行',
};

const backendReasons: Record<BackendReason, (detail: string) => string> = {
  preferred: (detail) => (detail === '' ? '首选' : detail),
  'no-adapter': (detail) => withDetail('这里没有 GPU 适配器', detail),
  'adapter-silent': (detail) => withDetail('GPU 没有响应', detail),
  'webgpu-failed': (detail) => withDetail('GPU 无法使用', detail),
  'wasm-failed': (detail) => withDetail('WebAssembly 无法启动', detail),
  'wasm-missing': (detail) => withDetail('WebAssembly 文件没有完整送达', detail),
  'software-adapter': (detail) => withDetail('这里的 GPU 由软件模拟', detail),
  'device-lost': (detail) => withDetail('GPU 两次丢失', detail),
  'no-wasm': (detail) => withDetail('这里没有 WebAssembly', detail),
  forced: (detail) => withDetail('按要求选用', detail),
  'forced-unavailable': (detail) => withDetail('所要求的后端不可用', detail),
};

const wasmKernels: Record<WasmKernels, string> = {
  simd: 'SIMD 内核',
  relaxed: '宽松 SIMD 内核',
  reference: '参考内核',
  'without-simd': '参考内核：这里没有 SIMD',
  missing: '参考内核：我们的内核没有送达',
  'tfjs-changed': '参考内核：tfjs 内部有变',
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const failures: Record<FailureCode, { title: string; advice: string }> = {
  data: {
    title: '图像无法加载',
    advice: '请检查网络后重新开始，或改用就地绘制的图像。',
  },
  'own-data': {
    title: '这个浏览器里没有这个实验的图像',
    advice: '请带来这些图像，或另选一个数据集。',
  },
  'own-weights': {
    title: '这个浏览器里没有这个实验的权重',
    advice: '请带来这个文件，或在网络名旁移除权重，由种子初始化。',
  },
  backend: {
    title: '没有可以启动的后端',
    advice: '请重新开始，或在“后端”中另选一个。',
  },
  worker: {
    title: '训练程序无法加载',
    advice: '请检查网络后重新开始。若仍不行，请重新加载页面。',
  },
  memory: {
    title: '内存不足以进行这个实验',
    advice: '请减少块数、缩小宽度或减小批大小。',
  },
  'device-lost': {
    title: '浏览器收回了 GPU',
    advice: '请从第 0 步重新开始，或选择后端 wasm。',
  },
  internal: {
    title: '训练程序停止了',
    advice: '请从第 0 步重新开始：实验及其链接都还在。',
  },
};

const kinds: Record<FileKind, string> = {
  JavaScript: ' JavaScript',
  WebAssembly: ' WebAssembly',
  CSS: '样式表',
  JSON: ' JSON',
  images: '图像',
};

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}（${detail}）`;
}

const NAMES = new Map([
  ...Object.entries(lessonLanes),
  ...Object.entries(lanes).map(([id, { name }]): [string, string] => [id, name]),
]);

/** Copies have a number, `plain-2`, and so have depths, `plain 20`. */
function laneName(id: string): string {
  const [, first = id, number = ''] = /^(.+?)(?:[- ](\d+))?$/.exec(id) ?? [];
  const name = NAMES.get(first);
  return name === undefined ? id : `${name}${number === '' ? '' : ` ${number}`}`;
}

export const ui: typeof English = {
  title: 'ResNet Explorer',
  tagline: '残差网络与没有残差连接的对照网络：权重相同，批次相同，当场训练。',
  skipTo: {
    label: '跳转链接',
    networks: '跳到网络',
    chart: '跳到梯度图表',
    builder: '跳到搭建面板',
  },

  help: '帮助',
  lessons: '课程',
  lessonsHint: '残差连接为何有用，一步步来：先预测，再用自己的运行检验',
  code: '代码',
  codeHint: '用 PyTorch 写出的网络',
  mine: '我的实验',
  bring: '导入',
  bringHint: '自己的图像、权重或日志；一切都留在本页',
  present: '演示',

  theme: {
    now: (theme) => `主题：${theme}`,
    system: '跟随系统',
    light: '浅色',
    dark: '深色',
  },

  language: {
    label: '语言',
    show: (name) => `改用 ${name} 显示`,
    missing: (name) => `${name} 的文字没有送达：仍用现在的语言。`,
    late: (name) => `${name} 的文字已有十秒没有送达：送达之前仍用现在的语言。`,
  },

  pageTitle: {
    running: (step) => `▶ ${integer(step)}`,
    paused: (step) => `⏸ ${integer(step)}`,
    diverged: (step) => `第 ${integer(step)} 步发散`,
    failed: (step) => (step === 0 ? '失败' : `第 ${integer(step)} 步失败`),
  },

  print: {
    run: (date, step, backend) => `${date} · 第 ${step} 步${backend === '' ? '' : ` · ${backend}`}`,
    settings: '与通常不同的设置：',
    usual: '无。',
    none: '无',
  },

  transport: {
    label: '训练',
    build: '搭建',
    train: '训练',
    pause: '暂停',
    waiting: '暂停（就绪后开始）',
    step: '单步',
    reset: '重置',
    resetHint: '回到第 0 步：同样的运行再来一次，记录的改动也在内',
    stepCount: '步',
    epoch: '轮',
    layer: '层',
    heldAt: '暂停于层',
    layerHint: '所有网络的层，前向与反向各计一次',
    pace: (milliseconds) => `每步 ${milliseconds} ms`,
    unknown: '–',
  },

  rate: {
    label: '当前学习率',
    base: '当前基础学习率',
    hint: '从下一步起生效，权重不变。每次改动连同所在的步都记入链接。',
    scheduledHint: '从下一步起，学习率调度由此继续，权重不变。每次改动连同所在的步都记入链接。',
    scheduled: (rate) => `调度：${rate}`,
  },

  phases,
  preparing: (phase, fraction) =>
    fraction === null ? `${phases[phase]}…` : `${phases[phase]}：${Math.round(fraction * 100)} %`,
  preparingLabel: '正在准备运行',
  ended: {
    text: (mark, step) => `${mark} 运行止于第 ${integer(step)} 步`,
    restore: '恢复',
    restoreHint: '找回它的设置，并重放到这一步',
    forget: '不再保留已结束的运行',
    stop: '停在这里',
  },

  backend: {
    label: '后端',
    choosing: '选择中…',
    reason: (reason, detail, kernels) =>
      backendReasons[reason](
        [detail, kernels === undefined ? '' : wasmKernels[kernels]].filter((part) => part !== '').join('，'),
      ),
    choiceLabel: '运行于',
    choiceHint: '只是这个浏览器的设置，以 ?backend= 保存在网址里。改动后重新开始。',
    relaxedHint: '宽松模式下，处理器可以把一次乘和一次加合而为一：快一到两成，但换一台机器，末几位可能不同。',
    choices: {
      auto: '最佳可用',
      webgpu: 'webgpu',
      wasm: 'wasm',
      'wasm-relaxed': 'wasm，宽松',
      cpu: 'cpu',
    },
    unknown: (asked) =>
      `网址要求后端“${asked}”，但只有 webgpu、wasm、wasm-relaxed 和 cpu。现改用可用的最佳后端。`,
    unavailable: (asked, used, trouble) => `要求的后端 ${asked} 在这里不可用：改用 ${used}。（${trouble}）`,
    failed: (used, trouble) => `运行使用 ${used}，因为更快的后端无法启动。（${trouble}）`,
    recovered: (lost, step, repeated, used) =>
      `浏览器在第 ${step} 步之后收回了${lost === 'device' ? ' GPU' : '一个网络的工作线程'}。运行改用 ${used} 继续：${
        repeated === 0 ? '没有步需要重做' : `重做了 ${integer(repeated)} 步`
      }，图表内容都还在。`,
  },

  notices: {
    label: '提示',
    dismiss: '关闭',
  },

  failures,
  shortage: ({ needed, available, batchSize }) =>
    `需要一整块 ${megabytes(needed)} 的内存，而这个 GPU 只允许 ${megabytes(available)}。${
      batchSize > 0
        ? `批大小 ${batchSize} 可以容纳。`
        : '任何批大小都容纳不下：请缩小网络宽度，或选择后端 wasm。'
    }`,
  silent: {
    title: '训练程序没有响应',
    since: ['已有 ', ' 秒。如果只是某一步太长，等它结束，运行就会继续。'],
  },
  fileFault: (fault) => {
    const { file } = fault;
    switch (fault.what) {
      case 'silent':
        return `${file} 没有响应。`;
      case 'broken-off':
        return `${file} 传到一半，连接中断。`;
      case 'status':
        return `${file}：服务器答复 ${fault.status}。`;
      case 'type':
        return `${file} 送来的是“${fault.type}”，而不是${kinds[fault.wanted]}。`;
      case 'length':
        return `${file} 应有 ${integer(fault.wanted)} 字节，只收到 ${integer(fault.bytes)} 字节。`;
      case 'content':
        return `${file} 已损坏：校验和不符。`;
    }
  },
  withSet: (name) => `改用“${name}”`,
  runOn: (backend) => `改在 ${backend} 上运行`,
  stalled: (file) => `${file} 已有十秒没有进展。一旦恢复，运行会自动开始。`,
  notBegun: (file) => `训练程序十秒内没有开始：${file} 可能仍在路上。`,
  failureDetail: '训练程序的报告：',
  restart: '重新开始',
  tryAgain: '重试',

  preset: {
    label: '问题',
    custom: '自己的实验',
    ofLesson: '本课的实验',
    changed: (question, what) => (what === '' ? question : `${question} · ${what}`),
    regimes,
    presets,
    measuredNote: (asPreset) =>
      `由本页在 wasm 上测得：Fashion-MNIST 14×14，宽度 8，动量 0.9，批大小 32，随机种子 0 至 2${asPreset ? '' : '；这里的残差连接有改动'}。`,
  },

  lanes: {
    label: '各网络',
    name: laneName,
    within: laneName,
    note: (id) => lanes[id]?.note ?? '',
    heading: (id) => laneName(id),
    loss: '损失',
    lossHint: (loss) => `最新训练批次的平均损失，更新之前：${lossText(loss)}`,
    accuracy: '准确率',
    accuracyHint: '最新训练批次上，更新之前',
    testAccuracy: '测试',
    testHint: (images, step) => `${integer(images)} 张测试图像上的准确率，第 ${integer(step)} 步`,
    noTest: '尚未测量',
    testOff: '已关闭',
    skipAll: '全部残差连接',
    skipAllHint: '右方向键：单个残差连接',
    skipAllLabel: (lane) => `全部残差连接，${lane}`,
    skipsOn: (on, total) => `接通 ${on} / ${total}`,
    noBlocks: '没有块',
    unfold: (lane) => `${lane}的块`,
  },

  diagram,
  selection,
  switches,
  builder,

  crash: {
    title: '页面出错了',
    text: '页面无法继续显示。你的实验还在网址里：重新加载页面或许就好。',
    reload: '重新加载',
    startOver: '从默认实验开始',
  },

  unsupported: {
    title: '这个浏览器无法在此训练',
    text: 'ResNet Explorer 在 web worker 中训练，而这个浏览器没有为本页提供它。较新的 Firefox、Chrome、Edge 或 Safari 都可以。',
  },

  footer: {
    papers: '网络依据 He, Zhang, Ren, Sun：Deep Residual Learning for Image Recognition，2015。',
    privacy: '一切都在你的浏览器中运行，不会发送任何数据。',
  },
};
