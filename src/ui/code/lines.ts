/** Which lines of code belong to what is pointed at elsewhere, and what of the network a line belongs to. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { SourceLine } from '../../pytorch/model';
import { isLitBlock, type Highlight } from '../../state/highlight';

/** Lit lines: those that are about the fewest are `own`, others are shared with more of the network. */
export interface LitLines {
  readonly own: readonly number[];
  readonly shared: readonly number[];
  /** Of the own ones, the one to be seen first: of a block rather where it is made than what only its class has for it. */
  readonly main: number | null;
}

const NONE: LitLines = { own: [], shared: [], main: null };

const isWithin = (name: string, whole: string): boolean => name === whole || name.startsWith(`${whole}.`);

/** The lines of what is pointed at: of a layer those that name it, else those of its block. */
export function litLines(lines: readonly SourceLine[], plan: LanePlan, state: Highlight): LitLines {
  const { layer } = state;
  if (layer !== null) {
    const named = found(lines, [layer], (name) => name === layer);
    if (named !== NONE) return named;
  }
  const names = plan.blocks
    .filter(({ index, branch }) => isLitBlock(state, index) || branch.some(({ name }) => name === layer))
    .map(({ name }) => name);
  return found(lines, names, (name) => names.some((whole) => isWithin(name, whole)));
}

function found(
  lines: readonly SourceLine[],
  names: readonly string[],
  isMeant: (name: string) => boolean,
): LitLines {
  const all = lines.flatMap(({ of }, line) => (of.some(isMeant) ? [{ line, size: of.length }] : []));
  if (all.length === 0) return NONE;
  const least = Math.min(...all.map(({ size }) => size));
  const isOwn = ({ size }: { readonly size: number }): boolean => size === least;
  const own = all.filter(isOwn).map(({ line }) => line);
  const main = own.find((line) => lines[line]?.of.some((name) => names.includes(name)));
  return {
    own,
    main: main ?? own[0] ?? null,
    shared: all.filter((each) => !isOwn(each)).map(({ line }) => line),
  };
}

/** What lights up for a line: a layer, a run of blocks, or layers that lie apart. */
export function highlightOf({ of }: Pick<SourceLine, 'of'>, plan: LanePlan): Highlight {
  const nothing: Highlight = { layer: null, block: null, last: null, layers: [] };
  const blocks = plan.blocks.filter(({ name }) => of.includes(name));
  const [first, last] = [blocks[0]?.index, blocks.at(-1)?.index];
  if (first !== undefined && last !== undefined && last - first === blocks.length - 1)
    return { ...nothing, block: first, last };
  const wanted = new Set(of);
  const layers = [
    ...blocks.flatMap(({ branch }) => branch),
    ...plan.layers.filter((each) => wanted.has(each.name) || (each.norm !== null && wanted.has(each.norm))),
  ];
  const [only, ...more] = new Set(layers);
  if (only === undefined) return ofBlocksWith(of, plan, nothing);
  if (more.length === 0) return { ...nothing, layer: only.name, block: only.block };
  return { ...nothing, layers: [only, ...more].map(({ name }) => name) };
}

/** Of what has no layer of its own, as a gate and a number of Fixup: its blocks. */
function ofBlocksWith(of: readonly string[], plan: LanePlan, nothing: Highlight): Highlight {
  const blocks = plan.blocks.filter((block) => of.some((name) => isWithin(name, block.name)));
  const [only, ...more] = blocks;
  if (only === undefined) return nothing;
  if (more.length === 0) return { ...nothing, block: only.index, last: only.index };
  return { ...nothing, layers: blocks.flatMap(({ branch }) => branch.map(({ name }) => name)) };
}
