/** Where the system forces its own colours on pages, all that is told by colour elsewhere is told otherwise. */
import type { Locator } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, test } from './test';

test.use({ contextOptions: { forcedColors: 'active' } });

/** What is seen of an element and of what is drawn before and behind its text, but for its background. */
async function look(locator: Locator): Promise<Record<string, string>> {
  return locator.evaluate((element) => {
    const seen: Record<string, string> = {};
    for (const part of ['', '::before', '::after']) {
      const style = getComputedStyle(element, part);
      for (const property of [
        'font-weight',
        'border-style',
        'border-width',
        'outline-style',
        'content',
        'transform',
      ])
        seen[`${part} ${property}`] = style.getPropertyValue(property);
    }
    return seen;
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what is on or chosen looks otherwise than what is not, in ${colorScheme}`, async ({
    explorer,
    page,
  }) => {
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await explorer.openReady(SMALL);
    await explorer.openBuilder();
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    // Only where networks differ one is said to be edited.
    await page
      .getByTestId('lane-item-plain')
      .getByRole('button', { name: /a copy of the shared network/ })
      .click();
    await explorer.ready();

    const pairs: Readonly<Record<string, readonly [Locator, Locator]>> = {
      'All skips': [
        explorer.skip('residual', 'all').locator('.switch-track'),
        explorer.skip('plain', 'all').locator('.switch-track'),
      ],
      norm: [
        page.locator('.builder .segments input:checked + span').first(),
        page.locator('.builder .segments input:not(:checked) + span').first(),
      ],
      'edited lane': [
        page.locator('.builder .lane-item[data-edited="true"] [aria-pressed="true"]').first(),
        page.locator('.builder .lane-item .button:not([aria-pressed="true"])').first(),
      ],
      colour: [
        page.locator('.lane-colours label:has(input:checked)').first(),
        page.locator('.lane-colours label:has(input:not(:checked))').first(),
      ],
    };
    for (const [name, [on, off]] of Object.entries(pairs))
      expect(await look(on), name).not.toEqual(await look(off));

    await test.step('lanes differ by marks, and arcs by weight and dash', async () => {
      const marks = await page
        .locator('.lane-title path')
        .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
      expect(new Set(marks).size).toBe(2);
      const swatches = await page
        .locator('.lane-colours')
        .first()
        .locator('path')
        .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
      expect(new Set(swatches).size).toBe(4);
      const [on, off] = await Promise.all(
        (['residual', 'plain'] as const).map((lane) =>
          explorer
            .skip(lane, 0)
            .locator('.block-arc')
            .first()
            .evaluate((arc) => {
              const { strokeDasharray, strokeWidth } = getComputedStyle(arc);
              return { strokeDasharray, strokeWidth };
            }),
        ),
      );
      expect(on?.strokeDasharray).not.toBe(off?.strokeDasharray);
      expect(on?.strokeWidth).not.toBe(off?.strokeWidth);
    });
  });
}

test('canvases have the colours of the system, and of the page again once it forces none', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const plot = explorer.gradientPanel.getByRole('slider');
  await plot.scrollIntoViewIfNeeded();
  /** Of the opaque pixels of the profile, the share that has one of these colours, and the share that has any hue. */
  const shares = () =>
    plot
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const probe = document.createElement('span');
        probe.style.cssText = 'forced-color-adjust: none; color: CanvasText';
        document.body.append(probe);
        const text = (getComputedStyle(probe).color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
        probe.remove();
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
          data: [],
        };
        let [all, system, hue] = [0, 0, 0];
        for (let at = 0; at < data.length; at += 4) {
          const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at, at + 4);
          if (alpha < 250) continue;
          all++;
          const own = [red, green, blue];
          if (text.every((value, index) => Math.abs(value - (own[index] ?? 0)) < 3)) system++;
          if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) hue++;
        }
        return { all, system: system / all, hue: hue / all };
      });
  await expect.poll(async () => (await shares()).system).toBeGreaterThan(0.5);
  expect((await shares()).hue).toBe(0);
  await page.emulateMedia({ forcedColors: 'none' });
  await expect.poll(async () => (await shares()).hue).toBeGreaterThan(0.5);
});
