/** The cursor and the highlight on a heat map, outlined so that they are visible on every colour. */
import { highlightStore, isLitLayer } from '../../state/highlight';
import { chartColours } from '../core/colours';
import type { LayerAxis } from '../geometry/layer-axes';

interface MapArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Outlines the highlighted layer or block, and the column of a step (null: none); `x` places steps. */
export function drawHistoryCursor(
  context: CanvasRenderingContext2D,
  axis: LayerAxis,
  x: (step: number) => number,
  area: MapArea,
  step: number | null,
): void {
  const { ink, surface } = chartColours();
  const { left, top, width, height } = area;
  // Around the cells, not over them: a column may be a pixel wide.
  const outline = (x0: number, y0: number, w: number, h: number): void => {
    context.lineWidth = 3;
    context.strokeStyle = surface;
    context.strokeRect(x0 - 1.5, y0 - 1.5, w + 3, h + 3);
    context.lineWidth = 1.25;
    context.strokeStyle = ink;
    context.strokeRect(x0 - 1.5, y0 - 1.5, w + 3, h + 3);
  };
  const highlight = highlightStore.getState();
  const rows = axis.layers.flatMap((place, row) => (isLitLayer(highlight, place.layer) ? [row] : []));
  if (rows.length > 0) {
    const rowHeight = height / axis.layers.length;
    const first = Math.min(...rows);
    outline(left, top + first * rowHeight, width, (Math.max(...rows) - first + 1) * rowHeight);
  }
  if (step !== null) outline(x(step), top, Math.max(1, x(step + 1) - x(step)), height);
}
