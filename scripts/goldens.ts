/**
 * `npm run goldens -- [DIR] [--backends wasm,reference,cpu,webgpu]`: runs every golden case of a folder that the config can express
 * and prints how far each backend is from PyTorch. Ends with 1 where one is past the tolerance, or contradicts its own
 * spec. With GOLDENS_JSON set, writes {passed, failed} to that file.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { inexpressible, type GoldenCase } from './goldens/case';
import { misfits, parseCase } from './goldens/fit';
import { judge, type Group, type Verdict } from './goldens/judge';
import { NODE_BACKENDS, useNodeBackend } from './goldens/node';
import { openWebGpu } from './goldens/webgpu';

const BACKENDS: readonly string[] = [...NODE_BACKENDS, 'webgpu'];
const GROUPS: readonly Group[] = ['loss', 'logits', 'gradients', 'blocks', 'losses', 'statistics'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { backends: { type: 'string', default: BACKENDS.join() } },
});
const folder = positionals[0] ?? relative('', join(import.meta.dirname, '../goldens'));
const backends = values.backends.split(',');
const unknown = backends.filter((name) => !BACKENDS.includes(name));
if (unknown.length > 0)
  stop(`No backend is called ${unknown.join(', ')}: choose among ${BACKENDS.join(', ')}.`);

const cases = readCases(folder);
const reasons = new Map(cases.map((golden) => [golden, inexpressible(golden)]));
const contradictions = new Map(cases.map((golden) => [golden, misfits(golden)]));
const sound = cases.filter(
  (golden) => reasons.get(golden)?.length === 0 && contradictions.get(golden)?.length === 0,
);
console.log(`${cases.length} cases in ${folder}, ${sound.length} of them can be computed.`);
console.log('Largest relative errors; limit 1e-4, or 1e-3 for more than 30 layers.\n');
console.log(['backend'.padEnd(9), 'case'.padEnd(28), ...GROUPS.map((group) => group.padStart(10))].join(' '));

let passed = 0;
let failed = 0;
const failedCases: string[] = [];
for (const backend of backends) {
  if (backend === 'webgpu') await runOnWebGpu();
  for (const name of NODE_BACKENDS.filter((each) => each === backend)) {
    await useNodeBackend(name);
    for (const golden of sound) report(name, await judge(golden));
  }
}

console.log();
for (const [golden, why] of reasons) {
  if (why.length > 0) console.log(`cannot be expressed yet: ${golden.name} (${why.join(', ')})`);
}
for (const [golden, why] of contradictions) {
  if (why.length === 0) continue;
  console.log(`REFUSED: ${golden.name}: ${why.join('; ')}`);
  failed++;
  failedCases.push(`${golden.name}: ${why.join('; ')}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
const summary = process.env['GOLDENS_JSON'];
if (summary !== undefined) writeFileSync(summary, JSON.stringify({ passed, failed, failures: failedCases }));
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function runOnWebGpu(): Promise<void> {
  const browser = await openWebGpu();
  if (browser === null) {
    console.log('webgpu    not run: the browser here has no adapter');
    return;
  }
  try {
    console.log(`webgpu    on ${browser.adapter}`);
    for (const golden of sound) report('webgpu', await browser.judge(golden));
  } finally {
    await browser.close();
  }
}

function report(backend: string, { name, errors, illConditioned, failures }: Verdict): void {
  const numbers = GROUPS.map((group) => (errors[group]?.toExponential(1) ?? '–').padStart(10));
  console.log(
    [backend.padEnd(9), name.padEnd(28), ...numbers, failures.length > 0 ? ' FAILED' : ''].join(' '),
  );
  for (const [group, moved] of Object.entries(illConditioned)) {
    console.log(
      `           ${group}: ill-conditioned, moves by ${moved.toExponential(1)} when the images move within float32's own rounding`,
    );
  }
  for (const { what, measured, expected, error } of failures.slice(0, 5)) {
    console.log(`           ${what}: ${measured} instead of ${expected}, off by ${error.toExponential(1)}`);
  }
  if (failures.length > 5) console.log(`           and ${failures.length - 5} more`);
  if (failures.length === 0) passed++;
  else {
    failed++;
    failedCases.push(`${backend}, ${name}: ${failures.map(({ what }) => what).join()}`);
  }
}

function readCases(directory: string): GoldenCase[] {
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return stop(`No folder ${directory}: name one that holds golden cases (npm run goldens -- DIR).`);
  }
  if (names.length === 0) return stop(`No golden cases (*.json) in ${directory}.`);
  return names.toSorted().map((name) => {
    try {
      return parseCase(readFileSync(join(directory, name), 'utf8'));
    } catch (error) {
      return stop(`${name} is no golden case: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
