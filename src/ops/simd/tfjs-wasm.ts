/**
 * The inside of tfjs's wasm backend, as far as our kernels lean on it: its memory and allocator, and where tensors lie. Nothing of it
 * is promised by tfjs, so it is looked at before it is used.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Address, Heap } from './heap';

/** What is leaned on. */
interface Inside {
  readonly wasm: {
    /** The exports of the binary without threads. */
    readonly asm: { readonly memory: WebAssembly.Memory };
    readonly _malloc: (bytes: number) => number;
    readonly _free: (at: number) => void;
  };
  readonly dataIdMap: { readonly get: (id: tf.DataId) => { readonly memoryOffset: number } | undefined };
  readonly makeOutput: (shape: readonly number[], dtype: 'float32') => tf.TensorInfo;
  readonly incRef: (id: tf.DataId) => void;
}

/** Of a block; tfjs's own begin at multiples of 8. */
const LINE = 64;

/** The current backend. @throws where something of it is not there. */
function lookInside(): Inside {
  const inside = tf.backend() as unknown as Inside;
  const block = inside.wasm._malloc(LINE);
  inside.wasm._free(block);
  const isWhole = tf.tidy(() => {
    const values = [0.5, -2, 3];
    const at = inside.dataIdMap.get(tf.tensor1d(values).dataId)?.memoryOffset ?? Number.NaN;
    const found = new Float32Array(inside.wasm.asm.memory.buffer, at, values.length);
    const output = tf.engine().makeTensorFromTensorInfo(inside.makeOutput([2, 2], 'float32'));
    return values.every((value, i) => value === found[i]) && output.size === 4;
  });
  if (!isWhole || block === 0 || typeof inside.incRef !== 'function') throw new Error('tfjs changed inside.');
  return inside;
}

/** The heap of tfjs-wasm, and the tensors on it. */
export class TfjsHeap implements Heap {
  readonly memory: WebAssembly.Memory;
  readonly #inside: Inside;
  /** What tfjs gave for each block, and how much. */
  readonly #taken = new Map<Address, { readonly block: number; readonly bytes: number }>();

  private constructor(inside: Inside) {
    this.#inside = inside;
    this.memory = inside.wasm.asm.memory;
  }

  /** That of the current backend, which is wasm; null where tfjs is not built inside as is leaned on here. */
  static find(): TfjsHeap | null {
    try {
      return new TfjsHeap(lookInside());
    } catch {
      return null;
    }
  }

  allocate(bytes: number): Address {
    const block = this.#inside.wasm._malloc(bytes + LINE) >>> 0;
    if (block === 0) throw new RangeError(`tfjs has no ${bytes} bytes left.`);
    const at = Math.ceil(block / LINE) * LINE;
    this.#taken.set(at, { block, bytes });
    return at;
  }

  free(at: Address): void {
    const taken = this.#taken.get(at);
    if (taken === undefined) throw new RangeError(`Nothing was given out at ${at}`);
    this.#taken.delete(at);
    this.#inside.wasm._free(taken.block);
  }

  /** Takes everything back that was given out here. */
  clear(): void {
    for (const { block } of this.#taken.values()) this.#inside.wasm._free(block);
    this.#taken.clear();
  }

  /** Bytes that are given out now. */
  get used(): number {
    return [...this.#taken.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Where the numbers of a tensor lie. */
  at(tensor: tf.Tensor): Address {
    const data = this.#inside.dataIdMap.get(tensor.dataId);
    if (data === undefined) throw new Error('The tensor is not on the wasm backend.');
    return data.memoryOffset;
  }

  /** A tensor whose numbers are not set yet. */
  output<T extends tf.Tensor>(shape: readonly number[]): T {
    return tf.engine().makeTensorFromTensorInfo(this.#inside.makeOutput(shape, 'float32')) as T;
  }
}

/**
 * Has tensors share their numbers where nothing is computed, as on tfjs's other backends: on wasm `Identity`, which saves every tensor
 * for its gradient, and `Cast` to the same type copy.
 */
export function shareIdentities(): void {
  const cast = tf.getKernel('Cast', 'wasm').kernelFunc;
  const share = (x: tf.TensorInfo, backend: unknown): tf.TensorInfo => {
    (backend as Inside).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
  const register = (kernelName: string, kernelFunc: tf.KernelFunc): void => {
    tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  };
  register('Identity', ({ inputs, backend }) => share(inputs['x'] as tf.TensorInfo, backend));
  register('Cast', (given) => {
    const x = given.inputs['x'] as tf.TensorInfo;
    return x.dtype === given.attrs?.['dtype'] ? share(x, given.backend) : cast(given);
  });
}
