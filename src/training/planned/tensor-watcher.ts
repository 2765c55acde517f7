/** Shows what a planned pass makes to watchers that know tensors. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type ImageShape } from '../../architecture/layer';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ForwardOptions } from '../../network/options';
import type { HeapWatcher, Watches } from '../../network/planned/watching';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';

/** What is planned for watchers of a batch of so many images, if there are any. Tensors are copies, of which none is left. */
export function tensorWatcher(
  machine: Machine,
  plan: LanePlan,
  images: number,
  { watcher, layers }: Pick<ForwardOptions, 'watcher' | 'layers'>,
): { readonly watches: Watches; readonly watcher: HeapWatcher } | undefined {
  if (watcher === undefined && layers === undefined) return undefined;
  const imagesAt = (at: Address, { height, width, channels }: ImageShape): tf.Tensor4D =>
    tf.tensor4d(machine.floats(at, images * height * width * channels).slice(), [
      images,
      height,
      width,
      channels,
    ]);
  const layerAt = (name: string, at: Address): tf.Tensor => {
    const layer = plan.layers.find((one) => one.name === name);
    if (layer === undefined) throw new Error(`The plan names no ${name}`);
    if (layer.kind !== 'dense') return imagesAt(at, layer.output);
    const size = sizeOf(layer.output);
    return tf.tensor2d(machine.floats(at, images * size).slice(), [images, size]);
  };
  const block = (index: number) => {
    const found = plan.blocks[index];
    if (found === undefined) throw new RangeError(`There is no block ${index}`);
    return found;
  };
  const shown = (show: () => void): void => {
    tf.tidy(() => {
      show();
      return [];
    });
  };
  return {
    watches: watcher === undefined ? 'layers' : 'blocks',
    watcher: {
      activation: (name, at) => shown(() => layers?.onActivation(name, layerAt(name, at))),
      activationGradient: (name, at) => shown(() => layers?.onActivationGradient(name, layerAt(name, at))),
      gradient: (index, place, at) =>
        shown(() => watcher?.onGradient(index, place, imagesAt(at, block(index)[place]))),
      parts: (index, branch, shortcut) =>
        shown(() => {
          const { input } = block(index);
          if (branch !== 0) watcher?.onGradient(index, 'branch', imagesAt(branch, input));
          if (shortcut !== 0) watcher?.onGradient(index, 'shortcut', imagesAt(shortcut, input));
        }),
      values: (index, branch, shortcut, output) =>
        shown(() => {
          const shape = block(index).output;
          const passed = shortcut === 0 ? null : imagesAt(shortcut, shape);
          watcher?.onValues(index, imagesAt(branch, shape), passed, imagesAt(output, shape));
        }),
    },
  };
}
