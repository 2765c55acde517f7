/**
 * A residual block on the main line: its skip connection as an arc that switches, and below it its convolutions as bars,
 * which select the block. By keyboard the switch does both: Space switches, with Shift it selects. What is done to it is
 * heard by the diagram. It is drawn around an origin of its own: where a block goes in or out, those after it are moved, and
 * not drawn anew.
 */
import { memo } from 'react';
import { useMessages } from '../../i18n/messages';
import { BlockBars } from './BlockBars';
import { arcPath, arcTop, DIAGRAM, markWidth, type BlockPlace } from './layout';
import { formOf } from './runs';

interface BlockProps {
  readonly place: BlockPlace;
  readonly pitch: number;
  readonly gain: number;
  readonly pending: boolean;
  /** Whether it has settings of its own. */
  readonly own: boolean;
  readonly selected: boolean;
  readonly lane: string;
  readonly laneName: string;
  readonly tabbable: boolean;
  readonly describedBy: string | undefined;
}

/** Half the height of what is drawn on the main line; above it an arc can be hit. */
const BODY = 17;
const ORIGIN = { x: 0, y: 0 };

export const Block = memo(function Block(props: BlockProps) {
  const { place, selected } = props;
  const { x, y, block } = place;
  return (
    <g
      className="block-place"
      transform={`translate(${x},${y})`}
      data-place={block.index}
      data-selected={selected}
    >
      <Shape {...props} />
    </g>
  );
}, isDrawnAlike);

const Shape = memo(function Shape(props: BlockProps) {
  const { place, pitch, gain, pending, own, selected, lane, laneName, tabbable, describedBy } = props;
  const { ui } = useMessages();
  const { block, barHeight } = place;
  const { index } = block;
  const on = gain > 0;
  const mark = [ui.diagram.marks[block.shortcut], block.gate === null ? '' : ui.diagram.gateMark].join('');
  const top = arcTop(ORIGIN);
  const arc = arcPath(ORIGIN, pitch);
  return (
    <>
      <g
        className="block"
        role="switch"
        aria-checked={on}
        aria-label={ui.diagram.skip(index, block.name, laneName, selected)}
        aria-describedby={describedBy}
        tabIndex={tabbable ? 0 : -1}
        data-item={index}
        data-testid={`skip-${lane}-${index}`}
        data-on={on}
        data-pending={pending}
        data-form={block.shortcut}
      >
        <rect
          className="block-target"
          x={1}
          y={3 - DIAGRAM.lineY}
          width={pitch - 2}
          height={DIAGRAM.lineY - BODY - 3}
          rx={5}
        />
        <path
          className="block-arc"
          d={arc}
          style={on && gain < 1 ? { strokeWidth: 1 + 2 * gain } : undefined}
        />
        {on && gain === 1 && block.shortcut === 'projection' && <path className="block-arc-core" d={arc} />}
        {mark !== '' && <Mark x={pitch / 2} y={top} text={mark} />}
        {gain < 1 && (
          <text
            translate="no"
            className="block-off"
            x={pitch / 2}
            y={top + 16}
            textAnchor="middle"
            aria-hidden="true"
          >
            {on ? gain : ui.diagram.legend.off}
          </text>
        )}
      </g>
      <g className="block-body" aria-hidden="true" data-body={index}>
        <rect className="block-target" x={2} y={-BODY} width={pitch - 4} height={2 * BODY} rx={4} />
        <BlockBars place={{ ...ORIGIN, block, barHeight }} pitch={pitch} />
        {own && <rect className="block-own" x={pitch * 0.2} y={BODY} width={pitch * 0.6} height={3} />}
      </g>
      <Junction x={pitch} y={0} on={on} />
    </>
  );
}, isShapedAlike);

function isDrawnAlike(before: BlockProps, now: BlockProps): boolean {
  return before.place.x === now.place.x && before.place.y === now.place.y && isShapedAlike(before, now);
}

/** Another plan makes other objects of all blocks, most of which look as they did. */
function isShapedAlike(before: BlockProps, now: BlockProps): boolean {
  const { place: was, ...rest } = before;
  const { place: is, ...others } = now;
  return (
    was.barHeight === is.barHeight &&
    was.block.index === is.block.index &&
    was.block.name === is.block.name &&
    formOf(was.block) === formOf(is.block) &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((key) => rest[key] === others[key])
  );
}

function Mark({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const width = markWidth(text);
  return (
    <g className="block-mark" aria-hidden="true">
      <rect x={x - width / 2} y={y - 8} width={width} height={15} rx={4} />
      <text translate="no" x={x} y={y + 3} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Where branch and skip meet: a sum where the skip is on, else nothing but the line going on. */
function Junction({ x, y, on }: { readonly x: number; readonly y: number; readonly on: boolean }) {
  return on ? (
    <g className="block-sum">
      <circle cx={x} cy={y} r={4.5} />
      <path d={`M${x - 2.5},${y}h5M${x},${y - 2.5}v5`} />
    </g>
  ) : (
    <circle className="block-joint" cx={x} cy={y} r={2} />
  );
}
