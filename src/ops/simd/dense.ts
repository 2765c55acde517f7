/** The dense layer, and channels put side by side, on a machine. `adds` adds to what lies there. */
import type { Address } from './heap';
import type { Machine } from './machine';

/** Numbers of a panel that `product` lays out: eight columns of 256 rows. */
const PANEL = 8 * 256;

/** Bytes of a number. */
const FLOAT = 4;

/** x · weight + bias for x [n, in], weight [in, out], bias [out]. */
export class SimdDense {
  readonly #shape: { readonly n: number; readonly in: number; readonly out: number };
  readonly #panel: Address;
  readonly #call;

  constructor(machine: Machine, shape: { readonly n: number; readonly in: number; readonly out: number }) {
    this.#shape = shape;
    this.#panel = machine.room('dense', PANEL);
    this.#call = { product: machine.kernel('product'), sumRows: machine.kernel('sumRows') };
  }

  /** Without a bias where that is 0. */
  forward(x: Address, weight: Address, bias: Address, y: Address): void {
    const { n, in: inputs, out } = this.#shape;
    const { product } = this.#call;
    product(x, FLOAT * inputs, FLOAT, weight, FLOAT * out, FLOAT, bias, y, n, inputs, out, 0, this.#panel);
  }

  inputGradient(dy: Address, weight: Address, dx: Address, adds: boolean): void {
    const { n, in: inputs, out } = this.#shape;
    const { product } = this.#call;
    const transposed = [FLOAT, FLOAT * out] as const;
    product(dy, FLOAT * out, FLOAT, weight, ...transposed, 0, dx, n, out, inputs, Number(adds), this.#panel);
  }

  /** Without that of a bias where it is 0. */
  parameterGradients(x: Address, dy: Address, dWeight: Address, dBias: Address): void {
    const { n, in: inputs, out } = this.#shape;
    const { product, sumRows } = this.#call;
    product(x, FLOAT, FLOAT * inputs, dy, FLOAT * out, FLOAT, 0, dWeight, inputs, n, out, 0, this.#panel);
    if (dBias !== 0) sumRows(dy, dBias, n, out);
  }
}

/** [rows, a] and [rows, b] side by side, [rows, a + b]. */
export class SimdConcatenation {
  readonly #shape: { readonly rows: number; readonly a: number; readonly b: number };
  readonly #call;

  constructor(machine: Machine, shape: { readonly rows: number; readonly a: number; readonly b: number }) {
    this.#shape = shape;
    this.#call = { join: machine.kernel('join'), part: machine.kernel('part') };
  }

  join(left: Address, right: Address, y: Address): void {
    const { rows, a, b } = this.#shape;
    this.#call.join(left, right, y, rows, a, b);
  }

  /** Both parts of a gradient; one at 0 is left out. */
  parts(dy: Address, dLeft: Address, addsLeft: boolean, dRight: Address, addsRight: boolean): void {
    const { rows, a, b } = this.#shape;
    if (dLeft !== 0) this.#call.part(dy, dLeft, rows, a + b, 0, a, Number(addsLeft));
    if (dRight !== 0) this.#call.part(dy, dRight, rows, a + b, a, b, Number(addsRight));
  }
}
