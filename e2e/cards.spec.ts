/** What floats over the page or stands in a box of its own: it is whole, and hides nothing that it need not. */
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';
import type { Locator } from '@playwright/test';

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on the page');
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

for (const [width, height] of [
  [1440, 900],
  [1280, 800],
  [390, 844],
] as const) {
  test(`the card of a block is in sight and off the other network at ${width} px`, async ({
    explorer,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await explorer.openReady();
    await explorer.unfoldLanes();
    const bar = await boxOf(page.locator('.transport'));
    for (const [lane, other] of [
      ['residual', 'plain'],
      ['plain', 'residual'],
    ] as const) {
      const diagram = page.getByTestId(`lane-${lane}`);
      // As many as there is room for: the others are folded.
      const all = await diagram
        .locator('[data-place]')
        .evaluateAll((items) => items.map((item) => item.getAttribute('data-place') ?? ''));
      const last = all.length - 1;
      for (const place of new Set([0, 1, last >> 1, last - 1, last].map((at) => all[at] ?? ''))) {
        const item = diagram.locator(`[data-place="${place}"]`);
        await item.scrollIntoViewIfNeeded();
        await item.hover();
        const card = diagram.getByRole('tooltip');
        await expect(card).toBeVisible();
        const name = `${lane} ${place}`;
        const { left, top, right, bottom } = await boxOf(card);
        expect(left, name).toBeGreaterThanOrEqual(0);
        expect(right, name).toBeLessThanOrEqual(width);
        expect(top, name).toBeGreaterThanOrEqual(
          bar.top < height / 2 ? (await boxOf(page.locator('.transport'))).bottom - 0.5 : 0,
        );
        expect(bottom, name).toBeLessThanOrEqual((bar.top < height / 2 ? height : bar.top) + 0.5);
        // On a phone a network is as wide as the window, and the card goes over its rows.
        if (width < 1000) continue;
        const hidden = await boxOf(page.getByTestId(`lane-${other}`).locator('.diagram'));
        expect(Math.min(bottom, hidden.bottom) - Math.max(top, hidden.top), name).toBeLessThanOrEqual(0);
      }
    }
  });
}

test('labels stay within their boxes', async ({ explorer, page }) => {
  await explorer.openReady(withFields(SMALL, { gate: 'exclusive' }));
  await explorer.openBuilder();
  const excess = await page.evaluate(() =>
    [...document.querySelectorAll('.end-node, .block-mark, .legend svg')].flatMap((group) => {
      const [box, text] = [group.querySelector('rect'), group.querySelector('text')];
      if (box === null || text === null) return [];
      const [outer, inner] = [box.getBoundingClientRect(), text.getBoundingClientRect()];
      const room = Math.min(inner.left - outer.left, outer.right - inner.right);
      return [{ text: text.textContent, room }];
    }),
  );
  expect(excess.length).toBeGreaterThan(4);
  expect(excess.filter(({ room }) => room < 1)).toEqual([]);
});

for (const width of [1150, 1280, 1440]) {
  test(`no number makes the bar wrap at ${width} px`, async ({ explorer, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await explorer.openReady(SMALL);
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.transport, .transport > *')].map((part) => {
          const { left, top, height } = part.getBoundingClientRect();
          return [left, top, height].map(Math.round);
        }),
      );
    const before = await places();
    if (width >= 1280) expect(before[0]?.[2]).toBeLessThan(60);
    for (const [step, epoch, time] of [
      ['1234', '3.94', '1,176'],
      ['123456', '394.43', '12,345'],
      ['999999', '3194.88', '99,999'],
    ]) {
      // Nobody waits for a million steps: the numbers are written as the page would write them.
      await page.evaluate(
        (texts) => {
          document.querySelectorAll('.clock dd').forEach((number, index) => {
            number.textContent = texts[index] ?? '';
          });
        },
        [step, epoch, time],
      );
      expect(await places(), step).toEqual(before);
    }
  });
}
