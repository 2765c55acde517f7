/** The main job without a pointer: from the address bar on, with the focus always to be seen. */
import type { Locator, Page } from '@playwright/test';
import { SMALL, fieldsOf } from './experiments';
import { readNumber } from './numbers';
import { expect, test } from './test';

test('the main job by keyboard alone', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);

  await test.step('a link past the header leads to the networks', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the networks' })).toBeFocused();
    await expectFocusSeen(page);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('stage-networks')).toBeFocused();
    expect(await explorer.hash()).toBe(SMALL);
    await explorer.open(SMALL);
    await explorer.ready();
  });

  await test.step('trains and pauses', async () => {
    await tabTo(page, explorer.train);
    await page.keyboard.press('Enter');
    await explorer.reaches(2);
    await expect(explorer.train).toBeFocused();
    await page.keyboard.press('Space');
    await expect(explorer.step).toBeEnabled();
    await expect(explorer.train).toHaveText('Train');
  });

  await test.step('steps once', async () => {
    const { step } = await explorer.losses();
    // The tools of the bar are one stop of the tab key.
    await page.keyboard.press('ArrowRight');
    await expect(explorer.step).toBeFocused();
    await expectFocusSeen(page);
    await page.keyboard.press('Enter');
    await explorer.reaches(step + 1);
    await expect(explorer.step).toBeFocused();
  });

  await test.step('switches skips: arrows move between them, Space switches', async () => {
    await tabTo(page, explorer.skip('residual', 'all'));
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    await expect(explorer.skip('residual', 0)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(explorer.skip('residual', 1)).toBeFocused();
    await expectFocusSeen(page);
    await page.keyboard.press('Space');
    await expect(explorer.skip('residual', 1)).toHaveAttribute('aria-checked', 'false');
    const { step } = await explorer.losses();
    await expect.poll(async () => fieldsOf(await explorer.hash()).get('switch')).toBe(`${step}:residual:1:0`);
    await tabTo(page, explorer.skip('plain', 'all'));
    const before = await explorer.norms();
    await page.keyboard.press('Space');
    await expect(explorer.skip('plain', 3)).toHaveAttribute('aria-checked', 'true');
    // What is read next is of the networks as they are now, in the table and, a frame later, in the chart.
    await expect
      .poll(async () => (await explorer.norms()).layers['conv1']?.plain)
      .not.toBe(before.layers['conv1']?.plain);
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  });

  await test.step('reads exact values off the gradient chart', async () => {
    const slider = explorer.gradientPanel.getByRole('slider');
    await tabTo(page, slider);
    const { layers } = await explorer.norms();
    const names = Object.keys(layers);
    await page.keyboard.press('Home');
    await expectReading(explorer.gradientPanel, names[0], layers);
    for (const at of [1, 2, 3]) {
      await page.keyboard.press('ArrowRight');
      await expectReading(explorer.gradientPanel, names[at], layers);
    }
    await page.keyboard.press('ArrowLeft');
    await expectReading(explorer.gradientPanel, names[2], layers);
    // The same layer is lit up in the table.
    await expect(explorer.gradientTable.locator('tr[data-highlight="true"]')).toContainText(names[2] ?? '');
    await page.keyboard.press('End');
    await expectReading(explorer.gradientPanel, names.at(-1), layers);
  });

  await test.step('opens every table', async () => {
    for (const name of ['One step as a table', 'Curves as a table']) {
      const summary = page.locator('summary', { hasText: name });
      await tabTo(page, summary);
      await page.keyboard.press('Enter');
      await expect(page.locator('details.chart-details', { has: summary })).toHaveAttribute('open');
    }
    await expect(page.getByRole('region', { name: 'Loss and accuracy, scrollable table' })).toBeVisible();
  });

  await test.step('chooses another preset, and takes it back', async () => {
    await tabTo(page, explorer.preset, 'Shift+Tab');
    await page.keyboard.press('End');
    await expect(explorer.preset).toHaveValue('resnet-8');
    await expect.poll(() => explorer.hash()).toBe('#v=1&blocks=1,1,1');
    await explorer.ready();
  });
});

test('Train, a switch and the gradient chart are within ten stops of the tab key', async ({
  explorer,
  page,
}) => {
  const slider = explorer.gradientPanel.getByRole('slider');
  /** Which of the links past the head is taken, if any. */
  for (const [link, targets] of [
    [null, [explorer.train]],
    ['Skip to the networks', [explorer.skip('residual', 'all'), explorer.skip('plain', 'all')]],
    ['Skip to the gradient chart', [slider]],
  ] as const) {
    for (const target of targets) {
      await explorer.openReady(SMALL);
      let stops = 0;
      if (link !== null) {
        stops += await tabTo(page, page.getByRole('link', { name: link }));
        await page.keyboard.press('Enter');
      }
      if (!(await target.evaluate((element) => element === document.activeElement)))
        stops += await tabTo(page, target);
      expect(stops, `${await target.getAttribute('aria-label')}`).toBeLessThanOrEqual(10);
    }
  }
});

test('every stop of the tab key can be seen, and none is a trap', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await explorer.openDetails();
  await page.evaluate(() => {
    // Tab goes on from where the focus was last, be it blurred.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const stops = new Set<string>();
  for (let stop = 0; stop < 300; stop++) {
    await page.keyboard.press('Tab');
    const name = await nameOfFocused(page);
    if (name === null) break;
    await expectFocusSeen(page);
    expect(stops.has(name), `${name} comes once`).toBe(false);
    stops.add(name);
  }
  expect(await nameOfFocused(page), 'the last stop leads out of the page').toBeNull();
  // Header, transport, preset, lanes, three charts, tables, and all fields of the builder.
  expect(stops.size).toBeGreaterThan(30);
});

/** Presses Tab until an element has the focus, and returns how often; each stop on the way must be seen. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<number> {
  for (let stop = 1; stop <= 200; stop++) {
    await page.keyboard.press(key);
    await expectFocusSeen(page);
    if (await target.evaluate((element) => element === document.activeElement)) return stop;
  }
  throw new Error(`not reached with ${key}`);
}

/** The readout shows a layer with the values that the table has, and a screen reader is told the same. */
async function expectReading(
  panel: Locator,
  layer: string | undefined,
  layers: Readonly<Record<string, { readonly residual: string; readonly plain: string }>>,
): Promise<void> {
  const norms = layers[layer ?? ''];
  expect(layer === undefined || norms === undefined).toBe(false);
  await expect(panel.getByRole('slider')).toHaveAttribute('aria-valuetext', new RegExp(layer ?? ''));
  const spoken = panel.locator('[aria-live]');
  await expect(spoken).toContainText(layer ?? '');
  for (const where of [spoken, panel.locator('.chart-readout')]) {
    const text = (await where.textContent()) ?? '';
    for (const lane of ['residual', 'plain'] as const) {
      // Behind the name may stand how many skips were switched: “plain +3”.
      const read = readNumber(text.slice(text.indexOf(lane) + lane.length).replace(/^ [+−]\d+/, ''));
      // Written with at least three digits.
      expect(Math.abs(read - Number(norms?.[lane]))).toBeLessThanOrEqual(0.005 * Number(norms?.[lane]));
    }
  }
}

/** A name that tells the focused element from all others, null where nothing has the focus. */
async function nameOfFocused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const path: string[] = [];
    for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
      path.unshift(`${at.tagName}${[...(at.parentElement?.children ?? [])].indexOf(at)}`);
    }
    return `${path.join('>')} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 30)}`;
  });
}

/**
 * The focused element, or what is drawn in the place of an invisible one, has an outline (or, in a diagram, the stroke
 * of the focus colour) and is in the window.
 */
async function expectFocusSeen(page: Page): Promise<void> {
  const seen = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return 'nothing has the focus';
      const probe = document.createElement('i');
      probe.style.color = 'var(--focus)';
      document.body.append(probe);
      const focusColour = getComputedStyle(probe).color;
      probe.remove();
      const box = element.getBoundingClientRect();
      const hidden = Number(getComputedStyle(element).opacity) === 0 || box.width < 4 || box.height < 4;
      const drawn = hidden ? element.nextElementSibling : element;
      if (drawn === null) return `${element.outerHTML.slice(0, 200)} is invisible`;
      const { top, bottom, left, right } = drawn.getBoundingClientRect();
      if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) {
        return `${element.outerHTML.slice(0, 200)} is out of the window`;
      }
      const outlined = (one: Element): boolean => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
        return (
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && outlineColor === focusColour
        );
      };
      if (drawn instanceof SVGElement) {
        const stroked = [...drawn.querySelectorAll('rect')].some(
          (one) => getComputedStyle(one).stroke === focusColour,
        );
        if (stroked) return '';
      }
      return outlined(drawn) ? '' : `${element.outerHTML.slice(0, 200)} has no outline`;
    });
  // A browser scrolls to what is far off in a frame or two, and cards that come into sight are laid out then.
  await expect.poll(seen).toBe('');
}
