import type { Address } from './heap';
import type { Machine } from './machine';
import { DepthwiseConvolution } from './convolution/depthwise';
import { DirectConvolution } from './convolution/direct';
import { WinogradConvolution } from './convolution/winograd';
import { outSide, type ConvShape } from './convolution/geometry';

export type { ConvShape } from './convolution/geometry';

/** Convolution of images [n, h, w, ci] by a filter [kernel, kernel, ci / groups, co], and its two gradients. */
export class SimdConvolution {
  readonly outH: number;
  readonly outW: number;
  readonly #way: DirectConvolution | DepthwiseConvolution | WinogradConvolution;

  /** @throws RangeError where the filter does not fit into the image with its borders. */
  constructor(machine: Machine, shape: ConvShape) {
    const { h, w, ci, co, groups } = shape;
    this.outH = outSide(h, shape);
    this.outW = outSide(w, shape);
    const isDepthwise = groups === ci && groups === co && groups > 1;
    if (isDepthwise) this.#way = new DepthwiseConvolution(machine, shape);
    else if (WinogradConvolution.fits(shape)) this.#way = new WinogradConvolution(machine, shape);
    else this.#way = new DirectConvolution(machine, shape);
  }

  /** y = x ∗ filter, [n, outH, outW, co]. */
  forward(x: Address, filter: Address, y: Address): void {
    this.#way.forward(x, filter, y);
  }

  /** The gradient of x where `dy` is the one of y: adds to what lies at `dx`, or sets it. */
  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    this.#way.inputGradient(dy, filter, dx, adds);
  }

  /** The gradient of the filter where `dy` is the one of y. */
  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    this.#way.filterGradient(x, dy, dFilter);
  }
}
