/** A phone, fingers and pens. */
import { holds, same, SMALL, type BrowserCheck } from '../check';
import { LackingError, type Point, type Pointer } from '../driver';
import { byId, until, type Explorer } from '../explorer';

const HASH = SMALL.replace('2,1,1', '2,2,2');
const lane = byId('lane-residual');
const body = (block: number): string => `${lane} [data-body="${block}"]`;
const selected = `${lane} .block-place[data-selected="true"]`;

const scrolled = (explorer: Explorer): Promise<number> => explorer.driver.evaluate(() => scrollY);

/** From one block to the end of another; the second is found when the pointer is already down. */
async function dragged(explorer: Explorer, pointer: Pointer): Promise<void> {
  await explorer.openReady(HASH);
  await explorer.show(body(1));
  const from = await explorer.middleOf(body(1));
  const to = await explorer.driver.evaluate((one) => {
    const box = document.querySelector(one)?.getBoundingClientRect();
    return box === undefined ? 0 : box.right;
  }, body(3));
  const points: Point[] = Array.from({ length: 9 }, (_, i) => ({
    x: from.x + ((to - from.x) * i) / 8,
    y: from.y,
  }));
  await explorer.driver.draw({ pointer, points, rest: pointer === 'touch' ? 800 : 0 });
  await explorer.field('blocks', (blocks) => blocks === '1,3,2');
  await explorer.ready();
}

const pen: BrowserCheck = {
  name: 'a mouse and a pen drag a block into another stage',
  async run({ explorer, leaveOut }) {
    await dragged(explorer, 'mouse');
    try {
      await dragged(explorer, 'pen');
    } catch (error) {
      if (!(error instanceof LackingError)) throw error;
      leaveOut(error.message);
    }
  },
};

const phone: BrowserCheck = {
  name: 'on a phone nothing sticks out, a finger scrolls over blocks, and taps them',
  async run({ explorer, picture, leaveOut }) {
    const { driver } = explorer;
    await driver.resize(390, 844);
    try {
      await explorer.openReady(HASH);
      await picture('phone');
      same('what sticks out of the page', await explorer.sticksOut(), 0);
      await explorer.click('.lane-unfold[aria-expanded="false"]');
      await explorer.sees(body(1));
      await explorer.show(body(1));
      if (driver.name === 'Chromium') {
        const from = await explorer.middleOf(body(1));
        const before = await scrolled(explorer);
        await driver.draw({
          pointer: 'touch',
          points: [0, 40, 80, 120, 160].map((up) => ({ x: from.x, y: from.y - up })),
        });
        holds('a swipe picks nothing up', !(await explorer.has(selected)));
        await until(
          'a swipe scrolls',
          () => scrolled(explorer),
          (now) => now > before + 50,
        );
      } else leaveOut(`${driver.name} scrolls for no finger of its driver's`);
      await explorer.show(body(1));
      await driver.draw({ pointer: 'touch', points: [await explorer.middleOf(body(1))] });
      await explorer.sees(selected);
      await explorer.openReady(HASH, 'lang=zh-Hans');
      same('what sticks out in Chinese', await explorer.sticksOut(), 0);
      await driver.open(`${explorer.address}?article&backend=wasm`);
      await explorer.sees('.article h2');
      same('what sticks out of the article', await explorer.sticksOut(), 0);
    } finally {
      await driver.resize(1440, 900);
    }
  },
};

export const POINTING: readonly BrowserCheck[] = [pen, phone];
