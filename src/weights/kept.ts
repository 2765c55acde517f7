/**
 * Weights that a reader brought, kept by the browser until removed: all tensors of the file, as float32, under the hash of them,
 * which names them in links. The same weights are the same everywhere, whatever their file was called, in whatever order it had
 * them, and in whatever type of numbers that float32 holds exactly.
 */
import type { ExperimentConfig, WeightsConfig } from '../config/schema';
import { floatsOf, readSafetensors, writeSafetensors, type Safetensors } from '../formats/safetensors';
import { INDEX, keep, readKept, type KeptKind } from '../keep/keep';
import type { Tensor } from '../pytorch/tensors';
import { isCount } from './names';

export const WEIGHTS: KeptKind = 'weights';

export const WEIGHTS_LIMITS = {
  /** Bytes of a file. ResNet-152 has 241 MB. */
  bytes: 400_000_000,
  tensors: 20_000,
} as const;

const FILE = 'weights.safetensors';

/** Digits of a hash in a link: the first of a SHA-256, in hexadecimal. */
const HASH_DIGITS = 16;

/** What is known of kept weights without reading them. */
export interface KeptWeights {
  readonly format: 1;
  /** What the reader calls them. */
  readonly name: string;
  readonly tensors: number;
  /** Numbers in all of them. */
  readonly numbers: number;
}

/** What of a file is kept: its floating-point tensors, by ascending name. */
function keptOf({ tensors }: Safetensors): ReadonlyMap<string, Tensor> {
  const kept = new Map<string, Tensor>();
  for (const [name, tensor] of [...tensors].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))) {
    const values = isCount(name) ? null : floatsOf(tensor);
    if (values !== null) kept.set(name, { shape: tensor.shape, values });
  }
  return kept;
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, HASH_DIGITS);
}

/** Hash of the tensors of a file, by which links name them. */
export async function hashOfWeights(file: Safetensors): Promise<string> {
  return hashOf(writeSafetensors(keptOf(file)));
}

/**
 * Keeps the weights of a file, and gives their hash.
 * @throws KeepError where the browser takes them nowhere.
 */
export async function keepWeights(name: string, file: Safetensors): Promise<string> {
  const kept = keptOf(file);
  const bytes = writeSafetensors(kept);
  const hash = await hashOf(bytes);
  let numbers = 0;
  for (const { values } of kept.values()) numbers += values.length;
  const index: KeptWeights = { format: 1, name, tensors: kept.size, numbers };
  const files = new Map([
    [FILE, bytes],
    [INDEX, new TextEncoder().encode(JSON.stringify(index))],
  ]);
  await keep(WEIGHTS, hash, files);
  return hash;
}

/** What is known of kept weights; null where they are not kept. */
export async function readKeptWeights(hash: string): Promise<KeptWeights | null> {
  const bytes = await readKept(WEIGHTS, hash, INDEX);
  if (bytes === null) return null;
  try {
    const index = JSON.parse(new TextDecoder().decode(bytes)) as KeptWeights;
    return index.format === 1 ? index : null;
  } catch {
    return null;
  }
}

/** Kept weights; null where they are not kept, or are no longer what they were. */
export async function readWeights(hash: string): Promise<Safetensors | null> {
  const bytes = await readKept(WEIGHTS, hash, FILE);
  if (bytes === null || (await hashOf(bytes)) !== hash) return null;
  return readSafetensors(bytes);
}

/** This browser does not have the weights that an experiment names. */
export class MissingWeightsError extends Error {
  override readonly name = 'MissingWeightsError';

  constructor({ name, hash }: WeightsConfig) {
    super(`${name} (${hash})`);
  }
}

/**
 * All weights that the lanes of an experiment start from, by hash.
 * @throws MissingWeightsError where the browser does not keep some of them.
 */
export async function loadWeights({
  lanes,
}: Pick<ExperimentConfig, 'lanes'>): Promise<ReadonlyMap<string, Safetensors>> {
  const found = new Map<string, Safetensors>();
  for (const { weights } of lanes) {
    if (weights === undefined || found.has(weights.hash)) continue;
    const file = await readWeights(weights.hash);
    if (file === null) throw new MissingWeightsError(weights);
    found.set(weights.hash, file);
  }
  return found;
}
