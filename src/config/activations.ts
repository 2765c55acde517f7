/**
 * The activations that networks can have, in the order in which they are offered. What they compute, each as PyTorch defines it,
 * stands in `ops/activation.ts`; what they are called and their formulas, in `i18n`.
 */
export const ACTIVATIONS = [
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'mish',
  'hard-swish',
  'tanh',
  'sigmoid',
  'linear',
] as const;

export type ActivationName = (typeof ACTIVATIONS)[number];
