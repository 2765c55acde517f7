/** What is done to the page at random: by pointer, by keyboard, to its window and to its address. */
import type { Page } from 'playwright';
import type { Draw } from './draw';

interface Action {
  readonly name: string;
  readonly weight: number;
  /** Does it; says what it was, for whoever repeats it. */
  readonly act: (page: Page, draw: Draw) => Promise<string>;
}

const TEXTS = [
  '',
  '0',
  '-1',
  '1',
  '3',
  '12',
  '1e9',
  '0.01',
  '0,5',
  'no number',
  '<b>x</b>',
  '深い',
  '👩‍🚀',
  'a'.repeat(60),
];
const KEYS = [
  'Tab',
  'Shift+Tab',
  'Enter',
  ' ',
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Delete',
  'Insert',
  'Control+z',
  'Control+Shift+z',
  'Alt+ArrowRight',
  'Shift+ArrowRight',
  ...Array.from('abcdefghijklmnopqrstuvwxyz0123456789?/.'),
];
const WIDTHS = [320, 390, 600, 768, 900, 1024, 1280, 1440, 1920];
const HEIGHTS = [200, 400, 640, 844, 900, 1080];

/** What can be pressed, typed into or turned. */
const TARGETS =
  'button, summary, a[href], [role=switch], [role=treeitem], [role=tab], [role=menuitem], [role=slider], [data-body], label';
const FIELDS = 'input:not([type=file]), textarea';

/** Middle of one of the elements that can be seen, the `share`-th of them, scrolled into sight; null where there is none. */
async function placeOf(page: Page, selector: string, share: number) {
  return page.evaluate(
    ([wanted, at]) => {
      const all = [...document.querySelectorAll(wanted)].filter(
        (one) => one.checkVisibility() && !(one instanceof HTMLButtonElement && one.disabled),
      );
      const chosen = all[Math.floor(at * all.length)];
      if (chosen === undefined) return null;
      chosen.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const { left, top, width, height } = chosen.getBoundingClientRect();
      const name = (
        chosen.getAttribute('data-testid') ??
        chosen.getAttribute('aria-label') ??
        chosen.textContent
      ).trim();
      return { x: left + width / 2, y: top + height / 2, name: `${chosen.localName} ${name.slice(0, 30)}` };
    },
    [selector, share] as const,
  );
}

async function anywhere(page: Page, draw: Draw) {
  const { width, height } = page.viewportSize() ?? { width: 1, height: 1 };
  return [draw.next() * width, draw.next() * height] as const;
}

export const ACTIONS: readonly Action[] = [
  {
    name: 'press',
    weight: 30,
    async act(page, draw) {
      const place = await placeOf(page, TARGETS, draw.next());
      if (place === null) return 'nothing';
      await page.mouse.click(place.x, place.y, { clickCount: draw.chance(0.1) ? 2 : 1 });
      return place.name;
    },
  },
  {
    name: 'type',
    weight: 8,
    async act(page, draw) {
      const [place, text] = [await placeOf(page, FIELDS, draw.next()), draw.among(TEXTS)];
      if (place === null) return 'nothing';
      await page.mouse.click(place.x, place.y, { clickCount: 3 });
      await page.keyboard.insertText(text);
      await page.keyboard.press(draw.among(['Enter', 'Tab', 'ArrowUp']));
      return `${place.name}: ${text}`;
    },
  },
  {
    name: 'choose',
    weight: 5,
    async act(page, draw) {
      return page.evaluate(
        ([which, option]) => {
          const all = [...document.querySelectorAll('select')].filter(
            (one) => one.checkVisibility() && !one.disabled,
          );
          const chosen = all[Math.floor(which * all.length)];
          if (chosen === undefined) return 'nothing';
          chosen.selectedIndex = Math.floor(option * chosen.options.length);
          chosen.dispatchEvent(new Event('change', { bubbles: true }));
          return `${chosen.getAttribute('aria-label') ?? chosen.id}: ${chosen.value}`;
        },
        [draw.next(), draw.next()] as const,
      );
    },
  },
  {
    name: 'key',
    weight: 15,
    async act(page, draw) {
      const key = draw.among(KEYS);
      for (let i = draw.integer(1, 4); i > 0; i--) await page.keyboard.press(key);
      return key;
    },
  },
  {
    name: 'drag',
    weight: 8,
    async act(page, draw) {
      const place = draw.chance(0.5)
        ? await placeOf(page, '.chart-plot, [data-body], .diagram-svg', draw.next())
        : null;
      const [x, y] = place === null ? await anywhere(page, draw) : [place.x, place.y];
      const [toX, toY] = [x + draw.integer(-300, 300), y + draw.integer(-80, 80)];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(toX, toY, { steps: 4 });
      await page.mouse.up();
      return `${Math.round(x)},${Math.round(y)} to ${Math.round(toX)},${Math.round(toY)}`;
    },
  },
  {
    name: 'point',
    weight: 10,
    async act(page, draw) {
      const [x, y] = await anywhere(page, draw);
      if (draw.chance(0.5)) await page.mouse.click(x, y);
      else await page.mouse.move(x, y, { steps: 2 });
      return `${Math.round(x)},${Math.round(y)}`;
    },
  },
  {
    name: 'scroll',
    weight: 10,
    async act(page, draw) {
      const by = draw.integer(-1500, 2500);
      await page.mouse.wheel(0, by);
      return String(by);
    },
  },
  {
    name: 'resize',
    weight: 6,
    async act(page, draw) {
      const size = { width: draw.among(WIDTHS), height: draw.among(HEIGHTS) };
      await page.setViewportSize(size);
      return `${size.width}×${size.height}`;
    },
  },
  {
    name: 'look',
    weight: 2,
    async act(page, draw) {
      const look = {
        colorScheme: draw.among(['light', 'dark'] as const),
        forcedColors: draw.among(['none', 'none', 'active'] as const),
        reducedMotion: draw.among(['no-preference', 'reduce'] as const),
        media: draw.among(['screen', 'screen', 'print'] as const),
      };
      await page.emulateMedia(look);
      return Object.values(look).join();
    },
  },
  {
    name: 'travel',
    weight: 3,
    async act(page, draw) {
      const by = draw.among([-1, 1]);
      await page.evaluate((steps) => history.go(steps), by);
      return String(by);
    },
  },
  {
    name: 'link',
    weight: 3,
    async act(page, draw) {
      const link = draw.among(LINKS);
      await page.evaluate((hash) => {
        location.hash = hash;
      }, link);
      return link;
    },
  },
];

/** Experiments of which a step takes milliseconds, and each of which is odd in its own way. */
export const LINKS: readonly string[] = [
  '#v=1&blocks=1,1,1&width=4&batch=8&lanes=a,b,c,d&skip.c=0',
  '#v=1&set=shapes&blocks=1,0,0&width=4&batch=8&test=10',
  '#v=1&set=shapes&blocks=0,0,0&width=4&batch=8&lanes=a,b',
  '#v=1&set=shapes&blocks=2,1,1&width=4&batch=16&test=5&net.b=densenet&lanes=a,b',
  '#v=1&set=shapes&blocks=6,0,0&width=4&batch=8&act=sigmoid&norm=none&lr=10&lanes=a,b,c',
  '#v=1&set=shapes&blocks=1,1,1&width=4&widths=4,4,4&strides=1,1,1&batch=8&switch=2:plain:all:1;4:residual:0-1:0&rate=3:0.5',
];
