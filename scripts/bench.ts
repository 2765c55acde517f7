/**
 * `npm run bench [-- --quick] [--steps 20] [--cases resnet8,…] [--only wasm,jax,…] [--kinds] [--depths] [--instruments] [--page]
 * [--json FILE]`: one training step of a residual and a plain lane, ours and others', in one headless Chromium. What it does is
 * told on the error stream; the tables come on standard output, last, and all numbers go to FILE as JSON. Contenders start from
 * the same weights and see the same batches, and must agree on the losses: else it ends with 1. Ratios within one run mean
 * something, milliseconds only on the machine that printed them.
 *
 * `--quick` is done within five minutes on two busy cores: the two smaller networks, fewer steps, and without the contenders that
 * take minutes to start. `--kinds` times ours on other kinds of networks; `--depths` at 8 to 110 layers, and tells how far that is
 * from a straight line; `--instruments` with and without what the live instruments measure; `--page` the page instead, from its
 * opening to the first gradients and to ten steps, and its frames while it trains.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { BATCH, CASES, DEPTH_CASES, KIND_CASES, type BenchCase } from './bench/cases';
import { ENTRANTS, OURS_ALONE, SLOW_TO_START, WATCHED, type Entrant } from './bench/contenders';
import { deviations } from './bench/linear';
import { timePage } from './bench/opening';
import { hasTorch } from './bench/pytorch';
import { opener, runCase, type Limits, type Timing } from './bench/run';
import { inColumns } from './bench/table';
import { ensureChromium, quietFlags, webgpuFlags } from './chromium';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    steps: { type: 'string', default: '20' },
    cases: { type: 'string' },
    only: { type: 'string' },
    kinds: { type: 'boolean', default: false },
    depths: { type: 'boolean', default: false },
    instruments: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

/** Tables, printed when all is measured. */
const tables: string[] = [];

function finish(result: object): void {
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  console.log(tables.join('\n'));
}

if (values.page) {
  const { table, ...result } = await timePage(values.quick ? 2 : 5);
  tables.push(table);
  finish(result);
} else await timeSteps();

async function timeSteps(): Promise<void> {
  const { offered, entrants } = chosen();
  const wanted =
    values.cases?.split(',') ??
    (values.quick && offered === CASES ? ['resnet8', 'resnet20'] : offered.map(({ id }) => id));
  const cases = offered.filter(({ id }) => wanted.includes(id));
  const limits: Limits = values.quick
    ? { steps: 12, seconds: 5 }
    : { steps: Number(values.steps), seconds: 600 };
  if (cases.length === 0 || entrants.length === 0) {
    console.error(
      `Choose cases among ${offered.map(({ id }) => id).join(', ')}, and words of contenders' names.`,
    );
    process.exit(1);
  }
  const server = await createServer({ logLevel: 'error', server: { port: 0, hmr: false, watch: null } });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...quietFlags, ...webgpuFlags],
  });
  try {
    const open = opener(browser, new URL('scripts/bench/page.html', server.resolvedUrls?.local[0]).href);
    const page = await open();
    const adapter = await page.evaluate(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      return info === undefined
        ? 'none'
        : [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
    });
    await page.close();
    tables.push(`Chromium ${browser.version()}, adapter ${adapter}, batch ${BATCH}, two lanes\n`);
    const results = [];
    for (const bench of cases) {
      console.error(bench.title);
      const { lossesAgree, movement, timings } = await runCase(bench, entrants, open, limits);
      if (!lossesAgree) process.exitCode = 1;
      tables.push(`${bench.title}${lossesAgree ? '' : '  LOSSES DIFFER'}`);
      if (movement !== null)
        tables.push(
          `Losses part; shifts of the images below float32's resolution move ours by ${movement.map((each) => each.toExponential(1)).join(' in the first step, ')} in all that are checked.`,
        );
      tables.push(table(timings));
      results.push({ case: bench.title, lossesAgree, movement, timings });
    }
    if (values.depths) tables.push(linearity(results));
    if (values.instruments) tables.push(costs(results));
    finish({ browser: browser.version(), adapter, batch: BATCH, lanes: 2, results });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What can be timed with these options, and who is. */
function chosen(): { readonly offered: readonly BenchCase[]; readonly entrants: readonly Entrant[] } {
  const offered = values.depths ? DEPTH_CASES : values.kinds ? KIND_CASES : CASES;
  const field: readonly Entrant[] = values.instruments ? WATCHED : values.kinds ? OURS_ALONE : ENTRANTS;
  const words = (values.only ?? (values.depths ? 'ours' : undefined))
    ?.split(',')
    .map((word) => word.toLowerCase());
  const named = field.filter(({ name }) =>
    words === undefined
      ? !(values.quick && SLOW_TO_START.includes(name))
      : words.some((word) => name.toLowerCase().includes(word)),
  );
  const torch = named.some((entrant) => entrant.torch !== undefined) && hasTorch();
  if (!torch) console.error('PyTorch is not among the contenders: not asked for, or python3 has no torch.');
  return { offered, entrants: named.filter((entrant) => torch || entrant.torch === undefined) };
}

/** A line per contender: what a layer costs, and how far every depth is off the line. */
function linearity(
  results: readonly { readonly case: string; readonly timings: readonly Timing[] }[],
): string {
  const points = results.flatMap(({ case: title, timings }) => {
    const depth = DEPTH_CASES.find((each) => each.title === title)?.depth;
    return depth === undefined ? [] : timings.map((timing) => ({ depth, timing }));
  });
  const lines = [...new Set(points.map(({ timing }) => timing.contender))].map((contender) => {
    const own = points.filter(({ timing }) => timing.contender === contender);
    if (own.length < 2) return `${contender}: a line needs two depths`;
    const { fixed, perLayer, relative } = deviations(
      own.map(({ depth, timing }) => ({ depth, milliseconds: timing.medianMilliseconds })),
    );
    const off = own.map(
      ({ depth }, i) =>
        `${depth}: ${(relative[i] ?? 0) < 0 ? '−' : '+'}${Math.abs(100 * (relative[i] ?? 0)).toFixed(0)} %`,
    );
    return `${contender}: ${fixed.toFixed(1)} ms and ${perLayer.toFixed(2)} ms a layer; off the line at ${off.join(', ')}`;
  });
  return `${lines.join('\n')}\n`;
}

/** What watching adds to a step on average: it is done at some steps only, which a median would not tell of. */
function costs(results: readonly { readonly case: string; readonly timings: readonly Timing[] }[]): string {
  const lines = results.flatMap(({ case: title, timings }) =>
    timings.flatMap(({ contender, meanMilliseconds }) => {
      const [own, what] = contender.split(', ');
      const bare = timings.find((each) => each.contender === own);
      if (what === undefined || bare === undefined) return [];
      const more = Math.round(100 * (meanMilliseconds / bare.meanMilliseconds - 1));
      return [`${title}, ${own}, ${what}: ${more} % more, on average`];
    }),
  );
  return `${lines.join('\n')}\n`;
}

function table(timings: readonly Timing[]): string {
  const rows = timings.map((each) => [
    each.contender,
    each.medianMilliseconds.toFixed(1),
    each.p90Milliseconds.toFixed(1),
    `${each.timesAsSlowAsOurs.toFixed(2)}×`,
    each.processorMilliseconds.toFixed(1),
    `${each.processorRatio.toFixed(2)}×`,
    (each.firstStepMilliseconds / 1000).toFixed(1),
    each.threadMilliseconds.toFixed(1),
    ...(each.gpu === null
      ? ['', '', '', '', '']
      : [
          String(each.gpu.dispatches),
          String(each.gpu.submits),
          String(each.gpu.pipelines),
          (each.gpu.uploadedBytes / 1000).toFixed(1),
          (each.gpu.bufferBytes / 1e6).toFixed(1),
        ]),
  ]);
  const processor = ['processor ms', 'ratio'];
  const gpu = ['dispatch', 'submit', 'pipelines', 'up kB', 'GPU MB'];
  return inColumns([['', 'ms', 'p90', 'ratio', ...processor, 'first s', 'thread', ...gpu], ...rows]);
}
