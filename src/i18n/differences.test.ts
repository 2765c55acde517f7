import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addClassic, ownNetwork, setClassic, setLabel, withoutLaneStyle } from '../config/edit/lanes';
import { nextSeed, recordRate, recordSwitch, setGain } from '../config/edit/edit';
import { encode } from '../config/codec/url';
import { OPENING_PRESET, PRESETS, type PresetId } from '../config/presets';
import type { ExperimentConfig } from '../config/schema';
import { ENTRIES, isScalar } from '../config/settings';
import { experiments } from '../testing/arbitrary';
import { english } from './messages';

const { charts, differences, essentials } = english;
const { between, list } = differences;
const base = OPENING_PRESET.config;

/** What is said of a change of the opening experiment. */
function said(change: (config: ExperimentConfig) => ExperimentConfig, from = base): readonly string[] {
  return between(from, change(from)).map((one) => one.change);
}

function configOf(id: PresetId): ExperimentConfig {
  return (PRESETS.find((preset) => preset.id === id) ?? OPENING_PRESET).config;
}

describe('between', () => {
  it('finds nothing between equal experiments, whatever their lanes are called', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        expect(between(config, structuredClone(config))).toEqual([]);
        const [first] = config.lanes;
        expect(between(config, setLabel(config, first?.id ?? '', 'another'))).toEqual([]);
      }),
    );
  });

  it('has words of every setting of one value, at any two values that mean something', () => {
    const scalars = ENTRIES.flatMap(([, setting]) => (isScalar(setting) ? [setting] : []));
    fc.assert(
      fc.property(experiments, experiments, fc.constantFrom(...scalars), (a, b, setting) => {
        const [part, name] = setting.path.includes('.') ? setting.path.split('.') : [null, setting.path];
        const partOf = (config: ExperimentConfig) =>
          (part === null ? config : config[part as keyof ExperimentConfig]) as unknown as Record<
            string,
            unknown
          >;
        const value = partOf(b)[name ?? ''];
        const changed = (
          part === null
            ? { ...a, [name ?? '']: value }
            : { ...a, [part as string]: { ...partOf(a), [name ?? '']: value } }
        ) as ExperimentConfig;
        const found = between(a, changed);
        const differs = encode(a) !== encode(changed) && setting.when?.(changed) !== false;
        expect(found.length > 0).toBe(differs);
        for (const { change, now } of found) {
          expect(change).not.toMatch(/undefined|NaN/);
          expect(now.length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has words for any two experiments', () => {
    fc.assert(
      fc.property(experiments, experiments, (a, b) => {
        for (const { change } of between(withoutLaneStyle(a), withoutLaneStyle(b)))
          expect(change).toMatch(/^[^,;=]+$/);
      }),
    );
  });

  it('says numbers by their names, and choices by themselves', () => {
    expect(said((c) => ({ ...c, optimiser: { ...c.optimiser, learningRate: 0.2 } }))).toEqual([
      'lr 0.02 → 0.2',
    ]);
    expect(said((c) => ({ ...c, network: { ...c.network, norm: 'none' } }))).toEqual([
      'batch norm → no norm',
    ]);
    expect(said((c) => ({ ...c, network: { ...c.network, shortcut: 'A' } }))).toEqual(['shortcut B → A']);
    expect(said((c) => ({ ...c, augmentation: { ...c.augmentation, flip: true } }))).toEqual([
      'mirroring off → on',
    ]);
    expect(said((c) => ({ ...c, augmentation: { ...c.augmentation, cutout: 4 } }))).toEqual([
      'cutout off → 4',
    ]);
  });

  it('says what it is now alone, for the title of an experiment', () => {
    const changed = { ...base, optimiser: { ...base.optimiser, learningRate: 0.2 } };
    expect(between(base, changed).map(({ now }) => now)).toEqual(['lr 0.2']);
  });

  it('says the depth where that changed, and leaves out what follows from it', () => {
    expect(between(configOf('exploding-20'), configOf('exploding-56')).map((one) => one.change)).toEqual([
      'depth 20 → 56',
    ]);
    expect(
      said((c) => ({
        ...c,
        network: {
          ...c.network,
          stages: c.network.stages.map((stage, i) => ({ ...stage, blocks: [10, 9, 8][i] ?? 9 })),
        },
      })),
    ).toEqual(['blocks 9·9·9 → 10·9·8']);
  });

  it('says seeds that change alike as one', () => {
    expect(said((c) => ({ ...c, seeds: { data: 0, init: 1, order: 1 } }))).toEqual(['seed 0 → 1']);
    expect(said((c) => ({ ...c, seeds: { data: 0, init: 1, order: 2 } }))).toEqual([
      'weights seed 0 → 1',
      'batches seed 0 → 2',
    ]);
  });

  it('says what switches and rates come to, before and after', () => {
    const on = { step: 100, lane: 'plain', block: 'all', gain: 1 } as const;
    expect(said((c) => recordSwitch(c, on))).toEqual(['plain: skips off → on']);
    expect(said((c) => recordSwitch(c, { ...on, block: [0, 3] }))).toEqual(['plain: skips off → 4 of 27']);
    expect(between(recordSwitch(base, on), base).map((one) => one.change)).toEqual(['plain: skips on → off']);
    const faster = (c: ExperimentConfig) => recordRate(c, { step: 50, rate: 0.1 });
    expect(said(faster)).toEqual(['lr 0.02 → 0.1']);
    expect(between(faster(base), base).map((one) => one.change)).toEqual(['lr 0.1 → 0.02']);
    // The rate at the start differs too: still one difference.
    const slow = { ...base, optimiser: { ...base.optimiser, learningRate: 0.01 } };
    expect(between(slow, faster(base)).map((one) => one.change)).toEqual(['lr 0.01 → 0.1']);
    expect(said((c) => setGain(c, 'plain', 'all', 1))).toEqual(['plain: skips off → on']);
    expect(said((c) => setGain(c, 'plain', 3, 1))).toEqual(['plain: skips off → 1 of 27']);
  });

  it('says of what comes to the same how it began, or when it changed', () => {
    const on = { step: 100, lane: 'plain', block: 'all', gain: 1 } as const;
    const switched = recordSwitch(base, on);
    expect(said(() => setGain(base, 'plain', 'all', 1), switched)).toEqual(['plain: skips off → on']);
    expect(said((c) => recordSwitch(c, { ...on, step: 200 }), base)).toEqual(['plain: skips off → on']);
    expect(said(() => recordSwitch(base, { ...on, step: 200 }), switched)).toEqual([
      'plain: skips on at 100 → on at 200',
    ]);
    const there = recordSwitch(switched, { ...on, step: 200, gain: 0 });
    expect(said(() => there)).toEqual(['plain: skips always off → 2 changes']);
    expect(
      said(
        (c) => recordRate(recordRate(c, { step: 50, rate: 0.2 }), { step: 60, rate: 0.1 }),
        recordRate(base, { step: 50, rate: 0.1 }),
      ),
    ).toEqual(['lr 0.1 from 50 → 2 changes']);
  });

  it('tells of networks that came, and of those that a lane has of its own', () => {
    expect(said((c) => addClassic(c, 'lenet', 'LeNet-5'))).toEqual(['2 → 3 networks']);
    const own = (c: ExperimentConfig) => ownNetwork(c, 'plain');
    expect(said(own)).toEqual(['plain: own network']);
    const lenet = addClassic(base, 'lenet', 'LeNet-5');
    expect(said((c) => setClassic(c, 'lenet', { activation: 'tanh' }), lenet)).toEqual([
      'LeNet-5: ReLU → tanh',
    ]);
  });

  it('leaves out what means nothing beside the rest', () => {
    expect(said((c) => ({ ...c, schedule: { ...c.schedule, period: 7 } }))).toEqual([]);
    expect(said((c) => ({ ...c, optimiser: { ...c.optimiser, kind: 'adam', momentum: 0.5 } }))).toEqual([
      'SGD → Adam',
    ]);
  });
});

test('at most two differences are listed, and how many more there are', () => {
  expect(list([])).toBe('');
  expect(list(['a', 'b'])).toBe('a, b');
  expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b and 3 more');
});

test('a kept run is named by its letter and what differs; the next seed is one difference', () => {
  const faster = { ...base, optimiser: { ...base.optimiser, learningRate: 0.2 } };
  expect(charts.kept('A', base, faster)).toBe('A · lr 0.02 → 0.2');
  expect(charts.kept('B', base, base)).toBe('B');
  expect(charts.kept('C', base, nextSeed(base))).toBe('C · seed 0 → 1');
  const last = { ...base, seeds: { data: 3, init: 999_999, order: 5 } };
  expect(nextSeed(last).seeds).toEqual({ data: 3, init: 0, order: 6 });
});

test('an experiment in one line', () => {
  expect(essentials(base)).toBe(
    '56 layers · batch norm · ReLU · basic blocks · SGD lr 0.02 · batch 32 · Fashion-MNIST 14×14 · seed 0',
  );
  expect(essentials({ ...base, seeds: { data: 0, init: 1, order: 2 } })).toMatch(/ · seeds 0, 1, 2$/);
});
