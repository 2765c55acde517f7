/** A page that a browser translates goes on as before: nothing breaks, and what it says stays current. */
import { SMALL } from './experiments';
import type { Explorer } from './explorer';
import { expect, test } from './test';
import { tour } from './tour';
import { translate, watchTexts, type Translation } from './translator';

test('a text that changes is alone in its element', async ({ explorer, page }) => {
  // To look at every text that changes takes most of its time.
  test.slow();
  const shared = await watchTexts(page);
  await explorer.openReady(SMALL);
  await tour(explorer);
  expect(await shared()).toEqual([]);
});

const TRANSLATIONS: readonly (Translation & { readonly name: string })[] = [
  { name: 'texts are moved, but for those that ask not to be', node: 'moved', all: false },
  { name: 'all texts are replaced', node: 'replaced', all: true },
];

for (const { name, ...translation } of TRANSLATIONS) {
  test(`a translated page trains on and says what is so: ${name}`, async ({ explorer, friend, page }) => {
    await translate(page, translation);
    await explorer.openReady(SMALL);
    await tour(explorer);
    const untranslated = await friend();
    for (const one of [explorer, untranslated]) await use(one);
    // Tables follow at leisure.
    await expect.poll(() => words(explorer)).toEqual(await words(untranslated));
  });
}

test('texts that a translator took away can be removed and put something before; others cannot', async ({
  explorer,
  page,
}) => {
  await explorer.open(SMALL);
  await expect(explorer.train).toBeVisible();
  const left = await page.evaluate(() => {
    const words = (parts: readonly string[]): [HTMLElement, Text[]] => {
      const parent = document.createElement('p');
      const texts = parts.map((part) => parent.appendChild(document.createTextNode(part)));
      return [parent, texts];
    };
    const wrap = (text: Text, inside: Text): void => {
      const font = document.createElement('font');
      text.replaceWith(font);
      font.appendChild(document.createElement('font')).append(inside);
    };
    const results: string[] = [];
    for (const replaced of [false, true]) {
      const [parent, texts] = words(['a', 'b', 'c']);
      const [a, b, c] = texts as [Text, Text, Text];
      wrap(b, replaced ? document.createTextNode('B') : b);
      parent.insertBefore(document.createElement('hr'), c);
      parent.insertBefore(document.createElement('br'), b);
      parent.removeChild(b);
      parent.removeChild(a);
      results.push(parent.innerHTML);
    }
    const [parent] = words([]);
    const [, [stranger]] = words(['stranger']);
    for (const fault of [
      () => parent.removeChild(stranger as Text),
      () => parent.insertBefore(document.createElement('hr'), stranger as Text),
    ]) {
      try {
        fault();
        results.push('nothing');
      } catch (error) {
        results.push((error as Error).name);
      }
    }
    return results;
  });
  // A text that is nowhere any more cannot be found: what was to stand before it stands last.
  expect(left).toEqual([
    '<br><hr>c',
    '<font><font>B</font></font><hr>c<br>',
    'NotFoundError',
    'NotFoundError',
  ]);
});

/** Something of everything, always the same. */
async function use(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  await explorer.openReady(SMALL);
  await explorer.stepTo(2);
  await explorer.skip('residual', 1).click();
  await explorer.stepTo(4);
  await explorer.openBuilder();
  await page.getByTestId('add-lane').click();
  await explorer.ready();
  await explorer.stepTo(3);
  await page.getByTestId('pin').click();
  await page.getByTestId('question-lesion').click();
  await page.getByTestId('span').getByRole('textbox').nth(0).fill('1');
  await page.getByTestId('span').getByRole('textbox').nth(1).fill('3');
  await page.getByTestId('span').getByRole('textbox').nth(1).press('Enter');
}

/** What the page says of networks, results and settings, but for how long it took. */
async function words({ page }: Explorer): Promise<readonly string[]> {
  return page.evaluate(() =>
    ['#networks', '.builder', '.clock div:first-child', '.badge'].map((part) => {
      const copy = document.querySelector(part)?.cloneNode(true) as Element | undefined;
      // Charts are drawn when they are seen.
      const others =
        copy?.querySelectorAll('.facts-time, .chart-plot, .chart-panel:not([data-testid])') ?? [];
      for (const element of others) element.remove();
      return (copy?.textContent ?? '').replaceAll(/\s+/g, ' ');
    }),
  );
}
