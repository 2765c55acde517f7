import { describe, expect, it } from 'vitest';
import { OPENING_PRESET, PRESETS, presetOf } from './presets';
import { repairConfig } from './codec/repair';
import { depthOf } from './schema';

describe('presets', () => {
  it.each(PRESETS.map((preset) => [preset.id, preset] as const))(
    '%s is valid, of its depth, and found again',
    (_, preset) => {
      expect(repairConfig(preset.config)).toStrictEqual({ config: preset.config, repairs: [] });
      expect(depthOf(preset.config.network)).toBe(preset.depth);
      const timeline = [{ step: 3, lane: 'plain', block: 'all', gain: 1 }] as const;
      expect(presetOf({ ...preset.config, timeline })).toBe(preset);
    },
  );

  it('are the regimes that were measured', () => {
    const measured = new Set<string>([
      'exploding',
      'signal-loss',
      'vanishing',
      'activation-explosion',
      'small',
    ]);
    const facts = PRESETS.filter(({ regime }) => measured.has(regime)).map(
      ({ id, config: { network, optimiser } }) =>
        [id, network.norm, network.activation, network.initialisation, optimiser.learningRate].join(' '),
    );
    expect(facts).toStrictEqual([
      'exploding-20 batch relu he 0.02',
      'exploding-56 batch relu he 0.02',
      'signal-loss-20 none tanh xavier 0.02',
      'signal-loss-56 none tanh xavier 0.02',
      'vanishing-20 none sigmoid xavier 0.002',
      'vanishing-56 none sigmoid xavier 0.002',
      'activation-explosion-20 none relu he 0.02',
      'activation-explosion-56 none relu he 0.02',
      'resnet-8 batch relu he 0.02',
    ]);
  });

  it('do not claim what differs in a single number', () => {
    const { config } = OPENING_PRESET;
    expect(presetOf({ ...config, batchSize: config.batchSize + 1 })).toBeNull();
    expect(presetOf({ ...config, lanes: config.lanes.slice(1) })).toBeNull();
  });
});
