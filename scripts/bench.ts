/**
 * `npm run bench [-- --quick] [--steps 20] [--cases resnet8,…] [--only wasm,jax,…]`: one training step of a residual and
 * a plain lane, ours and others', in one headless Chromium. Prints a table, then JSON. Contenders start from the same
 * weights and see the same batches, and must agree on the losses: else it ends with 1. Ratios within one run mean
 * something, milliseconds only on the machine that printed them.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { BATCH, CASES } from './bench/cases';
import { ENTRANTS, TORCH, type Entrant } from './bench/contenders';
import { opener, runCase, type Limits, type Timing } from './bench/run';
import { hasTorch } from './bench/pytorch';
import { ensureChromium, quietFlags, webgpuFlags } from './chromium';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    steps: { type: 'string', default: '20' },
    cases: { type: 'string' },
    only: { type: 'string' },
  },
});

const wantedCases =
  values.cases?.split(',') ?? (values.quick ? ['resnet8', 'resnet20'] : CASES.map(({ id }) => id));
const cases = CASES.filter(({ id }) => wantedCases.includes(id));
const words = values.only?.split(',').map((word) => word.toLowerCase());
const named = ENTRANTS.filter(
  ({ name }) => words === undefined || words.some((word) => name.toLowerCase().includes(word)),
);
const torch = named.some(({ name }) => name === TORCH) && hasTorch();
if (!torch) console.log('PyTorch is not among the contenders: not asked for, or python3 has no torch.');
const entrants: readonly Entrant[] = named.filter(({ name }) => name !== TORCH || torch);
const limits: Limits = values.quick
  ? { steps: 12, seconds: 8 }
  : { steps: Number(values.steps), seconds: 600 };
if (cases.length === 0 || entrants.length === 0) {
  console.error(
    `Choose cases among ${CASES.map(({ id }) => id).join(', ')}, and words of contenders' names.`,
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
    const { lossesAgree, timings } = await runCase(bench, entrants, open, limits);
    if (!lossesAgree) process.exitCode = 1;
    console.log(`${bench.title}${lossesAgree ? '' : '  LOSSES DIFFER'}`);
    console.log(table(timings));
    results.push({ case: bench.title, lossesAgree, timings });
  }
  console.log(
    JSON.stringify({ browser: browser.version(), adapter, batch: BATCH, lanes: 2, results }, null, 2),
  );
} finally {
  await browser.close();
  await server.close();
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
