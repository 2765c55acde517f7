/** Chinese texts: the activations, one entry each. */
import type { activations as English } from '../en/activations';

export const activations: typeof English = {
  relu: { name: 'ReLU', inFormula: 'ReLU' },
  'leaky-relu': { name: 'Leaky ReLU', inFormula: 'LeakyReLU' },
  elu: { name: 'ELU', inFormula: 'ELU' },
  gelu: { name: 'GELU', inFormula: 'GELU' },
  silu: { name: 'SiLU', inFormula: 'SiLU' },
  mish: { name: 'Mish', inFormula: 'Mish', definition: 'x · tanh(ln(1 + eˣ))，Misra 2019。' },
  'hard-swish': {
    name: 'Hard-swish',
    inFormula: 'HardSwish',
    definition: 'x · min(max(x + 3, 0), 6) / 6，Howard et al. 2019。',
  },
  tanh: { name: 'tanh', inFormula: 'tanh' },
  sigmoid: { name: 'Sigmoid', inFormula: 'σ' },
  linear: { name: '线性', inFormula: null },
};
