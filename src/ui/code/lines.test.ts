import { expect, test } from 'vitest';
import { planClassic } from '../../architecture/classic';
import { planNetwork } from '../../architecture/plan';
import { CLASSICS } from '../../config/classic';
import { DEFAULTS } from '../../config/defaults';
import { modelSource } from '../../pytorch/model';
import type { Highlight } from '../../state/highlight';
import { highlightOf, litLines } from './lines';

const input = { height: 14, width: 14, channels: 1 };
const network = {
  ...DEFAULTS.network,
  stages: [
    { blocks: 3, width: 8, stride: 1 },
    { blocks: 2, width: 16, stride: 2 },
  ],
};
const plan = planNetwork(network, input, 10);
const lines = modelSource([{ id: 'residual', plan, gains: [1, 1, 1, 1, 1] }]);
const none: Highlight = { layer: null, block: null, last: null, layers: [] };

const textsOf = (places: readonly number[]): string[] =>
  places.map((place) => lines[place]?.text.trim() ?? '');
const lineOf = (text: string) => lines.find((line) => line.text.trim() === text) ?? { text: '', of: [] };

test('a block lights the line that makes it, and its class', () => {
  const { own, shared, main } = litLines(lines, plan, { ...none, block: 3, last: 3 });
  // No other block has a projection.
  expect(textsOf(own)).toContain('nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False),');
  expect(textsOf(main === null ? [] : [main])).toEqual(['BasicBlock(8, 16, stride=2, gain=gains[3]),']);
  expect(textsOf(shared)).toContain('class BasicBlock(nn.Module):');
  expect(textsOf(shared)).not.toContain('class ResNet12(nn.Module):');
});

test('blocks of a loop light its line', () => {
  const { own } = litLines(lines, plan, { ...none, block: 1, last: 1 });
  expect(textsOf(own)).toEqual([
    'self.layer1 = nn.Sequential(',
    '*(BasicBlock(8, 8, gain=gains[i]) for i in range(3)),',
    ')',
    'x = self.layer1(x)',
  ]);
});

test('a layer lights the lines that name it', () => {
  const { own, shared } = litLines(lines, plan, { ...none, layer: 'conv1' });
  expect(textsOf(own)[0]).toBe('self.conv1 = nn.Conv2d(1, 8, 3, padding=1, bias=False)');
  expect(textsOf([...own, ...shared])).toContain('x = self.relu(self.bn1(self.conv1(x)))');
  const inBlock = litLines(lines, plan, { ...none, layer: 'layer2.0.conv2', block: 3 });
  expect(textsOf(inBlock.own)).toContain(
    'self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)',
  );
});

test('a line lights what it makes', () => {
  expect(highlightOf(lineOf('BasicBlock(8, 16, stride=2, gain=gains[3]),'), plan)).toEqual({
    ...none,
    block: 3,
    last: 3,
  });
  expect(highlightOf(lineOf('x = self.layer1(x)'), plan)).toEqual({ ...none, block: 0, last: 2 });
  expect(highlightOf(lineOf('self.fc = nn.Linear(16, 10)'), plan)).toEqual({ ...none, layer: 'fc' });
  expect(highlightOf(lineOf('import torch'), plan)).toEqual(none);
  const { layers } = highlightOf(lineOf('self.bn2 = nn.BatchNorm2d(outputs)'), plan);
  expect(layers).toEqual(
    [0, 1, 2].map((i) => `layer1.${i}.conv2`).concat('layer2.0.conv2', 'layer2.1.conv2'),
  );
});

test('lines of blocks that lie apart light these alone', () => {
  const mixed = planNetwork(
    { ...network, overrides: [{ block: 1, kind: 'bottleneck', width: 2 }] },
    input,
    10,
  );
  const of = modelSource([{ id: 'residual', plan: mixed, gains: [1, 1, 1, 1, 1] }]).find(({ text }) =>
    text.startsWith('class BasicBlock'),
  );
  const { block, layers } = highlightOf(of ?? { of: [] }, mixed);
  expect(block).toBeNull();
  expect(layers).toContain('layer1.0.conv1');
  expect(layers).not.toContain('layer1.1.conv1');
});

test('a classic network is lit layer by layer', () => {
  const vgg = planClassic(CLASSICS.vgg, { ...input, height: 32, width: 32 }, 10);
  const code = modelSource([{ id: 'vgg', plan: vgg, gains: [] }]);
  const line = code.find(({ text }) => text.includes('*convolution(16, 32)'));
  expect(highlightOf(line ?? { of: [] }, vgg).layer).toBe('features.4');
  const { own } = litLines(code, vgg, { ...none, layer: 'features.4' });
  expect(own.map((place) => code[place]?.text.trim())).toEqual(['*convolution(16, 32),']);
});
