/** The dialog of sharing: link, QR code and frame, for mouse, keyboard and reader, on a wide page and on a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { textOfImage } from '../src/testing/qr';
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

/** The text of a code as it is drawn on the page; null where none is seen. */
async function readQr(code: Locator): Promise<string | null> {
  const { dark, side } = await code.evaluate(async (svg: SVGSVGElement) => {
    const side = 6 * svg.viewBox.baseVal.width;
    const picture = new Image(side, side);
    const text = new XMLSerializer().serializeToString(svg);
    picture.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    await picture.decode();
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0, side, side);
    const { data } = context?.getImageData(0, 0, side, side) ?? { data: new Uint8ClampedArray() };
    return {
      dark: Array.from({ length: side * side }, (_, i) => ((data[4 * i] ?? 0) < 128 ? 1 : 0)).join(''),
      side,
    };
  });
  const pixels = Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) =>
    i % 4 < 3 && dark[i >> 2] === '1' ? 0 : 255,
  );
  return textOfImage(pixels, side, side);
}

test('the link opens where the dialog says, and so do the QR code and the frame', async ({
  explorer,
  page,
  friend,
}) => {
  await explorer.openReady(withFields(SMALL, { switch: '2:plain:all:1' }));
  await explorer.stepTo(4);
  const losses = await explorer.losses();
  await page.getByTestId('share').click();
  const dialog = page.getByRole('dialog', { name: 'Share this experiment' });
  const field = dialog.getByRole('textbox', { name: 'Link to this experiment' });
  const qr = dialog.getByTestId('qr');
  const hash = await explorer.hash();
  const base = new URL('/', page.url()).href;
  await expect(field).toHaveValue(`${base}?until=4${hash}`);
  await expect.poll(() => readQr(qr)).toBe(`${base}?until=4${hash}`);
  await expect(dialog.getByTestId('receiver')).toContainText('Skips are switched at step 2.');
  await expect(dialog.getByTestId('receiver')).toContainText(/replayed to step 4, .*and waits there/);
  const link = await field.inputValue();

  await dialog.getByRole('spinbutton', { name: 'Opens at step' }).fill('6');
  await dialog.getByRole('checkbox', { name: 'and plays' }).check();
  await expect(field).toHaveValue(`${base}?until=6&play${hash}`);
  await expect.poll(() => readQr(qr)).toBe(`${base}?until=6&play${hash}`);
  await expect(dialog.getByTestId('receiver')).toContainText('and trains on');
  await dialog.getByTestId('share-frame').locator('summary').click();
  await dialog.getByRole('radio', { name: 'Loss' }).check({ force: true });
  const height = dialog.getByRole('spinbutton', { name: 'Height' });
  await height.fill('240');
  await height.press('Enter');
  const code = dialog.getByRole('textbox', { name: 'Code of the frame' });
  await expect(code).toHaveValue(/^<iframe src="[^"]*\?embed=loss&amp;until=6&amp;play#.*height="240"/);

  const other = await friend();
  await other.open('', '', link);
  await other.reaches(4);
  await expect(other.step).toBeEnabled();
  expect(await other.losses()).toEqual(losses);
});

test('a link that is too long for a QR code says how long codes can be', async ({ explorer, page }) => {
  const events = Array.from({ length: 200 }, (_, i) => `${i + 1}:plain:all:${i % 2}`);
  await explorer.openReady(withFields(SMALL, { switch: events.join(';') }));
  await page.getByTestId('share').click();
  await expect(page.getByTestId('qr-too-long')).toHaveText(
    /^The link has \d,\d{3} characters\. A QR code holds 2,953\.$/,
  );
});

test('where the clipboard is refused, the link stands selected', async ({ explorer, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('refused', 'NotAllowedError')) },
    });
  });
  await explorer.openReady(SMALL);
  await page.getByTestId('share').click();
  await page.getByTestId('copy-link').click();
  await expect(page.getByText('The browser refused the clipboard: copy what is selected.')).toBeVisible();
  const field = page.getByRole('textbox', { name: 'Link to this experiment' });
  await expect(field).toBeFocused();
  const selected = await field.evaluate((element: HTMLInputElement) =>
    element.value.slice(element.selectionStart ?? 0, element.selectionEnd ?? 0),
  );
  expect(selected).toBe(page.url());
});

test('by keyboard alone: opened, gone through, closed by Escape, and back at the button', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const button = page.getByTestId('share');
  const dialog = page.getByTestId('share-dialog');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await expect(page.getByTestId('qr')).toBeVisible();
  const reached = new Set<string>();
  for (let i = 0; i < 26; i++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const { activeElement } = document;
        // Between the ends, browsers give their own controls a turn.
        if (activeElement === null || activeElement === document.body) return 'browser';
        const isInside = activeElement.closest('dialog') !== null;
        const name = activeElement.getAttribute('aria-label') ?? activeElement.textContent;
        return isInside ? `${activeElement.tagName}:${name}` : 'outside';
      }),
    );
  }
  expect([...reached]).not.toContain('outside');
  for (const name of ['BUTTON:Copy link', 'BUTTON:Close', 'BUTTON:Larger', 'SUMMARY:Code for another page'])
    expect([...reached]).toContain(name);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  // The same with its own button, and with a click beside it.
  await page.keyboard.press('Enter');
  await page.getByTestId('share-close').click();
  await expect(button).toBeFocused();
  await button.click();
  await expect(dialog).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(dialog).toBeHidden();
});

for (const [colorScheme, width, height] of [
  ['light', 1440, 900],
  ['dark', 390, 844],
  ['dark', 1440, 900],
  ['light', 320, 568],
] as const) {
  test(`axe finds nothing in the dialog, and it fits: ${colorScheme}, ${width}×${height}`, async ({
    explorer,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await explorer.open(SMALL);
    await expect(explorer.step).toBeEnabled();
    await page.getByTestId('share').click();
    const dialog = page.getByTestId('share-dialog');
    await expect(dialog.getByTestId('qr')).toBeVisible();
    const cut = await dialog
      .locator('.button:visible')
      .evaluateAll((buttons) => buttons.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
    expect(cut, 'buttons narrower than their words').toBe(0);
    for (const [what, act] of [
      ['at first', async () => undefined],
      ['with the frame', () => dialog.locator('summary').click()],
      ['with a large code', () => dialog.getByTestId('qr-resize').click()],
    ] as const) {
      await act();
      const { violations } = await new AxeBuilder({ page }).include('[data-testid="share-dialog"]').analyze();
      expect(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
        what,
      ).toEqual([]);
      const [box, wide] = await dialog.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return [[left, top, right, bottom], element.scrollWidth - element.clientWidth] as const;
      });
      expect(wide, what).toBe(0);
      expect([box[0] >= 0, box[1] >= 0, box[2] <= width, box[3] <= height], what).toEqual(
        Array.from({ length: 4 }, () => true),
      );
    }
  });
}
