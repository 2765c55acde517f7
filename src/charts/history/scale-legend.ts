/** The legend of the shared colours: the ramp with its ticks, swatches of the patterns, and what a column stands for. */
import { scaleLinear, select } from 'd3';
import type { Messages } from '../../i18n/messages';
import { quantityStore } from '../../state/quantity';
import { drawColumns } from '../core/axes';
import { writeAttribute, writeText } from '../core/dom';
import { logTicks } from '../geometry/banded-scale';
import { formatNorm, formatShort } from '../geometry/format';
import type { Decades } from '../geometry/range';
import { unit } from '../core/unit';
import { cellColour, rampGradient } from './colour-scale';

/** A value of each class that has a pattern. */
const SAMPLES: Readonly<Record<string, number>> = { zero: 0, underflow: 1e-40, 'non-finite': Number.NaN };

/** Of bar and ticks, in units; see .chart-scale-ramp. */
const RAMP_HEIGHT = 30;

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
      `${this.#messages.shown.text(quantityStore.getState())}: ${range}`,
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
