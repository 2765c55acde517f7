/**
 * The procedural data set: ten kinds of small geometric shapes, drawn from a seed, for an instant start without a
 * download. Position, size, stroke, tilt, contrast and noise vary. Drawn with operations that all browsers round
 * alike (no sine, no logarithm), so a seed means the same bytes everywhere.
 */
import { type RandomStream, randomStream } from './random';
import { SHAPE_CLASSES, type ShapeClass } from './shape-distances';

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
