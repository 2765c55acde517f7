/** A finger on the diagrams of a phone: it scrolls, it picks blocks up where it rests, and it taps. */
import type { CDPSession } from '@playwright/test';
import { expect, test } from './test';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

const HASH = '#v=1&set=shapes&blocks=2,2,2&width=4&batch=8&test=0';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Puts a finger down, and returns how to move it and take it away. */
async function finger(session: CDPSession, from: Point) {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [from]);
  return {
    async to({ x, y }: Point): Promise<void> {
      for (let i = 1; i <= 8; i++)
        await send('touchMove', [{ x: from.x + ((x - from.x) * i) / 8, y: from.y + ((y - from.y) * i) / 8 }]);
    },
    up: () => send('touchEnd', []),
  };
}

test('a swipe over blocks scrolls; a finger that rests on one picks it up, moves it, or lets it be edited', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(HASH);
  await explorer.unfoldLanes();
  const session = await page.context().newCDPSession(page);
  const lane = page.getByTestId('lane-residual');
  const block = lane.locator('[data-body="1"]');
  const selected = lane.locator('.block-place[data-selected="true"]');
  const note = page.locator('.drop-note');
  const middle = async (of = block): Promise<Point> => {
    const { x, y, width, height } = (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x: x + width / 2, y: y + height / 2 };
  };
  const scrolled = (): Promise<number> => page.evaluate(() => window.scrollY);

  const swiped = await middle();
  const swipe = await finger(session, swiped);
  await swipe.to({ x: swiped.x, y: swiped.y - 160 });
  await swipe.up();
  await expect.poll(scrolled).toBeGreaterThan(50);
  await expect(selected).toHaveCount(0);
  // A finger put down while the page still scrolls is the browser's alone.
  let last = Number.NaN;
  const stands = async (): Promise<boolean> => {
    const { y } = await middle();
    const same = y === last;
    last = y;
    return same;
  };
  await expect.poll(stands, { intervals: [300] }).toBe(true);
  await page.evaluate(() => scrollTo(0, 0));

  const held = await finger(session, await middle());
  await expect(note).toContainText('layer1.1 picked up');
  await expect(selected).toHaveCount(1);
  const { y } = await middle();
  const target = await lane.locator('[data-body="3"]').boundingBox();
  await held.to({ x: (target?.x ?? 0) + (target?.width ?? 0), y });
  await expect(note).toContainText('after layer2.1, in stage 2');
  const before = await scrolled();
  await held.up();
  await expect.poll(() => explorer.hash()).toBe(HASH.replace('2,2,2', '1,3,2'));
  expect(await scrolled()).toBe(before);

  const rested = await finger(session, await middle(lane.locator('[data-body="0"]')));
  await expect(note).toContainText('layer1.0 picked up');
  await rested.up();
  await expect(note).toHaveCount(0);
  await expect(selected).toHaveAttribute('data-place', '0');
  expect(await explorer.hash()).toBe(HASH.replace('2,2,2', '1,3,2'));

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await block.tap();
  await expect(selected).toHaveAttribute('data-place', '1');
});
