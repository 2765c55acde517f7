/** The page at 400 %: a window of 1280×900 then has 320×225 CSS pixels. */
import { SMALL } from './experiments';
import { expect, test } from './test';

test.use({ viewport: { width: 320, height: 225 } });

test('at 400 % nothing sticks out, and what stays in view leaves three quarters of the window to the page', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.unfoldLanes();
  await explorer.openDetails();
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await excess()).toBe(0);
  for (const share of [0, 0.3, 0.6, 1]) {
    await page.evaluate((to) => {
      const { scrollHeight } = document.documentElement;
      window.scrollTo(0, to * (scrollHeight - innerHeight));
    }, share);
    expect(await page.evaluate(covered), `scrolled to ${share}`).toBeLessThanOrEqual(0.25);
  }
  await test.step('the bar is reached by scrolling, and works', async () => {
    await explorer.step.click();
    await explorer.reaches(1);
    await page.getByRole('button', { name: 'Go to' }).click();
    await expect(page.getByRole('navigation', { name: 'Go to' })).toBeInViewport({ ratio: 1 });
  });
});

/** Share of the window that fixed and stuck parts of the page cover. Runs in the page. */
function covered(): number {
  const stuck = [...document.querySelectorAll('body *')].filter((element) => {
    const { position } = getComputedStyle(element);
    const isHeld =
      position === 'fixed' || (position === 'sticky' && element.closest('.chart-table') === null);
    return isHeld && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  });
  const area = stuck.reduce((sum, element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const width = Math.max(0, Math.min(right, innerWidth) - Math.max(left, 0));
    return sum + width * Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
  }, 0);
  return area / (innerWidth * innerHeight);
}
