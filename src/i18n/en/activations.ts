/** English texts: the activations, one entry each. */
import type { ActivationName } from '../../config/activations';

interface ActivationText {
  readonly name: string;
  /** Its name in the formula of a block; null where it is not written. */
  readonly inFormula: string | null;
  /** Its formula and where it comes from, where the name does not say it. */
  readonly definition?: string;
}

export const activations: Readonly<Record<ActivationName, ActivationText>> = {
  relu: { name: 'ReLU', inFormula: 'ReLU' },
  'leaky-relu': { name: 'Leaky ReLU', inFormula: 'LeakyReLU' },
  elu: { name: 'ELU', inFormula: 'ELU' },
  gelu: { name: 'GELU', inFormula: 'GELU' },
  silu: { name: 'SiLU', inFormula: 'SiLU' },
  tanh: { name: 'tanh', inFormula: 'tanh' },
  sigmoid: { name: 'Sigmoid', inFormula: 'σ' },
  linear: { name: 'Linear', inFormula: null },
};
