/**
 * A config from flat fields, as links have them, of unknown origin: what is valid is kept, what is not is replaced by
 * what comes nearest, else by the default, and every replacement is recorded.
 */
import { DATA_SETS, usualInputSize, nearestInputSize, type DataSetName } from '../data-sets';
import { DEFAULTS } from '../defaults';
import { FieldReader, type Fields, type Quote } from './field-reader';
import { lanesFromFields } from './lanes-from-fields';
import { networkFromFields } from './network-from-fields';
import { readChoice, type Reading } from './read';
import type { RepairLog } from './repairs';
import { readRates, readTimeline } from './repair-timeline';
import { CHOICES } from '../limits';
import { blockCount, architectureOf, type ExperimentConfig } from '../schema';

/** A config from flat fields, all of them checked. */
export function configFromFields(
  fields: Fields,
  log: RepairLog,
  quote: Quote = () => undefined,
): ExperimentConfig {
  const reader = new FieldReader(fields, log, quote);
  const { optimiser, schedule, loss, augmentation, seeds } = DEFAULTS;
  const set = reader.choice('set', CHOICES.set, DEFAULTS.data.set);
  const network = networkFromFields(reader);
  const lanes = lanesFromFields(reader, network);
  const blocks = new Map(lanes.map((lane) => [lane.id, blockCount(architectureOf({ network }, lane))]));
  return {
    data: {
      set,
      inputSize: reader.field('input', usualInputSize(set), (raw) => readInputSize(raw, set), String),
    },
    network,
    lanes,
    optimiser: {
      kind: reader.choice('opt', CHOICES.optimiser, optimiser.kind),
      learningRate: reader.number('lr', optimiser.learningRate),
      momentum: reader.number('momentum', optimiser.momentum),
      nesterov: reader.flag('nesterov', optimiser.nesterov),
      weightDecay: reader.number('decay', optimiser.weightDecay),
      beta1: reader.number('beta1', optimiser.beta1),
      beta2: reader.number('beta2', optimiser.beta2),
      smoothing: reader.number('alpha', optimiser.smoothing),
      clip: reader.number('clip', optimiser.clip),
    },
    schedule: {
      kind: reader.choice('schedule', CHOICES.schedule, schedule.kind),
      period: reader.number('period', schedule.period),
      factor: reader.number('factor', schedule.factor),
      warmUp: reader.number('warmup', schedule.warmUp),
      momentumCycle: reader.flag('momentum.cycle', schedule.momentumCycle),
    },
    loss: {
      kind: reader.choice('loss', CHOICES.loss, loss.kind),
      smoothing: reader.number('smooth', loss.smoothing),
      focus: reader.number('focus', loss.focus),
    },
    augmentation: {
      shift: reader.number('shift', augmentation.shift),
      flip: reader.flag('flip', augmentation.flip),
      cutout: reader.number('cutout', augmentation.cutout),
    },
    batchSize: reader.number('batch', DEFAULTS.batchSize),
    testInterval: reader.number('test', DEFAULTS.testInterval),
    seeds: {
      data: reader.number('seed.data', seeds.data),
      init: reader.number('seed.init', seeds.init),
      order: reader.number('seed.order', seeds.order),
    },
    timeline: fields.has('switch') ? readTimeline(fields.get('switch'), blocks, log) : [],
    rates: fields.has('rate') ? readRates(fields.get('rate'), log) : [],
  };
}

/** A side of the data set's images; of one that another set has, the nearest that this one has. */
function readInputSize(raw: unknown, set: DataSetName): Reading<number> {
  const { value, reason } = readChoice<number>(raw, CHOICES.inputSize, usualInputSize(set));
  if (DATA_SETS[set].sizes.includes(value)) return { value, reason };
  return { value: nearestInputSize(set, value), reason: 'unfit' };
}
