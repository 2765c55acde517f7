/** Layers in groups that can be read, and what an axis needs to know of their values. */
import { expect, test } from 'vitest';
import { extremesOf, groupsOf } from './shown';

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
