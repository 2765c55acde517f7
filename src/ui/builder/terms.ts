/** Which term of the glossary explains a setting, or what is chosen of it. */
import type { ScalarKey } from '../../config/settings';
import type { TermId } from '../../i18n/glossary';

type Terms = TermId | Readonly<Record<string, TermId>>;

const TERMS: Readonly<Partial<Record<ScalarKey, Terms>>> = {
  block: { basic: 'residual-block', bottleneck: 'bottleneck' },
  order: {
    'pre-activation': 'pre-activation',
    'activation-first': 'pre-activation',
    original: 'residual-block',
  },
  head: { average: 'global-average-pooling' },
  norm: { batch: 'batch-norm', group: 'group-norm', layer: 'layer-norm' },
  act: { relu: 'relu', sigmoid: 'sigmoid', tanh: 'tanh' },
  init: {
    he: 'he-initialisation',
    xavier: 'xavier-initialisation',
    orthogonal: 'orthogonal-initialisation',
  },
  'init.fan': 'fan',
  start: { 'zero-last': 'zero-gamma', 'skip-init': 'skip-init', fixup: 'fixup' },
  shortcut: { A: 'zero-padding-shortcut', B: 'projection-shortcut', C: 'projection-shortcut' },
  gate: { exclusive: 'gated-shortcut', 'shortcut-only': 'gated-shortcut' },
  scale: 'branch-scale',
  dropout: 'dropout',
  'depth.dropout': 'stochastic-depth',
  opt: { sgd: 'momentum', adam: 'adam', adamw: 'weight-decay' },
  lr: 'learning-rate',
  momentum: 'momentum',
  decay: 'weight-decay',
  clip: 'gradient-clipping',
  schedule: { cosine: 'cosine-schedule', 'one-cycle': 'one-cycle' },
  warmup: 'warm-up',
  loss: { 'cross-entropy': 'cross-entropy', focal: 'focal-loss' },
  smooth: 'label-smoothing',
  batch: 'batch',
};

/** The term of a setting with this value; null where there is none. */
export function termOf(key: ScalarKey, value: unknown): TermId | null {
  const terms = TERMS[key];
  if (terms === undefined || typeof terms === 'string') return terms ?? null;
  return terms[String(value)] ?? null;
}
