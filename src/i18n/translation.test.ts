import { describe, expect, it } from 'vitest';
import { leavesOf, leavesOfLesson, parametersOf } from '../testing/leaves';

type Module = Readonly<Record<string, unknown>>;

const TEXTS = import.meta.glob<Module>(
  ['./{en,zh-Hans}/**/*.ts', '!**/*.test.ts', '!**/{index,texts,language,numerals}.ts'],
  { eager: true },
);
const SOURCES = import.meta.glob<string>(['./zh-Hans/**/*.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const LESSONS = import.meta.glob<unknown>('./{en,zh-Hans}/lessons/*.json', {
  eager: true,
  import: 'default',
});

/** Words of which a text may consist that is no Chinese one: names of things, of authors and of keys, and words of formulas. */
const NAMES = new Set(
  [
    'ReLU Leaky LeakyReLU ELU GELU SiLU Mish Hard swish HardSwish tanh Sigmoid Softmax Fixup SkipInit Nesterov SGD Adam AdamW',
    'RMSProp LeNet AlexNet VGG DenseNet ResNet ResNeXt CIFAR ImageNet Fashion MNIST Emoji arXiv BN GN LN NaN WebGPU WASM CPU',
    'PyTorch model py lr fan x d e W L ln max min A B C ms fc conv CS n Ratio of weights updates on off webgpu wasm cpu Explorer',
    'Balduzzi Glorot He Howard Kaiming LeCun Li Misra Smith Veit Wu Xavier Xie Yang Zhang et al',
    'Ctrl Shift Alt Escape Space Insert Delete PageUp PageDown Enter S Z',
  ].flatMap((words) => words.split(' ')),
);

/** Where Chinese says a figure otherwise, by what it says. */
const OTHERWISE: readonly (readonly [path: string, chinese: RegExp])[] = [
  ['instruments.layer.range.middle()', /绝对值小于/],
  ['.steps.0.question.answer', /38 亿与 36 亿次乘加/],
  ['.steps.5.further.text', /210 万与 230 万次乘加/],
  ['.steps.4.question.answer', /1.38 亿个权重里，三个全连接层占了 1.24 亿/],
  ['.steps.4.question.answer', /850 万次乘加，而不是 140 万次/],
];

/** Arguments by the names of parameters, where a number will not do. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  lane: '甲',
  lanes: ['甲', '乙'],
  loss: { kind: 'cross-entropy', smoothing: 0 },
  names: ['甲', '乙'],
  choices: ['甲', '乙'],
  parts: ['甲', '乙'],
  texts: ['甲', '乙'],
  values: ['甲', '乙'],
  fields: [{ name: '甲', text: '乙' }],
  rates: [
    ['甲', '21'],
    ['乙', '22'],
  ],
  seeds: [21, 22],
  kind: 'activations',
  blocks: [21, 22],
};

interface Pair {
  readonly path: string;
  readonly english: string;
  readonly chinese: string;
}

type Call = (...values: readonly unknown[]) => unknown;
const isCall = (value: unknown): value is Call => typeof value === 'function';
const isRecord = (value: unknown): value is Module => typeof value === 'object' && value !== null;

/** What a text says of arguments of which no two are alike; null where it needs others than there are samples of. */
function said(text: Call, names: readonly string[]): unknown {
  try {
    const value = text(...names.map((name, index) => SAMPLES[name] ?? 11 + index));
    return textOf(value).includes('undefined') ? null : value;
  } catch {
    return null;
  }
}

/** A phrase in pieces as one text. */
function textOf(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  return isRecord(piece) ? Object.values(piece).map(textOf).join('') : '';
}

/** The texts that stand at one place in both languages. */
function pairs(path: string, english: unknown, chinese: unknown): readonly Pair[] {
  if (typeof english === 'string' && typeof chinese === 'string') return [{ path, english, chinese }];
  if (isCall(english) && isCall(chinese)) {
    const names = parametersOf(english.toString());
    return pairs(`${path}()`, said(english, names), said(chinese, names));
  }
  if (path.endsWith('()') && Array.isArray(english) && Array.isArray(chinese)) {
    return [{ path, english: textOf(english), chinese: textOf(chinese) }];
  }
  if (!isRecord(english) || !isRecord(chinese)) return [];
  return Object.entries(english).flatMap(([name, value]) => pairs(`${path}.${name}`, value, chinese[name]));
}

const HAN = /\p{Script=Han}/u;

const SIZES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, million: 1e6, billion: 1e9 };

/** Numbers, those of a text's words for large ones too, and exponents that are written high. */
const figures = (text: string): readonly string[] =>
  [...text.matchAll(/(\d+(?:[.,]\d+)*)(?: (万|亿|million|billion))?|[⁻⁰¹²³⁴-⁹]+/g)]
    .map(([whole, number, size]) =>
      number === undefined
        ? whole
        : size === undefined
          ? number.replaceAll(',', '')
          : `${Math.round(Number(number) * (SIZES[size] ?? 1))}`,
    )
    .toSorted();

/** The same but for counts, for which prose has words, and each once. */
const largeFigures = (text: string): readonly string[] => [
  ...new Set(figures(text).filter((figure) => figure.length > 1)),
];

/** What Chinese typesetting does otherwise, and how it shows. */
const FAULTS: readonly (readonly [fault: string, pattern: RegExp])[] = [
  [
    'half-width punctuation',
    /\p{Script=Han} ?[,;:?!.](?!\w)|[,;:?!] ?\p{Script=Han}|\p{Script=Han} ?\((?!x\))(?=\p{L})/u,
  ],
  ['straight quotes', /\p{Script=Han}["']|["']\p{Script=Han}/u],
  ['no space beside Latin letters or digits', /\p{Script=Han}[\dA-Za-z]|[\dA-Za-z]\p{Script=Han}/u],
  ['a space between Chinese characters', /\p{Script=Han} \p{Script=Han}/u],
  ['a space beside full-width punctuation', / [，。；：？！（）、]|[，。；：？！（）、] /u],
  ['no space before %', /[\d…}]%/u],
];

/** What is read of a lesson's text: no addresses of links. */
const shown = (text: string): string => text.replaceAll(/\]\([^)]*\)/g, ']');

/** The same with a sign for formulas, code and values that are put in. */
const prose = (text: string): string =>
  shown(text).replaceAll(/```[\s\S]*?```|`[^`]*`|\$\$[^$]*\$\$|\$[^$]*\$/g, '¤');

const files = Object.keys(SOURCES)
  .map((file) => file.replace('./zh-Hans/', ''))
  .filter((file) => `./en/${file}` in TEXTS);
const lessons = Object.keys(LESSONS).filter((file) => file.startsWith('./zh-Hans/'));

const faultsOf = (path: string, text: string): readonly string[] =>
  FAULTS.filter(([, pattern]) => pattern.test(text)).map(([fault]) => `${path}: ${fault}: ${text}`);

const otherFigures = (all: readonly Pair[], read: (text: string) => readonly string[]): readonly string[] =>
  all.flatMap(({ path, english, chinese }) => {
    const [wanted, found] = [read(english).join(' '), read(chinese).join(' ')];
    return wanted === found || OTHERWISE.some(([at, text]) => at === path && text.test(chinese))
      ? []
      : [`${path}: ${found}, not ${wanted}: ${chinese}`];
  });

describe.each(files)('Chinese of %s', (file) => {
  const english = TEXTS[`./en/${file}`] ?? {};
  const chinese = TEXTS[`./zh-Hans/${file}`] ?? {};
  const all = Object.entries(english).flatMap(([name, value]) => pairs(name, value, chinese[name]));

  it('is Chinese, but for names', () => {
    const left = all.filter(
      ({ chinese: text }) =>
        !HAN.test(text) && (text.match(/[A-Za-z]+/g) ?? []).some((word) => !NAMES.has(word)),
    );
    expect(left.map(({ path, chinese: text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('has the figures of the English text', () => {
    expect(otherFigures(all, figures)).toEqual([]);
  });

  it('is set as Chinese is', () => {
    const leaves = leavesOf(SOURCES[`./zh-Hans/${file}`] ?? '');
    expect(
      leaves.flatMap(({ path, text }) => text.split(' | ').flatMap((one) => faultsOf(path, one))),
    ).toEqual([]);
  });
});

describe.each(lessons)('Chinese of %s', (file) => {
  const original = new Map(
    leavesOfLesson(LESSONS[file.replace('zh-Hans', 'en')]).map(({ path, text }) => [path, text]),
  );
  const all = leavesOfLesson(LESSONS[file]).map(({ path, text }) => ({
    path,
    english: shown(original.get(path) ?? ''),
    chinese: shown(text),
  }));

  it('has the figures of the English lesson', () => {
    expect(otherFigures(all, largeFigures)).toEqual([]);
  });

  it('is set as Chinese is', () => {
    expect(all.flatMap(({ path, chinese: text }) => faultsOf(path, prose(text)))).toEqual([]);
  });
});
