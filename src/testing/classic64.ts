/**
 * Classic networks in float64 with plain loops, for tests. Written from the papers and from the config, not from the plan: it
 * shares nothing with the code under test but the names of parameters.
 */
import type { ClassicConfig } from '../config/classic';
import { activate64 } from './activations';
import { batchNorm64, conv64, groupNorm64, type Image64 } from './ops64';
import type { Streams } from '../network/noise';
import type { Parameters64 } from './network64';

/** NaN where there is none, which no comparison survives. */
const at = (values: readonly number[], i: number): number => values[i] ?? Number.NaN;

/** Windows of a side, of which what lies outside counts for nothing. */
function pool64(x: Image64, kind: 'max' | 'average', side: number, padding: number): Image64 {
  const [n, h, w, c] = x.shape;
  const count = (length: number): number => Math.floor((length + 2 * padding - side) / 2) + 1;
  const values: number[] = [];
  for (let image = 0; image < n; image++)
    for (let row = 0; row < count(h); row++)
      for (let column = 0; column < count(w); column++)
        for (let k = 0; k < c; k++) {
          const seen: number[] = [];
          for (let y = 2 * row - padding; y < 2 * row - padding + side; y++)
            for (let z = 2 * column - padding; z < 2 * column - padding + side; z++)
              if (y >= 0 && y < h && z >= 0 && z < w)
                seen.push(at(x.values, ((image * h + y) * w + z) * c + k));
          values.push(
            kind === 'max' ? Math.max(...seen) : seen.reduce((sum, value) => sum + value, 0) / seen.length,
          );
        }
  return { shape: [n, count(h), count(w), c], values };
}

function concat64(a: Image64, b: Image64): Image64 {
  const [n, h, w, first] = a.shape;
  const second = b.shape[3];
  const values: number[] = [];
  for (let p = 0; p < n * h * w; p++)
    values.push(
      ...a.values.slice(p * first, (p + 1) * first),
      ...b.values.slice(p * second, (p + 1) * second),
    );
  return { shape: [n, h, w, first + second], values };
}

/** Mean cross-entropy of images under a classic network. */
export function classicLoss64(
  config: ClassicConfig,
  parameters: Parameters64,
  images: Image64,
  labels: readonly number[],
  noise: Streams,
): number {
  const of = (name: string): readonly number[] => {
    const found = parameters.get(name);
    if (found === undefined) throw new Error(`No parameter is called ${name}`);
    return found.values;
  };
  const act = (x: Image64): Image64 => ({
    ...x,
    values: x.values.map((value) => activate64(value, config.activation)),
  });
  const norm = (x: Image64, name: string): Image64 => {
    if (config.norm === 'none') return x;
    const [scale, shift] = [of(`${name}.weight`), of(`${name}.bias`)];
    if (config.norm === 'batch') return batchNorm64(x, scale, shift);
    const groups = config.norm === 'layer' ? 1 : [4, 2, 1].find((each) => x.shape[3] % each === 0);
    return groupNorm64(x, scale, shift, groups ?? 1);
  };
  const conv = (x: Image64, name: string, padding: number): Image64 => {
    const filter = parameters.get(`${name}.weight`) ?? { shape: [], values: [] };
    const [kernel = 1, , own = 1, out = 1] = filter.shape;
    const y = conv64(x, { shape: [kernel, kernel, own, out], values: filter.values }, 1, padding);
    const bias = parameters.get(`${name}.bias`)?.values;
    return bias === undefined ? y : { ...y, values: y.values.map((value, i) => value + at(bias, i % out)) };
  };
  const dropped = (values: readonly number[], name: string): number[] => {
    if (config.dropout === 0) return [...values];
    const random = noise(name);
    return values.map((value) => (random.uniform() < config.dropout ? 0 : value / (1 - config.dropout)));
  };
  /** A dense layer over all images, one row behind the other. */
  const dense = (x: readonly number[], name: string): number[] => {
    const [weight, bias] = [of(`${name}.weight`), of(`${name}.bias`)];
    const inputs = weight.length / bias.length;
    return Array.from({ length: x.length / inputs }, (_, row) =>
      bias.map((offset, k) => {
        let sum = offset;
        for (let i = 0; i < inputs; i++) sum += at(x, row * inputs + i) * at(weight, i * bias.length + k);
        return sum;
      }),
    ).flat();
  };
  const activated = (x: readonly number[]): number[] =>
    x.map((value) => activate64(value, config.activation));
  const alone = (x: Image64): boolean => x.shape[1] === 1 && x.shape[2] === 1;
  const pooled = (x: Image64, kind: 'max' | 'average', side: number, padding: number): Image64 =>
    alone(x) ? x : pool64(x, kind, side, padding);

  const logits = { lenet, alexnet, vgg, densenet }[config.kind]();
  const classes = logits.length / labels.length;
  return (
    labels.reduce((sum, label, image) => {
      const own = logits.slice(image * classes, (image + 1) * classes);
      return sum + Math.log(own.reduce((all, logit) => all + Math.exp(logit), 0)) - at(own, label);
    }, 0) / labels.length
  );

  function lenet(): number[] {
    let x = pooled(act(norm(conv(images, 'conv1', 2), 'bn1')), config.pool, 2, 0);
    x = pooled(
      act(norm(conv(x, 'conv2', x.shape[1] < 5 || x.shape[2] < 5 ? 2 : 0), 'bn2')),
      config.pool,
      2,
      0,
    );
    return dense(activated(dense(activated(dense(x.values, 'fc1')), 'fc2')), 'fc3');
  }

  /** Modules of a `Sequential` with these convolutions; `p` pools. */
  function features(kernels: readonly (number | 'p')[], side: number, padding: number): Image64 {
    let x = images;
    let index = 0;
    for (const kernel of kernels) {
      if (kernel === 'p') {
        x = pooled(x, config.pool, side, padding);
        index++;
        continue;
      }
      x = conv(x, `features.${index++}`, kernel >> 1);
      if (config.norm !== 'none') x = norm(x, `features.${index++}`);
      x = act(x);
      index++;
    }
    return x;
  }

  function alexnet(): number[] {
    let x: readonly number[] = features([5, 'p', 5, 'p', 3, 3, 3, 'p'], 3, 1).values;
    if (config.hidden === 0) return dense(x, 'classifier');
    x = activated(dense(dropped(x, 'classifier.0'), 'classifier.1'));
    x = activated(dense(dropped(x, 'classifier.3'), 'classifier.4'));
    return dense(x, 'classifier.6');
  }

  function vgg(): number[] {
    const stages = { 11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2] }[config.depth] ?? [];
    const x = features(
      stages.flatMap((count) => [...Array.from({ length: count }, () => 3), 'p' as const]),
      2,
      0,
    );
    if (config.hidden === 0) return dense(x.values, 'classifier');
    const first = dropped(activated(dense(x.values, 'classifier.0')), 'classifier.2');
    const second = dropped(activated(dense(first, 'classifier.3')), 'classifier.5');
    return dense(second, 'classifier.6');
  }

  function densenet(): number[] {
    let x = conv(images, 'features.conv0', 1);
    const layers = (config.depth - 4) / (config.bottleneck ? 6 : 3);
    for (let block = 1; block <= 3; block++) {
      for (let layer = 1; layer <= layers; layer++) {
        const name = `features.denseblock${block}.denselayer${layer}`;
        let y = x;
        if (config.bottleneck) y = conv(act(norm(y, `${name}.norm1`)), `${name}.conv1`, 0);
        const last = config.bottleneck ? 2 : 1;
        y = conv(act(norm(y, `${name}.norm${last}`)), `${name}.conv${last}`, 1);
        x = concat64(x, { ...y, values: dropped(y.values, `${name}.dropout`) });
      }
      if (block === 3) break;
      const name = `features.transition${block}`;
      x = pooled(conv(act(norm(x, `${name}.norm`)), `${name}.conv`, 0), 'average', 2, 0);
    }
    x = act(norm(x, 'features.norm5'));
    const [n, h, w, c] = x.shape;
    const means = Array.from({ length: n * c }, (_, i) => {
      let sum = 0;
      for (let p = 0; p < h * w; p++) sum += at(x.values, (Math.floor(i / c) * h * w + p) * c + (i % c));
      return sum / (h * w);
    });
    return dense(means, 'classifier');
  }
}
