/** activation(x + bias + gain · shortcut), the end of a convolution without a norm, of a block, or an activation alone. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import { chooseThreads } from '../conv/choose';
import { gainTensor } from '../pointwise/gain';
import { run, webgpuBackend, widthOf, type Width } from '../program';
import { activate, activationCode, gained, vector } from '../wgsl';

export function biasApply(
  x: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  { activation, shortcut, gain }: Epilogue,
): tf.Tensor4D {
  // Without a bias all values are alike.
  const channels = bias === null ? x.size : x.shape[3];
  const width = widthOf(channels);
  const groups = bias === null ? 1 : channels / width;
  const total = x.size / width;
  const threads = chooseThreads(webgpuBackend(), total, groups);
  return run({
    name: `${bias === null ? 'sum' : 'bias'}${shortcut === null ? '' : '-shortcut'}`,
    inputs: [
      { name: 'x', tensor: x, width },
      ...(bias === null ? [] : [{ name: 'bias', tensor: bias, width }]),
      ...(shortcut === null
        ? []
        : [
            { name: 'shortcut', tensor: shortcut, width },
            { name: 'gain', tensor: gainTensor(gain) },
          ]),
    ],
    output: { shape: x.shape, width },
    uniforms: { total, threads, groups, activation: activationCode(activation) },
    threads,
    code: () => code(width, bias !== null, shortcut !== null),
  }) as tf.Tensor4D;
}

const code = (width: Width, hasBias: boolean, hasShortcut: boolean): string => `
${vector(width)}${activate}${hasShortcut ? gained : ''}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  let offset = ${hasBias ? 'bias[index % uniforms.groups]' : 'V()'};
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    result[at] = activate(x[at] + offset${hasShortcut ? ' + gained(shortcut[at])' : ''});
  }
}
`;
