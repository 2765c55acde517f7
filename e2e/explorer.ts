/**
 * The page under test, in the words of the tests. Finds everything by the test ids and roles that the page promises,
 * waits for conditions only, and reads numbers that belong together in one go, so that no step comes between them.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Texts } from '../src/i18n/compose';
import { texts as english } from '../src/i18n/en/texts';

/** Losses as the page writes them, to the last digit, so that equality means equality. */
export interface Losses {
  readonly step: number;
  readonly residual: string;
  readonly plain: string;
}

/** Gradient norms of a step by layer, as the page writes them. */
export interface Norms {
  readonly step: number;
  readonly layers: Readonly<Record<string, { readonly residual: string; readonly plain: string }>>;
}

export class Explorer {
  readonly page: Page;
  /** What the page says, in the language that it is opened in. */
  readonly texts: Texts;
  readonly train: Locator;
  readonly step: Locator;
  readonly reset: Locator;
  readonly stepCount: Locator;
  readonly backend: Locator;
  readonly notice: Locator;
  readonly preset: Locator;
  /** Opens and closes the builder. */
  readonly build: Locator;
  readonly builder: Locator;
  readonly gradientPanel: Locator;
  readonly gradientTable: Locator;
  /** The recorded switches in the builder. */
  readonly switchList: Locator;

  constructor(page: Page, texts: Texts = english) {
    this.page = page;
    this.texts = texts;
    this.train = page.getByTestId('train');
    this.step = page.getByTestId('step');
    this.reset = page.getByTestId('reset');
    this.stepCount = page.getByTestId('step-count');
    this.backend = page.getByTestId('backend');
    this.notice = page.getByTestId('notice');
    this.preset = page.getByTestId('preset');
    this.build = page.getByTestId('build');
    this.builder = page.locator('.builder');
    this.gradientPanel = page.getByTestId('gradient-panel');
    this.gradientTable = page.getByTestId('gradient-table');
    this.switchList = page.getByRole('list', { name: texts.ui.switches.title });
  }

  /** Loads the page with this fragment and query, from the base address or an absolute one. */
  async open(hash = '', query = '', base = ''): Promise<void> {
    // A change of the fragment alone would not load the page.
    await this.page.goto('about:blank');
    await this.page.goto(`${base}${query}${hash}` || '/');
  }

  /** Loads the page and waits until it can be trained. */
  async openReady(hash = '', query = '', base = ''): Promise<void> {
    await this.open(hash, query, base);
    await this.ready();
  }

  /** Waits until the run can be stepped, and the gradients of step 0 stand in the table, where that is unfolded. */
  async ready(): Promise<void> {
    await expect(this.step).toBeEnabled();
    await expect(this.stepCount).toHaveText('0');
    if ((await this.page.locator('#section-table[open]').count()) > 0) await this.normsOf(0);
  }

  /** Opens the drawer of the builder, waits for its code, and unfolds all of its sections. */
  async openBuilder(): Promise<void> {
    if ((await this.build.getAttribute('aria-expanded')) === 'false') await this.build.click();
    await expect(this.builder).toBeVisible();
    const folded = this.page.locator('.section:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  /** Shows a row for each stage, where one for all of them stands. */
  async tellStagesApart(): Promise<void> {
    const { allStages } = this.texts.ui.builder.fields;
    await this.page.getByRole('checkbox', { name: allStages }).uncheck();
  }

  async closeBuilder(): Promise<void> {
    if ((await this.build.getAttribute('aria-expanded')) === 'true') await this.build.click();
    await expect(this.builder).toBeHidden();
  }

  /** Unfolds the diagrams, which a narrow page has folded under the names of their networks. */
  async unfoldLanes(): Promise<void> {
    const folded = this.page.locator('.lane-unfold[aria-expanded="false"]');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  /** Brings the run back that ended last, and waits until it can be trained again. */
  async restore(): Promise<void> {
    await this.page.getByTestId('restore').click();
    await expect(this.step).toBeEnabled();
  }

  /** Opens another experiment as typing into the address bar does: a new entry of the history. */
  async typeHash(hash: string): Promise<void> {
    await this.page.evaluate((text) => {
      window.location.hash = text;
    }, hash);
  }

  /** The fragment of the address, with its `#`. */
  async hash(): Promise<string> {
    return this.page.evaluate(() => window.location.hash);
  }

  skip(lane: 'residual' | 'plain', block: number | 'all'): Locator {
    return this.page.getByTestId(block === 'all' ? `skip-all-${lane}` : `skip-${lane}-${block}`);
  }

  loss(lane: 'residual' | 'plain'): Locator {
    return this.page.getByTestId(`lane-${lane}`).getByTestId('loss');
  }

  /** Makes single steps until so many are made; returns the losses after each of them. */
  async stepTo(count: number): Promise<Losses[]> {
    const all: Losses[] = [];
    for (let made = (await this.losses()).step; made < count; made++) {
      await this.step.click();
      await this.reaches(made + 1);
      all.push(await this.losses());
    }
    return all;
  }

  /** Waits until at least so many steps are made, as long as the test may last. */
  async reaches(count: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= wanted,
      count,
      { timeout: 0 },
    );
  }

  /** Pauses and waits until the page says so; returns the steps made. */
  async pause(): Promise<number> {
    await this.train.click();
    await expect(this.train).toHaveText(this.texts.ui.transport.train);
    await expect(this.step).toBeEnabled();
    return (await this.losses()).step;
  }

  /** Losses of both lanes and the steps made, read at one moment. */
  async losses(): Promise<Losses> {
    return this.page.evaluate(() => {
      const loss = (lane: string): string =>
        document
          .querySelector(`[data-testid="lane-${lane}"] [data-testid="loss"]`)
          ?.getAttribute('data-value') ?? 'none';
      const step = Number(document.querySelector('[data-testid="step-count"]')?.textContent);
      return { step, residual: loss('residual'), plain: loss('plain') };
    });
  }

  /** All gradient norms of the step that the table shows, read at one moment. */
  async norms(): Promise<Norms> {
    return this.gradientTable.evaluate((table) => {
      const layers: Record<string, { residual: string; plain: string }> = {};
      for (const row of table.querySelectorAll('tbody tr')) {
        const value = (column: number): string => row.children[column]?.getAttribute('data-value') ?? 'none';
        layers[row.children[0]?.textContent ?? ''] = { residual: value(1), plain: value(2) };
      }
      return { step: Number(table.getAttribute('data-step') || 'NaN'), layers };
    });
  }

  /** The norms of a step, once the table shows it; the table follows the losses by a frame. */
  async normsOf(step: number): Promise<Norms> {
    await expect(this.gradientTable).toHaveAttribute('data-step', String(step));
    return this.norms();
  }

  /** Opens every closed section of the page, once all parts of it are there: some bring sections of their own, later. */
  async openDetails(): Promise<void> {
    const closed = this.page.locator('details:not([open]) > summary').filter({ visible: true });
    const coming = this.page.locator('[aria-busy="true"]');
    for (;;) {
      await expect(coming).toHaveCount(0);
      if ((await closed.count()) === 0) return;
      // By the keyboard: the drawer may lie over it.
      await closed.first().press('Enter');
    }
  }
}
