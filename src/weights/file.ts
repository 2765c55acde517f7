/** What a reader brings as weights: a safetensors file, or one of those that are mistaken for it. */
import { LIMITS } from '../config/limits';
import { FormatError } from '../formats/errors';
import { readSafetensors, type Safetensors } from '../formats/safetensors';
import { WEIGHTS_LIMITS } from './kept';
import { FIRST_BYTES, weightsKind } from './kind';

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
