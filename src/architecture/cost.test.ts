import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { experiments } from '../testing/arbitrary';
import { setBlocks } from '../config/edit/edit';
import { isClassic, type ExperimentConfig } from '../config/schema';
import { shortened } from './budget';
import { costOf, NetworkCosts } from './cost';
import { inputOf, planExperiment } from './plan-experiment';

it('a network costs block by block what its plan costs, and so do those whose stages are beginnings of its own', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(experiments, shares, (config, kept) => {
      for (const { network = config.network } of config.lanes) {
        if (isClassic(network)) continue;
        const whole: ExperimentConfig = { ...config, network, lanes: [] };
        const costs = new NetworkCosts(network, ...inputOf(config.data));
        expect(costs.of()).toStrictEqual(costOf(planExperiment(whole)));
        const counts = network.stages.map(({ blocks }, stage) => Math.round(blocks * (kept[stage] ?? 1)));
        const cut = counts.reduce((one, count, stage) => setBlocks(one, stage, count), whole);
        expect(costs.of(counts)).toStrictEqual(costOf(planExperiment(cut)));
      }
    }),
    { numRuns: 60 },
  );
});

it('blocks go one by one, each the last of the longest stage, of equals the last', () => {
  const networks = fc.array(fc.record({ blocks: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(networks, fc.nat(700), (counts, wanted) => {
      const all = counts.flatMap(({ blocks }) => blocks).reduce((sum, count) => sum + count, 0);
      const removed = Math.min(wanted, all);
      const left = counts.map(({ blocks }) => ({ blocks: [...blocks] }));
      for (let k = 0; k < removed; k++) {
        const most = Math.max(...left.flatMap(({ blocks }) => blocks));
        const network = left.findLast(({ blocks }) => blocks.includes(most));
        network?.blocks.splice(network.blocks.lastIndexOf(most), 1, most - 1);
      }
      expect(shortened(counts, removed)).toStrictEqual(left);
    }),
  );
});
