/** Numbers are never cut: 1.62×10⁻³⁷ without its end is another number. In states whose numbers are as long as they get. */
import type { Page } from '@playwright/test';
import { expect, test } from './test';

/** Everything that shows numbers. */
const PANELS = '?panels=gradient,curves,history,lines,numerics,streams,layer,predictions';

/** Gradients at the edge of what float32 holds, 1.44×10⁻³⁷. */
const VANISHING = '#v=1&norm=none&act=sigmoid&init=xavier&lr=0.002&batch=8&test=0';

/** Losses and gradients about 10¹⁶, and test results of the same size after every step. */
const HUGE =
  '#v=1&blocks=2,2,2&width=4&batch=4&init=normal&init.std=3&norm=none&act=linear&lr=0.00001&test=1';

/**
 * Texts with digits that are not whole: beyond the page, beyond an ancestor that hides what does not fit, or at the edge of one
 * that scrolls sideways; with `fades`, without showing by fading that it goes on. With why, and where they stand.
 */
function cutNumbers(page: Page, fades: boolean): Promise<string[]> {
  return page.evaluate((mayFade) => {
    const cut = new Set<string>();
    /** Less is the slant of a letter, or a fraction of a pixel. */
    const TOLERANCE = 1.5;
    const isHidden = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      // Texts for screen readers alone are in boxes of a pixel.
      if (width <= 2 || height <= 2 || !element.checkVisibility({ visibilityProperty: true })) return true;
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).clipPath === 'inset(50%)') return true;
      // The shape behind the name of a layer, which its card tells whole.
      return element.closest('.chart-readout-place') !== null;
    };
    const inside = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (!(element instanceof HTMLElement)) return { left, top, right, bottom };
      const [x, y] = [left + element.clientLeft, top + element.clientTop];
      return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
    };
    const whyOf = (text: DOMRect, from: Element): string | null => {
      for (let at: Element | null = from; at !== null && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY, maskImage, display } = getComputedStyle(at);
        const isBox = at instanceof HTMLElement ? display !== 'inline' : at instanceof SVGSVGElement;
        if (!isBox) continue;
        const box = inside(at);
        const isBeside = text.right > box.right + TOLERANCE || text.left < box.left - TOLERANCE;
        if (overflowX !== 'visible' && isBeside) {
          const scrolls = overflowX === 'auto' || overflowX === 'scroll';
          return mayFade && scrolls && maskImage !== 'none'
            ? null
            : `cut sideways by ${at.nodeName} ${at.className}`;
        }
        // Rows that are scrolled half out of sight are seen to be so; where nothing scrolls they are lost.
        const isBelow = text.bottom > box.bottom + text.height / 3 || text.top < box.top - text.height / 3;
        if ((overflowY === 'hidden' || overflowY === 'clip') && isBelow)
          return `cut by ${at.nodeName} ${at.className}`;
        if (overflowY === 'auto' || overflowY === 'scroll') if (isBelow) return null;
      }
      return text.right > innerWidth + TOLERANCE || text.left < -TOLERANCE ? 'beyond the page' : null;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || !/\d/.test(node.nodeValue ?? '') || parent.closest('option') || isHidden(parent))
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const text of range.getClientRects()) {
        const why = whyOf(text, parent);
        if (why !== null) cut.add(`${node.nodeValue}: ${why}`);
      }
    }
    for (const field of document.querySelectorAll('input'))
      if (/\d/.test(field.value) && !isHidden(field) && field.scrollWidth > field.clientWidth + TOLERANCE)
        cut.add(`${field.value}: wider than its field`);
    return [...cut];
  }, fades);
}

/** Everything is open, has been in sight and drawn, and a hundred thousand steps are made. */
async function showAll(page: Page): Promise<void> {
  for (const plot of await page.locator('.chart-plot:has(svg)').all()) {
    await plot.scrollIntoViewIfNeeded();
    await expect(plot.locator('svg text').first()).toBeAttached();
  }
  await page.getByTestId('gradient-panel').locator('.chart-plot').hover();
  // As long as it would take to train so long, the number has only to be that wide.
  await page.getByTestId('step-count').evaluateAll((all) => {
    for (const count of all) count.textContent = '123456';
  });
}

for (const [name, hash] of [
  ['vanishing', VANISHING],
  ['huge', HUGE],
] as const) {
  test(`no number is cut at any width: ${name} ones`, async ({ explorer, page }) => {
    await explorer.openReady(hash, PANELS);
    await explorer.stepTo(1);
    await explorer.openDetails();
    for (const width of [1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await showAll(page);
      expect(await cutNumbers(page, false), `${width} pixels`).toEqual([]);
    }
  });

  test(`no number is cut on a phone: ${name} ones`, async ({ explorer, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await explorer.openReady(hash, PANELS);
    await explorer.stepTo(1);
    await explorer.openDetails();
    await showAll(page);
    expect(await cutNumbers(page, true)).toEqual([]);
  });
}

test('a table that goes on beyond its edge fades there, and one that does not is whole', async ({
  explorer,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await explorer.openReady(HUGE, PANELS);
  await explorer.openDetails();
  const wide = page.getByRole('region', { name: 'Chosen layers over the steps' });
  const mask = () => wide.evaluate((element) => getComputedStyle(element).maskImage);
  await wide.scrollIntoViewIfNeeded();
  expect(await mask()).toMatch(/^linear-gradient\(270deg/);
  await wide.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await expect.poll(mask).toMatch(/^linear-gradient\(90deg/);
  const whole = page.getByRole('region', { name: 'Gradient norms, scrollable table' });
  expect(await whole.evaluate((element) => getComputedStyle(element).maskImage)).toBe('none');
});
