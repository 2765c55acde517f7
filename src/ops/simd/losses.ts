/** Losses on a machine, with their gradients. */
import { settingOf, type LossConfig, type LossKind } from '../../config/losses';
import type { Address } from './heap';
import type { Machine } from './machine';

const KERNELS: Readonly<Record<LossKind, string>> = {
  'cross-entropy': 'crossEntropy',
  'squared-error': 'squaredError',
  focal: 'focal',
};

/** The mean loss of logits [n, classes] and what it is differentiated by them. */
export class SimdLoss {
  readonly #n: number;
  readonly #classes: number;
  readonly #setting: number;
  readonly #call;

  constructor(
    machine: Machine,
    { n, classes, loss }: { readonly n: number; readonly classes: number; readonly loss: LossConfig },
  ) {
    this.#n = n;
    this.#classes = classes;
    this.#setting = settingOf(loss);
    this.#call = machine.kernel(KERNELS[loss.kind]);
  }

  /**
   * Writes the gradient of the mean loss, none where it has no room (0), and returns that loss as `scoreLogits` does, to the last
   * bit. `labels` are whole numbers of 32 bits.
   */
  run(logits: Address, labels: Address, dLogits: Address): number {
    return this.#call(logits, labels, dLogits, this.#n, this.#classes, this.#setting);
  }
}
