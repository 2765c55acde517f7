import { expect, it } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import type { NetworkConfig } from '../../config/schema';
import { ui } from '../../i18n/en/ui';
import { formulaOf } from './formula';

/** Of a block of a network: 0 keeps the shape, 9 halves it. */
function formula(part: Partial<NetworkConfig>, gain = 1, block = 0): string[] {
  const plan = planNetwork({ ...DEFAULTS.network, ...part }, { height: 14, width: 14, channels: 1 }, 10);
  return formulaOf(plan.blocks[block]!, plan, gain, ui.diagram.formula);
}

// He et al. 2015, equation 1, and He et al. 2016, figure 4, read from top to bottom.
it.each([
  ['original', 'ReLU(F(x) + x)', 'BN(W₂ ReLU(BN(W₁ x)))'],
  ['norm-after-addition', 'ReLU(BN(F(x) + x))', 'W₂ ReLU(BN(W₁ x))'],
  ['activation-before-addition', 'F(x) + x', 'ReLU(BN(W₂ ReLU(BN(W₁ x))))'],
  ['activation-first', 'F(x) + x', 'BN(W₂ ReLU(BN(W₁ ReLU(x))))'],
  ['pre-activation', 'F(x) + x', 'W₂ ReLU(BN(W₁ ReLU(BN(x))))'],
] as const)('the order %s', (order, output, branch) => {
  expect(formula({ order })).toStrictEqual([`y = ${output}`, `F(x) = ${branch}`]);
});

it('shortcuts by their kind and gain', () => {
  expect(formula({}, 0)[0]).toBe('y = ReLU(F(x))');
  expect(formula({}, 0.5)[0]).toBe('y = ReLU(F(x) + 0.5 · x)');
  expect(formula({}, 1, 9)[0]).toBe('y = ReLU(F(x) + BN(Wₛ x))');
  expect(formula({ shortcut: 'A' }, 1, 9)[0]).toBe('y = ReLU(F(x) + pad(x))');
  expect(formula({ order: 'pre-activation' }, 1, 9)[0]).toBe('y = F(x) + Wₛ ReLU(BN(x))');
});

it('gates, factors, three convolutions, biases where there is no norm', () => {
  expect(formula({ gate: 'exclusive' })[0]).toBe('y = ReLU(g · F(x) + (1 − g) · x)');
  expect(formula({ gate: 'shortcut-only', branchScale: 0.5 })[0]).toBe('y = ReLU(0.5 · F(x) + (1 − g) · x)');
  expect(formula({ gate: 'exclusive' }, 0)).toHaveLength(2);
  expect(formula({ branchStart: 'skip-init' })[0]).toBe('y = ReLU(α · F(x) + x)');
  expect(formula({ block: 'bottleneck', norm: 'layer' }, 1, 1)[1]).toBe(
    'F(x) = LN(W₃ ReLU(LN(W₂ ReLU(LN(W₁ x)))))',
  );
  expect(formula({ norm: 'none', activation: 'tanh' })[1]).toBe('F(x) = W₂ tanh(W₁ x + b₁) + b₂');
  expect(formula({ norm: 'none', activation: 'linear' })[1]).toBe('F(x) = W₂ (W₁ x + b₁) + b₂');
});

// Zhang et al. 2019, figure 1, and their code; figure 4 of He et al. 2016 with a number before every convolution and activation.
it.each([
  [{}, 0, 'ReLU(F(x) + x)', 's W₂ (ReLU(W₁ (x + a₁) + b₁) + a₂) + b₂'],
  [{}, 9, 'ReLU(F(x) + Wₛ (x + a₁))', 's W₂ (ReLU(W₁ (x + a₁) + b₁) + a₂) + b₂'],
  [{ shortcut: 'A' }, 9, 'ReLU(F(x) + pad(x + a₁))', 's W₂ (ReLU(W₁ (x + a₁) + b₁) + a₂) + b₂'],
  [
    { order: 'pre-activation' },
    9,
    'F(x) + Wₛ (ReLU(x + a₁) + b₁)',
    's W₂ (ReLU(W₁ (ReLU(x + a₁) + b₁) + a₂) + b₂)',
  ],
  [{ order: 'activation-first' }, 9, 'F(x) + Wₛ x', 's W₂ (ReLU(W₁ (ReLU(x + a₁) + b₁) + a₂) + b₂)'],
  [
    { order: 'activation-before-addition', activation: 'tanh' },
    0,
    'F(x) + x',
    'tanh(s W₂ (tanh(W₁ (x + a₁) + b₁) + a₂) + b₂)',
  ],
] as const)('Fixup with %o', (part, block, output, branch) => {
  const fixup = { norm: 'none', branchStart: 'fixup', fixupScalars: true } as const;
  expect(formula({ ...fixup, ...part }, 1, block)).toStrictEqual([`y = ${output}`, `F(x) = ${branch}`]);
});
