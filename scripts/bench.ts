/**
 * `npm run bench [-- --quick] [--steps 20] [--cases resnet8,…] [--only wasm,jax,…] [--depths] [--instruments]`: one training step of a residual and
 * a plain lane, ours and others', in one headless Chromium. Prints a table, then JSON. Contenders start from the same
 * weights and see the same batches, and must agree on the losses: else it ends with 1. Ratios within one run mean
 * something, milliseconds only on the machine that printed them. `--depths` times ours at 8 to 110 layers instead, and tells
 * how far that is from a straight line; `--instruments` times ours with and without what the live instruments measure.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { BATCH, CASES, DEPTH_CASES, type BenchCase } from './bench/cases';
import { ENTRANTS, WATCHED, type Entrant } from './bench/contenders';
import { deviations } from './bench/linear';
import { opener, runCase, type Limits, type Timing } from './bench/run';
import { hasTorch } from './bench/pytorch';
import { ensureChromium, quietFlags, webgpuFlags } from './chromium';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    steps: { type: 'string', default: '20' },
    cases: { type: 'string' },
    only: { type: 'string' },
    depths: { type: 'boolean', default: false },
    instruments: { type: 'boolean', default: false },
  },
});

const offered: readonly BenchCase[] = values.depths ? DEPTH_CASES : CASES;
const wantedCases =
  values.cases?.split(',') ??
  (values.quick && !values.depths ? ['resnet8', 'resnet20'] : offered.map(({ id }) => id));
const cases = offered.filter(({ id }) => wantedCases.includes(id));
const words = (values.only ?? (values.depths ? 'ours' : undefined))
  ?.split(',')
  .map((word) => word.toLowerCase());
const offeredEntrants: readonly Entrant[] = values.instruments ? WATCHED : ENTRANTS;
const named = offeredEntrants.filter(
  ({ name }) => words === undefined || words.some((word) => name.toLowerCase().includes(word)),
);
const hasPyTorch = named.some(({ torch }) => torch !== undefined) && hasTorch();
if (!hasPyTorch) console.log('PyTorch is not among the contenders: not asked for, or python3 has no torch.');
const entrants = named.filter(({ torch }) => torch === undefined || hasPyTorch);
const limits: Limits = values.quick
  ? { steps: 12, seconds: 8 }
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
  console.log(`Chromium ${browser.version()}, adapter ${adapter}, batch ${BATCH}, two lanes\n`);
  const results = [];
  for (const bench of cases) {
    const { lossesAgree, movement, timings } = await runCase(bench, entrants, open, limits);
    if (!lossesAgree) process.exitCode = 1;
    console.log(`${bench.title}${lossesAgree ? '' : '  LOSSES DIFFER'}`);
    if (movement !== null)
      console.log(
        `Losses part; shifts of the images below float32's resolution move ours by ${movement.map((each) => each.toExponential(1)).join(' in the first step, ')} in all that are checked.`,
      );
    console.log(table(timings));
    results.push({ case: bench.title, lossesAgree, movement, timings });
  }
  if (values.depths) console.log(linearity(results));
  if (values.instruments) console.log(costs(results));
  console.log(
    JSON.stringify({ browser: browser.version(), adapter, batch: BATCH, lanes: 2, results }, null, 2),
  );
} finally {
  await browser.close();
  await server.close();
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
    `${each.timesAsSlowAsOurs.toFixed(1)}×`,
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
  const head = [
    '',
    'ms',
    'p90',
    'ratio',
    'first s',
    'thread',
    'dispatch',
    'submit',
    'pipelines',
    'up kB',
    'GPU MB',
  ];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  return `${[head, ...rows].map(line).join('\n')}\n`;
}
