/** The page under test in the words of the checks, over any driver. Waits for conditions only. */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Driver, Point } from './driver';

/** As long as a check waits for one thing, on a busy machine. */
const PATIENCE = 60_000;

/** What is in the same place for so many frames, moves no more. */
const STILL = 3;

interface Framed extends Point {
  readonly frame: number;
}

/** Losses as the page has them, to the last digit. */
export interface Losses {
  readonly step: number;
  readonly residual: string;
  readonly plain: string;
}

/** The element that has this test id. */
export const byId = (id: string): string => `[data-testid="${id}"]`;

/** Asks until the answer is the one that is waited for. @throws Error that names `what` where that takes too long. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  holds: (answer: Answer) => boolean,
): Promise<Answer> {
  for (const end = Date.now() + PATIENCE; ; await pause(50)) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)}`);
  }
}

export class Explorer {
  readonly driver: Driver;
  /** Ends with a slash. */
  readonly address: string;

  constructor(driver: Driver, address: string) {
    this.driver = driver;
    this.address = address;
  }

  /** Loads the page, on the backend that all browsers have. */
  async open(hash: string, query = ''): Promise<void> {
    const parameters = new URLSearchParams(query);
    parameters.set('backend', 'wasm');
    await this.driver.open(`${this.address}?${parameters}${hash}`);
  }

  /** Loads the page and waits until it can be trained. */
  async openReady(hash: string, query = ''): Promise<void> {
    await this.open(hash, query);
    await this.ready();
  }

  /** Waits until the run stands and can be stepped. */
  async ready(): Promise<void> {
    await this.sees(`${byId('step')}:not(:disabled)`);
  }

  has(selector: string): Promise<boolean> {
    return this.driver.evaluate((one) => document.querySelector(one) !== null, selector);
  }

  /** Waits until the page has such an element. */
  async sees(selector: string): Promise<void> {
    await until(selector, () => this.has(selector), Boolean);
  }

  /** Waits until it has none. */
  async misses(selector: string): Promise<void> {
    await until(
      `no ${selector}`,
      () => this.has(selector),
      (is) => !is,
    );
  }

  textOf(selector: string): Promise<string> {
    return this.driver.evaluate((one) => document.querySelector(one)?.textContent ?? '', selector);
  }

  attributeOf(selector: string, name: string): Promise<string | null> {
    return this.driver.evaluate(
      (one, attribute) => document.querySelector(one)?.getAttribute(attribute) ?? null,
      selector,
      name,
    );
  }

  /** Waits for an element, has it in sight, and clicks it. */
  async click(selector: string): Promise<void> {
    await this.sees(selector);
    await this.show(selector);
    await this.driver.click(selector);
  }

  /** Scrolls an element to the middle of what is seen. */
  async show(selector: string): Promise<void> {
    await this.driver.evaluate(
      (one) => document.querySelector(one)?.scrollIntoView({ block: 'center', behavior: 'instant' }),
      selector,
    );
  }

  /**
   * The middle of an element that stands still for some frames: what was just made gets its size with the next one, which WebKit
   * without a screen may put off, and a page that a finger threw rolls on.
   */
  async middleOf(selector: string): Promise<Point> {
    let last: Framed = { x: NaN, y: NaN, frame: 0 };
    const ask = (): Promise<Framed> =>
      this.driver.evaluate((one) => {
        const box = document.querySelector(one)?.getBoundingClientRect();
        if (box === undefined) throw new Error(`nothing is ${one}`);
        const root = document.documentElement.dataset;
        const frame = Number(root['frameOfCheck'] ?? 0);
        requestAnimationFrame(() => (root['frameOfCheck'] = String(frame + 1)));
        return { x: box.x + box.width / 2, y: box.y + box.height / 2, frame };
      }, selector);
    return until(`the place of ${selector}`, ask, (now) => {
      if (now.x !== last.x || now.y !== last.y) last = now;
      return now.frame >= last.frame + STILL;
    });
  }

  /** Losses of both networks and the steps made, read at one moment. */
  losses(): Promise<Losses> {
    return this.driver.evaluate(() => {
      const loss = (lane: string): string =>
        document
          .querySelector(`[data-testid="lane-${lane}"] [data-testid="loss"]`)
          ?.getAttribute('data-value') ?? '';
      const step = Number(document.querySelector('[data-testid="step-count"]')?.textContent);
      return { step, residual: loss('residual'), plain: loss('plain') };
    });
  }

  async reaches(count: number): Promise<Losses> {
    return until(
      `step ${count}`,
      () => this.losses(),
      ({ step }) => step >= count,
    );
  }

  /** Single steps until so many are made; the losses after the last. */
  async stepTo(count: number): Promise<Losses> {
    let losses = await this.losses();
    while (losses.step < count) {
      await this.ready();
      await this.click(byId('step'));
      losses = await this.reaches(losses.step + 1);
    }
    await this.ready();
    return losses;
  }

  async train(): Promise<void> {
    await this.click(byId('train'));
  }

  /** Pauses, and waits until the run stands; the steps made. */
  async pause(): Promise<number> {
    await this.click(byId('train'));
    await this.ready();
    return (await this.losses()).step;
  }

  hash(): Promise<string> {
    return this.driver.evaluate(() => location.hash);
  }

  /** The value of a field of the fragment, once it is one that is waited for. */
  field(name: string, holds: (value: string) => boolean): Promise<string> {
    const ask = async (): Promise<string> =>
      new URLSearchParams((await this.hash()).slice(1)).get(name) ?? '';
    return until(`${name} of the address`, ask, holds);
  }

  async openSharing(): Promise<void> {
    await this.click(byId('share'));
    await this.sees(byId('take'));
  }

  async closeSharing(): Promise<void> {
    await this.click(byId('share-close'));
    await this.misses(byId('share-dialog'));
  }

  /** Has the open dialog of sharing save something; what the browser then has in its folder. */
  async take(key: string): Promise<{ readonly name: string; readonly path: string; readonly bytes: Buffer }> {
    const saved = `${byId('take-news')}[data-kind="saved"]`;
    const before = await this.textOf(saved);
    await this.click(byId(`take-${key}`));
    const news = await until(
      'what is said of the file',
      () => this.textOf(saved),
      (text) => text !== '' && text !== before,
    );
    const [name = ''] = /[\w-]+\.[a-z]+/.exec(news) ?? [];
    const path = join(this.driver.saved, name);
    // It is whole when it does not grow any more.
    let size = -1;
    await until(
      `the file ${name}`,
      async () => {
        const before = size;
        size = existsSync(path) ? statSync(path).size : -1;
        return size > 0 && size === before && !existsSync(`${path}.part`);
      },
      Boolean,
    );
    const bytes = readFileSync(path);
    return { name, path, bytes };
  }

  /** How much wider than its room in the window the page is. */
  sticksOut(): Promise<number> {
    return this.driver.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }
}

/** Removes what was saved, so that a file of the same name is a new one. */
export function forgetSaved(path: string): void {
  rmSync(path, { force: true });
}
