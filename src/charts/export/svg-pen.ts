/**
 * Draws into SVG what charts draw on canvases: paths as paths and words as text. Of a canvas's context it has what `Pen` names, with
 * translations alone.
 */
import { path, type Path } from 'd3';
import type { Pen } from '../core/pen';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** An element of SVG with these attributes. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

type Colour = Pen['fillStyle'];

interface State {
  readonly fillStyle: Colour;
  readonly strokeStyle: Colour;
  readonly lineWidth: number;
  readonly lineJoin: CanvasLineJoin;
  readonly globalAlpha: number;
  readonly font: string;
  readonly dash: readonly number[];
  readonly left: number;
  readonly top: number;
  /** Id of the path that all is cut to; null for none. */
  readonly clip: string | null;
}

/** Clips are told apart in one document. */
let clips = 0;

export class SvgPen implements Pen {
  fillStyle: Colour = '#000';
  strokeStyle: Colour = '#000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  globalAlpha = 1;
  font = '10px sans-serif';
  #dash: readonly number[] = [];
  #left = 0;
  #top = 0;
  #clip: string | null = null;
  #path: Path = path();
  readonly #stack: State[] = [];
  readonly #parent: SVGElement;
  readonly #measure: CanvasRenderingContext2D;

  /**
   * @param parent What is drawn is appended to it.
   * @throws Where the browser gives no canvas to measure text with.
   */
  constructor(parent: SVGElement) {
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) throw new Error('There is no canvas to measure text with.');
    this.#parent = parent;
    this.#measure = context;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font } = this;
    this.#stack.push({
      fillStyle,
      strokeStyle,
      lineWidth,
      lineJoin,
      globalAlpha,
      font,
      dash: this.#dash,
      left: this.#left,
      top: this.#top,
      clip: this.#clip,
    });
  }

  restore(): void {
    const state = this.#stack.pop();
    if (state === undefined) return;
    const { dash, left, top, clip, ...plain } = state;
    Object.assign(this, plain);
    this.#dash = dash;
    this.#left = left;
    this.#top = top;
    this.#clip = clip;
  }

  translate(x: number, y: number): void {
    this.#left += x;
    this.#top += y;
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  beginPath(): void {
    this.#path = path();
  }

  moveTo(x: number, y: number): void {
    this.#path.moveTo(this.#left + x, this.#top + y);
  }

  lineTo(x: number, y: number): void {
    this.#path.lineTo(this.#left + x, this.#top + y);
  }

  arc(x: number, y: number, radius: number, from: number, to: number, backwards = false): void {
    this.#path.arc(this.#left + x, this.#top + y, radius, from, to, backwards);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(this.#left + x, this.#top + y, width, height);
  }

  closePath(): void {
    this.#path.closePath();
  }

  clip(): void {
    const id = `clip-${++clips}`;
    const clip = svgElement('clipPath', { id });
    clip.append(svgElement('path', { d: String(this.#path), ...this.#cut() }));
    this.#parent.append(clip);
    this.#clip = id;
  }

  fill(): void {
    this.#add('path', { d: String(this.#path), ...this.#filled() });
  }

  stroke(): void {
    this.#add('path', { d: String(this.#path), ...this.#stroked() });
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { x: this.#left + x, y: this.#top + y, width, height, ...this.#filled() });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { x: this.#left + x, y: this.#top + y, width, height, ...this.#stroked() });
  }

  fillText(words: string, x: number, y: number): void {
    this.#text(words, x, y, this.#filled());
  }

  strokeText(words: string, x: number, y: number): void {
    this.#text(words, x, y, this.#stroked());
  }

  measureText(words: string): TextMetrics {
    this.#measure.font = this.font;
    return this.#measure.measureText(words);
  }

  #text(words: string, x: number, y: number, paint: Readonly<Record<string, string | number>>): void {
    if (words === '') return;
    const text = this.#add('text', { x: this.#left + x, y: this.#top + y, ...fontOf(this.font), ...paint });
    text.textContent = words;
  }

  #add(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
    const element = svgElement(name, { ...attributes, ...this.#cut() });
    this.#parent.append(element);
    return element;
  }

  #cut(): Readonly<Record<string, string>> {
    return this.#clip === null ? {} : { 'clip-path': `url(#${this.#clip})` };
  }

  #filled(): Readonly<Record<string, string | number>> {
    return {
      fill: colourOf(this.fillStyle),
      stroke: 'none',
      ...opacity('fill-opacity', this.globalAlpha),
    };
  }

  #stroked(): Readonly<Record<string, string | number>> {
    return {
      fill: 'none',
      stroke: colourOf(this.strokeStyle),
      'stroke-width': this.lineWidth,
      'stroke-linejoin': this.lineJoin,
      ...opacity('stroke-opacity', this.globalAlpha),
      ...(this.#dash.length > 0 && { 'stroke-dasharray': this.#dash.join(' ') }),
    };
  }
}

/** Attributes of a font such as `600 13px serif`: readers of SVG that know no CSS know these. */
function fontOf(font: string): Readonly<Record<string, string>> {
  const [, weight = '400', size = '10', family = 'sans-serif'] =
    /^(?:(\d+) )?([\d.]+)px (.+)$/.exec(font) ?? [];
  return { 'font-weight': weight, 'font-size': size, 'font-family': family };
}

/** Charts draw in plain colours, no gradients or patterns. */
function colourOf(style: Colour): string {
  return typeof style === 'string' ? style : 'none';
}

function opacity(name: string, alpha: number): Readonly<Record<string, number>> {
  return alpha === 1 ? {} : { [name]: alpha };
}
