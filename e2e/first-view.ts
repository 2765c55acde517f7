/** What the window shows of the page, in numbers: words, controls, boxes, and what moves. */
import type { Page } from '@playwright/test';

export interface View {
  /** Words and numbers of the page, in the window, but for those that canvases draw and the numbers of axes. */
  readonly words: number;
  /** The numbers of axes. */
  readonly ticks: number;
  /** What can be pressed, chosen or typed in, in the window. A tree is one: what is in it, arrow keys choose. */
  readonly controls: number;
}

export async function viewOf(page: Page): Promise<View> {
  return page.evaluate(() => {
    /** The part of a box that no ancestor cuts off and that is in the window. */
    const isInView = (box: DOMRect, from: Element): boolean => {
      let { left, top, right, bottom } = box;
      const cut = (by: { left: number; top: number; right: number; bottom: number }): void => {
        [left, top] = [Math.max(left, by.left), Math.max(top, by.top)];
        [right, bottom] = [Math.min(right, by.right), Math.min(bottom, by.bottom)];
      };
      cut({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
      for (let at: Element | null = from; at !== null && at !== document.body; at = at.parentElement) {
        const { overflow, position } = getComputedStyle(at);
        if (overflow !== 'visible') cut(at.getBoundingClientRect());
        if (position === 'fixed') break;
      }
      // Texts for screen readers alone are in boxes of a pixel.
      return right - left > 1 && bottom - top > 1;
    };
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

    let words = 0;
    let ticks = 0;
    const count = (text: string): void => {
      // What begins with a mark goes on with the word before it, `plain` and `’s`; a mark alone is no word.
      words += text.split(/\s+/).filter((word) => /^[\p{L}\p{N}∂‖(“−]/u.test(word)).length;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const { parentElement: parent, nodeValue: text } = node;
      if (parent === null || text === null || text.trim() === '') continue;
      if (parent.closest('option, title, script, style, noscript') !== null || !isSeen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (![...range.getClientRects()].some((box) => isInView(box, parent))) continue;
      if (parent.closest('.chart-axes') !== null && Number.isFinite(Number(text))) ticks++;
      else count(text);
    }
    // Of a list, what is chosen is shown.
    for (const list of document.querySelectorAll('select'))
      if (isSeen(list) && isInView(list.getBoundingClientRect(), list))
        count(list.selectedOptions[0]?.text ?? '');

    const controls = [
      ...document.querySelectorAll(
        'button, input, select, textarea, a[href], summary, [tabindex="0"], [role="tree"], [role="slider"], [role="switch"]',
      ),
    ].filter(
      (one) =>
        (one.getAttribute('role') === 'tree' || one.closest('[role="tree"]') === null) &&
        isSeen(one) &&
        isInView(one.getBoundingClientRect(), one),
    );
    return { words, ticks, controls: controls.length };
  });
}

/** Left, top, right and bottom in the window, in whole pixels. */
export type Box = readonly [number, number, number, number];

/** Boxes of what makes up the first view, by what they are: whatever runs, is selected or opens, none of them moves. */
export async function boxesOf(page: Page): Promise<Readonly<Record<string, Box>>> {
  return page.evaluate(() => {
    const boxes: Record<string, Box> = {};
    const parts = document.querySelectorAll(
      '.header, .transport, .transport-buttons > *, [data-testid="story"], [data-testid="stage-networks"], .lane, .lane svg, ' +
        '[data-testid="gradient-panel"], [data-testid="loss-panel"], .stage .chart-plot, .stage-images, .more-bar',
    );
    for (const part of parts) {
      const { left, top, right, bottom } = part.getBoundingClientRect();
      const kind = part.getAttribute('data-testid') ?? part.getAttribute('class') ?? part.localName;
      let name = kind;
      for (let other = 2; name in boxes; other++) name = `${kind} ${other}`;
      boxes[name] = [Math.round(left), Math.round(top), Math.round(right), Math.round(bottom)];
    }
    return boxes;
  });
}

/** Sums up what moves on its own, as browsers measure it: https://web.dev/articles/cls. To be called before the page is opened. */
export async function watchShifts(
  page: Page,
): Promise<() => Promise<{ sum: number; moved: readonly string[] }>> {
  await page.addInitScript(() => {
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly sources: readonly { readonly node: Node | null }[];
    }
    const seen = { sum: 0, moved: [] as string[] };
    Object.assign(window, { shiftsOfTest: seen });
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        seen.sum += value;
        for (const { node } of sources)
          seen.moved.push(
            `${value.toFixed(4)} ${node instanceof Element ? node.outerHTML.slice(0, 80) : (node?.nodeValue ?? 'what is gone')}`,
          );
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () =>
    page.evaluate(
      () => (window as unknown as { shiftsOfTest: { sum: number; moved: string[] } }).shiftsOfTest,
    );
}
