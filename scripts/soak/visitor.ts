/** One who trains and does all that can be done meanwhile, again and again, and leaves the page as it was. */
import type { Page } from 'playwright';
import { Draw } from '../live/draw';

/** Two lanes of a step that takes milliseconds. */
const LINK = '#v=1&set=shapes&blocks=2,1,1&width=4&batch=8&test=10&lanes=residual,plain';

export class Visitor {
  readonly #page: Page;
  readonly #draw: Draw;
  #made = 0;
  #last = 0;

  constructor(page: Page, seed: number) {
    this.#page = page;
    this.#draw = new Draw(seed);
  }

  /** Updates of all runs. */
  get steps(): number {
    return this.#made + this.#last;
  }

  async open(address: string): Promise<void> {
    await this.#page.goto(`${address}${LINK}`);
    await this.#ready();
    await this.#train();
  }

  /** Does one thing, and a while of training passes. */
  async act(): Promise<void> {
    const act = this.#draw.weighted(this.#acts);
    await act.does();
    await this.#page.waitForTimeout(this.#draw.integer(50, 600));
  }

  /** Pauses and puts everything back, so that what is held can be compared. */
  async rest(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#pause();
    await this.#page.setViewportSize({ width: 1440, height: 900 });
    await this.#page.evaluate((hash) => {
      location.hash = hash;
    }, LINK);
    await this.#closeAll();
    await this.#ready();
    await this.#page.waitForTimeout(1_500);
  }

  async resume(): Promise<void> {
    await this.#train();
  }

  readonly #acts = [
    { weight: 6, does: () => this.#switch() },
    { weight: 3, does: () => this.#edit() },
    { weight: 3, does: () => this.#unfold() },
    { weight: 2, does: () => this.#dialog() },
    { weight: 2, does: () => this.#drawer() },
    { weight: 2, does: () => this.#resize() },
    { weight: 2, does: () => this.#scroll() },
    { weight: 1, does: () => this.#ask() },
    { weight: 1, does: () => this.#pin() },
    { weight: 1, does: () => this.#reset() },
    { weight: 1, does: () => this.#wait() },
  ];

  /** Waits until a run is prepared and paused. */
  async #ready(): Promise<void> {
    await this.#page.locator('[data-testid="step"]:not([disabled])').waitFor();
  }

  async #train(): Promise<void> {
    await this.#press('[data-testid="train"][data-going="false"]');
  }

  async #pause(): Promise<void> {
    await this.#press('[data-testid="train"][data-going="true"]');
    await this.#ready();
    await this.#note();
  }

  /** Steps of the run at hand; those of one that is left are added up. */
  async #note(): Promise<void> {
    const count = Number((await this.#page.getByTestId('step-count').textContent())?.replaceAll(/\D/g, ''));
    if (count < this.#last) this.#made += this.#last;
    this.#last = count;
  }

  /** Presses one of what can be seen; nothing where there is none. */
  async #press(selector: string): Promise<boolean> {
    const share = this.#draw.next();
    const pressed = await this.#page.evaluate(
      ([wanted, at]) => {
        const all = [...document.querySelectorAll<HTMLElement | SVGElement>(wanted)].filter((one) =>
          one.checkVisibility(),
        );
        const chosen = all[Math.floor(at * all.length)];
        chosen?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        return chosen !== undefined;
      },
      [selector, share] as const,
    );
    return pressed;
  }

  async #switch(): Promise<void> {
    await this.#press('[data-testid^="skip-"]');
  }

  async #edit(): Promise<void> {
    await this.#pause();
    const width = this.#draw.among([4, 5, 6]);
    const blocks = this.#draw.among(['2,1,1', '1,1,1', '3,1,0']);
    const lanes = this.#draw.among(['residual,plain', 'residual,plain,c', 'residual']);
    await this.#page.evaluate((hash) => {
      location.hash = hash;
    }, `#v=1&set=shapes&blocks=${blocks}&width=${width}&batch=8&test=10&lanes=${lanes}`);
    await this.#ready();
    await this.#train();
  }

  async #unfold(): Promise<void> {
    await this.#press('details > summary');
  }

  async #dialog(): Promise<void> {
    const opened = await this.#press(
      '[data-testid="share"], [data-testid="help"], [data-testid="lessons"], [data-testid="bring"], [data-testid="code"]',
    );
    await this.#page.waitForTimeout(400);
    if (opened) await this.#page.keyboard.press('Escape');
  }

  async #drawer(): Promise<void> {
    await this.#press('[data-testid="build"]');
    await this.#page.waitForTimeout(400);
    await this.#press('[data-testid="build"]');
  }

  async #resize(): Promise<void> {
    const sizes = [
      { width: 390, height: 844 },
      { width: 900, height: 700 },
      { width: 1440, height: 900 },
    ];
    await this.#page.setViewportSize(this.#draw.among(sizes));
  }

  async #scroll(): Promise<void> {
    await this.#page.mouse.wheel(0, this.#draw.integer(-3_000, 3_000));
  }

  /** A question, of which one is under way at a time. */
  async #ask(): Promise<void> {
    await this.#press('[data-testid^="study-run"], [data-testid^="study-start"]');
  }

  /** Keeps a run, and removes one: there are never many. */
  async #pin(): Promise<void> {
    await this.#press('[data-testid="pin"]');
    await this.#page.waitForTimeout(300);
    await this.#page.evaluate(() => {
      for (const key of Object.keys(localStorage))
        if (key.startsWith('resnet-explorer.run.')) localStorage.removeItem(key);
      dispatchEvent(new StorageEvent('storage', { key: null }));
    });
  }

  async #reset(): Promise<void> {
    await this.#pause();
    await this.#press('[data-testid="reset"]');
    await this.#ready();
    await this.#train();
  }

  async #wait(): Promise<void> {
    await this.#page.waitForTimeout(3_000);
  }

  async #closeAll(): Promise<void> {
    await this.#page.evaluate(() => {
      scrollTo(0, 0);
      for (const details of document.querySelectorAll('details[open]')) details.removeAttribute('open');
    });
  }
}
