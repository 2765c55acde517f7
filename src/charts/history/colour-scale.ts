/**
 * Colours of the heat maps: viridis (even steps to the eye, safe for colour-blind readers) over the logarithm of the
 * norm; values outside a logarithmic scale have colours that viridis lacks, and a pattern.
 */
import { interpolateViridis, rgb, scaleLinear, select } from 'd3';
import type { Messages } from '../../i18n/messages';
import { ABSENT } from '../../state/layer-series';
import { quantityStore } from '../../state/quantity';
import { drawColumns } from '../core/axes';
import { writeAttribute, writeText } from '../core/dom';
import { unit } from '../core/unit';
import { classify, isNormal, formatNorm, formatShort } from '../geometry/format';
import { type Decades, logTicks } from '../geometry/scales';

const STEPS = 256;

/** As ImageData has it on little-endian machines: alpha, blue, green, red from the highest byte down. */
function packed(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

const RAMP = Uint32Array.from({ length: STEPS }, (_, i) => packed(interpolateViridis(i / (STEPS - 1))));

/** Two tones of a pattern; which one a cell has follows from its place. */
type Pattern = readonly [number, number];

const ZERO: Pattern = [packed('#777777'), packed('#a8a8a8')];
const UNDERFLOW: Pattern = [packed('#a8a8a8'), packed('#4a4a4a')];
const NON_FINITE: Pattern = [packed('#e6007e'), packed('#ffffff')];

/** Colour of a value in a cell at a column and row, for ImageData. */
export function cellColour(value: number, decades: Decades, column: number, row: number): number {
  // Nothing measured: nothing painted.
  if (value === ABSENT) return 0;
  if (isNormal(value)) {
    const share = (Math.log10(value) - decades.low) / (decades.high - decades.low);
    return RAMP[Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))))] ?? 0;
  }
  switch (classify(value)) {
    case 'zero':
      return ZERO[(column + row) % 2 === 0 ? 0 : 1];
    case 'underflow':
      return UNDERFLOW[column % 2 === 0 ? 0 : 1];
    case 'infinite':
    case 'nan':
      return NON_FINITE[(column + row) % 2 === 0 ? 0 : 1];
    case 'normal':
      throw new RangeError(`A norm below zero: ${value}`);
  }
}

/** The ramp as stops of a CSS gradient, from small to large. */
function rampGradient(): string {
  const stops = Array.from({ length: 17 }, (_, i) => interpolateViridis(i / 16));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** A value of each class that has a pattern. */
const SAMPLES: Readonly<Record<string, number>> = { zero: 0, underflow: 1e-40, 'non-finite': Number.NaN };

/** Of bar and ticks, in units; see .chart-scale-ramp. */
const RAMP_HEIGHT = 30;

/** The legend of the shared colours: the ramp with its ticks, swatches of the patterns, and what a column stands for. */
export class ScaleLegend {
  readonly #panel: HTMLElement;
  readonly #ramp: HTMLElement | null;
  readonly #messages: Messages['charts'];
  readonly #observer: ResizeObserver;
  #drawn = '';

  constructor(panel: HTMLElement, messages: Messages['charts'], invalidate: () => void) {
    this.#panel = panel;
    this.#messages = messages;
    this.#ramp = panel.querySelector('.chart-scale-ramp');
    this.#observer = new ResizeObserver(invalidate);
    if (this.#ramp) {
      this.#observer.observe(this.#ramp);
      const bar = document.createElement('div');
      bar.className = 'chart-scale-bar';
      bar.style.backgroundImage = rampGradient();
      this.#ramp.append(bar);
      select(this.#ramp)
        .append('svg')
        .attr('translate', 'no')
        .attr('class', 'chart-axes')
        .attr('aria-hidden', 'true');
    }
    for (const canvas of panel.querySelectorAll<HTMLCanvasElement>('canvas[data-sample]'))
      paintSample(canvas);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#ramp?.replaceChildren();
  }

  draw(decades: Decades | null, stepsPerColumn: number): void {
    const width = (this.#ramp?.clientWidth ?? 0) / unit();
    const { quantity, scaling } = quantityStore.getState();
    const key = [decades?.low, decades?.high, width, stepsPerColumn, quantity, scaling].join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    const note = this.#panel.querySelector('.chart-shared');
    writeText(note, stepsPerColumn > 1 ? this.#messages.history.shared(stepsPerColumn) : '');
    const svg = this.#ramp ? select(this.#ramp).select<SVGSVGElement>('svg') : null;
    if (svg === null || decades === null) return;
    svg.attr('viewBox', `0 0 ${width} ${RAMP_HEIGHT}`);
    const scale = scaleLinear([decades.low, decades.high], [14, width - 14]);
    const ticks = logTicks(decades, Math.max(2, Math.floor(width / 48))).flatMap(({ value, major }) => {
      const exponent = Math.round(Math.log10(value) * 1e9) / 1e9;
      return Number.isInteger(exponent)
        ? [{ at: scale(exponent), label: major ? formatShort(10 ** exponent, 1) : null }]
        : [];
    });
    drawColumns(svg, ticks, 12);
    const range = [decades.low, decades.high].map((exponent) => formatNorm(10 ** exponent)).join(' – ');
    writeAttribute(
      this.#ramp,
      'aria-label',
      this.#messages.joins.named(this.#messages.shown.text(quantityStore.getState()), range),
    );
  }
}

function paintSample(canvas: HTMLCanvasElement): void {
  const value = SAMPLES[canvas.dataset['sample'] ?? ''];
  const context = canvas.getContext('2d');
  if (value === undefined || context === null) return;
  [canvas.width, canvas.height] = [6, 3];
  const pixels = Uint32Array.from({ length: 18 }, (_, i) =>
    cellColour(value, { low: 0, high: 1 }, i % 6, Math.floor(i / 6)),
  );
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), 6, 3), 0, 0);
}
