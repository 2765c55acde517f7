/**
 * Whole networks in float64 with plain loops, for tests. Written from the papers and from the config, not from the plan:
 * it shares nothing with the code under test but the names of parameters.
 */
import type { Streams } from '../network/noise';
import type { ActivationName } from '../config/activations';
import type { LayerOrder, NetworkConfig } from '../config/schema';
import { activate64 } from './activations';
import { batchNorm64, conv64, groupNorm64, maxPool64, type Image64 } from './ops64';

export type Parameters64 = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly values: readonly number[] }
>;

/** NaN where there is none, which no comparison survives. */
const at = (values: readonly number[], i: number): number => values[i] ?? Number.NaN;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Mean cross-entropy of images under a network whose blocks have these skip gains. */
export function loss64(
  network: NetworkConfig,
  parameters: Parameters64,
  images: Image64,
  labels: readonly number[],
  gains: readonly number[],
  noise: Streams,
): number {
  const of = (name: string): readonly number[] => {
    const found = parameters.get(name);
    if (found === undefined) throw new Error(`No parameter is called ${name}`);
    return found.values;
  };
  const act = (x: Image64, activation: ActivationName = network.activation): Image64 => ({
    ...x,
    values: x.values.map((value) => activate64(value, activation)),
  });
  const combine = (a: Image64, b: Image64, f: (a: number, b: number) => number): Image64 => ({
    ...a,
    values: a.values.map((value, i) => f(value, at(b.values, i))),
  });
  const norm = (x: Image64, name: string): Image64 => {
    if (network.norm === 'none') return x;
    const [scale, shift] = [of(`${name}.weight`), of(`${name}.bias`)];
    if (network.norm === 'batch') return batchNorm64(x, scale, shift);
    return groupNorm64(x, scale, shift, network.norm === 'layer' ? 1 : gcd(network.normGroups, x.shape[3]));
  };
  const conv = (x: Image64, name: string, stride: number, dilation = 1): Image64 => {
    const filter = parameters.get(`${name}.weight`) ?? { shape: [], values: [] };
    const [kernel = 1, , own = 1, out = 1] = filter.shape;
    const shape = [kernel, kernel, own, out] as const;
    const y = conv64(x, { shape, values: filter.values }, stride, dilation * (kernel >> 1), dilation);
    const bias = parameters.get(`${name}.bias`)?.values;
    return bias === undefined ? y : { ...y, values: y.values.map((value, i) => value + at(bias, i % out)) };
  };
  const means = ({ shape: [n, h, w, c], values }: Image64): number[][] =>
    Array.from({ length: n }, (_, image) =>
      Array.from({ length: c }, (__, channel) => {
        let sum = 0;
        for (let p = 0; p < h * w; p++) sum += at(values, (image * h * w + p) * c + channel);
        return sum / (h * w);
      }),
    );
  const dense = (x: readonly number[], name: string): number[] => {
    const [weight, bias] = [of(`${name}.weight`), of(`${name}.bias`)];
    return bias.map(
      (offset, k) => offset + x.reduce((sum, value, i) => sum + value * at(weight, i * bias.length + k), 0),
    );
  };

  const dropped = (x: Image64, share: number, name: string): Image64 => {
    if (share === 0) return x;
    const random = noise(name);
    return { ...x, values: x.values.map((value) => (random.uniform() < share ? 0 : value / (1 - share))) };
  };
  const count = network.stages.reduce((sum, stage) => sum + stage.blocks, 0);

  const order: LayerOrder = network.order;
  const fixup = network.branchStart === 'fixup' && network.fixupScalars && network.norm === 'none';
  const plus = (x: Image64, name: string): Image64 => {
    if (!fixup) return x;
    const [bias = Number.NaN] = of(name);
    return { ...x, values: x.values.map((value) => value + bias) };
  };
  let x = conv(images, 'conv1', network.stemStride);
  if (order !== 'pre-activation' && order !== 'activation-first') x = plus(x, 'bias1');
  if (order !== 'pre-activation') x = norm(x, 'bn1');
  if (order !== 'pre-activation' && order !== 'activation-first') x = act(x);
  if (network.stemPool) x = maxPool64(x);
  let index = 0;
  network.stages.forEach((stage, s) => {
    for (let i = 0; i < stage.blocks; i++) x = block(x, `layer${s + 1}.${i}`, index++, i === 0, stage);
  });
  if (order === 'pre-activation') x = norm(x, 'bn_last');
  if (order === 'pre-activation' || order === 'activation-first') x = act(plus(x, 'bias_last'));

  const [n] = x.shape;
  const size = x.values.length / n;
  const features =
    network.head === 'average'
      ? means(x)
      : Array.from({ length: n }, (_, image) => x.values.slice(image * size, (image + 1) * size));
  return (
    features.reduce((sum, own, image) => {
      const logits = dense(
        own.map((value) => value + (fixup ? at(of('bias2'), 0) : 0)),
        'fc',
      );
      const total = logits.reduce((all, logit) => all + Math.exp(logit), 0);
      return sum + Math.log(total) - at(logits, at(labels, image));
    }, 0) / n
  );

  function block(
    input: Image64,
    name: string,
    position: number,
    first: boolean,
    stage: NetworkConfig['stages'][number],
  ): Image64 {
    const override = network.overrides.find((each) => each.block === position);
    const kind = override?.kind ?? network.block;
    const stride = override?.stride ?? (first ? stage.stride : 1);
    const dilation = override?.dilation ?? stage.dilation ?? 1;
    const convolutions =
      kind === 'basic'
        ? [[stride, dilation], [1, dilation]] // prettier-ignore
        : [[1, 1], [stride, dilation], [1, 1]]; // prettier-ignore
    const gain = gains[position] ?? 0;

    let branch = input;
    let opened = input;
    convolutions.forEach(([s = 1, d = 1], i) => {
      const last = i === convolutions.length - 1;
      const [bn, cv] = [`${name}.bn${i + 1}`, `${name}.conv${i + 1}`];
      if (fixup) {
        // x + a, convolution, + b, activation; or x + a, activation, + b, convolution; the last convolution times a factor.
        const [a, b] = [`${name}.bias${i + 1}a`, `${name}.bias${i + 1}b`];
        const actsFirst = order === 'pre-activation' || order === 'activation-first';
        const drop = (y: Image64) => (last ? dropped(y, network.dropout, `${name}.dropout`) : y);
        branch = actsFirst ? plus(drop(act(plus(branch, a))), b) : plus(drop(branch), a);
        if (i === 0) opened = branch;
        branch = conv(branch, cv, s, d);
        const factor = last ? at(of(`${name}.scale`), 0) : 1;
        branch = { ...branch, values: branch.values.map((value) => value * factor) };
        if (!actsFirst) branch = plus(branch, b);
        if (!actsFirst && (!last || order === 'activation-before-addition')) branch = act(branch);
        return;
      }
      if (order === 'pre-activation') branch = act(norm(branch, bn));
      if (order === 'activation-first' && i === 0) branch = act(branch);
      if (i === 0) opened = branch;
      if (last) branch = dropped(branch, network.dropout, `${name}.dropout`);
      branch = conv(branch, cv, s, d);
      if (order === 'pre-activation') return;
      if (last && order === 'norm-after-addition') return;
      branch = norm(branch, bn);
      if (!last || order === 'activation-before-addition') branch = act(branch);
    });
    if ((stage.reduction ?? 0) > 0) {
      const [, h, w, c] = branch.shape;
      const scales = means(branch).map((own) => {
        const hidden = dense(own, `${name}.se.fc1`).map((value) => Math.max(0, value));
        return dense(hidden, `${name}.se.fc2`).map((value) => activate64(value, 'sigmoid'));
      });
      const values = branch.values.map(
        (value, i) => value * at(scales[Math.floor(i / (h * w * c))] ?? [], i % c),
      );
      branch = { ...branch, values };
    }
    const survival = 1 - ((position + 1) / count) * network.stochasticDepth;
    const optional = survival < 1 && gain !== 0;
    const stays = !optional || noise(`${name}.depth`).uniform() < survival;
    const factor =
      (optional ? (stays ? 1 / survival : 0) : 1) *
      network.branchScale *
      (parameters.get(`${name}.alpha`)?.values[0] ?? 1);
    branch = { ...branch, values: branch.values.map((value) => value * factor) };

    if (gain !== 0) {
      let shortcut = input;
      if (parameters.has(`${name}.downsample.0.weight`)) {
        const read = order === 'pre-activation' || (fixup && order !== 'activation-first') ? opened : input;
        shortcut = conv(read, `${name}.downsample.0`, stride);
        if (parameters.has(`${name}.downsample.1.weight`)) shortcut = norm(shortcut, `${name}.downsample.1`);
      } else if (stride !== 1 || input.shape[3] !== branch.shape[3]) {
        const actsFirst = order === 'pre-activation' || order === 'activation-first';
        shortcut = subsampled(fixup && !actsFirst ? opened : input, stride, branch.shape[3]);
      }
      shortcut = dropped(shortcut, network.shortcutDropout, `${name}.shortcut.dropout`);
      if (network.gate !== 'none') {
        const gate = act(conv(input, `${name}.gate`, stride), 'sigmoid');
        shortcut = combine(shortcut, gate, (value, g) => value * (1 - g));
        if (network.gate === 'exclusive')
          branch = combine(branch, gate, (value, g) => value * (1 - gain * (1 - g)));
      }
      branch = combine(branch, shortcut, (value, added) => value + gain * added);
    }
    if (order === 'norm-after-addition') return act(norm(branch, `${name}.bn${convolutions.length}`));
    return order === 'original' ? act(branch) : branch;
  }
}

/** Every `stride`-th row and column, and zeros for new channels. */
function subsampled({ shape: [n, h, w, c], values }: Image64, stride: number, channels: number): Image64 {
  const [rows, columns] = [Math.ceil(h / stride), Math.ceil(w / stride)];
  const result: number[] = [];
  for (let image = 0; image < n; image++)
    for (let y = 0; y < rows; y++)
      for (let z = 0; z < columns; z++)
        for (let k = 0; k < channels; k++)
          result.push(k < c ? at(values, ((image * h + y * stride) * w + z * stride) * c + k) : 0);
  return { shape: [n, rows, columns, channels], values: result };
}
