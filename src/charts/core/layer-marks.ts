/** What is drawn of values over layers: a line along each lane, its marks, and what is lit up. */
import { isLitBlock, type Highlight } from '../../state/highlight';
import type { LaneAxes, LanePlace } from '../geometry/layer-axes';
import { normBand } from './axes';
import { laneColour } from './colours';
import { laneDash } from './lane-marks';
import { dots, line, shade, type Mark, type Point, type Style } from './marks';
import type { LaneNorms } from './series';

/** How the marks of a lane are spread: every so manieth layer has one, of this radius. */
export interface MarkSpacing {
  readonly every: number;
  readonly radius: number;
}

/** Neighbouring main-line layers whose values have a place on the logarithmic part, connected. */
export function profileLine(axes: LaneAxes, norms: LaneNorms, lane: number, style: Style): Mark {
  const points = axes.of(lane).layers.flatMap(({ position, onMainLine }, row): (Point | null)[] => {
    if (!onMainLine) return [];
    const y = norms[row];
    return [y === undefined || normBand(y) !== null ? null : { x: axes.place(lane, position), y }];
  });
  return line(points, style);
}

/** A lane's values: a line along the main line, a mark per layer, hollow ones for projections. */
export function profileMarks(
  axes: LaneAxes,
  norms: LaneNorms,
  lane: number,
  { every, radius }: MarkSpacing,
): Mark[] {
  const filled: Point[] = [];
  const hollow: Point[] = [];
  axes.of(lane).layers.forEach(({ position, onMainLine }, row) => {
    const y = norms[row];
    if (y === undefined) return;
    const point = { x: axes.place(lane, position), y };
    if (!onMainLine) hollow.push(point);
    else if (normBand(y) !== null || position % every === 0) filled.push(point);
  });
  return [
    profileLine(axes, norms, lane, { colour: laneColour(lane), width: 1.75, dash: laneDash(lane) }),
    dots(lane, hollow, { radius: radius + 0.6, hollow: true }),
    dots(lane, filled, { radius }),
  ];
}

/** The mark of the highlighted layer, or of what stands for it in this lane, larger than the others. */
export function litMarks(
  axes: LaneAxes,
  norms: LaneNorms,
  lane: number,
  cursor: LanePlace,
  radius: number,
): Mark[] {
  const row = axes.counterpart(cursor, lane);
  const place = axes.of(lane).layers[row];
  const y = norms[row];
  if (place === undefined || y === undefined) return [];
  return [dots(lane, [{ x: axes.place(lane, place.position), y }], { radius, hollow: !place.onMainLine })];
}

/** Shades the highlighted block of every lane that has it; lanes of the same layers share the shade. */
export function highlightMarks(
  axes: LaneAxes,
  highlight: Highlight,
  x: (position: number) => number,
): Mark[] {
  const spans = new Map(
    axes.axes.flatMap((axis, lane): [string, Mark][] => {
      const own = axis.layers.filter((place) => isLitBlock(highlight, place.layer.block));
      if (own.length === 0) return [];
      const positions = own.map(({ position }) => position);
      const [from, to] = [Math.min(...positions) - 0.5, Math.max(...positions) + 0.5].map((edge) =>
        x(axes.place(lane, edge)),
      );
      return from === undefined || to === undefined ? [] : [[`${from} ${to}`, shade(from, to, 0.16)]];
    }),
  );
  return [...spans.values()];
}
