// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { OwnSet } from '../../../images/kept';
import { experimentStore } from '../../../state/experiment';
import { dataOf, differencesFrom, putIntoExperiment } from './use-set';

const HASH = '0123456789abcdef';
const SET: OwnSet = {
  format: 1,
  name: 'pets',
  side: 24,
  channels: 3,
  classes: ['cats', 'dogs'],
  train: 40,
  test: 10,
  mean: [0.5, 0.5, 0.5],
  deviation: [0.2, 0.2, 0.2],
};

describe('a set', () => {
  it('differs from the one that is wanted in what the link says, and in nothing else that can be told', () => {
    const wanted = dataOf(HASH, SET);
    expect(differencesFrom(wanted, SET)).toEqual([]);
    expect(differencesFrom(wanted, { ...SET, name: 'others', classes: ['owls', 'dogs'] })).toEqual([]);
    expect(
      differencesFrom(wanted, { ...SET, side: 32, channels: 1, classes: ['a', 'b', 'c'], train: 41 }),
    ).toEqual([
      { kind: 'side', is: 32, asked: 24 },
      { kind: 'channels', is: 1, asked: 3 },
      { kind: 'classes', is: 3, asked: 2 },
      { kind: 'train', is: 41, asked: 40 },
    ]);
  });

  it('becomes the data of the experiment, and changes nothing else that fits it', () => {
    const before = experimentStore.getState().config;
    putIntoExperiment(HASH, SET);
    const { data, ...others } = experimentStore.getState().config;
    expect(data).toEqual({
      set: 'own',
      inputSize: 24,
      own: { hash: HASH, channels: 3, classes: 2, train: 40, name: 'pets' },
    });
    const { data: _, ...unchanged } = before;
    expect(others).toEqual(unchanged);
  });
});
