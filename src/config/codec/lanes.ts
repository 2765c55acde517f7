/** The lanes of an experiment from flat fields: their names, architectures, gains and looks. */
import { DEFAULTS, defaultGain } from '../defaults';
import {
  ARCHITECTURES,
  COLOUR,
  COLOUR_PREFIX,
  GAINS,
  LABEL_PREFIX,
  laneField,
  NETWORK_PREFIX,
  SKIP_PREFIX,
  WEIGHTS_PREFIX,
} from './fields';
import { formatGains, formatLabel, formatWeights } from './format';
import { classicFromFields, laneNetworkFromFields } from './networks';
import { readChoice, readList, readNumber, readText, type FieldReader, type Reading } from './read';
import { LIMITS } from '../limits';
import { NETWORK_ENTRIES } from '../settings';
import { blockCount, type LaneConfig, type NetworkConfig, type WeightsConfig } from '../schema';

/** Gains that are the same in every block, however many there are. */
export interface UniformGains {
  readonly uniform: unknown;
}

/** The first digits of a SHA-256 in hexadecimal. */
const WEIGHTS_HASH = /^[0-9a-f]{16}$/;
const LANE_ID = /^[a-z][a-z0-9-]{0,23}$/;

/** The lanes; `shared` is the network of those that have none of their own. */
export function lanesFromFields(reader: FieldReader, shared: NetworkConfig): readonly LaneConfig[] {
  const ids = reader.field(
    'lanes',
    DEFAULTS.lanes.map(({ id }) => id),
    readLaneIds,
    (value) => value.join(','),
  );
  const colours = new Set<number>();
  return ids.map((id): LaneConfig => {
    const { network, classic } = ownNetwork(reader, id, shared);
    const total = blockCount(classic ?? network ?? shared);
    const usual = defaultGain(id);
    const gains = reader
      .under(SKIP_PREFIX)
      .field(id, uniformGains(usual, total), (raw) => readGains(raw, total, usual), formatGains);
    const label = reader.under(LABEL_PREFIX).field(
      id,
      null,
      (raw) => readText(raw, LIMITS.label.max),
      (value) => (value === null ? '' : formatLabel(value)),
    );
    const colour = reader.under(COLOUR_PREFIX).field(
      id,
      null,
      (raw) => readColour(raw, colours),
      (value) => (value === null ? '' : String(value)),
    );
    if (colour !== null) colours.add(colour);
    const weights = reader
      .under(WEIGHTS_PREFIX)
      .field(id, null, readWeights, (value) => (value === null ? '' : formatWeights(value)));
    return {
      id,
      gains,
      ...(network !== undefined && { network }),
      ...(classic !== undefined && { classic }),
      ...(label !== null && { label }),
      ...(colour !== null && { colour }),
      ...(weights !== null && { weights }),
    };
  });
}

/** A lane's own network, of whatever kind; nothing where nothing says that it has one. */
function ownNetwork(
  reader: FieldReader,
  id: string,
  shared: NetworkConfig,
): Pick<LaneConfig, 'network' | 'classic'> {
  const own = reader.under(`${laneField(id)}.`);
  const marker = reader.under(NETWORK_PREFIX);
  if (!marker.has(id) && !NETWORK_ENTRIES.some(([key]) => own.has(key))) return {};
  const kind = marker.field(id, 'own', (raw) => readChoice(raw, ARCHITECTURES, 'own'), String);
  return kind === 'own'
    ? { network: laneNetworkFromFields(own, shared) }
    : { classic: classicFromFields(own, kind) };
}

/** Weights by a hash that is one, and a name; null where there is no such hash. */
function readWeights(raw: unknown): Reading<WeightsConfig | null> {
  if (raw === undefined) return { value: null, reason: 'missing' };
  const { hash, name } = typeof raw === 'object' && raw !== null ? (raw as Partial<WeightsConfig>) : {};
  if (typeof hash !== 'string' || !WEIGHTS_HASH.test(hash)) return { value: null, reason: 'malformed' };
  const { value, reason } = readText(name, LIMITS.weightsName.max);
  return { value: { hash, name: value ?? hash }, reason };
}

/** A colour that no lane before has, else null. */
function readColour(raw: unknown, taken: ReadonlySet<number>): Reading<number | null> {
  const reading = readNumber(raw, COLOUR, -1);
  if (reading.value < 0) return { value: null, reason: reading.reason };
  return taken.has(reading.value) ? { value: null, reason: 'duplicate' } : reading;
}

function uniformGains(gain: number, blocks: number): number[] {
  return Array.from({ length: blocks }, () => gain);
}

/** Gains of all blocks; where there are too few the last one holds on. */
function readGains(raw: unknown, blocks: number, usual: number): Reading<number[]> {
  const readGain = (item: unknown): Reading<number> => readNumber(item, { ...GAINS, integer: false }, usual);
  if (!isUniform(raw)) return readList(raw, blocks, readGain, (_, given) => given.at(-1) ?? usual);
  const { value, reason } = readGain(raw.uniform);
  return { value: uniformGains(value, blocks), reason };
}

function isUniform(raw: unknown): raw is UniformGains {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'uniform');
}

/** Names of lanes: those that are valid, each once; the default pair where none is. */
function readLaneIds(raw: unknown): Reading<string[]> {
  const fallback = DEFAULTS.lanes.map(({ id }) => id);
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  if (!Array.isArray(raw)) return { value: fallback, reason: 'malformed' };
  let reason: Reading<string[]>['reason'] = raw.length > LIMITS.lanes.max ? 'too-long' : null;
  const ids: string[] = [];
  for (const id of raw.slice(0, LIMITS.lanes.max) as unknown[]) {
    if (typeof id !== 'string' || !LANE_ID.test(id)) reason ??= 'malformed';
    else if (ids.includes(id)) reason ??= 'duplicate';
    else ids.push(id);
  }
  return ids.length === 0 ? { value: fallback, reason: reason ?? 'too-short' } : { value: ids, reason };
}
