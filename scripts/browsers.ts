/**
 * `npm run browsers -- [--only TEXT] [--browser firefox] [--headed] [--built]`: the built page in Firefox, in WebKit and in Chromium,
 * through one scenario (`browsers/checks`), or only the checks that have TEXT in their name; `--built` takes `dist` as it is.
 * Numbers that they must have alike come last, as a table. Ends with `N passed, N failed`, and with 1 where something failed.
 * `test-results/browsers.json` has the counts, and what was left out. `--install` gets the browsers as root on Debian, and does no more.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium';
import type { BrowserCheck, LinkOf } from './browsers/check';
import { FILES } from './browsers/checks/files';
import { KEEPING } from './browsers/checks/keeping';
import { POINTING } from './browsers/checks/pointing';
import { READING } from './browsers/checks/reading';
import { TRAINING } from './browsers/checks/training';
import type { Driver } from './browsers/driver';
import { Explorer } from './browsers/explorer';
import { Figures } from './browsers/figures';
import { ensureBrowsers, findFirefox, findWebKit, PACKAGES, type Installed } from './browsers/find';
import { serve, type Served } from './browsers/serve';
import { withBrowser } from './browsers/start';

const REPORT = 'test-results/browsers.json';
const PICTURES = 'test-results/browsers';
const checks: readonly BrowserCheck[] = [...TRAINING, ...KEEPING, ...READING, ...FILES, ...POINTING];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    browser: { type: 'string', default: '' },
    headed: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
  },
});

if (values.install) {
  ensureBrowsers();
  for (const found of [findFirefox(), findWebKit()]) if (found !== null) console.log(found.program);
  process.exit();
}

let passed = 0;
let failed = 0;
const failures: string[] = [];
const figures = new Figures();
const links: LinkOf[] = [];
const others = { Firefox: findFirefox(), WebKit: findWebKit() };
const missing = (['Firefox', 'WebKit'] as const).filter((name) => others[name] === null);
const leftOut =
  missing.length === 0
    ? null
    : `There is no ${missing.join(' and no ')} here (Debian: ${missing.flatMap((name) => PACKAGES[name]).join(', ')}).`;
if (leftOut !== null) console.log(leftOut);
const wanted = (name: string): boolean => name.toLowerCase().startsWith(values.browser.toLowerCase());
// Chromium alone is what the end-to-end tests are for.
if (missing.length < 2) await runAll();
mkdirSync('test-results', { recursive: true });
writeFileSync(REPORT, JSON.stringify({ passed, failed, failures, ...(leftOut !== null && { leftOut }) }));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runAll(): Promise<void> {
  if (!values.built && spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' }).status !== 0)
    return report('the build', 'it failed');
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const server = await serve('dist');
  const installed: readonly (Installed | null)[] = [
    { name: 'Chromium', program: ensureChromium() },
    others.Firefox,
    others.WebKit,
  ];
  try {
    for (const browser of installed)
      if (browser !== null && wanted(browser.name)) await runBrowser(browser, server);
  } finally {
    await server.close();
  }
  console.log('\n── the same in all ──');
  for (const { name, failure } of figures.judged()) report(name, failure);
  console.log(`\n${figures.table()}`);
}

async function runBrowser(browser: Installed, server: Served): Promise<void> {
  const start = performance.now();
  const faults: string[] = [];
  const onFault = (fault: string): void => void faults.push(fault);
  try {
    await withBrowser(browser, { headed: values.headed, onFault }, async (driver) => {
      console.log(`\n── ${driver.name} ${driver.version} ──`);
      await driver.resize(1440, 900);
      for (const check of checks)
        if (check.name.includes(values.only)) await runCheck(check, driver, server, faults);
    });
  } catch (error) {
    report(browser.name, textOf(error));
  }
  console.log(`${Math.round((performance.now() - start) / 1000)} s`);
}

async function runCheck(
  { name, run }: BrowserCheck,
  driver: Driver,
  server: Served,
  faults: string[],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'browsers-'));
  const start = performance.now();
  const leftOut: string[] = [];
  let failure: string | null = null;
  try {
    await run({
      explorer: new Explorer(driver, server.address),
      folder,
      links,
      picture: async (of) =>
        writeFileSync(`${PICTURES}/${driver.name.toLowerCase()}-${of}.png`, await driver.screenshot()),
      figure: (of, value, expected) => figures.note(of, driver.name, value, expected),
      leaveOut: (what) => leftOut.push(what),
    });
  } catch (error) {
    failure = textOf(error);
    writeFileSync(`${PICTURES}/${driver.name.toLowerCase()}-failed.png`, await driver.screenshot());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const told = [...server.takeFaults(), ...faults.splice(0)];
  const all = [failure, ...new Set(told)].filter((one) => one !== null);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  report(`${driver.name}: ${name} (${seconds} s)`, all.length === 0 ? null : all.join('\n'));
  for (const what of leftOut) console.log(`    Left out: ${what}.`);
}

function report(name: string, failure: string | null): void {
  if (failure === null) passed++;
  else {
    failed++;
    failures.push(`${name}: ${failure.split('\n', 1).join()}`);
  }
  console.log(failure === null ? `  ${name}` : `  FAILED: ${name}\n${failure.replaceAll(/^/gm, '    ')}`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
