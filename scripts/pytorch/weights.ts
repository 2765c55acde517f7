/**
 * Weights of torchvision's ResNets, as safetensors that Python has written, in our networks of the same name: everything fits, and the
 * logits in evaluation are those of PyTorch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { planNetwork } from '../../src/architecture/plan';
import { blockCount, isClassic } from '../../src/config/schema';
import { initialParameters } from '../../src/network/parameters';
import { forwardOf } from '../../src/training/inference';
import { networkByName } from '../../src/weights/by-name';
import { networkByShapes } from '../../src/weights/by-shapes';
import { readWeightsFile } from '../../src/weights/file';
import { beginningOf, matchWeights } from '../../src/weights/match';
import { equal } from '../../src/config/equal';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./weights.py', import.meta.url));
const CLASSES = 1000;

/** A network, and how its file has its weights. */
interface Case {
  readonly name: string;
  readonly counts: readonly number[];
  readonly bottleneck: boolean;
  readonly groups: number;
  /** `width_per_group`. */
  readonly base: number;
  readonly dtype: 'F32' | 'F16' | 'F64';
  readonly prefix: string;
  readonly side: number;
}

const USUAL = { bottleneck: false, groups: 1, base: 64, dtype: 'F32', prefix: '', side: 32 } as const;
const CASES: readonly Case[] = [
  { ...USUAL, name: 'resnet18', counts: [2, 2, 2, 2], side: 64 },
  { ...USUAL, name: 'resnet18', counts: [2, 2, 2, 2], dtype: 'F16', prefix: 'module.' },
  { ...USUAL, name: 'resnet34', counts: [3, 4, 6, 3], dtype: 'F64', prefix: 'model._orig_mod.' },
  { ...USUAL, name: 'resnet50', counts: [3, 4, 6, 3], bottleneck: true },
  { ...USUAL, name: 'resnext50_32x4d', counts: [3, 4, 6, 3], bottleneck: true, groups: 32, base: 4 },
  { ...USUAL, name: 'wide_resnet50_2', counts: [3, 4, 6, 3], bottleneck: true, base: 128 },
];

/** Share of the largest logit that logits may differ by. */
const TOLERANCE = 1e-4;

/** [2, side, side, 3], as in `weights.py`. */
function images(side: number): tf.Tensor4D {
  const values: number[] = [];
  for (let n = 0; n < 2; n++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (let c = 0; c < 3; c++) values.push((((29 * n + 17 * c + 7 * y + 3 * x) * 37) % 101) / 50.5 - 1);
  return tf.tensor4d(values, [2, side, side, 3]);
}

/** What is wrong with what our network makes of a file; null where nothing is. */
function fault({ name, side, dtype }: Case, bytes: Uint8Array, expected: readonly number[]): string | null {
  const file = readWeightsFile(bytes, `${name}.safetensors`);
  const architecture = networkByName(name)?.architecture;
  if (architecture === undefined || isClassic(architecture)) return 'no such network';
  if (!equal<unknown>(networkByShapes(file, name)?.architecture, architecture))
    return 'its shapes tell another network';
  const plan = planNetwork(architecture, { height: side, width: side, channels: 3 }, CLASSES);
  const { missing, mismatched, leftOver, fits } = matchWeights(plan, file);
  const rest = [...missing, ...mismatched.map((one) => one.name), ...leftOver];
  if (rest.length > 0) return `does not fit: ${rest.slice(0, 5).join(', ')}`;
  if (fits.some((one) => one.dtype !== dtype)) return 'another type of numbers';
  const { parameters, statistics } = beginningOf(plan, file, initialParameters(plan, 0));
  const gains = Array.from({ length: blockCount(architecture) }, () => 1);
  const network = forwardOf(plan, { parameters, statistics, gains });
  const logits = tf.tidy(() => Array.from(network.logits(images(side)).dataSync()));
  network.dispose();
  if (logits.length !== expected.length) return `${logits.length} logits`;
  const largest = Math.max(...expected.map(Math.abs));
  const error =
    Math.max(...logits.map((logit, i) => Math.abs(logit - (expected[i] ?? Number.NaN)))) / largest;
  return error <= TOLERANCE ? null : `logits differ by ${error}`;
}

export const weights: PytorchCheck = {
  name: 'Weights of torchvision',
  async run(tools) {
    const { python, folder } = tools;
    await useNodeBackend('wasm');
    const asked = CASES.map((one, i) => JSON.stringify({ ...one, file: `${i}.safetensors` }));
    const answering = run(python, [SCRIPT, folder], { maxBuffer: 2 ** 26 });
    answering.child.stdin?.end(asked.join('\n'));
    const lines = (await answering).stdout.trimEnd().split('\n');
    for (const [i, one] of CASES.entries()) {
      const expected = (JSON.parse(lines[i] ?? '[]') as number[][]).flat();
      const bytes = new Uint8Array(await readFile(join(folder, `${i}.safetensors`)));
      tools.report(`${one.name}, ${one.dtype}, ${one.side} pixels`, fault(one, bytes, expected));
    }
  },
};
