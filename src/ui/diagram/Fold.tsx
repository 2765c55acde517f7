/**
 * A run of equal blocks folded into one: its skip connections as a stack of arcs that switches them together, and what
 * folds and unfolds it, at its end.
 */
import { memo } from 'react';
import { useMessages } from '../../i18n/messages';
import { BlockBars } from './Block';
import { arcPath, arcTop, DIAGRAM, handlePlace, type RunPlace } from './layout';

interface FoldProps {
  readonly place: RunPlace;
  /** Width of a block. */
  readonly pitch: number;
  /** How many of its skip connections are on. */
  readonly on: number;
  readonly pending: boolean;
  /** How many of its blocks are selected. */
  readonly selected: number;
  readonly lane: string;
  readonly laneName: string;
  readonly tabbable: boolean;
  readonly describedBy: string | undefined;
}

/** Half the height of what is drawn on the main line. */
const BODY = 17;
/** So much lower is each arc of the stack than the one outside it. */
const INSET = 7;

export const Fold = memo(function Fold(props: FoldProps) {
  const { place, pitch, on, pending, selected, lane, laneName, tabbable, describedBy } = props;
  const { ui } = useMessages();
  const { x, y, width, run, barHeight } = place;
  const { first, blocks } = run;
  const last = first + blocks.length - 1;
  const [block] = blocks;
  if (block === undefined) return null;
  const all = on === blocks.length;
  const top = arcTop(place);
  const label = ui.diagram.fold.skips(first, last, laneName, on, blocks.length, selected);
  return (
    <g
      className="block-place"
      data-place={`run-${first}`}
      data-selected={selected === blocks.length}
      data-some={selected > 0}
    >
      <g
        className="block"
        role="treeitem"
        aria-checked={all ? true : on > 0 ? 'mixed' : false}
        aria-label={label}
        aria-describedby={describedBy}
        tabIndex={tabbable ? 0 : -1}
        data-item={`run-${first}`}
        data-first={first}
        data-last={last}
        data-testid={`skip-run-${lane}-${first}`}
        data-on={on > 0}
        data-part={on > 0 && !all}
        data-pending={pending}
        data-form={block.shortcut}
      >
        <rect
          className="block-target"
          x={x + 1}
          y={y - DIAGRAM.lineY + 3}
          width={width - 2}
          height={DIAGRAM.lineY - BODY - 3}
          rx={5}
        />
        {[0, INSET, 2 * INSET].map((inset) => (
          <path
            key={inset}
            className="block-arc"
            d={arcPath({ x: x + inset, y }, width - 2 * inset, inset)}
          />
        ))}
        {!all && (
          <text
            translate="no"
            className="block-off"
            x={x + width / 2}
            y={top + 30}
            textAnchor="middle"
            aria-hidden="true"
          >
            {on === 0 ? ui.diagram.legend.off : ui.diagram.fold.some(on, blocks.length)}
          </text>
        )}
      </g>
      <g className="block-body" aria-hidden="true" data-body={`run-${first}`}>
        <rect className="block-target" x={x + 2} y={y - BODY} width={width - 4} height={2 * BODY} rx={4} />
        <BlockBars place={{ block, x: x + width / 2 - pitch, y, barHeight }} pitch={pitch} />
        <text
          translate="no"
          className="fold-count"
          x={x + width / 2 + pitch * 0.42}
          y={y + 6}
          textAnchor="middle"
        >
          {ui.diagram.fold.times(blocks.length)}
        </text>
      </g>
      <circle className="block-joint" cx={x + width} cy={y} r={on > 0 ? 4.5 : 2} data-on={on > 0} />
    </g>
  );
});

interface FoldHandleProps {
  readonly place: RunPlace;
  readonly lane: string;
  readonly laneName: string;
  readonly tabbable: boolean;
}

/** Folds or unfolds a run. */
export const FoldHandle = memo(function FoldHandle({ place, lane, laneName, tabbable }: FoldHandleProps) {
  const { ui } = useMessages();
  const { run, folded } = place;
  const { first, blocks } = run;
  const { x, y, width } = handlePlace(place);
  const middle = x + width / 2;
  return (
    <g
      className="fold-handle"
      role="treeitem"
      aria-expanded={!folded}
      aria-label={ui.diagram.fold.handle(first, first + blocks.length - 1, laneName, folded)}
      tabIndex={tabbable ? 0 : -1}
      data-item={`fold-${first}`}
      data-testid={`fold-${lane}-${first}`}
    >
      <title>{ui.diagram.fold.title(blocks.length, folded)}</title>
      <rect x={x} y={y - 12} width={width} height={24} rx={5} />
      <rect className="fold-box" x={middle - 6.5} y={y - 6.5} width={13} height={13} rx={2.5} />
      <path d={`M${middle - 3.5},${y}h7${folded ? `M${middle},${y - 3.5}v7` : ''}`} />
    </g>
  );
});
