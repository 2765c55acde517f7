import { describe, expect, test } from 'vitest';
import { planClassic } from '../architecture/classic';
import { planNetwork } from '../architecture/plan';
import type { LanePlan } from '../architecture/plan-experiment';
import { CLASSICS } from '../config/classic';
import { DEFAULTS } from '../config/defaults';
import { fromTorch, stateDict, torchShape, toTorch } from './tensors';

const input = { height: 8, width: 6, channels: 3 };
const plan = planNetwork({ ...DEFAULTS.network, head: 'flatten', shortcut: 'B' }, input, 10);
const parameterOf = (name: string, of: LanePlan = plan) => of.parameters.find((each) => each.name === name)!;

/** Numbers that tell their place. */
const counted = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, (_, i) => i);

describe('layouts', () => {
  test('a filter [K, K, in, out] becomes [out, in, K, K]', () => {
    const parameter = parameterOf('layer2.0.downsample.0.weight');
    expect(parameter.shape).toEqual([1, 1, 8, 16]);
    const { shape, values } = toTorch(plan, parameter, counted(128));
    expect(shape).toEqual([16, 8, 1, 1]);
    // Output 5, input 3: at 3 · 16 + 5 here, at 5 · 8 + 3 there.
    expect(values[5 * 8 + 3]).toBe(3 * 16 + 5);
    const wide = toTorch(plan, parameterOf('conv1.weight'), counted(216));
    expect(wide.shape).toEqual([8, 3, 3, 3]);
    // Output 7, input 2, row 1, column 0.
    expect(wide.values[((7 * 3 + 2) * 3 + 1) * 3]).toBe(((1 * 3 + 0) * 3 + 2) * 8 + 7);
  });

  test('a dense layer behind a flattened image counts channel by channel', () => {
    const parameter = parameterOf('fc.weight');
    const { shape, values } = toTorch(plan, parameter, counted(2 * 2 * 32 * 10));
    expect(shape).toEqual([10, 2 * 2 * 32]);
    // Class 4, channel 9, row 1, column 0 of 2×2.
    expect(values[4 * 128 + (9 * 2 + 1) * 2]).toBe(((1 * 2 + 0) * 32 + 9) * 10 + 4);
  });

  test('of several dense layers the first alone has an image before it', () => {
    const lenet = planClassic(CLASSICS.lenet, input, 10);
    expect(torchShape(lenet, parameterOf('fc2.weight', lenet))).toEqual([84, 120]);
    const { values } = toTorch(lenet, parameterOf('fc2.weight', lenet), counted(84 * 120));
    expect(values[3 * 120 + 7]).toBe(7 * 84 + 3);
  });

  test('there and back again is the same, of all parameters', () => {
    for (const parameter of plan.parameters) {
      const values = counted(parameter.shape.reduce((product, side) => product * side, 1));
      expect(fromTorch(plan, parameter, toTorch(plan, parameter, values).values)).toEqual(values);
    }
  });
});

test('a state has every parameter once, and the statistics of norms', () => {
  const parameters = counted(plan.parameterCount);
  const statistics = new Map([['bn1', { mean: counted(8), variance: counted(8) }]]);
  const state = stateDict(plan, parameters, statistics);
  expect(state.size).toBe(plan.parameters.length + 2);
  expect([...(state.get('bn1.running_var')?.values ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const first = plan.parameters.findIndex(({ name }) => name === 'fc.bias');
  const before = plan.parameters
    .slice(0, first)
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(state.get('fc.bias')?.values[0]).toBe(before);
});
