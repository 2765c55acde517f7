/** Where the lines of a sketch lie, and the same as a picture of its own, which follows the theme of whoever looks at it. */
import type { LaneSketch, Sketch } from './sketch';

/** Units of the picture; pixels where it has its natural size. */
export const WIDTH = 240;
export const HEIGHT = 108;
const EDGE = 10;
/** A lone network is not drawn larger than this. */
const HIGHEST_ROW = 54;

interface LaneDrawing {
  readonly colour: number;
  /** The main line, from input to output. */
  readonly line: string;
  /** Layers on it. */
  readonly bars: string;
  /** Skips that are there whole, those that are weakened, and those that are not. */
  readonly skips: string;
  readonly weakened: string;
  readonly missing: string;
  /** Of strokes. */
  readonly thickness: number;
}

const at = (value: number): string => String(Math.round(value * 10) / 10);

function drawLane({ colour, sides, gains }: LaneSketch, top: number, height: number): LaneDrawing {
  const pitch = (WIDTH - 2 * EDGE) / Math.max(1, sides.length);
  const y = top + height * 0.68;
  const rise = height * 0.5;
  const bar = Math.max(1.6, Math.min(7, pitch * 0.36));
  const bars = sides.map((side, i) => {
    const half = Math.max(0.07, Math.sqrt(side) * 0.24) * height;
    return `M${at(EDGE + (i + 0.5) * pitch - bar / 2)} ${at(y - half)}h${at(bar)}v${at(2 * half)}h${at(-bar)}z`;
  });
  const arcs = (of: (gain: number) => boolean): string =>
    gains
      .flatMap((gain, i) =>
        of(gain)
          ? [
              `M${at(EDGE + i * pitch)} ${at(y)}c0 ${at(-rise * 1.3)} ${at(pitch)} ${at(-rise * 1.3)} ${at(pitch)} 0`,
            ]
          : [],
      )
      .join('');
  return {
    colour,
    line: `M${EDGE / 2} ${at(y)}H${WIDTH - EDGE / 2}`,
    bars: bars.join(''),
    skips: arcs((gain) => Math.abs(gain) >= 1),
    weakened: arcs((gain) => gain !== 0 && Math.abs(gain) < 1),
    missing: arcs((gain) => gain === 0),
    thickness: Math.max(1.1, Math.min(2, pitch / 5)),
  };
}

/** The lines of all networks, the first one at the top. */
export function drawingOf(sketch: Sketch): readonly LaneDrawing[] {
  const row = Math.min(HIGHEST_ROW, HEIGHT / Math.max(1, sketch.length));
  const top = (HEIGHT - row * sketch.length) / 2;
  return sketch.map((lane, index) => drawLane(lane, top + index * row, row));
}

/** The page's lane colours on light and on dark, and those of layers and of what is behind all. */
const THEMES = {
  light: { lanes: ['#1668b0', '#c2410c', '#0b7568', '#7745bf'], ink: '#545e6c', ground: '#ffffff' },
  dark: { lanes: ['#62b0f5', '#ff9457', '#4ccbb5', '#bb9df7'], ink: '#9ca7b6', ground: '#151a20' },
} as const;

function styleOf({ lanes, ink, ground }: (typeof THEMES)[keyof typeof THEMES]): string {
  const colours = lanes.map((colour, index) => `.c${index}{stroke:${colour}}`).join('');
  return `.g{fill:${ground}}.b{fill:${ink}}.o{stroke:${ink}}${colours}`;
}

/** The sketch as a file of SVG. */
export function svgOf(sketch: Sketch): string {
  const lanes = drawingOf(sketch).map(
    ({ colour, line, bars, skips, weakened, missing, thickness }) =>
      `<g stroke-width="${at(thickness)}"><path class="c${colour}" d="${line}"/><path class="b" d="${bars}"/>` +
      `<path class="o" stroke-width="0.8" stroke-dasharray="2 2" d="${missing}"/>` +
      `<path class="c${colour}" opacity="0.5" d="${weakened}"/><path class="c${colour}" d="${skips}"/></g>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${2 * WIDTH}" height="${2 * HEIGHT}" fill="none">` +
    `<style>${styleOf(THEMES.light)}@media (prefers-color-scheme:dark){${styleOf(THEMES.dark)}}</style>` +
    `<path class="g" d="M0 0h${WIDTH}v${HEIGHT}H0z"/>${lanes.join('')}</svg>\n`
  );
}
