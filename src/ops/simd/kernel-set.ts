/**
 * The kernel set of wasm with SIMD: emitters on the heap of tfjs, for all that goes through tfjs's engine. What is planned once calls
 * the same emitters on a heap of its own.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ConvKernels, KernelSet } from '../kernels';
import { referenceKernels } from '../reference/kernel-set';
import { SimdConvolution, type ConvShape } from './convolution';
import { Emitters } from './emitters';
import { shareIdentities, TfjsHeap } from './tfjs-wasm';

type Shape = tf.Tensor4D['shape'];

/** The kernels on the current backend, which is tfjs's wasm on one thread; null where that is not built inside as they need it. */
export function simdKernels(module: WebAssembly.Module): KernelSet | null {
  const heap = TfjsHeap.find();
  if (heap === null) return null;
  shareIdentities();
  const emitters = new Emitters(module, heap);
  return {
    ...referenceKernels,
    conv2d: convKernels(heap, emitters),
  };
}

function convKernels(heap: TfjsHeap, emitters: Emitters): ConvKernels {
  const convolution = emitters.of((machine, shape: ConvShape) => new SimdConvolution(machine, shape));
  const of = ([n, h, w, ci]: Shape, [kernel, , , co]: Shape, geometry: ConvGeometry): SimdConvolution => {
    const { stride, padding, dilation = 1, groups = 1 } = geometry;
    return convolution({ n, h, w, ci, co, kernel, stride, padding, dilation, groups });
  };
  return {
    carriesShortcut: false,
    forward(x, filter, geometry) {
      const conv = of(x.shape, filter.shape, geometry);
      const y = heap.output<tf.Tensor4D>([x.shape[0], conv.outH, conv.outW, filter.shape[3]]);
      conv.forward(heap.at(x), heap.at(filter), heap.at(y));
      return y;
    },
    inputGradient(dy, filter, inputShape, geometry) {
      const dx = heap.output<tf.Tensor4D>(inputShape);
      const conv = of(inputShape, filter.shape, geometry);
      conv.inputGradient(heap.at(dy), heap.at(filter), heap.at(dx), false);
      return dx;
    },
    filterGradient(x, dy, filterShape, geometry) {
      const dFilter = heap.output<tf.Tensor4D>(filterShape);
      of(x.shape, filterShape, geometry).filterGradient(heap.at(x), heap.at(dy), heap.at(dFilter));
      return dFilter;
    },
  };
}
