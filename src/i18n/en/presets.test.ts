/** What presets say of the training of their papers, against the papers: rate at the beginning, weight decay, momentum. */
import { describe, expect, it, test } from 'vitest';
import { PRESETS, type PresetId } from '../../config/presets';
import { presets } from './presets';

/** As the papers give them; null where a paper uses none, or where the network is trained as the ResNet-20 beside it. */
const PAPERS: Partial<Record<PresetId, { rate: number; decay: number | null; nesterov: boolean }>> = {
  // He 2015, sections 4.2 and 3.4.
  ...Object.fromEntries(
    [20, 32, 44, 56, 110].map((depth) => [`resnet-${depth}`, { rate: 0.1, decay: 0.0001, nesterov: false }]),
  ),
  ...Object.fromEntries(
    [18, 34, 50].map((depth) => [`resnet-${depth}`, { rate: 0.1, decay: 0.0001, nesterov: false }]),
  ),
  // He 2016, appendix.
  'preact-110': { rate: 0.1, decay: 0.0001, nesterov: false },
  'preact-164': { rate: 0.1, decay: 0.0001, nesterov: false },
  // Zagoruyko & Komodakis 2016, section 3.
  'wrn-16-2': { rate: 0.1, decay: 0.0005, nesterov: true },
  // Xie 2017, section 5.2.
  'resnext-29': { rate: 0.1, decay: 0.0005, nesterov: false },
  // LeCun 1998, section III; Krizhevsky 2012, section 5; Simonyan & Zisserman 2014, section 3.1; Huang 2017, section 4.2.
  'rival-lenet': { rate: 0.0005, decay: null, nesterov: false },
  'rival-alexnet': { rate: 0.01, decay: null, nesterov: false },
  'rival-vgg': { rate: 0.01, decay: null, nesterov: false },
  'rival-densenet': { rate: 0.1, decay: null, nesterov: false },
};

const ofPapers = PRESETS.flatMap((preset) => {
  const paper = PAPERS[preset.id];
  return paper === undefined ? [] : [{ ...preset, paper }];
});

test('every preset asks a question of its own, short enough for the head of a page', () => {
  const names = PRESETS.map(({ id }) => presets[id].name);
  expect(names.filter((name) => !/^.{1,45}\?$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

describe('presets of papers', () => {
  it('are all of them here', () => {
    const others = PRESETS.filter(({ id }) => PAPERS[id] === undefined);
    expect(others.filter(({ id }) => /paper|(19|20)\d\d:?/.test(presets[id].sentence))).toEqual([]);
    expect(ofPapers).toHaveLength(Object.keys(PAPERS).length);
  });

  it.each(ofPapers.map((preset) => [preset.id, preset] as const))(
    '%s says where the paper began',
    (id, { paper, config: { optimiser } }) => {
      const { sentence } = presets[id];
      const isQuarter = sentence.includes('a quarter of the paper’s learning rate');
      const began = /learning rate ([\d.]+); the paper began at ([\d.]+\d)/.exec(sentence);
      expect(isQuarter).toBe(began === null);
      expect(isQuarter ? 4 * optimiser.learningRate : Number(began?.[2])).toBeCloseTo(paper.rate, 12);
      expect(Number(began?.[1] ?? optimiser.learningRate)).toBe(optimiser.learningRate);
    },
  );

  it.each(ofPapers.filter(({ paper }) => paper.decay !== null).map((preset) => [preset.id, preset] as const))(
    '%s has the weight decay and the momentum of the paper',
    (_, { paper, config: { optimiser } }) => {
      expect(optimiser).toMatchObject({
        kind: 'sgd',
        momentum: 0.9,
        weightDecay: paper.decay,
        nesterov: paper.nesterov,
      });
    },
  );
});
