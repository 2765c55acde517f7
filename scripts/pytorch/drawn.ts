/** Random experiments for PyTorch, made small: what they have of a kind stays, how much of it does not. */
import { sample } from 'fast-check';
import { fitToBudget } from '../../src/architecture/budget';
import { defaultInputSize, type DataConfig, type KnownSetName } from '../../src/config/data-sets';
import { decode, encode } from '../../src/config/codec/url';
import { scalarsIn } from '../../src/config/parts';
import {
  blockCount,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
} from '../../src/config/schema';
import type { Bounds } from '../../src/config/setting-kinds';
import type { PartName, ScalarKey } from '../../src/config/settings';
import { experiments } from '../../src/testing/arbitrary';
import { TESTED_STEP, type Named } from './networks';

const COUNT = 20;
const SEED = 1;

/** Steps at which something may happen. */
const STEPS = 4;
const RATES: Bounds = { min: 0.0005, max: 0.02 };

/** As people set them, and any others. */
const GAINS = new Set([0, 0.5, 1]);
const GAIN: Bounds = { min: 0, max: 1 };

/** Ends of settings in place of their own, beyond which nothing is left to compare after five steps, or all of it takes long. */
const BOUNDS: Readonly<Partial<Record<ScalarKey, Bounds>>> = {
  lr: RATES,
  inner: { min: 0.25, max: 2 },
  'init.std': { min: 0.02, max: 0.2 },
  clip: { min: 0, max: 4 },
  focus: { min: 0, max: 4 },
};

/** Always the same ones. */
export function drawnNetworks(): readonly Named[] {
  return sample(experiments, { seed: SEED, numRuns: COUNT }).map((config, index) => ({
    name: `drawn ${index + 1}`,
    // As it comes back from its link, where what means nothing is gone.
    config: decode(encode(fitToBudget(small(config)).config)).config,
  }));
}

/**
 * A number between bounds by the digits of one that was drawn. Random doubles are spread evenly over all that there are, so that
 * nearly all are next to 0; their digits are spread evenly.
 */
function within({ min, max }: Bounds, drawn: number): number {
  const size = Math.abs(drawn);
  const digits = size === 0 ? 0 : size / 2 ** Math.floor(Math.log2(size)) - 1;
  return Number((min + Math.min(digits, 1) * (max - min)).toPrecision(4));
}

/** The values of a part of a config, real numbers within bounds. */
function part<Values extends object>(name: PartName, values: Values): Values {
  const own = scalarsIn(name).flatMap(([key, setting]) => {
    const value = (values as Readonly<Record<string, unknown>>)[setting.name];
    if (setting.kind !== 'number' || setting.integer || typeof value !== 'number') return [];
    return [[setting.name, within(BOUNDS[key] ?? setting, value)]];
  });
  return { ...values, ...Object.fromEntries(own) };
}

/** Up to two blocks a stage, filters of 4 to 15, batches of 2 to 8, small images, and all that happens within five steps. */
function small(config: ExperimentConfig): ExperimentConfig {
  const { data, lanes, augmentation, batchSize, schedule, timeline, rates } = config;
  const network = smallNetwork(config.network);
  const ownLanes = lanes.map((lane) => smallLane(lane, network));
  return {
    ...config,
    // A reader's own set has no images here.
    data: imagesOf(data.set === 'own' ? 'digits' : data.set),
    network,
    lanes: ownLanes,
    // A square that covers the images leaves nothing to learn but rounding.
    augmentation: { ...augmentation, cutout: augmentation.cutout % 5 },
    optimiser: part('optimiser', config.optimiser),
    schedule: {
      ...part('schedule', schedule),
      period: 1 + (schedule.period % 6),
      warmUp: schedule.warmUp % 3,
    },
    loss: part('loss', config.loss),
    // PyTorch refuses a norm that sees a single value, which one image may be in the end.
    batchSize: 2 + (batchSize % 7),
    testInterval: TESTED_STEP,
    timeline: timeline
      .filter(({ lane, block }) => {
        const blocks = ownLanes.find(({ id }) => id === lane)?.gains.length ?? 0;
        return block === 'all' || (typeof block === 'number' ? block : block[1]) < blocks;
      })
      .slice(0, STEPS)
      .map((event, index) => ({ ...event, step: index + 1, gain: within(GAIN, event.gain) })),
    rates: rates.slice(0, STEPS).map(({ rate }, index) => ({ step: index + 1, rate: within(RATES, rate) })),
  };
}

function imagesOf(set: KnownSetName): DataConfig {
  return { set, inputSize: defaultInputSize(set) };
}

/** `shared` is small already. */
function smallLane(lane: LaneConfig, shared: NetworkConfig): LaneConfig {
  const { classic } = lane;
  const network = lane.network && smallNetwork(lane.network);
  const blocks = classic ? 0 : blockCount(network ?? shared);
  return {
    ...lane,
    gains: lane.gains.slice(0, blocks).map((gain) => (GAINS.has(gain) ? gain : within(GAIN, gain))),
    ...(network && { network }),
    ...(classic && {
      classic: {
        ...classic,
        width: 4,
        hidden: classic.hidden % 20,
        dropout: within({ min: 0, max: 0.9 }, classic.dropout),
      },
    }),
  };
}

function smallNetwork(network: NetworkConfig): NetworkConfig {
  const width = (one: number): number => 4 + (one % 12);
  const stages = network.stages.map((stage) => ({
    ...stage,
    blocks: stage.blocks % 3,
    width: width(stage.width),
  }));
  const small = { ...part('network', network), stages, stemWidth: width(network.stemWidth) };
  const blocks = blockCount(small);
  const overrides = network.overrides
    .filter(({ block }) => block < blocks)
    .map((one) => (one.width === undefined ? one : { ...one, width: width(one.width) }));
  return { ...small, overrides };
}
