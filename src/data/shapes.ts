/**
 * The procedural data set: ten kinds of small geometric shapes, drawn from a seed, for an instant start without a
 * download. Position, size, stroke, tilt, contrast and noise vary. Drawn with operations that all browsers round
 * alike (no sine, no logarithm), so a seed means the same bytes everywhere.
 */
import { randomStream, type RandomStream } from './random';

const COUNTS = { train: 2_000, test: 500 } as const;

export interface ShapeImages {
  /** [count, size, size, 1] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** [count]: classes in turn, so that each has equally many. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/**
 * Draws a split of the data set. The same seed gives the same shapes at every size; the noise differs.
 * @param size Side in pixels.
 */
export function drawShapes(seed: number, split: keyof typeof COUNTS, size: number): ShapeImages {
  const count = COUNTS[split];
  const form = randomStream(seed, 'shapes', split, 'form');
  const noise = randomStream(seed, 'shapes', split, 'noise', size);
  const pixels = new Uint8Array(count * size * size);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % SHAPE_CLASSES.length);
  labels.forEach((label, i) => {
    const shape = SHAPE_CLASSES[label];
    const image = pixels.subarray(i * size * size, (i + 1) * size * size);
    if (shape !== undefined) drawShape(image, size, shape, form, noise);
  });
  return { pixels, labels };
}

/** Uniform between two bounds. */
function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Draws one shape into an image that spans -1 to 1 both ways. */
function drawShape(
  image: Uint8Array,
  size: number,
  shape: ShapeClass,
  form: RandomStream,
  noise: RandomStream,
): void {
  const radius = between(form, 0.45, 0.75);
  const reach = 0.9 - radius;
  const x0 = between(form, -reach, reach);
  const y0 = between(form, -reach, reach);
  const distance = shape.outline(form.uniform());
  // Half-angle parametrisation: a rotation by 2·atan(t) without trigonometry. ±0.1 is a tilt of up to 11°.
  const t = between(form, -0.1, 0.1);
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  const background = between(form, 0.05, 0.3);
  const contrast = between(form, 0.35, 0.65);
  const noiseLevel = between(form, 0.02, 0.1);

  const pixel = 2 / size;
  for (let row = 0, at = 0; row < size; row++) {
    const y = (row + 0.5) * pixel - 1 - y0;
    for (let column = 0; column < size; column++, at++) {
      const x = (column + 0.5) * pixel - 1 - x0;
      const d = distance((cosine * x + sine * y) / radius, (cosine * y - sine * x) / radius) * radius;
      // How much of the pixel the shape covers, from the distance of its centre to the outline.
      const cover = Math.min(1, Math.max(0, 0.5 - d / pixel));
      // The sum of two random bytes has a triangular distribution, near enough to what a sensor does.
      const bits = noise.integer(0x10000);
      const grain = ((bits & 0xff) + (bits >> 8)) / 255 - 1;
      const value = background + contrast * cover + noiseLevel * grain;
      image[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
    }
  }
}

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

/**
 * A shape by its distance function: how far a point lies from the outline, negative inside. All fit a circle or square of half
 * side 1 around the origin; y points down.
 */
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
