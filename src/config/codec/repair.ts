/**
 * Makes a valid config of anything at all, field by field: what is valid is kept, what is not is replaced by what comes nearest,
 * else by the default, and every replacement is recorded. Nothing here throws. Whether a browser can bear the result is judged
 * elsewhere (`architecture/budget.ts`).
 */
import { CLASSIC_NAMES, CLASSIC_SETTINGS, classicSettingsOf } from '../classic';
import type { DataConfig } from '../data-sets';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import { architectureOf, blockCount, type ExperimentConfig } from '../schema';
import { ENTRIES, NETWORK_ENTRIES, SETTINGS } from '../settings';
import { COLOUR_PREFIX, isNetworkKey, LABEL_PREFIX, laneField, SKIP_PREFIX, WEIGHTS_PREFIX } from './fields';
import { dataFromFields } from './data';
import { lanesFromFields } from './lanes';
import { networkFromFields } from './networks';
import { FieldReader, type Fields, type Quote, describe, RepairLog, type Repair } from './read';
import { readRates, readTimeline } from './timeline';

/** A config from flat fields of unknown origin, as links have them, all of them checked. */
export function configFromFields(
  fields: Fields,
  log: RepairLog,
  quote: Quote = () => undefined,
): ExperimentConfig {
  const reader = new FieldReader(fields, log, quote);
  const data = dataFromFields(reader);
  const network = networkFromFields(reader);
  const lanes = lanesFromFields(reader, network);
  const blocks = new Map(lanes.map((lane) => [lane.id, blockCount(architectureOf({ network }, lane))]));
  return {
    data,
    network,
    lanes,
    optimiser: reader.part('optimiser', DEFAULTS.optimiser),
    schedule: reader.part('schedule', DEFAULTS.schedule),
    loss: reader.part('loss', DEFAULTS.loss),
    augmentation: reader.part('augmentation', DEFAULTS.augmentation),
    ...reader.part('', DEFAULTS, fittingBatch(reader, data)),
    seeds: reader.part('seeds', DEFAULTS.seeds),
    timeline: fields.has('switch') ? readTimeline(fields.get('switch'), blocks, log) : [],
    rates: fields.has('rate') ? readRates(fields.get('rate'), log) : [],
  };
}

/** A batch is no larger than what there is to make it of; of known sets it never is. */
function fittingBatch(
  reader: FieldReader,
  { own }: DataConfig,
): Partial<Pick<ExperimentConfig, 'batchSize'>> {
  if (own === undefined) return {};
  const batchSize = reader.scalar('batch', SETTINGS.batch, DEFAULTS.batchSize);
  if (batchSize <= own.train) return { batchSize };
  reader.log.add('batch', String(batchSize), String(own.train), 'unfit');
  return { batchSize: own.train };
}

/** An own property of anything, undefined where there is none. */
function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/**
 * One property of each item of what should be a list, `usual` where it is absent; anything else is passed on for its
 * reader to refuse.
 */
function column(list: unknown, key: string, longest: number, usual?: number): unknown {
  // One item more than may be kept, so that the reader sees the excess.
  return Array.isArray(list)
    ? list.slice(0, longest + 1).map((item) => {
        const value = own(item, key);
        return value === undefined ? usual : value;
      })
    : list;
}

/** All fields of what should be a network, with something before their names. */
function networkFields(network: unknown, prefix = ''): [string, unknown][] {
  return NETWORK_ENTRIES.flatMap(([key, setting]): [string, unknown][] => {
    const name = setting.name;
    if (setting.kind !== 'numbers') return [[`${prefix}${key}`, own(network, name)]];
    const values = column(own(network, 'stages'), name, LIMITS.stages.max, setting.default);
    // There is no field of what stages may leave out where there are no stages.
    return setting.default === undefined || Array.isArray(values) ? [[`${prefix}${key}`, values]] : [];
  });
}

/** All fields of what should be a lane. */
function laneFields(lane: unknown): [string, unknown][] {
  const id = describe(own(lane, 'id'));
  const network = own(lane, 'network');
  const fields: [string, unknown][] = [[`${SKIP_PREFIX}${id}`, own(lane, 'gains')]];
  for (const [prefix, key] of [
    [LABEL_PREFIX, 'label'],
    [COLOUR_PREFIX, 'colour'],
    [WEIGHTS_PREFIX, 'weights'],
  ] as const) {
    const value = own(lane, key);
    if (value !== undefined) fields.push([`${prefix}${id}`, value]);
  }
  const classic = own(lane, 'classic');
  if (classic !== undefined) {
    const kind = own(classic, 'kind');
    const known = CLASSIC_NAMES.find((name) => name === kind);
    const settings = known === undefined ? Object.entries(CLASSIC_SETTINGS) : classicSettingsOf(known);
    fields.push([laneField(id), kind]);
    for (const [key, { path }] of settings) fields.push([`${laneField(id)}.${key}`, own(classic, path)]);
  } else if (network !== undefined)
    fields.push([laneField(id), 'own'], ...networkFields(network, `${laneField(id)}.`));
  return fields;
}

/** Turns anything into a valid config, and tells what had to be changed. A valid config comes back as it is. */
export function repairConfig(given: unknown): { config: ExperimentConfig; repairs: readonly Repair[] } {
  const log = new RepairLog();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    log.add('link', describe(given), '', 'malformed');
    return { config: DEFAULTS, repairs: log.list };
  }
  const fields = new Map<string, unknown>(
    ENTRIES.filter(([key]) => !isNetworkKey(key)).map(([key, { path }]) => [
      key,
      path.split('.').reduce(own, given as unknown),
    ]),
  );
  for (const [field, value] of networkFields(own(given, 'network'))) fields.set(field, value);
  const lanes = own(given, 'lanes');
  fields.set('lanes', column(lanes, 'id', LIMITS.lanes.max));
  if (Array.isArray(lanes)) {
    for (const lane of lanes.slice(0, LIMITS.lanes.max) as unknown[]) {
      for (const [field, value] of laneFields(lane)) if (!fields.has(field)) fields.set(field, value);
    }
  }
  return { config: configFromFields(fields, log), repairs: log.list };
}
