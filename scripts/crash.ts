/**
 * `npm run crash [-- --kills 100 --seed 1 --only 7,12]`: kills random experiments at random moments in the built page, in a real
 * Chromium: renderer, workers, GPU process, reload, navigation and closed tab, on wasm and on WebGPU in software. Each goes on as
 * the page offers, and every row of it is compared with that of an undisturbed run. Prints a table; ends with 1 where a run did not
 * go on, repeated more than ten seconds of training, or had another loss. A case that failed is repeated by its number.
 */
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright';
import { preview } from 'vite';
import { ensureChromium, quietFlags, webgpuFlags } from './chromium';
import { BACKENDS, caseOf, type Backend, type Case } from './crash/cases';
import { faultOf, tableOf, type Fate, type Verdict } from './crash/judge';
import { addressOf, calmRows, killed } from './crash/run';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const seed = Number(options.seed);
const indices =
  options.only?.split(',').map(Number) ?? Array.from({ length: Number(options.kills) }, (_, index) => index);

/** A browser takes a GPU process that dies often, and pages that it dies of, for a danger. */
const patientFlags = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

const executablePath = ensureChromium();
const server = await preview({ preview: { port: 0 } });
const [base = 'http://127.0.0.1/'] = server.resolvedUrls?.local ?? [];

/** Those of one backend, one after the other, in a browser of their own. */
async function verdictsOn(backend: Backend): Promise<readonly Verdict[]> {
  const flags = backend === 'webgpu' ? webgpuFlags : [];
  const launch = (): Promise<Browser> =>
    chromium.launch({ executablePath, args: [...quietFlags, ...patientFlags, ...flags] });
  let browser = await launch();
  const results: { readonly one: Case; readonly fate: Fate | string }[] = [];
  for (const one of indices.map((index) => caseOf(seed, index)).filter((each) => each.backend === backend)) {
    if (!browser.isConnected()) browser = await launch();
    const fate = await killed(browser, addressOf(base, one), one).catch(String);
    const end = typeof fate === 'string' ? fate : `went on from step ${fate.from}`;
    console.error(`${one.index} ${one.kind}, ${backend}, after ${one.after} ms: ${end}`);
    results.push({ one, fate });
  }
  const calm = new Map<string, ReadonlyMap<number, string>>();
  for (const link of new Set(results.map(({ one }) => one.link))) {
    const steps = results.flatMap(({ one, fate }) =>
      one.link !== link || typeof fate === 'string' ? [] : [...fate.before, ...fate.after],
    );
    console.error(`${backend}: ${link} without a kill`);
    const most = Math.max(0, ...steps.map(({ step }) => step));
    calm.set(
      link,
      most === 0 ? new Map() : await calmRows(browser, addressOf(base, { backend, link }), most),
    );
  }
  await browser.close();
  return results.map(({ one, fate }) => {
    if (typeof fate === 'string') return { case: one, fate: null, fault: fate };
    return { case: one, fate, fault: faultOf(fate, calm.get(one.link) ?? new Map(), backend) };
  });
}

const verdicts = (await Promise.all(BACKENDS.map(verdictsOn))).flat();
await server.close();
console.log(tableOf(verdicts));
const faults = verdicts.filter(({ fault }) => fault !== null);
for (const { case: one, fault } of faults)
  console.log(
    `--seed ${seed} --only ${one.index}: ${one.kind} on ${one.backend} after ${one.after} ms, ${one.link}\n  ${fault}`,
  );
process.exitCode = faults.length === 0 ? 0 : 1;
