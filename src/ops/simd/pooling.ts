/** Pooling and the subsampling shortcut on a machine; images are [n, h, w, c]. `adds` adds to what lies there. */
import type { Address } from './heap';
import type { Machine } from './machine';

/** Mean over the positions of each image: [n, positions, channels] becomes [n, channels]. */
export class SimdGlobalAverage {
  readonly #call;
  readonly #shape: readonly [number, number, number];

  constructor(
    machine: Machine,
    { n, positions, channels }: { readonly n: number; readonly positions: number; readonly channels: number },
  ) {
    this.#shape = [n, positions, channels];
    this.#call = {
      forward: machine.kernel('globalAverage'),
      gradient: machine.kernel('globalAverageGradient'),
    };
  }

  forward(x: Address, y: Address): void {
    const [n, positions, channels] = this.#shape;
    this.#call.forward(x, y, n, positions, channels);
  }

  gradient(dy: Address, dx: Address, adds: boolean): void {
    const [n, positions, channels] = this.#shape;
    this.#call.gradient(dy, dx, n, positions, channels, Number(adds));
  }
}

/** Square windows, as `PoolGeometry` has them. */
export interface WindowShape {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly kind: 'max' | 'average';
}

/**
 * Largest values or means of windows, the latter over positions within the image. The gradient of the largest goes to the first
 * of several that are equal, row by row.
 */
export class SimdWindowPool {
  readonly outH: number;
  readonly outW: number;
  readonly #shape: WindowShape;
  readonly #call;

  constructor(machine: Machine, shape: WindowShape) {
    const { h, w, kernel, stride, padding, kind } = shape;
    const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
    this.#shape = shape;
    this.outH = side(h);
    this.outW = side(w);
    this.#call = {
      zero: machine.kernel('zero'),
      forward: machine.kernel(kind === 'max' ? 'maxPool' : 'averagePool'),
      gradient: machine.kernel(kind === 'max' ? 'maxPoolGradient' : 'averagePoolGradient'),
    };
  }

  forward(x: Address, y: Address): void {
    const { n, h, w, c, kernel, stride, padding } = this.#shape;
    this.#call.forward(x, y, n, h, w, c, kernel, stride, padding, this.outH, this.outW);
  }

  /** `x` and `y`, what went in and came out, matter to the largest only. */
  gradient(dy: Address, x: Address, y: Address, dx: Address, adds: boolean): void {
    const { n, h, w, c, kernel, stride, padding, kind } = this.#shape;
    const { zero, gradient } = this.#call;
    if (!adds) zero(dx, 4 * n * h * w * c);
    if (kind === 'max') gradient(dy, x, y, dx, n, h, w, c, kernel, stride, padding, this.outH, this.outW);
    else gradient(dy, dx, n, h, w, c, kernel, stride, padding, this.outH, this.outW);
  }
}

export interface SubsampleShape {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly ci: number;
  readonly stride: number;
  /** At least `ci`. */
  readonly co: number;
}

/** Every `stride`-th row and column, and zeros for new channels: [n, h, w, ci] becomes [n, ⌈h / stride⌉, ⌈w / stride⌉, co]. */
export class SimdSubsample {
  readonly #shape: SubsampleShape;
  readonly #call;

  constructor(machine: Machine, shape: SubsampleShape) {
    this.#shape = shape;
    this.#call = {
      zero: machine.kernel('zero'),
      forward: machine.kernel('subsample'),
      gradient: machine.kernel('subsampleGradient'),
    };
  }

  forward(x: Address, y: Address): void {
    const { n, h, w, ci, stride, co } = this.#shape;
    this.#call.forward(x, y, n, h, w, ci, stride, co);
  }

  gradient(dy: Address, dx: Address, adds: boolean): void {
    const { n, h, w, ci, stride, co } = this.#shape;
    if (!adds) this.#call.zero(dx, 4 * n * h * w * ci);
    this.#call.gradient(dy, dx, n, h, w, ci, stride, co);
  }
}
