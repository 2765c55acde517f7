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
  mish: { name: 'Mish', inFormula: 'Mish', definition: 'x · tanh(ln(1 + eˣ)). Misra 2019.' },
  'hard-swish': {
    name: 'Hard-swish',
    inFormula: 'HardSwish',
    definition: 'x · min(max(x + 3, 0), 6) / 6. Howard et al. 2019.',
  },
  tanh: { name: 'tanh', inFormula: 'tanh' },
  sigmoid: { name: 'Sigmoid', inFormula: 'σ' },
  linear: { name: 'Linear', inFormula: null },
};
