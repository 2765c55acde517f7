/** A block written out as in the papers: what its output is of its input, as plain lines of text. */
import type { LayerPlan } from '../../architecture/layer';
import { visit, type BlockPlan, type NetworkPlan, type PlanNode } from '../../architecture/nodes';
import type { ActivationName } from '../../config/activations';
import type { NormKind } from '../../config/schema';

/** Short names of functions. */
interface FormulaWords {
  readonly norm: Readonly<Record<Exclude<NormKind, 'none'>, string>>;
  /** Null where it is not written. */
  readonly activation: Readonly<Record<ActivationName, { readonly inFormula: string | null }>>;
  /** Subsampling and padding with zeros. */
  readonly pad: string;
}

const SUBSCRIPTS = ['₁', '₂', '₃'] as const;

/**
 * Lines `y = …`, `F(x) = …` and, with a gate, `g = …`; W and V are convolutions, b and c biases, g, α and numbers factors. With
 * Fixup a and b are single numbers, and s is a factor.
 * A shortcut switched off is left out; dropout, which training alone has, too.
 */
export function formulaOf(block: BlockPlan, plan: NetworkPlan, gain: number, words: FormulaWords): string[] {
  const { branch, gate, nodes } = block;
  const index = (layer: LayerPlan): string => SUBSCRIPTS[branch.indexOf(layer)] ?? 'ₛ';
  const inParentheses = (x: string): string => (x.includes(' + ') && !x.endsWith(')') ? `(${x})` : x);
  const write = (each: readonly PlanNode[], from: string): string =>
    each.reduce((x, node) => {
      const written = visit<PlanNode, string>(node, {
        convolution: ({ layer }) =>
          `W${index(layer)} ${inParentheses(x)}${layer.bias ? ` + b${index(layer)}` : ''}`,
        norm: () => (plan.norm === 'none' ? x : `${words.norm[plan.norm]}(${x})`),
        activation: ({ activation }) => {
          const name = words.activation[activation].inFormula;
          return name === null ? x : `${name}(${x})`;
        },
        shift: ({ of }) => (of === null ? x : `${x} + ${of.letter}${index(of.layer)}`),
        factor: () => `s ${x}`,
        excitation: () => `SE(${x})`,
        subsampling: () => `${words.pad}(${x})`,
      });
      return written ?? x;
    }, from);
  const opened = write(nodes.opening, 'x');
  const factors = nodes.branch.flatMap((node) => {
    if (node.kind === 'scale') return node.factor === 1 ? [] : [String(node.factor)];
    if (node.kind === 'gain') return ['α'];
    return node.kind === 'gate' && gain > 0 ? [gain === 1 ? 'g' : `(1 − ${gain} · (1 − g))`] : [];
  });
  const scaled = [...factors, 'F(x)'].join(' · ');
  const carriers = [...(gain === 1 ? [] : [String(gain)]), ...(gate === null ? [] : ['(1 − g)'])];
  const carried = write(nodes.shortcut, nodes.shortcutReads === 'opening' ? opened : 'x');
  const operand = carriers.length > 0 ? inParentheses(carried) : carried;
  const sum = gain > 0 ? `${scaled} + ${[...carriers, operand].join(' · ')}` : scaled;
  return [
    `y = ${write(nodes.ending, sum)}`,
    `F(x) = ${write(nodes.branch, opened)}`,
    ...(gate !== null && gain > 0 ? ['g = σ(V x + c)'] : []),
  ];
}
