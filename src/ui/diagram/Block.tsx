/**
 * A residual block on the main line: its skip connection as an arc that switches, and below it its convolutions as bars,
 * which select the block. By keyboard the switch does both: Space switches, with Shift it selects. What is done to it is
 * heard by the diagram. It is drawn around an origin of its own: where a block goes in or out, those after it are moved, and
 * not drawn anew.
 */
import { memo } from 'react';
import { useMessages } from '../../i18n/messages';
import type { LayerPlan } from '../../architecture/plan';
import type { HeadKind } from '../../config/schema';
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
/** Narrower blocks have no room to say that a skip is off, which dashes say too. */
const ROOMY = 44;
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
        role="treeitem"
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
        {gain < 1 && (on || pitch >= ROOMY) && (
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

interface BlockBarsProps {
  readonly place: BlockPlace;
  readonly pitch: number;
}

/**
 * The convolutions of a block as bars as high as their maps: thin for 1×1, broad for 5×5, split along for groups, broken
 * up for dilation; behind them a diamond for squeeze-and-excitation.
 */
export function BlockBars({ place, pitch }: BlockBarsProps) {
  const { x, y, barHeight, block } = place;
  const count = block.branch.length;
  const unit = Math.min(14, pitch * (count > 2 ? 0.14 : 0.17));
  return (
    <>
      {block.branch.map((layer, index) => (
        <Bar
          key={layer.name}
          layer={layer}
          x={x + pitch * (count > 2 ? 0.22 + 0.26 * index : 0.34 + 0.32 * index)}
          y={y}
          unit={unit}
          height={barHeight}
          name={layer.name}
        />
      ))}
      {block.excitation !== null && <Diamond x={x + pitch * 0.88} y={y} />}
    </>
  );
}

interface BarProps {
  readonly layer: Pick<LayerPlan, 'kernel' | 'dilation' | 'groups'>;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  /** Width of the bar of a 3×3 convolution. */
  readonly unit: number;
  readonly height: number;
  /** Of the layer, where it can be lit up. */
  readonly name?: string;
}

/** A convolution; its parts leave gaps between them. */
export function Bar({ layer, x, y, unit, height, name }: BarProps) {
  const width = unit * (layer.kernel === 1 ? 0.5 : layer.kernel === 5 ? 1.4 : 1);
  const columns = layer.groups > 1 ? 2 : 1;
  const rows = layer.dilation > 1 ? 3 : 1;
  const gap = (parts: number, whole: number): number => (parts === 1 ? 0 : Math.min(2, whole / 6));
  const [across, down] = [gap(columns, width), gap(rows, height)];
  const partWidth = (width - across * (columns - 1)) / columns;
  const partHeight = (height - down * (rows - 1)) / rows;
  return Array.from({ length: columns * rows }, (_, part) => (
    <rect
      key={part}
      className="block-bar"
      data-layer={name}
      x={x - width / 2 + (part % columns) * (partWidth + across)}
      y={y - height / 2 + Math.floor(part / columns) * (partHeight + down)}
      width={partWidth}
      height={partHeight}
      rx={columns * rows > 1 ? 0.5 : 1.5}
    />
  ));
}

export function Diamond({ x, y }: { readonly x: number; readonly y: number }) {
  return <path className="block-excitation" d={`M${x - 4},${y}l4,-5l4,5l-4,5z`} />;
}

interface EndNodeProps {
  readonly kind: 'stem' | 'head';
  readonly place: { readonly x: number; readonly y: number };
  readonly head: HeadKind;
  readonly tabbable: boolean;
  readonly describedBy: string | undefined;
}

const WIDTH = 41;
const HEIGHT = 24;

/** Stem or head of the network: nothing to switch, but shapes to read. */
export const EndNode = memo(function EndNode(props: EndNodeProps) {
  const { kind, place, head, tabbable, describedBy } = props;
  const { ui } = useMessages();
  const middle = place.x + DIAGRAM.endWidth / 2;
  return (
    <g
      className="end-node"
      role="treeitem"
      aria-label={kind === 'stem' ? ui.diagram.stemTitle : ui.diagram.headTitle(head)}
      aria-describedby={describedBy}
      tabIndex={tabbable ? 0 : -1}
      data-item={kind}
      data-place={kind}
    >
      <rect x={middle - WIDTH / 2} y={place.y - HEIGHT / 2} width={WIDTH} height={HEIGHT} rx={5} />
      <text translate="no" x={middle} y={place.y + 3.5} textAnchor="middle">
        {kind === 'stem' ? ui.diagram.stem : ui.diagram.head}
      </text>
    </g>
  );
});
