/**
 * `npm run soak [-- --minutes 30] [--backend wasm|webgpu] [--seed 1]`: trains on the built page for so long, while skips are
 * switched, settings edited, questions asked, sections, drawers and dialogs opened and closed and the window resized. Every
 * minute all of that rests, what is garbage is collected, and heaps, WebAssembly, buffers of the GPU, nodes, listeners and
 * workers are counted. A table comes on standard output; the exit code is 1 where the last third of the time holds over 5 %
 * more of anything than the first after a warm-up, or where the page had a fault.
 */
import { parseArgs } from 'node:util';
import { openBuiltPage, BACKENDS } from './live/built-page';
import { watchFaults } from './live/faults';
import { Census, grown, tableOf, type Sample } from './soak/census';
import { Visitor } from './soak/visitor';

/** Seconds between two counts, and the share of the time that is warm-up: code is compiled, caches fill. */
const EVERY = 60;
const WARM = 0.2;
/**
 * JavaScript is compiled anew for as long as it is used in new ways: of what a page held more after three minutes, nine tenths were
 * machine code. WebAssembly is compiled all the same.
 */
const INTERPRETED = '--js-flags=--no-opt --no-maglev --no-sparkplug';
/** A page that stands still for this long is a fault, on a machine that has other things to do as well. */
const HANG = 3_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    backend: { type: 'string', default: 'wasm' },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(values.minutes);
const backend = BACKENDS.find((name) => name === values.backend) ?? 'wasm';
const { browser, address, close } = await openBuiltPage(backend, [INTERPRETED]);
const faults: string[] = [];
const samples: Sample[] = [];
try {
  // Workers are looked into by a script of their own.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    bypassCSP: true,
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  // A machine may have other things to do.
  context.setDefaultTimeout(600_000);
  await watchFaults(context, { address, hang: HANG, report: (fault) => faults.push(fault) });
  const page = await context.newPage();
  const census = await Census.of(page);
  const visitor = new Visitor(page, Number(values.seed));
  await visitor.open(`${address}?backend=${backend}`);
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 1000;
  // In a short run the counts are closer together, so that there are as many.
  const every = Math.min(EVERY, (minutes * 60) / 12);
  for (let next = every; next <= minutes * 60; next += every) {
    while (elapsed() < next) await visitor.act();
    await visitor.rest();
    const sample = { ...(await census.count()), seconds: Math.round(elapsed()), steps: visitor.steps };
    samples.push(sample);
    console.error(JSON.stringify(sample));
    await visitor.resume();
  }
} finally {
  await close();
}
console.log(tableOf(samples));
const more = grown(samples, WARM);
for (const one of more) console.log(one);
for (const fault of faults) console.log(`fault: ${fault}`);
if (more.length > 0 || faults.length > 0) process.exitCode = 1;
else console.log(`flat: nothing grew by more than 5 % in ${minutes} minutes`);
