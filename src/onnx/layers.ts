/** Layers as ONNX computes them after training. Each returns what it makes of x, which is called as the layer is. */
import type { LayerPlan, NormPlan } from '../architecture/layer';
import type { PoolNode } from '../architecture/nodes';
import { activate } from './activations';
import type { Graph } from './graph';

/** PyTorch's, added to variances. */
const EPSILON = { float: 1e-5 };

export function convolution(graph: Graph, layer: LayerPlan, x: string): string {
  const { name, kernel, stride, padding, dilation, groups, bias } = layer;
  const parameters = bias ? ['weight', 'bias'] : ['weight'];
  return graph.add('Conv', name, [x, ...parameters.map((suffix) => graph.weight(`${name}.${suffix}`))], {
    ...windowOf({ kernel, stride, padding }),
    dilations: [dilation, dilation],
    group: groups,
  });
}

export function dense(graph: Graph, { name }: LayerPlan, x: string): string {
  return graph.add('Gemm', name, [x, graph.weight(`${name}.weight`), graph.weight(`${name}.bias`)], {
    transB: 1,
  });
}

/** Means are over what lies in the image. */
export function pool(graph: Graph, name: string, { pool: kind, window }: PoolNode, x: string): string {
  if (kind === 'max') return graph.add('MaxPool', `${name}maxpool`, [x], windowOf(window));
  return graph.add('AveragePool', `${name}avgpool`, [x], { ...windowOf(window), count_include_pad: 0 });
}

function windowOf({ kernel, stride, padding }: PoolNode['window']) {
  return {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  };
}

export function norm(graph: Graph, plan: NormPlan, x: string): string {
  const { name, groups } = plan;
  if (groups !== null) return groupNorm(graph, plan, groups, x);
  const inputs = ['weight', 'bias', 'running_mean', 'running_var'];
  return graph.add('BatchNormalization', name, [x, ...inputs.map((one) => graph.weight(`${name}.${one}`))], {
    epsilon: EPSILON,
  });
}

/** Wu & He 2018 (arXiv:1803.08494): a group of an image is one channel of an instance norm; then come its channels' own numbers. */
function groupNorm(graph: Graph, { name, shape }: NormPlan, groups: number, x: string): string {
  const { channels, height, width } = shape;
  const grouped = graph.add('Reshape', `${name}.group`, [
    x,
    graph.integers(`${name}.groups`, [0, groups, -1]),
  ]);
  const [ones, zeros] = [new Float32Array(groups).fill(1), new Float32Array(groups)];
  const inputs = [grouped, graph.floats(`${name}.ones`, ones), graph.floats(`${name}.zeros`, zeros)];
  const normed = graph.add('InstanceNormalization', `${name}.norm`, inputs, { epsilon: EPSILON });
  const image = graph.integers(`${name}.image`, [0, channels, height, width]);
  const unit = graph.add('Reshape', `${name}.ungroup`, [normed, image]);
  const column = graph.integers(`${name}.column`, [channels, 1, 1]);
  const perChannel = (suffix: string): string =>
    graph.add('Reshape', `${name}.${suffix}.column`, [graph.weight(`${name}.${suffix}`), column]);
  const scaled = graph.add('Mul', `${name}.scaled`, [unit, perChannel('weight')]);
  return graph.add('Add', name, [scaled, perChannel('bias')]);
}

/** Hu 2018 (arXiv:1709.01507): every channel times sigmoid(fc2(relu(fc1(its means)))). */
export function excitation(
  graph: Graph,
  name: string,
  [squeeze, restore]: readonly [LayerPlan, LayerPlan],
  x: string,
): string {
  const pooled = graph.add('GlobalAveragePool', `${name}.avgpool`, [x]);
  const means = graph.add('Flatten', `${name}.flatten`, [pooled], { axis: 1 });
  const squeezed = activate(graph, `${name}.relu`, 'relu', dense(graph, squeeze, means));
  const factors = activate(graph, `${name}.sigmoid`, 'sigmoid', dense(graph, restore, squeezed));
  const column = graph.integers(`${name}.column`, [0, restore.output.channels, 1, 1]);
  return graph.add('Mul', name, [x, graph.add('Reshape', `${name}.factors`, [factors, column])]);
}

/** He 2015 (arXiv:1512.03385), option A: every `stride`-th row and column, and zeros for new channels. */
export function subsampling(
  graph: Graph,
  name: string,
  { stride, added }: { readonly stride: number; readonly added: number },
  x: string,
): string {
  let sampled = x;
  if (stride > 1) {
    const ranges = {
      starts: [0, 0],
      ends: [2 ** 31 - 1, 2 ** 31 - 1],
      axes: [2, 3],
      steps: [stride, stride],
    };
    const inputs = Object.entries(ranges).map(([range, values]) =>
      graph.integers(`${name}.${range}`, values),
    );
    sampled = graph.add('Slice', `${name}.slice`, [x, ...inputs]);
  }
  if (added === 0) return sampled;
  return graph.add('Pad', `${name}.pad`, [
    sampled,
    graph.integers(`${name}.pads`, [0, 0, 0, 0, 0, added, 0, 0]),
  ]);
}
