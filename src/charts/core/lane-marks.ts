/** How a lane looks apart from its colour: a mark and a dash that go with it, so that colour alone says nothing. */
import { laneSlot } from '../../state/lane-style';
import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, type SymbolType } from 'd3';

interface LaneMark {
  readonly symbol: SymbolType;
  readonly dash: readonly number[];
}

const MARKS: readonly LaneMark[] = [
  { symbol: symbolCircle, dash: [] },
  { symbol: symbolSquare, dash: [6, 3] },
  { symbol: symbolTriangle, dash: [2, 3] },
  { symbol: symbolDiamond, dash: [9, 3, 2, 3] },
];

function markOf(lane: number): LaneMark {
  return markOfSlot(laneSlot(lane));
}

function markOfSlot(slot: number): LaneMark {
  // The fallback cannot be reached; it is there for the compiler.
  return MARKS[slot % MARKS.length] ?? { symbol: symbolCircle, dash: [] };
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
  return symbol(markOfSlot(slot).symbol, Math.PI * radius * radius)() ?? '';
}

/** Draws marks of a lane, filled, as one shape: cheaper than one by one where there are hundreds. */
export function drawLaneMarks(
  context: CanvasRenderingContext2D,
  lane: number,
  places: readonly { readonly x: number; readonly y: number }[],
  radius: number,
): void {
  const mark = new Path2D(laneMarkPath(lane, radius));
  const marks = new Path2D();
  for (const { x, y } of places) marks.addPath(mark, { e: x, f: y });
  context.fill(marks);
}

/** Draws a lane's mark, filled, or hollow on `hollow`, in the context's current colours. */
export function drawLaneMark(
  context: CanvasRenderingContext2D,
  lane: number,
  x: number,
  y: number,
  radius: number,
  hollow: string | null = null,
): void {
  context.save();
  context.translate(x, y);
  context.setLineDash([]);
  context.beginPath();
  markOf(lane).symbol.draw(context, Math.PI * radius * radius);
  context.closePath();
  if (hollow !== null) {
    context.fillStyle = hollow;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  } else {
    context.fill();
  }
  context.restore();
}
