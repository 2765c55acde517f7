/** Layers in groups that can be read, and what an axis needs to know of their values. */
import { describe, expect, test } from 'vitest';
import { LogReader } from '../../logs/read-log';
import { Log } from '../../logs/summary';
import { extremesOf, groupsOf, newestRow, toldApart } from './shown';

test('groups are the modules that layers stand in, as deep as there are few enough', () => {
  const resnet = [
    'conv1',
    'bn1',
    ...[1, 2, 3, 4].flatMap((stage) =>
      [0, 1, 2].flatMap((block) => [1, 2].map((i) => `layer${stage}.${block}.conv${i}`)),
    ),
    'fc',
  ];
  expect(groupsOf(resnet)).toEqual([
    { name: 'conv1', from: 0, end: 1 },
    { name: 'bn1', from: 1, end: 2 },
    { name: 'layer1', from: 2, end: 8 },
    { name: 'layer2', from: 8, end: 14 },
    { name: 'layer3', from: 14, end: 20 },
    { name: 'layer4', from: 20, end: 26 },
    { name: 'fc', from: 26, end: 27 },
  ]);
});

test('the numbered blocks of a transformer stand in parts of as many each', () => {
  const names = [
    'wte',
    ...Array.from({ length: 48 }, (_, i) => [`h.${i}.attn`, `h.${i}.mlp`]).flat(),
    'head',
  ];
  const groups = groupsOf(names);
  expect(groups.map(({ name }) => name)).toEqual([
    'wte',
    'h.0–5',
    'h.6–11',
    'h.12–17',
    'h.18–23',
    'h.24–29',
    'h.30–35',
    'h.36–41',
    'h.42–47',
    'head',
  ]);
  // Each layer in one of them.
  expect(groups.reduce((sum, { from, end }) => sum + end - from, 0)).toBe(names.length);
  groups.slice(1).forEach(({ from }, i) => expect(from).toBe(groups[i]?.end));
});

test('layers that stand in nothing have no groups', () => {
  expect(groupsOf(['0', '2', '4'])).toEqual([]);
  expect(groupsOf([])).toEqual([]);
});

test('extremes are those that an axis has a place for, with one of each other kind', () => {
  expect(extremesOf([undefined, 3, 1e-8, 0, 0, Number.NaN, Infinity, Number.NaN])).toEqual([
    1e-8,
    3,
    0,
    Number.NaN,
    Infinity,
  ]);
  expect(extremesOf([])).toEqual([]);
});

describe('the newest row that shows something', () => {
  const logOf = (rows: readonly string[]): Log => {
    const reader = new LogReader('run.csv');
    const lines = ['step,loss,a/grad_norm,b/grad_norm,a/weight_norm', ...rows];
    reader.push(new TextEncoder().encode(`${lines.join('\n')}\n`));
    return new Log(reader.summary());
  };

  test('is the last with a finite number of the quantity, however the training ended', () => {
    const log = logOf(['0,1,1,2,3', '1,1,nan,2,3', '2,nan,nan,inf,3', '3,nan,nan,nan,nan']);
    expect(newestRow(log, 'gradient')).toBe(1);
    expect(newestRow(log, 'weight')).toBe(2);
  });

  test('is the last with layers where the loss is told of more often', () => {
    expect(newestRow(logOf(['0,1,1,2,3', '10,1,1,2,3', '11,1,,,', '12,1,,,']), 'gradient')).toBe(1);
  });

  test('is the last with a finite loss in a file without layers', () => {
    const reader = new LogReader('run.csv');
    reader.push(new TextEncoder().encode('step,loss\n0,2\n1,3\n2,nan\n'));
    expect(newestRow(new Log(reader.summary()), 'gradient')).toBe(1);
  });

  test('is the last of all where no number is finite, and none without rows', () => {
    expect(newestRow(logOf(['0,nan,nan,nan,nan', '1,nan,nan,nan,nan']), 'gradient')).toBe(1);
    expect(newestRow(logOf([]), 'gradient')).toBe(-1);
  });
});

test('names that end alike are told apart by what they begin with, and short ones stay', () => {
  const blocks = [0, 499].map((block) => `blocks.${block}.attention.projection`);
  expect(toldApart(blocks, 13)).toEqual(['blocks.0', 'blocks.499']);
  expect(toldApart(['a.conv', 'b.conv'], 13)).toEqual(['a.conv', 'b.conv']);
  expect(toldApart(['encoder.layer.0.attention', 'head'], 13)).toEqual(['….0.attention', 'head']);
  expect(toldApart(['encoder.layer.0.attention'], 13)).toEqual(['….0.attention']);
});
