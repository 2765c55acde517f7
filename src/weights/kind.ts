/** Kinds of files of weights, by their first bytes: little code, since all that is dropped on the page is asked for it. */

/** Bytes that tell a kind of file. */
export const FIRST_BYTES = 512;

/**
 * `safetensors`: what is read here. `pickle`: a PyTorch checkpoint, today's zip or the older one, which is a program in Python's
 * pickle and is never run here. Null: neither.
 */
export type WeightsKind = 'safetensors' | 'pickle' | null;

/** The kind of a file by its first bytes, and where those do not tell, by its name. */
export function weightsKind(first: Uint8Array, name: string): WeightsKind {
  const starts = (...bytes: readonly number[]): boolean => bytes.every((byte, i) => first[i] === byte);
  const text = String.fromCharCode(...first.subarray(0, FIRST_BYTES));
  if (starts(0x50, 0x4b, 0x03, 0x04))
    return /\/(?:data\.pkl|\.data|\.format_version)/.test(text) ? 'pickle' : null;
  if (starts(0x80) && (first[1] ?? 0) >= 2 && (first[1] ?? 0) <= 5) return 'pickle';
  // The length of the header in eight bytes, of which the last are 0, and its brace.
  if (first[5] === 0 && first[6] === 0 && first[7] === 0 && first[8] === 0x7b) return 'safetensors';
  return /\.safetensors$/i.test(name) ? 'safetensors' : /\.(?:pth|pt|ckpt)$/i.test(name) ? 'pickle' : null;
}
