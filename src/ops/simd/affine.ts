/** Biases and learned scalars on a machine, each with what follows in the same pass. */
import { Activation, type End, type EndGradient } from './epilogue';
import type { Address } from './heap';
import type { Machine } from './machine';

/** Numbers of a column that are summed before they join the sum of all, where rows belong to no image. */
const PART = 256;

interface Rows {
  readonly rows: number;
  readonly channels: number;
}

/** activation(x + bias + gain · shortcut) of [rows, channels]; without a bias (0) an addition, an activation, or both. */
export class SimdBias {
  readonly #machine: Machine;
  readonly #shape: Rows;
  readonly #activation: Activation;
  readonly #call;

  constructor(machine: Machine, shape: Rows) {
    this.#machine = machine;
    this.#shape = shape;
    this.#activation = new Activation(machine, shape.rows * shape.channels);
    this.#call = {
      affine: machine.kernel('affine'),
      normalise: machine.kernel('normalise'),
      masked: machine.kernel('masked'),
      columns: machine.kernel('columnSums'),
    };
  }

  forward(x: Address, bias: Address, end: End, y: Address, kept: Address): void {
    const { rows, channels } = this.#shape;
    const { at, relu, shortcut } = this.#activation.target(end, y, kept);
    const { gain } = end;
    if (bias === 0) this.#call.affine(x, at, shortcut, rows * channels, 1, 0, gain, relu);
    else {
      const zeros = this.#machine.room(`zeros of ${channels}`, channels);
      const ones = this.#ones();
      this.#call.normalise(x, at, shortcut, rows, channels, zeros, ones, ones, bias, gain, relu);
    }
    this.#activation.finish(end, y, kept);
  }

  gradient(
    dy: Address,
    kept: Address,
    end: EndGradient,
    dx: Address,
    addsX: boolean,
    dBias: Address,
    dShortcut: Address,
    addsShortcut: boolean,
  ): void {
    const { rows, channels } = this.#shape;
    const count = rows * channels;
    const given = this.#activation.incoming(dy, kept, end.activation);
    const { masked, columns } = this.#call;
    if (dShortcut !== 0) masked(given.dy, given.mask, dShortcut, count, end.gain, addsShortcut ? 1 : 0);
    if (dBias !== 0) {
      const room = this.#machine.scratch('gradient of a sum', count);
      masked(given.dy, given.mask, room, count, 1, 0);
      columns(room, rows, channels, dBias, PART);
    }
    masked(given.dy, given.mask, dx, count, 1, addsX ? 1 : 0);
  }

  #ones(): Address {
    const { channels } = this.#shape;
    const at = this.#machine.room(`ones of ${channels}`, channels);
    this.#machine.floats(at, channels).fill(1);
    return at;
  }
}

/** Fixup's activation(factor · x + bias + gain · shortcut) of so many numbers; factor and bias are [1], 0 where absent. */
export class SimdScalars {
  readonly #machine: Machine;
  readonly #size: number;
  readonly #activation: Activation;
  readonly #call;

  constructor(machine: Machine, { size }: { readonly size: number }) {
    this.#machine = machine;
    this.#size = size;
    this.#activation = new Activation(machine, size);
    this.#call = {
      affine: machine.kernel('affine'),
      masked: machine.kernel('masked'),
      sum: machine.kernel('sumOf'),
      product: machine.kernel('productOf'),
    };
  }

  forward(x: Address, factor: Address, bias: Address, end: End, y: Address, kept: Address): void {
    const { at, relu, shortcut } = this.#activation.target(end, y, kept);
    const [times, plus] = [this.#number(factor, 1), this.#number(bias, 0)];
    this.#call.affine(x, at, shortcut, this.#size, times, plus, end.gain, relu);
    this.#activation.finish(end, y, kept);
  }

  /** dFactor and dBias are written where they are not 0. */
  gradient(
    dy: Address,
    kept: Address,
    x: Address,
    factor: Address,
    end: EndGradient,
    dx: Address,
    addsX: boolean,
    dFactor: Address,
    dBias: Address,
    dShortcut: Address,
    addsShortcut: boolean,
  ): void {
    const count = this.#size;
    const given = this.#activation.incoming(dy, kept, end.activation);
    const { masked, sum, product } = this.#call;
    if (dShortcut !== 0) masked(given.dy, given.mask, dShortcut, count, end.gain, addsShortcut ? 1 : 0);
    const room = this.#machine.scratch('gradient of a sum', count);
    masked(given.dy, given.mask, room, count, 1, 0);
    if (dBias !== 0) this.#machine.floats(dBias, 1)[0] = sum(room, count);
    if (dFactor !== 0) this.#machine.floats(dFactor, 1)[0] = product(room, x, count);
    masked(room, 0, dx, count, this.#number(factor, 1), addsX ? 1 : 0);
  }

  #number(at: Address, usual: number): number {
    return at === 0 ? usual : (this.#machine.floats(at, 1)[0] ?? usual);
  }
}
