/** Puts together, in float64, what `pairMoments` has left in parts. */
import { PAIR_CHUNK, PAIR_PART, PAIR_VECTOR } from '../../ops/webgpu/measure';
import type { PairStatistics, VectorStatistics } from '../measures';

/** Of one tensor of `size` numbers from its parts, which begin at `start` (Chan 1979). */
function vectorOf(parts: Float32Array, start: number, size: number): VectorStatistics {
  let [squares, sum] = [0, 0];
  const chunks = Math.ceil(size / PAIR_CHUNK);
  const at = (chunk: number, i: number): number => parts[start + chunk * PAIR_PART + i] ?? Number.NaN;
  const count = (chunk: number): number => Math.min(PAIR_CHUNK, size - chunk * PAIR_CHUNK);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const scale = at(chunk, 0);
    if (!Number.isFinite(scale)) return { norm: scale, mean: Number.NaN, deviation: Number.NaN };
    squares += scale * scale * at(chunk, 1);
    sum += count(chunk) * scale * at(chunk, 2);
  }
  const mean = sum / size;
  let off = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const scale = at(chunk, 0);
    const away = scale * at(chunk, 2) - mean;
    off += scale * scale * at(chunk, 3) + count(chunk) * away * away;
  }
  return { norm: Math.sqrt(squares), mean, deviation: Math.sqrt(off / size) };
}

/** What `pairMoments` has found in tensors of `size` numbers; `parts` from `start` on. `alone`: there was no second. */
export function pairOfParts(
  parts: Float32Array,
  start: number,
  size: number,
  alone: boolean,
): PairStatistics {
  const a = vectorOf(parts, start, size);
  if (alone) return { a, b: null, cosine: Number.NaN };
  const b = vectorOf(parts, start + PAIR_VECTOR, size);
  let product = 0;
  for (let chunk = 0; chunk < Math.ceil(size / PAIR_CHUNK); chunk++) {
    const place = start + chunk * PAIR_PART;
    const scale = (parts[place] ?? Number.NaN) * (parts[place + PAIR_VECTOR] ?? Number.NaN);
    product += scale * (parts[place + 2 * PAIR_VECTOR] ?? Number.NaN);
  }
  return { a, b, cosine: product / (a.norm * b.norm) };
}
