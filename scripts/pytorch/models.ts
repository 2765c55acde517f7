/**
 * `model.py` against PyTorch: of many networks the names and shapes of the parameters, the modules that have noise, and with our
 * weights and our noise the logits of training and of evaluation, before and after the gains are changed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ImageShape } from '../../src/architecture/layer';
import { nodesOfBlock, shortcutParameters, type LanePlan, type PlanNode } from '../../src/architecture/nodes';
import { randomStream } from '../../src/data/random';
import { RunningStatistics } from '../../src/engine/statistics';
import { forward } from '../../src/network/forward';
import type { Noise } from '../../src/network/noise';
import { initialParameters, layoutOf } from '../../src/network/parameters';
import { modelSource, type ModelLane } from '../../src/pytorch/model';
import { stateDict, torchShape } from '../../src/pytorch/tensors';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { modelSamples } from './model-samples';

const SCRIPT = fileURLToPath(new URL('./models.py', import.meta.url));
const IMAGES = 3;

/** Where a number stands in PyTorch's order, [n, channel, row, column] or [n, place]. */
type Place = readonly [n: number, channel: number, row: number, column: number];

/** Numbers from 0 to 1 that tell their place: as in `models.py`. */
const patternAt = ([n, channel, row, column]: Place): number =>
  (((29 * n + 17 * channel + 7 * row + 3 * column) * 37) % 101) / 101;

/** The pattern of images [N, H, W, C], or of vectors: those of flattened images are channel by channel in PyTorch. */
function pattern(shape: readonly number[], flattened: ImageShape | null): tf.Tensor {
  const [n = 1, ...sides] = shape;
  const image = sides.length === 3;
  const [height = 1, width = 1, channels = 1] = image ? sides : [1, 1, sides[0]];
  const values: number[] = [];
  const vector = (place: number): number => {
    if (flattened === null) return place;
    const position = Math.floor(place / flattened.channels);
    return (place % flattened.channels) * flattened.height * flattened.width + position;
  };
  for (let i = 0; i < n; i++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++)
          values.push(patternAt(image ? [i, c, y, x] : [i, vector(c), 0, 0]));
  return tf.tensor(values, [...shape]);
}

/** What the pattern says of each name. */
function noiseOf({ nodes }: LanePlan): Noise {
  const behind = nodes.findIndex(({ kind }) => kind === 'vector');
  const [vector, first] = nodes.slice(behind);
  return {
    drop: (x, share, name) => {
      const isFlat = vector?.kind === 'vector' && first?.kind === 'drop' && first.name === name;
      const numbers = pattern(x.shape, isFlat && vector.by === 'flatten' ? vector.input : null);
      return tf.where(tf.less(numbers, share), tf.zerosLike(x), tf.div(x, 1 - share)) as typeof x;
    },
    survive: (x, _, survival, scale, name) => {
      const sum = Array.from(name, (letter) => letter.codePointAt(0) ?? 0).reduce((a, b) => a + b, 0);
      return tf.mul(x, sum % 2 === 0 ? scale / survival : 0);
    },
  };
}

/** Names of the modules that have noise. */
function noiseNames(nodes: readonly PlanNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'block') return noiseNames(nodesOfBlock(node.block));
    if (node.kind === 'concatenation') return noiseNames(node.nodes);
    if (node.kind === 'drop') return [node.name.replace('shortcut.dropout', 'shortcut_dropout')];
    return node.kind === 'scale' && node.survival < 1 ? [node.name] : [];
  });
}

/** Logits of a step of training, and of an evaluation behind it. */
function logitsOf(plan: LanePlan, values: Float32Array, images: tf.Tensor4D, gains: readonly number[]) {
  return tf.tidy(() => {
    const tensors = new Map(
      layoutOf(plan.parameters).entries.map(({ name, shape, offset, size }) => [
        name,
        tf.tensor(values.slice(offset, offset + size), [...shape]),
      ]),
    );
    const parameters = (name: string): tf.Tensor => {
      const found = tensors.get(name);
      if (found === undefined) throw new Error(`No parameter is called ${name}`);
      return found;
    };
    const running = new RunningStatistics(plan);
    const counts = new Map(plan.norms.map(({ name, shape }) => [name, IMAGES * shape.height * shape.width]));
    const training = forward(plan, images, {
      parameters,
      gains,
      noise: noiseOf(plan),
      mode: {
        kind: 'training',
        onStatistics: (norm, { mean, variance }) =>
          running.update(
            norm,
            mean.dataSync() as Float32Array,
            variance.dataSync() as Float32Array,
            counts.get(norm) ?? 1,
          ),
      },
    }).dataSync() as Float32Array;
    const evaluation = forward(plan, images, {
      parameters,
      gains,
      mode: {
        kind: 'inference',
        statistics: (norm) => {
          const found = running.norms.get(norm);
          if (found === undefined) throw new Error(`No norm is called ${norm}`);
          return { mean: tf.tensor1d(found.mean), variance: tf.tensor1d(found.variance) };
        },
      },
    }).dataSync() as Float32Array;
    return { training, evaluation };
  });
}

/** Initial values, but for what begins at 0 or 1: that is moved, so that nothing is hidden. */
function weightsOf(plan: LanePlan): Float32Array<ArrayBuffer> {
  const values = initialParameters(plan, 1);
  const random = randomStream(1, 'moved');
  for (const { role, factor, offset, size } of layoutOf(plan.parameters).entries)
    if (factor === 0 || role === 'scale' || role === 'shift' || role === 'gain' || role === 'bias')
      for (let i = offset; i < offset + size; i++) values[i] = (values[i] ?? 0) + 0.2 * random.normal();
  return values;
}

/** How our initial values are spread: least, most and deviation from 0, by name. */
function initialOf(plan: LanePlan) {
  const values = initialParameters(plan, 3);
  return layoutOf(plan.parameters).entries.map(({ name, offset, size }) => {
    const own = values.subarray(offset, offset + size);
    const square = own.reduce((sum, value) => sum + value * value, 0);
    const [least, most] = [own.reduce((a, b) => Math.min(a, b)), own.reduce((a, b) => Math.max(a, b))];
    return [name, least, most, Math.sqrt(square / size)] as const;
  });
}

/** Writes a case, and returns what `models.py` is told of it. */
async function writeCase(folder: string, file: string, place: number, name: string, lane: ModelLane) {
  const { id, plan, gains } = lane;
  const { height, width, channels } = plan.input;
  const random = randomStream(2, name);
  const values = weightsOf(plan);
  const pixels = Float32Array.from({ length: IMAGES * height * width * channels }, () => random.normal());
  const images = tf.tensor4d(pixels, [IMAGES, height, width, channels]);
  const arrays: [string, readonly number[], Float32Array][] = [
    [
      'images',
      [IMAGES, channels, height, width],
      tf.transpose(images, [0, 3, 1, 2]).dataSync() as Float32Array,
    ],
    ...Array.from(
      stateDict(plan, values, new Map()),
      ([each, { shape, values: own }]): [string, readonly number[], Float32Array] => [
        `initial:${each}`,
        shape,
        own,
      ],
    ),
  ];
  const others = gains.map((gain, i) => (gain === 0 ? 0.6 : i % 2 === 0 ? 0 : 1));
  const owners = shortcutParameters(plan);
  const runs = [gains, others].map((each, run) => {
    const { training, evaluation } = logitsOf(plan, values, images, each);
    arrays.push([`training:${run}`, [IMAGES, plan.classes], training]);
    arrays.push([`evaluation:${run}`, [IMAGES, plan.classes], evaluation]);
    return {
      gains: each,
      unreached: [...owners].flatMap(([own, block]) => (each[block] === 0 ? [own] : [])),
    };
  });
  images.dispose();
  let start = 0;
  const index = arrays.map(([each, shape, { length }]) => {
    const entry = [each, shape, start, length] as const;
    start += length;
    return entry;
  });
  const all = new Float32Array(start);
  for (const [i, [, , own]] of arrays.entries()) all.set(own, index[i]?.[2] ?? 0);
  const data = `${file}.${place}.bin`;
  await writeFile(join(folder, data), new Uint8Array(all.buffer));
  return {
    name: `${name}, ${id}`,
    model: `${file}.py`,
    lane: id,
    values: data,
    arrays: index,
    parameters: plan.parameters.map((parameter) => [parameter.name, torchShape(plan, parameter)]),
    initial: initialOf(plan),
    noise: noiseNames(plan.nodes),
    blocks: plan.blocks.map((block) => block.name),
    runs,
  };
}

export const models: PytorchCheck = {
  name: 'model.py',
  async run(tools) {
    const { python, folder } = tools;
    await useNodeBackend('wasm');
    const samples = modelSamples();
    const cases: unknown[] = [];
    for (const [i, { name, lanes }] of samples.entries()) {
      const file = `model_${i}`;
      const text = modelSource(lanes).map((line) => `${line.text}\n`);
      await writeFile(join(folder, `${file}.py`), text.join(''));
      for (const [place, lane] of lanes.entries())
        cases.push(await writeCase(folder, file, place, name, lane));
    }
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    const { stdout } = await promisify(execFile)(python, [SCRIPT, folder], { maxBuffer: 64 * 1024 * 1024 });
    const told = stdout.trim().split('\n');
    for (const line of told) {
      const { name, failure } = JSON.parse(line) as { name: string; failure: string | null };
      tools.report(name, failure);
    }
    if (told.length !== cases.length)
      tools.report('all cases', `${told.length} of ${cases.length} were told of`);
  },
};
