/**
 * The forward pass: nodes of a plan, one after the other. Parameters and statistics are handed in, so that the same function
 * trains, tests and is differentiated.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fuse, type EpiloguePass, type NormOrBias, type Pass } from '../architecture/fuse';
import type { LayerPlan } from '../architecture/layer';
import type { BlockPlan, LanePlan, PlanNode } from '../architecture/nodes';
import { kernels } from '../ops/active-kernels';
import {
  activation,
  complement,
  multiply,
  probe,
  scaleBy,
  scaleByLearned,
  scaleChannels,
} from '../ops/elementwise';
import type { Epilogue, Gain, ShortcutCarrier } from '../ops/kernels';
import { conv2d, conv2dOfData, dense } from '../ops/linear';
import {
  addActivate,
  addBias,
  batchNormTraining,
  frozenNorm,
  groupNorm,
  shift,
  shiftRows,
} from '../ops/normalise';
import { concatChannels, flatten, globalAveragePool, pool, subsampleAndPad } from '../ops/shape';
import type { ForwardOptions, Place } from './options';

/** Logits [N, classes] of images [N, H, W, C], whatever the network. */
export function forward(plan: LanePlan, images: tf.Tensor4D, options: ForwardOptions): tf.Tensor2D {
  return run(plan.nodes, images, options) as tf.Tensor2D;
}

/** What a block's branch meets at its end. */
interface Join {
  /** Null for a gain of 0. */
  readonly shortcut: tf.Tensor4D | null;
  readonly gain: Gain;
  readonly gate: tf.Tensor4D | null;
  /** Where the gradient of an identity shortcut may ride with that of the convolution that reads it too. */
  readonly carrier?: ShortcutCarrier;
}

const APART: Join = { shortcut: null, gain: 0, gate: null };

/** What nodes make of x, as few passes as they can be fused into. */
export function run(
  nodes: readonly PlanNode[],
  x: tf.Tensor,
  options: ForwardOptions,
  join: Join = APART,
): tf.Tensor {
  return fuse(nodes).reduce((value, pass) => apply(pass, value, options, join), x);
}

function apply(pass: Pass, x: tf.Tensor, options: ForwardOptions, join: Join): tf.Tensor {
  const { parameters, noise, gains } = options;
  const image = x as tf.Tensor4D;
  switch (pass.kind) {
    case 'convolution': {
      const { layer } = pass;
      const filter = parameters(`${layer.name}.weight`) as tf.Tensor4D;
      if (pass.ofImages && options.byImages !== true) return conv2dOfData(image, filter, layer);
      return conv2d(image, filter, layer, x === join.shortcut ? join.carrier : undefined);
    }
    case 'epilogue':
      return epilogue(pass, x, options, join);
    case 'excitation': {
      const [squeeze, restore] = pass.layers;
      const squeezed = activation(linear(globalAveragePool(image), squeeze, options), 'relu');
      return scaleChannels(image, activation(linear(squeezed, restore, options), 'sigmoid'));
    }
    case 'scale': {
      // A branch that nothing leads around is never left out.
      const { factor, survival, block, name } = pass;
      if (survival === 1 || noise === undefined || gains[block] === 0) return scaleBy(image, factor);
      return noise.survive(image, block, survival, factor, name);
    }
    case 'gain':
      return scaleByLearned(image, parameters(pass.name) as tf.Tensor1D);
    case 'gate':
      return join.gate === null ? x : gated(image, join.gate, join.gain);
    case 'drop':
      return noise === undefined ? x : noise.drop(x, pass.share, pass.name);
    case 'subsampling':
      return subsampleAndPad(image, pass.stride, pass.channels);
    case 'pool':
      return pool(image, pass.pool, pass.window);
    case 'vector':
      return pass.by === 'average' ? globalAveragePool(image) : flatten(image);
    case 'dense':
      return linear(x as tf.Tensor2D, pass.layer, options);
    case 'concatenation':
      return concatChannels(image, run(pass.nodes, x, options) as tf.Tensor4D);
    case 'block':
      return residualBlock(image, pass.block, options);
    case 'zeros': {
      const { height, width, channels } = pass.output;
      return tf.zeros([image.shape[0], height, width, channels]);
    }
    case 'probe':
      return shown(x, pass.layer, options);
  }
  return pass satisfies never;
}

/** y = ending(branch(x) + gain · shortcut(x)), where a shortcut that is off is not computed, and learns nothing. */
export function residualBlock(x: tf.Tensor4D, block: BlockPlan, options: ForwardOptions): tf.Tensor4D {
  const { watcher } = options;
  const { nodes, index } = block;
  const gain = options.gains[index] ?? 0;
  const see = (tensor: tf.Tensor4D, place: Place): tf.Tensor4D =>
    watcher === undefined ? tensor : probe(tensor, (gradient) => watcher.onGradient(index, place, gradient));
  const input = see(x, 'input');
  const forBranch = see(input, 'branch');
  const forShortcut = see(input, 'shortcut');
  const opened = run(nodes.opening, forBranch, options);
  // Watched, the shortcut has its own copy of what both read, so that the two ways can be told apart.
  const read = (): tf.Tensor => {
    if (nodes.shortcutReads === 'input') return forShortcut;
    return watcher === undefined ? opened : run(nodes.opening, forShortcut, quiet(options));
  };
  const passed = gain === 0 ? null : (run(nodes.shortcut, read(), options) as tf.Tensor4D);
  const gate =
    passed === null || nodes.gate === null ? null : (run(nodes.gate, forShortcut, options) as tf.Tensor4D);
  const shortcut = passed === null || gate === null ? passed : multiply(passed, complement(gate));
  const ending: readonly PlanNode[] = [{ kind: 'addition' }, ...nodes.ending];
  if (watcher === undefined) {
    const rides =
      shortcut === opened && nodes.branch[0]?.kind === 'convolution' && kernels().conv2d.carriesShortcut;
    const join = { shortcut, gain, gate, ...(rides && { carrier: { gradient: undefined } }) };
    return run([...nodes.branch, ...ending], opened, options, join) as tf.Tensor4D;
  }
  const branch = run(nodes.branch, opened, options, { shortcut, gain, gate }) as tf.Tensor4D;
  const output = see(run(ending, branch, options, { shortcut, gain, gate }) as tf.Tensor4D, 'output');
  watcher.onValues(index, branch, shortcut, output);
  return output;
}

/** branch · (1 − gain · (1 − g)): with its shortcut switched off, a branch is not gated either. */
function gated(branch: tf.Tensor4D, gate: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  return multiply(branch, gain === 1 ? gate : complement(scaleBy(complement(gate), gain)));
}

/** The same options without anybody who listens to statistics: a norm's are told once. */
function quiet(options: ForwardOptions): ForwardOptions {
  return options.mode.kind === 'training' ? { ...options, mode: { kind: 'training' } } : options;
}

function linear(x: tf.Tensor2D, { name }: LayerPlan, { parameters }: ForwardOptions): tf.Tensor2D {
  return dense(x, parameters(`${name}.weight`) as tf.Tensor2D, parameters(`${name}.bias`) as tf.Tensor1D);
}

/** Of an image all in one op; vectors have no norms, and nothing is added to them but a number. */
function epilogue(pass: EpiloguePass, x: tf.Tensor, options: ForwardOptions, join: Join): tf.Tensor {
  const { normOrBias, adds } = pass;
  if (x.rank === 2) {
    const bias = normOrBias?.kind === 'scalars' ? normOrBias.shift : null;
    const shifted = bias === null ? x : shiftRows(x as tf.Tensor2D, options.parameters(bias) as tf.Tensor1D);
    return activation(shifted, pass.activation);
  }
  const { shortcut, gain, carrier } = adds ? join : APART;
  const end: Epilogue = { activation: pass.activation, shortcut, gain, ...(carrier && { carrier }) };
  if (normOrBias !== null) return ended(normOrBias, x as tf.Tensor4D, end, options);
  return end.activation === 'linear' && shortcut === null ? x : addActivate(x as tf.Tensor4D, end);
}

function ended(
  normOrBias: NormOrBias,
  x: tf.Tensor4D,
  end: Epilogue,
  { parameters, mode }: ForwardOptions,
): tf.Tensor4D {
  const vector = (name: string) => parameters(name) as tf.Tensor1D;
  if (normOrBias.kind === 'bias') return addBias(x, vector(normOrBias.name), end);
  if (normOrBias.kind === 'scalars') {
    const { factor, shift: bias } = normOrBias;
    const scalars = {
      ...(factor !== null && { factor: vector(factor) }),
      ...(bias !== null && { bias: vector(bias) }),
    };
    return shift(x, scalars, end);
  }
  const { name, groups } = normOrBias.norm;
  const [scale, offset] = [vector(`${name}.weight`), vector(`${name}.bias`)];
  if (groups !== null) return groupNorm(x, scale, offset, groups, end);
  if (mode.kind === 'training') {
    const { onStatistics } = mode;
    return batchNormTraining(x, scale, offset, end, onStatistics && ((of) => onStatistics(name, of)));
  }
  const { mean, variance } = mode.statistics(name);
  if (mode.kind === 'frozen') return frozenNorm(x, scale, offset, mean, variance, end);
  return kernels().batchNorm.inference(x, scale, offset, mean, variance, end);
}

/** The same tensor, or one that equals it, shown to whoever watches, now and when its gradient comes back. */
function shown(x: tf.Tensor, layer: string, { layers }: ForwardOptions): tf.Tensor {
  if (layers === undefined) return x;
  layers.onActivation(layer, x);
  return probe(x, (gradient) => layers.onActivationGradient(layer, gradient));
}
