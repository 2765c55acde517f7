/**
 * `npm run fuzz [-- links stores files monkey] [--seed 1] [--count N] [--backend wasm|webgpu]`: what readers and strangers may do
 * to the page, drawn at random, and the same again with the same seed. Links are read and written without a browser; stores are
 * what the browser kept, and a monkey presses whatever it finds, on the built page. Every fault is printed with what led
 * to it; the exit code is 1 where there is any.
 */
import { parseArgs } from 'node:util';
import { fuzzFiles } from './fuzz/files';
import { fuzzLinks } from './fuzz/links';
import { fuzzMonkey } from './fuzz/monkey';
import { fuzzStores } from './fuzz/stores';
import type { Fuzz } from './fuzz/options';
import { BACKENDS } from './live/built-page';

const KINDS: Readonly<Record<string, { readonly run: Fuzz; readonly count: number }>> = {
  links: { run: fuzzLinks, count: 100_000 },
  files: { run: fuzzFiles, count: 1_000 },
  stores: { run: fuzzStores, count: 1_000 },
  monkey: { run: fuzzMonkey, count: 5_000 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    hang: { type: 'string', default: '1000' },
  },
});
const backend = BACKENDS.find((name) => name === values.backend);
const wanted = positionals.length > 0 ? positionals : Object.keys(KINDS);
const unknown = wanted.find((name) => KINDS[name] === undefined);
if (backend === undefined || unknown !== undefined) {
  console.error(`Choose among ${Object.keys(KINDS).join(', ')}, and a backend among ${BACKENDS.join(', ')}.`);
  process.exit(2);
}
for (const name of wanted) {
  const kind = KINDS[name];
  if (kind === undefined) continue;
  const count = Number(values.count ?? kind.count);
  const begin = performance.now();
  const faults = await kind.run({ seed: Number(values.seed), count, backend, hang: Number(values.hang) });
  const seconds = (performance.now() - begin) / 1000;
  console.log(`${name}: ${count} tried in ${seconds.toFixed(0)} s, ${faults.length} faults`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
