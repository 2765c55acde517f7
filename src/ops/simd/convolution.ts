import type { Address } from './heap';
import type { Machine } from './machine';
import { DepthwiseConvolution } from './convolution/depthwise';
import { DirectConvolution } from './convolution/direct';
import { WinogradConvolution } from './convolution/winograd';
import { outSide, type ConvShape } from './convolution/geometry';
import { PIECE } from './convolution/pieces';
import { atOnce, type Work } from './work';

export type { ConvShape } from './convolution/geometry';

/**
 * Convolution of images [n, h, w, ci] by a filter [kernel, kernel, ci / groups, co], and its two gradients: at once, or as work in
 * pieces, which gives the same numbers.
 */
export class SimdConvolution {
  readonly outH: number;
  readonly outW: number;
  readonly #way: DirectConvolution | DepthwiseConvolution | WinogradConvolution;

  /**
   * @param piece Multiply-adds of a piece of the work.
   * @throws RangeError where the filter does not fit into the image with its borders.
   */
  constructor(machine: Machine, shape: ConvShape, piece = PIECE) {
    const { h, w, ci, co, groups } = shape;
    this.outH = outSide(h, shape);
    this.outW = outSide(w, shape);
    const isDepthwise = groups === ci && groups === co && groups > 1;
    if (isDepthwise) this.#way = new DepthwiseConvolution(machine, shape, piece);
    else if (WinogradConvolution.fits(shape)) this.#way = new WinogradConvolution(machine, shape, piece);
    else this.#way = new DirectConvolution(machine, shape, piece);
  }

  /** y = x ∗ filter, [n, outH, outW, co]. */
  forward(x: Address, filter: Address, y: Address): void {
    atOnce(this.forwardWork(x, filter, y));
  }

  forwardWork(x: Address, filter: Address, y: Address): Work {
    return this.#way.forward(x, filter, y);
  }

  /** The gradient of x where `dy` is the one of y: adds to what lies at `dx`, or sets it. */
  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    atOnce(this.inputGradientWork(dy, filter, dx, adds));
  }

  inputGradientWork(dy: Address, filter: Address, dx: Address, adds: boolean): Work {
    return this.#way.inputGradient(dy, filter, dx, adds);
  }

  /** The gradient of the filter where `dy` is the one of y. */
  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    atOnce(this.filterGradientWork(x, dy, dFilter));
  }

  filterGradientWork(x: Address, dy: Address, dFilter: Address): Work {
    return this.#way.filterGradient(x, dy, dFilter);
  }
}
