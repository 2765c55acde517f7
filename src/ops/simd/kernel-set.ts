/**
 * The kernel set of wasm with SIMD: emitters on the heap of tfjs, for all that goes through tfjs's engine. What is planned once calls
 * the same emitters on a heap of its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {
  ChannelKernels,
  ConvGeometry,
  ConvKernels,
  DenseKernels,
  KernelSet,
  PoolGeometry,
  PoolingKernels,
  ScalingKernels,
  WindowKernels,
} from '../kernels';
import { SimdConvolution, type ConvShape } from './convolution';
import { SimdConcatenation, SimdDense } from './dense';
import { SimdByChannel } from './elementwise';
import { Emitters } from './emitters';
import { endKernels } from './ends';
import {
  SimdGlobalAverage,
  SimdSubsample,
  SimdWindowPool,
  type SubsampleShape,
  type WindowShape,
} from './pooling';
import { shareIdentities, TfjsHeap } from './tfjs-wasm';

type Shape = tf.Tensor4D['shape'];

/** The kernels on the current backend, which is tfjs's wasm on one thread; null where that is not built inside as they need it. */
export function simdKernels(module: WebAssembly.Module): KernelSet | null {
  const heap = TfjsHeap.find();
  if (heap === null) return null;
  shareIdentities();
  const emitters = new Emitters(module, heap);
  return {
    conv2d: convKernels(heap, emitters),
    ...endKernels(heap, emitters),
    pooling: poolingKernels(heap, emitters),
    windowPool: windowKernels(heap, emitters),
    channels: channelKernels(heap, emitters),
    scaling: scalingKernels(heap, emitters),
    dense: denseKernels(heap, emitters),
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

function poolingKernels(heap: TfjsHeap, emitters: Emitters): PoolingKernels {
  const averageOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdGlobalAverage>[1]) =>
      new SimdGlobalAverage(machine, shape),
  );
  const subsampleOf = emitters.of((machine, shape: SubsampleShape) => new SimdSubsample(machine, shape));
  return {
    globalAverage(x) {
      const [n, h, w, channels] = x.shape;
      const y = heap.output<tf.Tensor2D>([n, channels]);
      averageOf({ n, positions: h * w, channels }).forward(heap.at(x), heap.at(y));
      return y;
    },
    globalAverageGradient(dy, inputShape) {
      const [n, h, w, channels] = inputShape;
      const dx = heap.output<tf.Tensor4D>(inputShape);
      averageOf({ n, positions: h * w, channels }).gradient(heap.at(dy), heap.at(dx), false);
      return dx;
    },
    subsampleAndPad(x, stride, co) {
      const [n, h, w, ci] = x.shape;
      const y = heap.output<tf.Tensor4D>([n, Math.ceil(h / stride), Math.ceil(w / stride), co]);
      subsampleOf({ n, h, w, ci, stride, co }).forward(heap.at(x), heap.at(y));
      return y;
    },
    subsampleAndPadGradient(dy, inputShape, stride) {
      const [n, h, w, ci] = inputShape;
      const dx = heap.output<tf.Tensor4D>(inputShape);
      subsampleOf({ n, h, w, ci, stride, co: dy.shape[3] }).gradient(heap.at(dy), heap.at(dx), false);
      return dx;
    },
  };
}

function windowKernels(heap: TfjsHeap, emitters: Emitters): WindowKernels {
  const poolOf = emitters.of((machine, shape: WindowShape) => new SimdWindowPool(machine, shape));
  const of = ([n, h, w, c]: Shape, { kernel, stride, padding }: PoolGeometry, kind: 'max' | 'average') =>
    poolOf({ n, h, w, c, kernel, stride, padding, kind });
  const forward = (x: tf.Tensor4D, geometry: PoolGeometry, kind: 'max' | 'average'): tf.Tensor4D => {
    const { kernel, stride, padding } = geometry;
    const [n, h, w, c] = x.shape;
    const windows = (side: number): number => Math.floor((side + 2 * padding - kernel) / stride) + 1;
    const y = heap.output<tf.Tensor4D>([n, windows(h), windows(w), c]);
    of(x.shape, geometry, kind).forward(heap.at(x), heap.at(y));
    return y;
  };
  return {
    max: (x, geometry) => forward(x, geometry, 'max'),
    maxGradient(dy, x, y, geometry) {
      const dx = heap.output<tf.Tensor4D>(x.shape);
      of(x.shape, geometry, 'max').gradient(heap.at(dy), heap.at(x), heap.at(y), heap.at(dx), false);
      return dx;
    },
    mean: (x, geometry) => forward(x, geometry, 'average'),
    meanGradient(dy, inputShape, geometry) {
      const dx = heap.output<tf.Tensor4D>(inputShape);
      of(inputShape, geometry, 'average').gradient(heap.at(dy), 0, 0, heap.at(dx), false);
      return dx;
    },
  };
}

function denseKernels(heap: TfjsHeap, emitters: Emitters): DenseKernels {
  const denseOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdDense>[1]) => new SimdDense(machine, shape),
  );
  return {
    forward(x, weight, bias) {
      const [n, out] = [x.shape[0], weight.shape[1]];
      const y = heap.output<tf.Tensor2D>([n, out]);
      denseOf({ n, in: weight.shape[0], out }).forward(
        heap.at(x),
        heap.at(weight),
        heap.at(bias),
        heap.at(y),
      );
      return y;
    },
    inputGradient(dy, weight) {
      const [n, inputs] = [dy.shape[0], weight.shape[0]];
      const dx = heap.output<tf.Tensor2D>([n, inputs]);
      const dense = denseOf({ n, in: inputs, out: weight.shape[1] });
      dense.inputGradient(heap.at(dy), heap.at(weight), heap.at(dx), false);
      return dx;
    },
    parameterGradients(x, dy) {
      const [n, inputs, out] = [x.shape[0], x.shape[1], dy.shape[1]];
      const weight = heap.output<tf.Tensor2D>([inputs, out]);
      const bias = heap.output<tf.Tensor1D>([out]);
      const dense = denseOf({ n, in: inputs, out });
      dense.parameterGradients(heap.at(x), heap.at(dy), heap.at(weight), heap.at(bias));
      return { weight, bias };
    },
  };
}

function channelKernels(heap: TfjsHeap, emitters: Emitters): ChannelKernels {
  const besideOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdConcatenation>[1]) =>
      new SimdConcatenation(machine, shape),
  );
  return {
    join(left, right) {
      const [n, h, w, a] = left.shape;
      const b = right.shape[3];
      const y = heap.output<tf.Tensor4D>([n, h, w, a + b]);
      besideOf({ rows: n * h * w, a, b }).join(heap.at(left), heap.at(right), heap.at(y));
      return y;
    },
    part(x, start, count) {
      const [n, h, w, channels] = x.shape;
      const y = heap.output<tf.Tensor4D>([n, h, w, count]);
      const rows = n * h * w;
      if (start === 0)
        besideOf({ rows, a: count, b: channels - count }).parts(heap.at(x), heap.at(y), false, 0, false);
      else if (start + count === channels)
        besideOf({ rows, a: start, b: count }).parts(heap.at(x), 0, false, heap.at(y), false);
      else throw new RangeError(`Channels ${start} to ${start + count} of ${channels} are at neither end.`);
      return y;
    },
  };
}

function scalingKernels(heap: TfjsHeap, emitters: Emitters): ScalingKernels {
  const channelsOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdByChannel>[1]) => new SimdByChannel(machine, shape),
  );
  const of = ([n, h, w, channels]: Shape): SimdByChannel => channelsOf({ n, positions: h * w, channels });
  const kernelOf = emitters.of((machine, { name }: { readonly name: string }) => machine.kernel(name));
  return {
    byChannel(x, factors) {
      const y = heap.output<tf.Tensor4D>(x.shape);
      of(x.shape).byChannel(heap.at(x), heap.at(factors), heap.at(y), false);
      return y;
    },
    along(a, b) {
      const y = heap.output<tf.Tensor2D>([a.shape[0], a.shape[3]]);
      of(a.shape).along(heap.at(a), heap.at(b), heap.at(y));
      return y;
    },
    alongAll: (a, b) => tf.tensor1d([kernelOf({ name: 'productOf' })(heap.at(a), heap.at(b), a.size)]),
  };
}
