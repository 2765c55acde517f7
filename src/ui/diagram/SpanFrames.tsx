/** Frames around the parts of a diagram whose layers the panels show, one a row, where a span of layers was chosen. */
import type { NetworkPlan } from '../../architecture/plan';
import { DIAGRAM, type DiagramLayout } from './layout';
import { useSpannedLayers } from './spanned';

interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Top of a frame above the main line, and its bottom below it: just above the names of the stages. */
const ABOVE = DIAGRAM.lineY - 2;
const BELOW = 18;

export function SpanFrames({ plan, layout }: { readonly plan: NetworkPlan; readonly layout: DiagramLayout }) {
  const shown = useSpannedLayers(plan);
  if (shown === null) return null;
  return (
    <g className="diagram-span" aria-hidden="true">
      {frames(plan, layout, shown).map(({ x, y, width }) => (
        <rect key={`${x} ${y}`} x={x + 1.5} y={y - ABOVE} width={width - 3} height={ABOVE + BELOW} rx={6} />
      ))}
    </g>
  );
}

/** What lies side by side in a row shares a frame. */
function frames(plan: NetworkPlan, layout: DiagramLayout, shown: ReadonlySet<string>): readonly Extent[] {
  const blocks = new Set(
    plan.layers.flatMap(({ name, block }) => (block !== null && shown.has(name) ? [block] : [])),
  );
  const parts: Extent[] = [
    ...(shown.has(plan.stem.name) ? [{ ...layout.stem, width: DIAGRAM.endWidth }] : []),
    ...layout.blocks
      .filter(({ block }) => blocks.has(block.index))
      .map(({ x, y }) => ({ x, y, width: layout.pitch })),
    ...layout.runs.filter(({ folded, run }) => folded && run.blocks.some(({ index }) => blocks.has(index))),
    ...(shown.has(plan.dense.name) ? [{ ...layout.head, width: DIAGRAM.endWidth }] : []),
  ];
  const rows: Extent[] = [];
  for (const { x, y, width } of parts.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const last = rows.at(-1);
    if (last !== undefined && last.y === y && x - (last.x + last.width) < 1)
      rows[rows.length - 1] = { ...last, width: x + width - last.x };
    else rows.push({ x, y, width });
  }
  return rows;
}
