import { expect, test } from 'vitest';
import { differences } from './compare';
import { DEFAULTS } from './defaults';

test('only what differs is named, with the texts that links have, lanes that one lacks included', () => {
  const other = {
    ...DEFAULTS,
    optimiser: { ...DEFAULTS.optimiser, learningRate: 0.5 },
    lanes: DEFAULTS.lanes.slice(0, 1),
  };
  const found = differences([DEFAULTS, other, DEFAULTS]);
  const lr = String(DEFAULTS.optimiser.learningRate);
  expect(found.find(({ field }) => field === 'lr')?.texts).toEqual([lr, '0.5', lr]);
  expect(found.find(({ field }) => field === 'skip.plain')?.texts[1]).toBeNull();
  expect(found.map(({ field }) => field)).toEqual(['lr', 'lanes', 'skip.plain']);
  expect(differences([DEFAULTS, DEFAULTS])).toEqual([]);
});
