/**
 * Readers whose browser has a larger font: 24 px in place of 16, set where the browser's own setting is kept (Blink's
 * `defaultFontSize`), so that the root font, rem and the em of media queries follow as they do for them.
 */
import { findChromium, quietFlags } from '../scripts/chromium';
import { SMALL } from './experiments';
import { expect, test } from './test';

const SIZE = 24;
const executablePath = findChromium();

test.use({
  launchOptions: {
    args: [...quietFlags, `--blink-settings=defaultFontSize=${SIZE}`],
    ...(executablePath === null ? {} : { executablePath }),
  },
});

/** What the page has at the usual font, times 24/16. */
const LARGER = SIZE / 16;

for (const width of [390, 1440]) {
  test(`text, drawings and canvases follow the browser's font at ${width} px, and nothing overlaps`, async ({
    explorer,
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await explorer.openReady(SMALL);
    await explorer.unfoldLanes();
    await explorer.gradientPanel.getByRole('slider').scrollIntoViewIfNeeded();
    await expect(explorer.gradientPanel.locator('.chart-rows text').first()).toBeAttached();

    await test.step('text in HTML, and in drawings as it is seen', async () => {
      // Heights of lines of text, as drawings scale the sizes that they state.
      const sizes = await page.evaluate(() => {
        const scaleOf = (text: SVGTextElement): number => text.getScreenCTM()?.a ?? Number.NaN;
        const size = (element: Element): number => parseFloat(getComputedStyle(element).fontSize);
        const drawn = (selector: string): number[] =>
          [...document.querySelectorAll<SVGTextElement>(selector)].map((text) => size(text) * scaleOf(text));
        return {
          root: size(document.documentElement),
          field: size(document.querySelector('.lane-numbers dt') ?? document.body),
          ends: drawn('.end-node text'),
          axes: drawn('[data-testid="gradient-panel"] .chart-axes text'),
        };
      });
      expect(sizes.root).toBeCloseTo(15 * LARGER, 5);
      expect(sizes.field).toBeCloseTo(15 * LARGER * 0.875, 3);
      expect(sizes.ends.length).toBe(4);
      for (const end of sizes.ends) expect(end).toBeCloseTo(10 * LARGER, 1);
      expect(sizes.axes.length).toBeGreaterThan(4);
      for (const text of sizes.axes) expect(text).toBeGreaterThan(11 * LARGER - 0.1);
    });

    await test.step('the pixels of a canvas are those of the screen', async () => {
      const canvas = explorer.gradientPanel.locator('canvas').first();
      const [bitmap, shown] = await canvas.evaluate((element: HTMLCanvasElement) => [
        element.width,
        element.getBoundingClientRect().width * devicePixelRatio,
      ]);
      expect(Math.abs((bitmap ?? 0) - (shown ?? 0))).toBeLessThan(1);
    });

    await explorer.openBuilder();
    await explorer.openDetails();
    const { excess, cut } = await page.evaluate(() => {
      const root = document.documentElement;
      // A table scrolls within itself, and so does a stage that is wider than the page.
      const scrolls = '.chart-table-scroll, .diagram-scroll, .visually-hidden, svg';
      const boxes = [
        ...document.querySelectorAll<HTMLElement>('button, dd, dt, label, h1, h2, summary, legend'),
      ];
      return {
        excess: root.scrollWidth - root.clientWidth,
        cut: boxes
          .filter((box) => box.checkVisibility() && box.closest(scrolls) === null && box.clientWidth > 1)
          // A phone has some numbers for screen readers alone, in boxes of a pixel.
          .filter((box) => (box.parentElement?.clientWidth ?? 0) > 1)
          .filter((box) => box.scrollWidth > box.clientWidth + 1)
          .map((box) => `${box.tagName} ${box.className} ${box.textContent}`.slice(0, 60)),
      };
    });
    expect(excess).toBe(0);
    expect(cut).toEqual([]);
    expect(await page.evaluate(overlaps)).toEqual([]);
  });
}

/** Pairs of texts beside each other, in the bars and heads of the page, whose boxes overlap. Runs in the page. */
function overlaps(): string[] {
  const parts = [
    ...document.querySelectorAll(
      '.header, .header-tools, .transport, .lane-head, .story, .images, .builder-head, .legend',
    ),
  ];
  return parts.flatMap((part) => {
    const leaves = [...part.querySelectorAll<HTMLElement>('*')].filter(
      (leaf) =>
        leaf.closest('svg, .visually-hidden, select') === null &&
        [...leaf.childNodes].some((node) => node instanceof Text && node.data.trim() !== '') &&
        leaf.checkVisibility({ visibilityProperty: true }) &&
        // A phone has some numbers for screen readers alone.
        getComputedStyle(leaf.closest('.lane-numbers > div') ?? part).clipPath === 'none',
    );
    const boxes = leaves.flatMap((leaf) =>
      [...leaf.getClientRects()]
        .filter(({ width, height }) => width > 1 && height > 1)
        .map((box) => ({ leaf, box })),
    );
    return boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter((other) => !one.leaf.contains(other.leaf) && !other.leaf.contains(one.leaf))
        .filter((other) => {
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          return across > 1 && down > 3;
        })
        .map((other) => `${one.leaf.textContent} / ${other.leaf.textContent}`),
    );
  });
}
