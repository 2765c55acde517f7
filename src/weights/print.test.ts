/** Printed lists of modules as networks of ours, and texts that are none. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../config/codec/url';
import { DEFAULTS } from '../config/defaults';
import { blockCount, isClassic } from '../config/schema';
import { OWN, PREACT, RESNET18, VGG11 } from '../testing/prints';
import { networkByName } from './by-name';
import { modulesOf, PRINT_LIMITS } from './modules';
import { isPrint, networkFromPrint } from './print';

describe('a network that is one of ours', () => {
  it("torchvision's ResNet-18 is the network of that name, whole", () => {
    const printed = networkFromPrint(RESNET18);
    expect(printed?.gaps).toEqual([]);
    expect(printed?.architecture).toEqual(networkByName('resnet18')?.architecture);
  });

  it('a wrapper, an indented or quoted copy, and Windows line ends change nothing', () => {
    const expected = networkFromPrint(RESNET18)?.architecture;
    const indented = RESNET18.replaceAll(/^/gm, '  ');
    for (const text of [
      `DataParallel(\n  (module): ${RESNET18.replaceAll('\n', '\n  ')}\n)`,
      `>>> print(model)\n${RESNET18}\n>>> `,
      indented,
      RESNET18.replaceAll('\n', '\r\n'),
    ])
      expect(networkFromPrint(text)?.architecture).toEqual(expected);
  });

  it('a list of equal blocks is as many of them', () => {
    const short = RESNET18.replace(/ {4}\(1\): BasicBlock\([\s\S]*?\n {4}\)\n/, '').replace(
      '(0): BasicBlock',
      '(0-1): 2 x BasicBlock',
    );
    expect(networkFromPrint(short)?.architecture).toEqual(networkFromPrint(RESNET18)?.architecture);
  });

  it('norms in front of convolutions are pre-activation, shortcuts without any pad; what forward does is assumed', () => {
    const printed = networkFromPrint(PREACT);
    expect(printed?.architecture).toMatchObject({
      order: 'pre-activation',
      shortcut: 'A',
      stemWidth: 16,
      stages: [16, 32, 64].map((width, i) => ({ blocks: 2, width, stride: i === 0 ? 1 : 2 })),
      overrides: [],
    });
    expect(printed?.gaps).toEqual([{ kind: 'assumed-activation', given: 'ReLU', used: 'ReLU', line: null }]);
  });

  it('a stack of convolutions is the VGG of its depth', () => {
    const printed = networkFromPrint(VGG11);
    expect(printed?.architecture).toMatchObject({
      kind: 'vgg',
      depth: 11,
      width: 64,
      norm: 'batch',
      hidden: 0,
    });
    expect(printed?.gaps).toEqual([]);
  });
});

describe('a network that is none of ours', () => {
  const printed = networkFromPrint(OWN);
  const lineOf = (text: string): number => OWN.split('\n').findIndex((line) => line.includes(text)) + 1;

  it('becomes what comes nearest', () => {
    expect(printed?.architecture).toMatchObject({
      stemWidth: 48,
      norm: 'group',
      normGroups: 8,
      activation: 'silu',
      shortcut: 'B',
      stages: [
        { blocks: 1, width: 48, stride: 1, kernel: 5, reduction: 4 },
        { blocks: 2, width: 96, stride: 2, kernel: 5, reduction: 4 },
        { blocks: 1, width: 512, stride: 2, kernel: 5, reduction: 4 },
      ],
      overrides: [],
    });
  });

  it('and the rest is named by its line', () => {
    expect(printed?.gaps).toEqual(
      expect.arrayContaining([
        { kind: 'stem-layers', given: '3×3, 32 → 48', used: null, line: lineOf('Conv2d(32, 48') },
        { kind: 'width', given: '640', used: '512', line: lineOf('(3): Block') },
        { kind: 'module', given: 'ReflectionPad2d', used: null, line: lineOf('ReflectionPad2d') },
        { kind: 'module', given: 'AvgPool2d', used: null, line: lineOf('AvgPool2d(k') },
        { kind: 'module', given: 'Dropout', used: null, line: lineOf('Dropout') },
        {
          kind: 'hidden',
          given: 'Linear(in_features=640, out_features=100, bias=True)',
          used: null,
          line: lineOf('in_features=640, out_features=100'),
        },
      ]),
    );
    expect(printed?.gaps).toHaveLength(6);
  });
});

describe('a text that is no network', () => {
  it.each([
    ['Sequential(\n  (0): Linear(in_features=784, out_features=10, bias=True)\n  (1): ReLU()\n)', true],
    ['GPT2(\n  (wte): Embedding(50257, 768)\n)', true],
    ['print(model)', false],
    ['resnet1', false],
  ])('is told from a printed network of another kind: %j', (text, isOne) => {
    expect(networkFromPrint(text)).toBeNull();
    expect(isPrint(text)).toBe(isOne);
  });

  it.each([
    '',
    'resnet18',
    'import torch\nmodel = resnet18()\nprint(model)',
    'Linear(in_features=2, out_features=2, bias=True)',
    ')\n)\n)',
    'ResNet(',
    'A('.repeat(100),
    'x'.repeat(PRINT_LIMITS.characters + 1),
    '\n'.repeat(PRINT_LIMITS.lines + 1),
  ])('%#', (text) => {
    expect(networkFromPrint(text)).toBeNull();
  });

  it('copies of copies of copies have a bound', () => {
    const nested = Array.from({ length: 60 }, () => '(0-199): 200 x Block(').join('\n');
    const tree = modulesOf(`${nested}\n(conv): Conv2d(3, 8, kernel_size=(3, 3))\n${')\n'.repeat(60)}`);
    expect(tree!.size).toBeLessThan(PRINT_LIMITS.lines * 200);
    expect(networkFromPrint(`${nested}\n(conv): Conv2d(3, 8, kernel_size=(3, 3))`)).toBeNull();
  });

  it('whatever it is, what comes out is a config that a link gives back, or nothing', () => {
    const lines = [
      ...RESNET18.split('\n'),
      ...OWN.split('\n'),
      ...VGG11.split('\n'),
      '(a): Conv2d(0, -1, kernel_size=(99, 1), groups=7)',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 60 }), (some) => {
        const architecture = networkFromPrint(some.join('\n'))?.architecture;
        if (architecture === undefined) return;
        const gains = Array.from({ length: blockCount(architecture) }, () => 1);
        const config = isClassic(architecture)
          ? { ...DEFAULTS, lanes: [{ id: 'classic', gains, classic: architecture }] }
          : { ...DEFAULTS, network: architecture, lanes: [{ id: 'residual', gains }] };
        expect(decode(encode(config))).toEqual({ config, repairs: [] });
      }),
    );
  });
});
