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
