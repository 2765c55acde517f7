/** A block written out as in the papers: what its output is of its input, as plain lines of text. */
import { activatesFirst } from '../../architecture/fixup';
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';
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
  const { norm, activation } = plan;
  const { order, branch, gate, projection } = block;
  const N = (text: string): string => (norm === 'none' ? text : `${words.norm[norm]}(${text})`);
  const name = words.activation[activation].inFormula;
  const A = (text: string): string => (name === null ? text : `${name}(${text})`);
  const { scalars } = block;
  const biased = norm === 'none' && scalars === null;
  const conv = (index: string, text: string): string => {
    const operand = text.includes(' + ') && !text.endsWith(')') ? `(${text})` : text;
    return biased ? `W${index} ${operand} + b${index}` : `W${index} ${operand}`;
  };

  let inner = 'x';
  branch.forEach((_, at) => {
    const last = at === branch.length - 1;
    const index = SUBSCRIPTS[at] ?? '';
    if (scalars !== null) {
      const [a, b, s] = [`a${index}`, `b${index}`, last ? 's ' : ''];
      if (activatesFirst(block)) inner = `${s}W${index} (${A(`${inner} + ${a}`)} + ${b})`;
      else inner = `${s}W${index} (${inner} + ${a}) + ${b}`;
      if (!activatesFirst(block) && (!last || order === 'activation-before-addition')) inner = A(inner);
      return;
    }
    if (order === 'pre-activation') inner = conv(index, A(N(inner)));
    else if (order === 'activation-first') inner = N(conv(index, A(inner)));
    else if (order === 'activation-before-addition' || !last) inner = A(N(conv(index, inner)));
    else inner = order === 'norm-after-addition' ? conv(index, inner) : N(conv(index, inner));
  });
  if (block.excitation !== null) inner = `SE(${inner})`;

  const factors = [
    ...(block.branchScale === 1 ? [] : [String(block.branchScale)]),
    ...(block.branchGain === null ? [] : ['α']),
    ...(gate?.kind === 'exclusive' && gain > 0 ? [gain === 1 ? 'g' : `(1 − ${gain} · (1 − g))`] : []),
    'F(x)',
  ];
  // With Fixup, what is no identity reads what the first convolution does; see `network/block.ts`.
  const passed =
    scalars === null
      ? order === 'pre-activation'
        ? A(N('x'))
        : 'x'
      : order === 'pre-activation' && projection !== null
        ? `(${A('x + a₁')} + b₁)`
        : activatesFirst(block)
          ? 'x'
          : '(x + a₁)';
  const projected = conv('ₛ', passed);
  const carried =
    projection !== null
      ? projection.norm === null
        ? biased && (gain !== 1 || gate !== null)
          ? `(${projected})`
          : projected
        : N(projected)
      : block.shortcut === 'zero-padding'
        ? `${words.pad}${passed === 'x' ? '(x)' : passed}`
        : 'x';
  const shortcut = [...(gain === 1 ? [] : [String(gain)]), ...(gate === null ? [] : ['(1 − g)']), carried];
  const sum = gain > 0 ? `${factors.join(' · ')} + ${shortcut.join(' · ')}` : factors.join(' · ');
  const output = order === 'original' ? A(sum) : order === 'norm-after-addition' ? A(N(sum)) : sum;
  return [`y = ${output}`, `F(x) = ${inner}`, ...(gate !== null && gain > 0 ? ['g = σ(V x + c)'] : [])];
}
