/**
 * Draws the icons of the installed page (`public/icons`) from its mark, `public/favicon.svg`. Systems cut those for them to
 * their own shape, of which a disc of four fifths of the width is always left: there the mark lies within that, and its ground
 * goes to the edge.
 *
 *     npm run icons
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { ensureChromium, quietFlags } from './chromium';

const FOLDER = 'public/icons';
/** What of its width the mark has in an icon that is cut. */
const CUT = 0.75;

const mark = readFileSync('public/favicon.svg', 'utf8');
const [, ground] = /<rect [^>]*fill="(#\w+)"/.exec(mark) ?? [];
if (ground === undefined) throw new Error('The mark has no ground.');

const icons = [
  { file: 'icon-192', size: 192, isCut: false },
  { file: 'icon-512', size: 512, isCut: false },
  { file: 'maskable-192', size: 192, isCut: true },
  { file: 'maskable-512', size: 512, isCut: true },
  { file: 'touch-180', size: 180, isCut: true },
];

const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...quietFlags] });
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, size, isCut } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const side = isCut ? size * CUT : size;
    await page.setContent(`<!doctype html>
      <style>
        body { margin: 0; height: 100vh; display: grid; place-items: center; background: ${isCut ? ground : 'none'}; }
        svg { width: ${side}px; height: ${side}px; }
      </style>
      ${mark}`);
    writeFileSync(`${FOLDER}/${file}.png`, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
