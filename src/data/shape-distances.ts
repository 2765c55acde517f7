/**
 * The ten shapes as distance functions: how far a point lies from the outline, negative inside. All fit a circle or
 * square of half side 1 around the origin; y points down.
 */

type Distance = (x: number, y: number) => number;

/** A rectangle around the origin of these half sides; exact inside, near enough outside. */
function box(x: number, y: number, halfWidth: number, halfHeight: number): number {
  return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
}

function plus(x: number, y: number, half: number): number {
  return Math.min(box(x, y, 1, half), box(x, y, half, 1));
}

/** Three bars across. */
function bars(x: number, y: number, half: number): number {
  const pitch = 1 - half;
  return Math.min(box(x, y, 1, half), box(x, Math.abs(y) - pitch, 1, half));
}

/** A board of 4×4, half of its fields filled. */
function checker(x: number, y: number): number {
  const fieldX = Math.min(3, Math.max(0, Math.floor(2 * x + 2)));
  const fieldY = Math.min(3, Math.max(0, Math.floor(2 * y + 2)));
  const inField = Math.max(Math.abs(2 * x - fieldX + 1.5), Math.abs(2 * y - fieldY + 1.5));
  // To the nearest side of the field that the point is in: inside of a filled one, outside of an empty one.
  const side = Math.abs(inField - 0.5) / 2;
  const filled = (fieldX + fieldY) % 2 === 0;
  return Math.max(filled ? -side : side, box(x, y, 1, 1));
}

/** Half of the square root of 3: sine of 60°. */
const SINE_60 = Math.sqrt(3) / 2;

export interface ShapeClass {
  readonly name: string;
  /** The outline; `stroke` from 0 to 1 makes shapes of strokes thin or thick. */
  readonly outline: (stroke: number) => Distance;
}

/** Half the thickness of ring and frame, of the limbs of cross and plus, and of bars. */
const lineOf = (stroke: number): number => 0.13 + 0.09 * stroke;
const limbOf = (stroke: number): number => 0.16 + 0.14 * stroke;
const barOf = (stroke: number): number => 0.17 + 0.06 * stroke;

/** The classes, in the order of their labels. */
export const SHAPE_CLASSES: readonly ShapeClass[] = [
  { name: 'Disc', outline: () => (x, y) => Math.sqrt(x * x + y * y) - 1 },
  {
    name: 'Ring',
    outline: (stroke) => {
      const line = lineOf(stroke);
      return (x, y) => Math.abs(Math.sqrt(x * x + y * y) - (1 - line)) - line;
    },
  },
  { name: 'Square', outline: () => (x, y) => box(x, y, 0.9, 0.9) },
  {
    name: 'Frame',
    outline: (stroke) => {
      const line = lineOf(stroke);
      return (x, y) => Math.abs(box(x, y, 0.95 - line, 0.95 - line)) - line;
    },
  },
  {
    name: 'Triangle',
    // Equilateral, in a circle of radius 1 around a point 0.25 below the origin, so that it spans ±0.75 in height.
    outline: () => (x, y) => Math.max(y - 0.75, SINE_60 * Math.abs(x) - 0.5 * (y - 0.25) - 0.5),
  },
  {
    name: 'Cross',
    outline: (stroke) => {
      const limb = limbOf(stroke);
      return (x, y) => plus(Math.SQRT1_2 * (x + y), Math.SQRT1_2 * (y - x), limb);
    },
  },
  {
    name: 'Plus',
    outline: (stroke) => {
      const limb = limbOf(stroke);
      return (x, y) => plus(x, y, limb);
    },
  },
  {
    name: 'Horizontal bars',
    outline: (stroke) => {
      const bar = barOf(stroke);
      return (x, y) => bars(x, y, bar);
    },
  },
  {
    name: 'Vertical bars',
    outline: (stroke) => {
      const bar = barOf(stroke);
      return (x, y) => bars(y, x, bar);
    },
  },
  { name: 'Checker', outline: () => checker },
];
