/** Which quantity of the layers the profile, the history and their tables show, and how it is scaled. */
import { createStore } from 'zustand/vanilla';
import type { LayerQuantity } from '../architecture/instruments';

/** `gradient`: of the weights, which is always measured. */
export const SHOWN_QUANTITIES = [
  'gradient',
  'activation-gradient',
  'mean',
  'deviation',
  'weight',
  'update',
] as const satisfies readonly ('gradient' | LayerQuantity)[];
export type ShownQuantity = (typeof SHOWN_QUANTITIES)[number];

/** `rms`: over the root of how many numbers a norm is of. `relative`: over that of the last convolution. */
export const SCALINGS = ['absolute', 'rms', 'relative'] as const;
export type Scaling = (typeof SCALINGS)[number];

export interface Shown {
  readonly quantity: ShownQuantity;
  readonly scaling: Scaling;
}

/** What is per number already cannot be made so. */
export function scalingsOf(quantity: ShownQuantity): readonly Scaling[] {
  const isNorm = quantity === 'gradient' || quantity === 'activation-gradient' || quantity === 'weight';
  return SCALINGS.filter((scaling) => isNorm || scaling !== 'rms');
}

export const quantityStore = createStore<Shown>()(() => ({ quantity: 'gradient', scaling: 'absolute' }));

/** Whether it is what the metrics hold as it is. */
export function isPlain({ quantity, scaling }: Shown): boolean {
  return quantity === 'gradient' && scaling === 'absolute';
}

/** Chooses a quantity; its scaling stays where it has it. */
export function showQuantity(quantity: ShownQuantity): void {
  quantityStore.setState(({ scaling }) => ({
    quantity,
    scaling: scalingsOf(quantity).includes(scaling) ? scaling : 'absolute',
  }));
}

export function scaleBy(scaling: Scaling): void {
  quantityStore.setState({ scaling });
}
