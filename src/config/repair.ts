/**
 * Makes a valid config of anything at all, field by field. Nothing here throws. Whether a browser can bear the result
 * is judged elsewhere (`architecture/budget.ts`).
 */
import { configFromFields } from './config-from-fields';
import { DEFAULTS } from './defaults';
import { SKIP_PREFIX } from './fields';
import { describe, RepairLog, type Repair } from './repairs';
import { LIMITS, type ExperimentConfig } from './schema';

/** An own property of anything, undefined where there is none. */
function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** One property of each item of what should be a list; anything else is passed on for its reader to refuse. */
function column(list: unknown, key: string, longest: number): unknown {
  // One item more than may be kept, so that the reader sees the excess.
  return Array.isArray(list) ? list.slice(0, longest + 1).map((item) => own(item, key)) : list;
}

/** Turns anything into a valid config, and tells what had to be changed. A valid config comes back as it is. */
export function repairConfig(given: unknown): { config: ExperimentConfig; repairs: readonly Repair[] } {
  const log = new RepairLog();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    log.add('link', describe(given), '', 'malformed');
    return { config: DEFAULTS, repairs: log.list };
  }
  const at = (...path: string[]): unknown => path.reduce(own, given as unknown);
  const stages = at('network', 'stages');
  const lanes = at('lanes');
  const fields = new Map<string, unknown>([
    ['set', at('data', 'set')],
    ['input', at('data', 'inputSize')],
    ['width', at('network', 'stemWidth')],
    ['blocks', column(stages, 'blocks', LIMITS.stages)],
    ['widths', column(stages, 'width', LIMITS.stages)],
    ['strides', column(stages, 'stride', LIMITS.stages)],
    ['norm', at('network', 'norm')],
    ['act', at('network', 'activation')],
    ['init', at('network', 'initialisation')],
    ['shortcut', at('network', 'shortcut')],
    ['lanes', column(lanes, 'id', LIMITS.lanes.max)],
    ['lr', at('optimiser', 'learningRate')],
    ['momentum', at('optimiser', 'momentum')],
    ['decay', at('optimiser', 'weightDecay')],
    ['batch', at('batchSize')],
    ['test', at('testInterval')],
    ['seed.data', at('seeds', 'data')],
    ['seed.init', at('seeds', 'init')],
    ['seed.order', at('seeds', 'order')],
    ['switch', at('timeline')],
  ]);
  if (Array.isArray(lanes)) {
    for (const lane of lanes.slice(0, LIMITS.lanes.max) as unknown[]) {
      const key = `${SKIP_PREFIX}${describe(own(lane, 'id'))}`;
      if (!fields.has(key)) fields.set(key, own(lane, 'gains'));
    }
  }
  return { config: configFromFields(fields, log), repairs: log.list };
}
