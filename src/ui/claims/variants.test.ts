import { describe, expect, it } from 'vitest';
import type { ZooResult, ZooVariant } from '../../contract/studies';
import { judgeZoo } from './variants';

function result(zoo: ZooResult['zoo'], finals: Partial<Record<ZooVariant, readonly number[]>>): ZooResult {
  return {
    kind: 'zoo', zoo, lanes: [], variants: Object.keys(finals) as ZooVariant[], seeds: [0, 1], steps: 100, window: 15,
    learningRate: 0.1, finals: Object.values(finals), accuracies: [], points: [], curves: [],
  }; // prettier-ignore
}

describe('a zoo', () => {
  it.each([
    [
      'order',
      { original: [1, 1.2], 'norm-after-addition': [1.3, 1.1], 'pre-activation': [1.4, 0.8] },
      'holds',
    ],
    ['order', { original: [1, 1.2], 'norm-after-addition': [1.1, 1], 'pre-activation': [1, 1] }, 'fails'],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.6], dropout: [Infinity, 1] }, 'holds'],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.4] }, 'fails'],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [1, 1], fixup: [1, 2.2] }, 'holds'],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [Infinity, 1], fixup: [1, 1] }, 'fails'],
  ] as const)('of %s with %j %s', (zoo, finals, verdict) =>
    expect(judgeZoo(result(zoo, finals), true)).toBe(verdict),
  );

  it('is not judged before its end, nor by one seed', () => {
    const found = result('shortcut', { identity: [1, 1], constant: [2, 2] });
    expect(judgeZoo(found, false)).toBe('not-done');
    expect(judgeZoo({ ...found, seeds: [0] }, true)).toBe('seeds');
  });
});
