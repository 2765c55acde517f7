/**
 * The same networks in jax-js: one `jit` over the whole step of a lane (loss, gradients, their norms, momentum), on WebGPU.
 * jax-js counts references: `.ref` keeps an array that is used again. Images are [N, C, H, W], its native order.
 */
import {
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  valueAndGrad,
  type Array as JaxArray,
} from '@jax-js/jax';
import { planNetwork, type BlockPlan, type LayerPlan, type NetworkPlan } from '../../src/architecture/plan';
import { planBatches } from '../../src/data/batches';
import { initialParameters, layoutOf } from '../../src/network/parameters';
import { BATCH, type Contender } from './cases';

type Parameters = Record<string, JaxArray>;

const get = (parameters: Parameters, name: string): JaxArray => (parameters[name] as JaxArray).ref;

function conv(x: JaxArray, layer: LayerPlan, parameters: Parameters): JaxArray {
  const { stride, padding, output } = layer;
  const border: [number, number] = [padding, padding];
  const y = lax.convGeneralDilated(
    x,
    get(parameters, `${layer.name}.weight`),
    [stride, stride],
    [border, border],
  );
  const perChannel = (name: string): JaxArray => get(parameters, name).reshape([1, output.channels, 1, 1]);
  const mean = np.mean(y.ref, [0, 2, 3], { keepdims: true });
  const centred = y.sub(mean);
  const variance = np.mean(centred.ref.mul(centred.ref), [0, 2, 3], { keepdims: true });
  const normal = centred.div(np.sqrt(variance.add(1e-5)));
  return normal.mul(perChannel(`${layer.norm}.weight`)).add(perChannel(`${layer.norm}.bias`));
}

function block(x: JaxArray, plan: BlockPlan, skip: boolean, parameters: Parameters): JaxArray {
  const [first, second] = plan.branch as readonly [LayerPlan, LayerPlan];
  const branch = (input: JaxArray): JaxArray =>
    conv(nn.relu(conv(input, first, parameters)), second, parameters);
  if (!skip) return nn.relu(branch(x));
  const shortcut = plan.projection === null ? x.ref : conv(x.ref, plan.projection, parameters);
  return nn.relu(branch(x).add(shortcut));
}

function lossOf(
  parameters: Parameters,
  images: JaxArray,
  oneHot: JaxArray,
  plan: NetworkPlan,
  skip: boolean,
): JaxArray {
  let x = nn.relu(conv(images, plan.stem, parameters));
  for (const each of plan.blocks) x = block(x, each, skip, parameters);
  const pooled = np.mean(x, [2, 3]);
  const logits = np.matmul(pooled, get(parameters, 'fc.weight')).add(get(parameters, 'fc.bias'));
  return np.sum(nn.logSoftmax(logits).mul(oneHot)).mul(-1 / BATCH);
}

/** Filters as [out, in, K, K]; the rest as it is. */
function transposed(values: Float32Array, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const [kernel = 1, , inside = 1, outside = 1] = shape;
  const area = kernel * kernel;
  return Float32Array.from(values, (_, i) => {
    const [out, rest] = [Math.floor(i / (inside * area)), i % (inside * area)];
    const [channel, tap] = [Math.floor(rest / area), rest % area];
    return values[(tap * inside + channel) * outside + out] ?? 0;
  });
}

function lane(plan: NetworkPlan, skip: boolean, seed: number, learningRate: number) {
  const initial = initialParameters(plan, seed);
  const used = layoutOf(plan.parameters).entries.filter(({ name }) => skip || !name.includes('downsample'));
  let parameters: Parameters = {};
  let velocities: Parameters = {};
  for (const { name, offset, size, shape } of used) {
    const values = initial.slice(offset, offset + size);
    const [kernel = 1, , inside = 1, outside = 1] = shape;
    parameters[name] =
      shape.length === 4
        ? np.array(transposed(values, shape)).reshape([outside, inside, kernel, kernel])
        : np.array(values).reshape([...shape]);
    velocities[name] = np.zeros(parameters[name].shape);
  }
  const step = jit((weights: Parameters, momenta: Parameters, images: JaxArray, oneHot: JaxArray) => {
    const [loss, gradients] = valueAndGrad((each: Parameters) => lossOf(each, images, oneHot, plan, skip))(
      weights,
    );
    const nextWeights: Parameters = {};
    const nextMomenta: Parameters = {};
    const norms: JaxArray[] = [];
    for (const name of Object.keys(weights)) {
      const gradient = (gradients as Parameters)[name] as JaxArray;
      norms.push(np.sqrt(np.sum(gradient.ref.mul(gradient.ref))).reshape([1]));
      const moved = (momenta[name] as JaxArray).mul(0.9).add(gradient);
      nextMomenta[name] = moved.ref;
      nextWeights[name] = (weights[name] as JaxArray).sub(moved.mul(learningRate));
    }
    return [loss, np.concatenate(norms), nextWeights, nextMomenta] as [
      JaxArray,
      JaxArray,
      Parameters,
      Parameters,
    ];
  });
  return async (images: JaxArray, oneHot: JaxArray): Promise<number> => {
    const [loss, norms, nextWeights, nextMomenta] = step(parameters, velocities, images, oneHot);
    [parameters, velocities] = [nextWeights, nextMomenta];
    const [values] = await Promise.all([loss.data(), norms.data()]);
    return values[0] ?? Number.NaN;
  };
}

/** One `jit` per lane and step, as jax-js is meant to be used. */
export const jaxJs =
  (device: 'webgpu' | 'wasm'): Contender =>
  async (experiment, data) => {
    if (!(await init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
    defaultDevice(device);
    const { seeds, optimiser, batchSize, lanes } = experiment;
    const plan = planNetwork(experiment.network, data, data.classes.length);
    const steps = lanes.map(({ gains }) =>
      lane(plan, gains.some((gain) => gain !== 0), seeds.init, optimiser.learningRate),
    ); // prettier-ignore
    const batches = planBatches(data.train.count, batchSize, seeds.order);
    const { height, width, channels } = data;
    const area = height * width;
    const classes = data.classes.length;
    let count = 0;
    return {
      async step() {
        const pixels = new Float32Array(batchSize * area * channels);
        const hot = new Float32Array(batchSize * classes);
        batches.indicesOfStep(count++).forEach((index, n) => {
          hot[n * classes + (data.train.labels[index] ?? 0)] = 1;
          for (let p = 0; p < area; p++)
            for (let c = 0; c < channels; c++)
              pixels[(n * channels + c) * area + p] =
                data.train.images[(index * area + p) * channels + c] ?? 0;
        });
        const images = np.array(pixels).reshape([batchSize, channels, height, width]);
        const oneHot = np.array(hot).reshape([batchSize, classes]);
        const losses: number[] = [];
        for (const step of steps) losses.push(await step(images.ref, oneHot.ref));
        images.dispose();
        oneHot.dispose();
        return losses;
      },
    };
  };
