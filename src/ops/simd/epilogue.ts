/** What follows a norm or a bias in the same pass: a shortcut times its gain is added, and the sum activated. */
import { ACTIVATIONS, type ActivationName } from '../../config/activations';
import type { Address } from './heap';
import type { Machine } from './machine';

export interface End {
  readonly activation: ActivationName;
  /** Of the shape of x; 0 adds nothing. */
  readonly shortcut: Address;
  readonly gain: number;
}

/** What the gradient is told of the end of its forward pass. */
export type EndGradient = Pick<End, 'activation' | 'gain'>;

/** Those whose derivative their output tells. */
const BY_OUTPUT: ReadonlySet<ActivationName> = new Set([
  'linear',
  'relu',
  'leaky-relu',
  'elu',
  'tanh',
  'sigmoid',
]);

/** Whether the gradient is made from what goes into the activation: then it is kept in a place of its own. */
export function keepsInput(activation: ActivationName): boolean {
  return !BY_OUTPUT.has(activation);
}

/** How kernels number activations. */
function numberOf(activation: ActivationName): number {
  return ACTIVATIONS.indexOf(activation);
}

/** Those that kernels apply with what is in front of them: ReLU, and nothing. Others are a pass of their own, of so many numbers. */
export class Activation {
  readonly #machine: Machine;
  readonly #count: number;
  readonly #activate;
  readonly #gradient;

  constructor(machine: Machine, count: number) {
    this.#machine = machine;
    this.#count = count;
    this.#activate = machine.kernel('activate');
    this.#gradient = machine.kernel('activationGradient');
  }

  /** y = activation(x), which may be the same place. */
  forward(x: Address, y: Address, activation: ActivationName): void {
    this.#activate(x, y, this.#count, numberOf(activation));
  }

  /** dx = dy · activation', from what was kept; it may be the same place. */
  gradient(dy: Address, kept: Address, dx: Address, activation: ActivationName): void {
    this.#gradient(dy, kept, dx, this.#count, numberOf(activation));
  }

  /** Where a pass in front writes, `relu` telling whether it ends with that itself. A gain of 0 leaves the shortcut out. */
  target(
    { activation, shortcut, gain }: End,
    y: Address,
    kept: Address,
  ): { readonly at: Address; readonly relu: number; readonly shortcut: Address } {
    return {
      at: keepsInput(activation) ? kept : y,
      relu: activation === 'relu' ? 1 : 0,
      shortcut: gain === 0 ? 0 : shortcut,
    };
  }

  /** What such a pass has not done yet. */
  finish({ activation }: End, y: Address, kept: Address): void {
    if (activation !== 'relu' && activation !== 'linear')
      this.forward(this.target({ activation, shortcut: 0, gain: 0 }, y, kept).at, y, activation);
  }

  /** dL/d(sum) as kernels take it: dy with the output of a ReLU that masks it, 0 for none, or the whole derivative made here. */
  incoming(
    dy: Address,
    kept: Address,
    activation: ActivationName,
  ): { readonly dy: Address; readonly mask: Address } {
    if (activation === 'relu') return { dy, mask: kept };
    if (activation === 'linear') return { dy, mask: 0 };
    const made = this.#machine.scratch('gradient of activation', this.#count);
    this.gradient(dy, kept, made, activation);
    return { dy: made, mask: 0 };
  }
}
