/** The page fits its window, narrow or wide, and has what it promises to automation. */
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

const PROMISED = [
  'train',
  'step',
  'reset',
  'step-count',
  'backend',
  'lane-residual',
  'lane-plain',
  'skip-residual-0',
  'skip-plain-0',
  'skip-residual-26',
  'skip-plain-26',
  'skip-all-residual',
  'skip-all-plain',
  'gradient-panel',
  'gradient-table',
  'preset',
  'share',
  'stage-networks',
  'loss-panel',
  'story',
  'pin',
  'build',
];

for (const width of [390, 1440]) {
  test(`nothing is missing and nothing sticks out at ${width} px`, async ({ explorer, page }) => {
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady();
    const excess = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await excess(), 'at first').toBe(0);
    await explorer.unfoldLanes();
    await explorer.openDetails();
    for (const id of PROMISED) await expect(page.getByTestId(id), id).toHaveCount(1);
    for (const lane of ['lane-residual', 'lane-plain']) {
      await expect(page.getByTestId(lane).getByTestId('loss')).toHaveAttribute('data-value', /^\d/);
      await expect(page.getByTestId(lane).getByTestId('accuracy')).toHaveAttribute('data-value', /^[01]/);
    }
    expect(await excess(), 'all open').toBe(0);
    await explorer.openBuilder();
    await explorer.openDetails();
    expect(await excess(), 'the builder too').toBe(0);
    // Long words of a link wrap, the longest networks scroll within themselves.
    await explorer.open(withFields(SMALL, { blocks: '30,30,30', junk: 'x'.repeat(300) }));
    await expect(explorer.notice).toBeVisible();
    expect(await excess(), 'a long notice').toBe(0);
    await explorer.unfoldLanes();
    await explorer.openBuilder();
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await expect(explorer.skip('plain', 89)).toBeAttached();
    expect(await excess(), 'the longest networks').toBe(0);
  });
}

test('the networks and the gradients are in view without scrolling on a laptop', async ({
  explorer,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await explorer.openReady();
  for (const part of [
    page.getByTestId('train'),
    page.getByTestId('lane-residual'),
    page.getByTestId('lane-plain'),
    explorer.gradientPanel.getByRole('slider'),
  ]) {
    await expect(part).toBeInViewport({ ratio: 0.5 });
  }
});

test('a phone shows what there is, opens it where one asks for it, and keeps that in the address', async ({
  explorer,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await explorer.openReady(SMALL);
  const section = (name: string) => page.locator(`#section-${name}`);
  await expect(explorer.gradientPanel.getByRole('slider')).toBeInViewport();
  await expect(section('history')).not.toHaveAttribute('open');
  await expect(section('history').getByRole('slider')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(3_000);

  await test.step('the transport is where the thumb is, wherever the page is', async () => {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await explorer.step.click();
    await explorer.reaches(1);
    for (const lane of ['residual', 'plain'] as const)
      await expect(explorer.loss(lane)).toHaveAttribute('data-value', /^\d/);
  });

  await test.step('the menu opens a section and goes there', async () => {
    await page.getByRole('button', { name: 'Go to' }).click();
    await page.getByRole('navigation', { name: 'Go to' }).getByRole('button', { name: 'History' }).click();
    await expect(section('history').locator(':scope > summary')).toBeFocused();
    await expect(section('history').getByRole('slider')).toBeInViewport();
  });

  await test.step('what was opened and closed is there again after a reload', async () => {
    await section('lines').locator(':scope > summary').press('Enter');
    await expect(section('lines').getByRole('slider')).toHaveCount(1);
    await section('history').locator(':scope > summary').press('Enter');
    await expect(section('history').getByRole('slider')).toHaveCount(0);
    // What is closed is out of sight before the page hears of it.
    await expect.poll(() => new URL(page.url()).searchParams.get('open')).toBe('-history.lines');
    await page.reload();
    await expect(section('lines').getByRole('slider')).toHaveCount(1);
    await expect(section('history')).not.toHaveAttribute('open');
  });

  await test.step('what a finger presses is 40 pixels high', async () => {
    await explorer.unfoldLanes();
    await explorer.openBuilder();
    await explorer.openDetails();
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'button, summary, select, .segments label, label:has(input[type="checkbox"])',
        ),
      ]
        .filter((element) => element.closest('svg') === null && element.checkVisibility())
        .filter((element) => element.getBoundingClientRect().height < 40)
        .map((element) => `${element.className} ${element.textContent}`.slice(0, 60)),
    );
    expect(small).toEqual([]);
  });
});

test('light and dark follow the system, can be chosen, and are remembered', async ({ explorer, page }) => {
  const brightness = () =>
    page.evaluate(() => {
      const [r = 0, g = 0, b = 0] = (
        getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g) ?? []
      ).map(Number);
      return (r + g + b) / 3;
    });
  await page.emulateMedia({ colorScheme: 'dark' });
  await explorer.open(SMALL);
  await expect(explorer.train).toBeVisible();
  expect(await brightness()).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await brightness()).toBeGreaterThan(200);
  const theme = page.getByTestId('theme');
  await expect(theme).toHaveAccessibleName('Theme: System');
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: Light');
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: Dark');
  expect(await brightness()).toBeLessThan(60);
  await explorer.open(SMALL);
  await expect(theme).toHaveAccessibleName('Theme: Dark');
  expect(await brightness()).toBeLessThan(60);
});

test('an edit moves nothing while the new run is prepared', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  // From frame to frame, as a moment is enough to miss what one points at.
  const frames = await page.evaluateHandle(() => {
    const seen = { tops: new Set<number>(), prepared: false };
    const look = (): void => {
      const top = document.querySelector('.block-body')?.getBoundingClientRect().top;
      if (top !== undefined) seen.tops.add(Math.round(top + scrollY));
      seen.prepared ||= document.querySelector('.transport [role=progressbar]') !== null;
      requestAnimationFrame(look);
    };
    look();
    return seen;
  });
  await page.getByRole('button', { name: 'Add a block to stage 1' }).click();
  await expect.poll(() => frames.evaluate(({ prepared }) => prepared)).toBe(true);
  await expect(explorer.step).toBeEnabled();
  expect(await frames.evaluate(({ tops }) => [...tops])).toHaveLength(1);
});
