/** What a reader brings as weights: a safetensors file, or one of those that are mistaken for it. */
import { LIMITS } from '../config/limits';
import { FormatError } from '../formats/errors';
import { readSafetensors, type Safetensors } from '../formats/safetensors';
import { WEIGHTS_LIMITS } from './kept';

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

/**
 * Reads a file of weights.
 * @throws FormatError `unsupported` of a pickle; else of whatever is wrong with it, or with its size.
 */
export function readWeightsFile(bytes: Uint8Array, name: string): Safetensors {
  if (bytes.length > WEIGHTS_LIMITS.bytes)
    throw new FormatError('too-large', { expected: WEIGHTS_LIMITS.bytes, found: bytes.length });
  const kind = weightsKind(bytes.subarray(0, FIRST_BYTES), name);
  if (kind === 'pickle') throw new FormatError('unsupported', { found: 'pickle' });
  if (kind === null) throw new FormatError('not-that');
  const file = readSafetensors(bytes);
  const { size } = file.tensors;
  if (size > WEIGHTS_LIMITS.tensors)
    throw new FormatError('too-large', { at: 'tensors', expected: WEIGHTS_LIMITS.tensors, found: size });
  return file;
}

/**
 * The two lines of Python that make a safetensors file of a PyTorch checkpoint; `weights_only` runs nothing of what is in it. (They
 * need the package safetensors.)
 */
export function conversionOf(name: string): readonly [string, string] {
  const python = (text: string): string => JSON.stringify(text);
  const target = name.replace(/\.[^.]*$/, '') || 'weights';
  return [
    'import torch, safetensors.torch',
    `safetensors.torch.save_file(torch.load(${python(name)}, map_location="cpu", weights_only=True), ${python(`${target}.safetensors`)})`,
  ];
}

/** What weights from a file are called: its name without its ending, as far as there is room. */
export function nameOf(fileName: string): string {
  const bare = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  return Array.from(bare).slice(0, LIMITS.weightsName.max).join('').trim() || 'weights';
}
