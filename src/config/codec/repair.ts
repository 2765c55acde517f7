/**
 * Makes a valid config of anything at all, field by field. Nothing here throws. Whether a browser can bear the result
 * is judged elsewhere (`architecture/budget.ts`).
 */
import { configFromFields } from './config-from-fields';
import { DEFAULTS } from '../defaults';
import { CLASSICS, type ClassicName } from '../classic';
import {
  CLASSIC_SETTING_OF,
  classicFieldsOf,
  COLOUR_PREFIX,
  LABEL_PREFIX,
  laneField,
  SKIP_PREFIX,
  type ClassicField,
} from './fields';
import { describe, RepairLog, type Repair } from './repairs';
import { LIMITS } from '../limits';
import { STAGE_DEFAULTS, type ExperimentConfig } from '../schema';

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

/** A field of what stages may leave out: there is none where there are no stages. */
function optional(field: string, values: unknown): [string, unknown][] {
  return Array.isArray(values) ? [[field, values]] : [];
}

/** All fields of what should be a network, with something before their names. */
function networkFields(network: unknown, prefix = ''): [string, unknown][] {
  const at = (key: string): unknown => own(network, key);
  const stages = at('stages');
  const fields: [string, unknown][] = [
    ['width', at('stemWidth')],
    ['stem.kernel', at('stemKernel')],
    ['stem.stride', at('stemStride')],
    ['stem.pool', at('stemPool')],
    ['head', at('head')],
    ['block', at('block')],
    ['expansion', at('expansion')],
    ['inner', at('innerWidth')],
    ['order', at('order')],
    ['blocks', column(stages, 'blocks', LIMITS.stages.max)],
    ['widths', column(stages, 'width', LIMITS.stages.max)],
    ['strides', column(stages, 'stride', LIMITS.stages.max)],
    ...optional('dilations', column(stages, 'dilation', LIMITS.stages.max, STAGE_DEFAULTS.dilation)),
    ...optional('groups', column(stages, 'groups', LIMITS.stages.max, STAGE_DEFAULTS.groups)),
    ...optional('kernels', column(stages, 'kernel', LIMITS.stages.max, STAGE_DEFAULTS.kernel)),
    ...optional('se', column(stages, 'reduction', LIMITS.stages.max, STAGE_DEFAULTS.reduction)),
    ['override', at('overrides')],
    ['norm', at('norm')],
    ['norm.groups', at('normGroups')],
    ['act', at('activation')],
    ['init', at('initialisation')],
    ['init.form', at('initDistribution')],
    ['init.fan', at('initFan')],
    ['init.std', at('initDeviation')],
    ['start', at('branchStart')],
    ['start.scalars', at('fixupScalars')],
    ['shortcut', at('shortcut')],
    ['gate', at('gate')],
    ['gate.bias', at('gateBias')],
    ['scale', at('branchScale')],
    ['dropout', at('dropout')],
    ['shortcut.dropout', at('shortcutDropout')],
    ['depth.dropout', at('stochasticDepth')],
  ];
  return fields.map(([field, value]) => [`${prefix}${field}`, value]);
}

function isClassicName(name: unknown): name is ClassicName {
  return typeof name === 'string' && Object.hasOwn(CLASSICS, name);
}

/** All fields of what should be a lane. */
function laneFields(lane: unknown): [string, unknown][] {
  const id = describe(own(lane, 'id'));
  const network = own(lane, 'network');
  const fields: [string, unknown][] = [[`${SKIP_PREFIX}${id}`, own(lane, 'gains')]];
  for (const [prefix, key] of [
    [LABEL_PREFIX, 'label'],
    [COLOUR_PREFIX, 'colour'],
  ] as const) {
    const value = own(lane, key);
    if (value !== undefined) fields.push([`${prefix}${id}`, value]);
  }
  const classic = own(lane, 'classic');
  if (classic !== undefined) {
    const kind = own(classic, 'kind');
    const settings = (Object.keys(CLASSIC_SETTING_OF) as ClassicField[])
      .filter((field) => !isClassicName(kind) || classicFieldsOf(kind).includes(field))
      .map((field): [string, unknown] => [laneField(id, field), own(classic, CLASSIC_SETTING_OF[field])]);
    return [...fields, [laneField(id), kind], ...settings];
  }
  if (network === undefined) return fields;
  return [...fields, [laneField(id), 'own'], ...networkFields(network, `${laneField(id)}.`)];
}

/** Turns anything into a valid config, and tells what had to be changed. A valid config comes back as it is. */
export function repairConfig(given: unknown): { config: ExperimentConfig; repairs: readonly Repair[] } {
  const log = new RepairLog();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    log.add('link', describe(given), '', 'malformed');
    return { config: DEFAULTS, repairs: log.list };
  }
  const at = (...path: string[]): unknown => path.reduce(own, given as unknown);
  const lanes = at('lanes');
  const fields = new Map<string, unknown>([
    ['set', at('data', 'set')],
    ['input', at('data', 'inputSize')],
    ...networkFields(at('network')),
    ['lanes', column(lanes, 'id', LIMITS.lanes.max)],
    ['opt', at('optimiser', 'kind')],
    ['lr', at('optimiser', 'learningRate')],
    ['momentum', at('optimiser', 'momentum')],
    ['nesterov', at('optimiser', 'nesterov')],
    ['decay', at('optimiser', 'weightDecay')],
    ['beta1', at('optimiser', 'beta1')],
    ['beta2', at('optimiser', 'beta2')],
    ['alpha', at('optimiser', 'smoothing')],
    ['clip', at('optimiser', 'clip')],
    ['schedule', at('schedule', 'kind')],
    ['period', at('schedule', 'period')],
    ['factor', at('schedule', 'factor')],
    ['warmup', at('schedule', 'warmUp')],
    ['momentum.cycle', at('schedule', 'momentumCycle')],
    ['loss', at('loss', 'kind')],
    ['smooth', at('loss', 'smoothing')],
    ['focus', at('loss', 'focus')],
    ['shift', at('augmentation', 'shift')],
    ['flip', at('augmentation', 'flip')],
    ['cutout', at('augmentation', 'cutout')],
    ['batch', at('batchSize')],
    ['test', at('testInterval')],
    ['seed.data', at('seeds', 'data')],
    ['seed.init', at('seeds', 'init')],
    ['seed.order', at('seeds', 'order')],
    ['switch', at('timeline')],
    ['rate', at('rates')],
  ]);
  if (Array.isArray(lanes)) {
    for (const lane of lanes.slice(0, LIMITS.lanes.max) as unknown[]) {
      for (const [field, value] of laneFields(lane)) if (!fields.has(field)) fields.set(field, value);
    }
  }
  return { config: configFromFields(fields, log), repairs: log.list };
}
