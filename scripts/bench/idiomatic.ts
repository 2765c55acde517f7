/**
 * What one would write with tfjs, with the norm of every gradient as the page shows it: following its guides (conv2d,
 * moments, batchNorm, variableGrads and its momentum optimiser), or tuned by hand as far as stock kernels go.
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { planNetwork, type BlockPlan, type LayerPlan, type NetworkPlan } from '../../src/architecture/plan';
import { planBatches } from '../../src/data/batches';
import type { DataSet } from '../../src/data/dataset';
import { initialParameters, layoutOf } from '../../src/network/parameters';
import { crossEntropy } from '../../src/ops/loss';
import { useKernels } from '../../src/ops/active-kernels';
import { referenceKernels } from '../../src/ops/reference/kernel-set';
import { batchNormTraining } from '../../src/ops/normalise';
import { globalAveragePool } from '../../src/ops/shape';
import type { Contender } from './cases';

type Variables = ReadonlyMap<string, tf.Variable>;

/** The parts that can be written in two ways. */
interface Style {
  norm(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor4D;
  pool(x: tf.Tensor4D): tf.Tensor2D;
  loss(oneHot: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar;
}

const byTheGuides: Style = {
  norm(x, scale, shift) {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, scale, 1e-5);
  },
  pool: (x) => tf.mean(x, [1, 2]) as tf.Tensor2D,
  loss: (oneHot, logits) => tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar,
};

/** Analytic gradients where tfjs composes them of many operations. */
const byHand: Style = {
  norm: (x, scale, shift) =>
    batchNormTraining(x, scale, shift, { activation: 'linear', shortcut: null, gain: 0 }),
  pool: globalAveragePool,
  loss: (oneHot, logits) => crossEntropy(logits, oneHot),
};

function conv(x: tf.Tensor4D, layer: LayerPlan, variables: Variables, style: Style): tf.Tensor4D {
  const get = (name: string): tf.Tensor => variables.get(name) as tf.Tensor;
  const y = tf.conv2d(x, get(`${layer.name}.weight`) as tf.Tensor4D, layer.stride, layer.padding);
  return style.norm(y, get(`${layer.norm}.weight`) as tf.Tensor1D, get(`${layer.norm}.bias`) as tf.Tensor1D);
}

function block(
  x: tf.Tensor4D,
  plan: BlockPlan,
  skip: boolean,
  variables: Variables,
  style: Style,
): tf.Tensor4D {
  const [first, second] = plan.branch as readonly [LayerPlan, LayerPlan];
  const branch = conv(tf.relu(conv(x, first, variables, style)), second, variables, style);
  if (!skip) return tf.relu(branch);
  return tf.relu(tf.add(branch, plan.projection === null ? x : conv(x, plan.projection, variables, style)));
}

function logits(
  x: tf.Tensor4D,
  plan: NetworkPlan,
  skip: boolean,
  variables: Variables,
  style: Style,
): tf.Tensor2D {
  let y = tf.relu(conv(x, plan.stem, variables, style));
  for (const each of plan.blocks) y = block(y, each, skip, variables, style);
  const pooled = style.pool(y);
  return tf.add(
    tf.matMul(pooled, variables.get('fc.weight') as tf.Tensor as tf.Tensor2D),
    variables.get('fc.bias') as tf.Tensor,
  );
}

/** A lane's step: gives its loss. */
function lane(plan: NetworkPlan, skip: boolean, seed: number, learningRate: number, style: Style) {
  const values = initialParameters(plan, seed);
  const variables: Variables = new Map(
    layoutOf(plan.parameters).entries.map(({ name, offset, size, shape }) => [
      name,
      tf.variable(tf.tensor(values.slice(offset, offset + size), [...shape])),
    ]),
  );
  const used = [...variables]
    .filter(([name]) => skip || !name.includes('downsample'))
    .map(([, variable]) => variable);
  const optimiser = tf.train.momentum(learningRate, 0.9);
  return async (images: tf.Tensor4D, oneHot: tf.Tensor2D): Promise<number> => {
    const measured = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => style.loss(oneHot, logits(images, plan, skip, variables, style)),
        used,
      );
      const norms = Object.values(grads).map((gradient) => tf.norm(gradient));
      optimiser.applyGradients(grads as unknown as Parameters<typeof optimiser.applyGradients>[0]);
      return tf.stack([value, ...norms]);
    });
    const [loss = Number.NaN] = await measured.data();
    measured.dispose();
    return loss;
  };
}

const contender =
  (backend: 'cpu' | 'webgpu', style: Style): Contender =>
  async (experiment, data: DataSet) => {
    if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`);
    await tf.ready();
    useKernels(referenceKernels);
    const { seeds, optimiser, batchSize, lanes } = experiment;
    const plan = planNetwork(experiment.network, data, data.classes.length);
    const steps = lanes.map(({ gains }) =>
      lane(
        plan,
        gains.some((gain) => gain !== 0),
        seeds.init,
        optimiser.learningRate,
        style,
      ),
    );
    const batches = planBatches(data.train.count, batchSize, seeds.order);
    const size = data.height * data.width * data.channels;
    let count = 0;
    return {
      async step() {
        const indices = batches.indicesOfStep(count++);
        const pixels = new Float32Array(batchSize * size);
        indices.forEach((index, i) =>
          pixels.set(data.train.images.subarray(index * size, (index + 1) * size), i * size),
        );
        const labels = tf.tensor1d(
          Array.from(indices, (index) => data.train.labels[index] ?? 0),
          'int32',
        );
        const images = tf.tensor4d(pixels, [batchSize, data.height, data.width, data.channels]);
        const oneHot = tf.tidy(
          () => tf.cast(tf.oneHot(labels, data.classes.length), 'float32') as tf.Tensor2D,
        );
        const losses: number[] = [];
        for (const step of steps) losses.push(await step(images, oneHot));
        tf.dispose([labels, images, oneHot]);
        return losses;
      },
    };
  };

export const idiomatic = (backend: 'cpu' | 'webgpu'): Contender => contender(backend, byTheGuides);
export const handTuned = (backend: 'cpu' | 'webgpu'): Contender => contender(backend, byHand);
