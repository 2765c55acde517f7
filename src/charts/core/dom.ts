/** Direct writes to the page that change at frame rate; equal values are not written again. */

/** What was last written in an element in which something else stands since, as where a translator has been. */
const written = new WeakMap<Element, string>();

export function writeText(element: Element | null | undefined, text: string): void {
  if (!element) return;
  const { firstChild } = element;
  // A text node that stays costs a fraction of one that is replaced.
  if (firstChild instanceof Text && firstChild.nextSibling === null) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (firstChild === null || written.get(element) !== text) {
    written.set(element, text);
    if (element.textContent !== text) element.textContent = text;
  }
}

export function writeAttribute(element: Element | null | undefined, name: string, value: string): void {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Where a pointer is. */
export interface Pointing {
  readonly clientX: number;
  readonly clientY: number;
  readonly target: unknown;
}

/** What a plot needs of the page. */
export interface ChartElements {
  /** Holds the readout. */
  readonly panel: HTMLElement;
  /** Has the cursor. */
  readonly slider: HTMLElement;
  /** Filled by the panes, one each. */
  readonly hosts: readonly HTMLElement[];
}

/** The elements of a panel as ChartPanel renders it. */
export function chartElements(panel: HTMLElement): ChartElements {
  const slider = panel.querySelector<HTMLElement>('.chart-plot');
  if (slider === null) throw new Error('A panel lacks its plot');
  const hosts = [...slider.querySelectorAll<HTMLElement>('.chart-subplot')];
  return { panel, slider, hosts: hosts.length > 0 ? hosts : [slider] };
}

/** The readout of a panel: where the cursor is, and the value of each lane there; see Readout.tsx. */
export class ReadoutWriter {
  readonly #root: Element | null;
  readonly #place: Element | null;

  constructor(panel: Element) {
    this.#root = panel.querySelector('.chart-readout');
    this.#place = panel.querySelector('.chart-readout-place');
  }

  /** Shows the hint instead of values. */
  clear(): void {
    writeAttribute(this.#root, 'data-empty', 'true');
  }

  write(place: string, values: readonly string[]): void {
    writeAttribute(this.#root, 'data-empty', 'false');
    writeText(this.#place, place);
    // Looked up anew: React renders these when the lanes of the run change.
    this.#root?.querySelectorAll('.chart-readout-value').forEach((element, lane) => {
      writeText(element, values[lane] ?? '');
    });
  }
}
