/**
 * One plot: an SVG for axes, over it a canvas for the series, and over that one for cursor and highlight, which follow the
 * pointer and would else have thousands of steps drawn anew with them. All are as large as their host, which CSS sizes.
 */
import { select, type Selection } from 'd3';
import { printingStore } from '../../state/page';
import { unit } from './unit';

/**
 * The last known size of each host: another experiment makes another plot in the same place, and to ask for its size at once
 * would lay the page out anew for every chart.
 */
const sizes = new WeakMap<HTMLElement, readonly [width: number, height: number, unit: number]>();

/** Canvases of a plot that was there before, cleared: it takes a browser milliseconds to make one that can be drawn on. */
const spare = new WeakMap<HTMLElement, readonly [canvas: HTMLCanvasElement, top: HTMLCanvasElement]>();

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class Plot {
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #top: HTMLCanvasElement;
  readonly #observer: ResizeObserver;
  readonly #forget: () => void;
  #held: readonly HTMLElement[] = [];
  #isTopEmpty = true;
  #width = 0;
  #height = 0;
  /** CSS pixels of a unit. */
  #unit = 1;

  /** Fills the host; calls back when its size changes, also for the first time. */
  constructor(host: HTMLElement, resized: () => void) {
    this.#host = host;
    this.svg = select(host)
      .append('svg')
      .attr('translate', 'no')
      .attr('aria-hidden', 'true')
      .attr('class', 'chart-axes');
    [this.#canvas, this.#top] = spare.get(host) ?? [hiddenCanvas(), hiddenCanvas()];
    spare.delete(host);
    host.append(this.#canvas, this.#top);
    this.#observer = new ResizeObserver(() => {
      this.#measure();
      this.#scale();
      resized();
    });
    this.#observer.observe(host);
    this.#forget = onMeasure(() => {
      this.#measure();
      this.#scale();
      resized();
    });
    const known = sizes.get(host);
    if (known === undefined) this.#measure();
    else [this.#width, this.#height, this.#unit] = known;
    this.#scale();
  }

  #measure(): void {
    this.#unit = unit();
    this.#width = this.#host.clientWidth / this.#unit;
    this.#height = this.#host.clientHeight / this.#unit;
    sizes.set(this.#host, [this.#width, this.#height, this.#unit]);
  }

  #scale(): void {
    this.svg.attr('viewBox', `0 0 ${this.#width} ${this.#height}`);
  }

  /** In units. */
  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** Position of a pointer within the host. */
  locate(event: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } {
    const box = this.#host.getBoundingClientRect();
    return { x: (event.clientX - box.left) / this.#unit, y: (event.clientY - box.top) / this.#unit };
  }

  /** Where it is in the window, in units. */
  get box(): Box {
    return this.#boxOf(this.#host);
  }

  /** The canvases that it holds between axes and cursor, as pictures, with their places in it in units. */
  images(): readonly (Omit<Box, 'left' | 'top'> & {
    readonly x: number;
    readonly y: number;
    readonly image: string;
  })[] {
    const { left, top } = this.box;
    return this.#held.flatMap((element) => {
      if (!(element instanceof HTMLCanvasElement)) return [];
      const box = this.#boxOf(element);
      const { width, height } = box;
      return [{ x: box.left - left, y: box.top - top, width, height, image: element.toDataURL() }];
    });
  }

  #boxOf(element: Element): Box {
    const { left, top, width, height } = element.getBoundingClientRect();
    const scale = this.#unit;
    return { left: left / scale, top: top / scale, width: width / scale, height: height / scale };
  }

  /** Shows these elements between axes and cursor, and no others. */
  hold(elements: readonly HTMLElement[]): void {
    for (const old of this.#held) if (!elements.includes(old)) old.remove();
    for (const one of elements) if (!this.#held.includes(one)) this.#canvas.after(one);
    this.#held = elements;
  }

  /** Cleared context of the series in units, null while the host has no size. */
  begin(): CanvasRenderingContext2D | null {
    return this.#clear(this.#canvas);
  }

  /** Likewise of what lies on top of them; null also where that is nothing. What is empty already costs nothing then. */
  beginTop(isSomething: boolean): CanvasRenderingContext2D | null {
    if (!isSomething && this.#isTopEmpty) return null;
    this.#isTopEmpty = !isSomething;
    const context = this.#clear(this.#top);
    return isSomething ? context : null;
  }

  #clear(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    if (this.#width === 0 || this.#height === 0) return null;
    const ratio = devicePixelRatio * this.#unit;
    const width = Math.round(this.#width * ratio);
    const height = Math.round(this.#height * ratio);
    // A canvas is printed as what was drawn on it since it was made or sized, and there to clear is to erase what lies below.
    const anew = canvas.width !== width || canvas.height !== height || printingStore.getState().printing;
    if (anew) {
      // Another size first: the same one again would count as erasing.
      canvas.width = 0;
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (!anew) context.clearRect(0, 0, this.#width, this.#height);
    return context;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#forget();
    this.hold([]);
    this.svg.remove();
    for (const canvas of [this.#canvas, this.#top]) {
      this.#clear(canvas);
      canvas.remove();
    }
    spare.set(this.#host, [this.#canvas, this.#top]);
  }
}

function hiddenCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

const measurings = new Set<() => void>();

/** Adds what measures an element; returns what takes it away. */
export function onMeasure(measure: () => void): () => void {
  measurings.add(measure);
  return () => void measurings.delete(measure);
}

/** Measures all elements that drawings follow. */
export function measureAll(): void {
  for (const measure of measurings) measure();
}
