/** Channels put together and taken apart by core operations. */
import * as tf from '@tensorflow/tfjs-core';
import type { ChannelKernels } from './shape-kernels';

export const channelsReference: ChannelKernels = {
  join: (a, b) => tf.concat([a, b], 3),

  part(x, start, count) {
    const [n, h, w] = x.shape;
    return tf.slice(x, [0, 0, 0, start], [n, h, w, count]);
  },
};
