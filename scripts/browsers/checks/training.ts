/** Opening, training, and what is changed while it trains. */
import { holds, same, SMALL, type BrowserCheck } from '../check';
import { byId, until } from '../explorer';
import { linesOfLink, lossesAt } from '../reference';

const opening: BrowserCheck = {
  name: 'opens, and shows the first gradients',
  async run({ explorer, figure }) {
    await explorer.openReady(SMALL);
    same('the backend', await explorer.attributeOf(byId('backend'), 'data-backend'), 'wasm');
    holds('nothing is to be told', !(await explorer.has(byId('notice'))));
    if (!(await explorer.has('#section-table[open]'))) await explorer.click('#section-table > summary');
    const rows = await until(
      'gradients in the table',
      () =>
        explorer.driver.evaluate(() =>
          Array.from(document.querySelectorAll('[data-testid="gradient-table"] tbody tr'), (row) => [
            row.children[0]?.textContent ?? '',
            ...[1, 2].map((column) => row.children[column]?.getAttribute('data-value') ?? ''),
          ]),
        ),
      (found) => found.length > 0 && found.flat().every((one) => one !== ''),
    );
    const [first] = await linesOfLink(SMALL, 1);
    for (const [layer = '', residual = '', plain = ''] of rows)
      for (const [lane, value] of [
        ['residual', residual],
        ['plain', plain],
      ] as const)
        same(
          `the gradient of ${layer} at step 0, ${lane}`,
          value,
          String(first?.lanes[lane]?.gradient[layer]),
        );
    figure(
      'gradient of conv1 at step 0',
      rows[0]?.[1] ?? '',
      String(first?.lanes['residual']?.gradient['conv1']),
    );
  },
};

const training: BrowserCheck = {
  name: 'trains, pauses, steps, and a reset replays it',
  async run({ explorer, figure }) {
    await explorer.openReady(SMALL);
    await explorer.train();
    await explorer.reaches(5);
    const stopped = await explorer.pause();
    const before = await explorer.stepTo(stopped + 1);
    same('losses', before, await lossesAt(SMALL, before.step));
    await explorer.click(byId('reset'));
    await explorer.reaches(0);
    await until(
      'a fresh run',
      () => explorer.losses(),
      ({ step }) => step === 0,
    );
    const again = await explorer.stepTo(3);
    const expected = await lossesAt(SMALL, 3);
    same('losses after the reset', again, expected);
    figure('loss after 3 steps, with skips', again.residual, expected.residual);
    figure('loss after 3 steps, without', again.plain, expected.plain);
  },
};

const live: BrowserCheck = {
  name: 'a switch thrown and a learning rate set while it trains are in the link, which replays to the same losses',
  async run({ explorer, links }) {
    await explorer.openReady(SMALL);
    await explorer.train();
    await explorer.reaches(3);
    await explorer.click(byId('skip-all-plain'));
    const thrown = await explorer.field('switch', (text) => /^\d+:plain:all:1$/.test(text));
    await explorer.reaches(Number.parseInt(thrown, 10) + 2);
    await explorer.driver.evaluate(() =>
      document
        .querySelector<HTMLElement>(
          '[data-testid="transport-rate"] [role="slider"], [data-testid="transport-rate"] input',
        )
        ?.focus(),
    );
    await explorer.driver.press('ArrowLeft');
    const set = await explorer.field('rate', (text) => /^\d+:0\.015$/.test(text));
    await explorer.reaches(Number.parseInt(set, 10) + 2);
    const stopped = await explorer.pause();
    await explorer.stepTo(stopped + 2);
    const hash = await explorer.hash();
    await explorer.openSharing();
    const link = await explorer.driver.evaluate(
      () => document.querySelector<HTMLInputElement>('.share-copied input')?.value ?? '',
    );
    holds(`the link ${link} has the run ${hash}`, link.endsWith(hash));
    // The page counts a frame later, which on a busy machine is seen.
    const shared = Number(new URL(link).searchParams.get('until'));
    const end = await until(
      'the step of the link',
      () => explorer.losses(),
      ({ step }) => step === shared,
    );
    same('losses at the end', end, await lossesAt(hash, end.step));
    await explorer.closeSharing();
    await explorer.driver.open(link.replace('?', '?backend=wasm&'));
    await explorer.reaches(end.step);
    await explorer.ready();
    same('losses of the link at its step', await explorer.losses(), end);
    links.push({ browser: explorer.driver.name, hash, end });
  },
};

/** Everything that a link can change of a run on its way. */
const EVENTFUL = `${SMALL}&switch=2:plain:all:1;4:residual:1:0&rate=3:0.015;5:0.1`;

const replaying: BrowserCheck = {
  name: 'links of other browsers replay to their losses, to the last digit',
  async run({ explorer, figure, links }) {
    await explorer.openReady(EVENTFUL);
    const end = await explorer.stepTo(7);
    const expected = await lossesAt(EVENTFUL, 7);
    figure('a link with switches and rates, with skips', end.residual, expected.residual);
    figure('a link with switches and rates, without', end.plain, expected.plain);
    for (const { browser, hash, end } of links) {
      if (browser === explorer.driver.name) continue;
      await explorer.openReady(hash, `until=${end.step}`);
      await explorer.reaches(end.step);
      await explorer.ready();
      same(`losses of ${browser}'s link`, await explorer.losses(), end);
    }
  },
};

export const TRAINING: readonly BrowserCheck[] = [opening, training, live, replaying];
