/** activation(factor · x + bias + gain · shortcut) with single numbers for all of x. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import { chooseThreads } from '../conv/choose';
import { gainTensor } from '../pointwise/gain';
import { run, webgpuBackend, widthOf, type Width } from '../program';
import { activate, activationCode, gained, vector } from '../wgsl';

export function scalarApply(
  x: tf.Tensor4D,
  factor: tf.Tensor1D | null,
  bias: tf.Tensor1D | null,
  { activation, shortcut, gain }: Epilogue,
): tf.Tensor4D {
  const width = widthOf(x.size);
  const total = x.size / width;
  const threads = chooseThreads(webgpuBackend(), total, 1);
  const kinds = [factor === null ? '' : '-factor', bias === null ? '' : '-bias'];
  return run({
    name: `scalar${kinds.join('')}${shortcut === null ? '' : '-shortcut'}`,
    inputs: [
      { name: 'x', tensor: x, width },
      ...(factor === null ? [] : [{ name: 'factor', tensor: factor }]),
      ...(bias === null ? [] : [{ name: 'bias', tensor: bias }]),
      ...(shortcut === null
        ? []
        : [
            { name: 'shortcut', tensor: shortcut, width },
            { name: 'gain', tensor: gainTensor(gain) },
          ]),
    ],
    output: { shape: x.shape, width },
    uniforms: { total, threads, activation: activationCode(activation) },
    threads,
    code: () => code(width, factor !== null, bias !== null, shortcut !== null),
  }) as tf.Tensor4D;
}

const code = (width: Width, hasFactor: boolean, hasBias: boolean, hasShortcut: boolean): string => `
${vector(width)}${activate}${hasShortcut ? gained : ''}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    let scaled = ${hasFactor ? 'factor[0] * ' : ''}x[at]${hasBias ? ' + V(bias[0])' : ''};
    result[at] = activate(scaled${hasShortcut ? ' + gained(shortcut[at])' : ''});
  }
}
`;
