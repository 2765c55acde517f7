/**
 * The convolutions of a block as bars as high as their maps: thin for 1×1, broad for 5×5, split along for groups, broken
 * up for dilation; behind them a diamond for squeeze-and-excitation.
 */
import type { LayerPlan } from '../../architecture/plan';
import type { BlockPlace } from './layout';

interface BlockBarsProps {
  readonly place: BlockPlace;
  readonly pitch: number;
}

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
