/**
 * `npm run gpu [-- --quick] [--software] [--json FILE] [--cases resnet20,…] [--steps 50]`, for a machine with a GPU: steps of the
 * bench's cases on WebGPU in a real Chromium, ours beside tfjs and, where `python3` has it, PyTorch with CUDA, and every
 * shape of convolution by direct kernels and by tiles, which tells what `src/ops/webgpu/choose.ts` should choose. Tables in Markdown
 * come last on standard output, progress goes to the error stream. Ends with 1 where there is no GPU, losses differ, or
 * tiles compute something else. `--software` takes an adapter in software, to see that the program runs.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { BATCH, CASES } from './bench/cases';
import { GPU_ENTRANTS, type Entrant } from './bench/contenders';
import { findCuda } from './bench/pytorch';
import { opener, runCase, type Limits } from './bench/run';
import { ensureChromium, hardwareFlags, quietFlags, webgpuFlags } from './chromium';
import { judgeAdapter } from './gpu/adapter';
import { layersToTime, titleOf } from './gpu/layers';
import { casesTable, choiceSentence, layersTable, type CaseResult, type LayerResult } from './gpu/report';

/** Relative to the largest number: both kernels sum float32 in orders of their own. */
const TOLERANCE = 1e-4;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    software: { type: 'boolean', default: false },
    json: { type: 'string' },
    cases: { type: 'string' },
    steps: { type: 'string', default: '50' },
  },
});
const wanted = values.cases?.split(',') ?? (values.quick ? ['resnet8'] : CASES.map(({ id }) => id));
const cases = CASES.filter(({ id }) => wanted.includes(id));
if (cases.length === 0) {
  console.error(`Choose cases among ${CASES.map(({ id }) => id).join(', ')}.`);
  process.exit(1);
}
const limits: Limits = values.quick
  ? { steps: 4, seconds: 8 }
  : { steps: Number(values.steps), seconds: 120 };

const server = await createServer({ logLevel: 'error', server: { port: 0, hmr: false, watch: null } });
await server.listen();
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: [...quietFlags, ...(values.software ? webgpuFlags : hardwareFlags)],
});
try {
  process.exitCode = await main(browser, server);
} finally {
  await browser.close();
  await server.close();
}

async function main(chrome: Browser, { resolvedUrls }: ViteDevServer): Promise<number> {
  const address = (path: string): string => new URL(path, resolvedUrls?.local[0]).href;
  const page = await chrome.newPage();
  page.setDefaultTimeout(0);
  await page.goto(address('scripts/gpu/page.html'));
  await page.waitForFunction(() => 'timeLayer' in window);
  const adapter = await page.evaluate(() => window.describeAdapter());
  const verdict = judgeAdapter(adapter, values.software);
  if ('refusal' in verdict) {
    console.log(verdict.refusal);
    return 1;
  }
  const cuda = findCuda();
  const torch =
    'device' in cuda ? `PyTorch on ${cuda.device}.` : `PyTorch with CUDA is not among them: ${cuda.missing}`;

  const layers: LayerResult[] = [];
  for (const layer of layersToTime(values.quick)) {
    console.error(titleOf(layer));
    const timings = await page.evaluate(([shape, milliseconds]) => window.timeLayer(shape, milliseconds), [
      layer,
      values.quick ? 10 : 40,
    ] as const);
    layers.push({ layer, timings });
  }
  await page.close();

  const offered: readonly Entrant[] = GPU_ENTRANTS;
  const entrants = offered.filter((entrant) => entrant.torch === undefined || 'device' in cuda);
  const open = opener(chrome, address('scripts/bench/page.html'));
  const results: CaseResult[] = [];
  for (const bench of cases) {
    console.error(bench.title);
    const { lossesAgree, timings } = await runCase(bench, entrants, open, limits);
    results.push({ case: bench.title, lossesAgree, timings });
  }

  const apart = layers.filter(({ timings }) => timings.some(({ difference }) => !(difference <= TOLERANCE)));
  const differ = results.filter(({ lossesAgree }) => !lossesAgree);
  const browserName = `Chromium ${chrome.version()}`;
  if (values.json !== undefined) {
    const all = { browser: browserName, adapter, torch: cuda, batch: BATCH, lanes: 2, results, layers };
    writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  }
  const lines = [
    `${browserName}. ${verdict.note} Batch ${BATCH}, two networks a step. ${torch}`,
    ...apart.map(({ layer }) => `TILES COMPUTE SOMETHING ELSE: ${titleOf(layer)}`),
    ...differ.map(({ case: title }) => `LOSSES DIFFER: ${title}`),
    choiceSentence(layers),
  ];
  console.log(`${lines.join('\n')}\n\n${layersTable(layers)}\n\n${casesTable(results)}`);
  return apart.length + differ.length > 0 ? 1 : 0;
}
