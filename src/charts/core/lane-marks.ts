/** How a lane looks apart from its colour: a mark and a dash that go with it, so that colour alone says nothing. */
import { laneSlot } from '../../state/lane-style';
import { path } from 'd3';
import type { Pen } from './pen';

/** Draws a shape around a place, as large as a circle of this radius. */
type Shape = (
  pen: Pick<Pen, 'moveTo' | 'lineTo' | 'arc' | 'closePath'>,
  x: number,
  y: number,
  radius: number,
) => void;

/** A shape with these corners, in radii. */
const corners =
  (...points: readonly (readonly [number, number])[]): Shape =>
  (pen, x, y, radius) => {
    points.forEach(([dx, dy], i) => {
      if (i === 0) pen.moveTo(x + radius * dx, y + radius * dy);
      else pen.lineTo(x + radius * dx, y + radius * dy);
    });
    pen.closePath();
  };

const circle: Shape = (pen, x, y, radius) => {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, 2 * Math.PI);
};

/** Half of the side of a square of the area of a circle of radius 1. */
const HALF = Math.sqrt(Math.PI) / 2;
/** From the centre of such an equilateral triangle to its lower side. */
const LOW = Math.sqrt(Math.PI / (3 * Math.sqrt(3)));
/** Half of the height of such a diamond, and half of its width. */
const HIGH = Math.sqrt((Math.PI * Math.sqrt(3)) / 2);
const WIDE = HIGH / Math.sqrt(3);

interface LaneMark {
  readonly shape: Shape;
  readonly dash: readonly number[];
}

const MARKS: readonly LaneMark[] = [
  { shape: circle, dash: [] },
  { shape: corners([-HALF, -HALF], [HALF, -HALF], [HALF, HALF], [-HALF, HALF]), dash: [6, 3] },
  { shape: corners([0, -2 * LOW], [-Math.sqrt(3) * LOW, LOW], [Math.sqrt(3) * LOW, LOW]), dash: [2, 3] },
  { shape: corners([0, -HIGH], [WIDE, 0], [0, HIGH], [-WIDE, 0]), dash: [9, 3, 2, 3] },
];

function markOf(lane: number): LaneMark {
  return markOfSlot(laneSlot(lane));
}

function markOfSlot(slot: number): LaneMark {
  // The fallback cannot be reached; it is there for the compiler.
  return MARKS[slot % MARKS.length] ?? { shape: circle, dash: [] };
}

export function laneDash(lane: number): number[] {
  return [...markOf(lane).dash];
}

/** SVG path of a lane's mark around the origin; `radius` is that of a circle of the same area, in pixels. */
export function laneMarkPath(lane: number, radius: number): string {
  return slotMarkPath(laneSlot(lane), radius);
}

/** The same of a slot: one of the four colours, each with its mark, that lanes may have. */
export function slotMarkPath(slot: number, radius: number): string {
  const own = path();
  markOfSlot(slot).shape(own, 0, 0, radius);
  return own.toString();
}

/** Draws marks of a lane, filled, as one shape: cheaper than one by one where there are hundreds. */
export function drawLaneMarks(
  pen: Pen,
  lane: number,
  places: readonly { readonly x: number; readonly y: number }[],
  radius: number,
): void {
  const { shape } = markOf(lane);
  pen.beginPath();
  for (const { x, y } of places) shape(pen, x, y, radius);
  pen.fill();
}

/** Draws a lane's mark, filled, or hollow on `hollow`, in the pen's current colours. */
export function drawLaneMark(
  pen: Pen,
  lane: number,
  x: number,
  y: number,
  radius: number,
  hollow: string | null = null,
): void {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  markOf(lane).shape(pen, x, y, radius);
  if (hollow !== null) {
    pen.fillStyle = hollow;
    pen.lineWidth = 1.5;
    pen.fill();
    pen.stroke();
  } else {
    pen.fill();
  }
  pen.restore();
}
