/**
 * Tests of the WebGPU engine in a real browser: `tsx scripts/webgpu/test.ts [PART OF A NAME]`. Ends with 1 where one failed.
 * With WEBGPU_JSON set, writes {passed, failed} to that file.
 */
import { writeFileSync } from 'node:fs';
import { openPage } from './open';

const wanted = process.argv[2] ?? '';
const { page, close } = await openPage('page.html');
let passed = 0;
let failed = 0;
try {
  await page.waitForFunction(() => 'runTest' in window, undefined, { timeout: 60_000 });
  if (!(await page.evaluate(() => window.hasAdapter()))) {
    console.log('The browser here has no WebGPU adapter.');
    failed++;
  } else {
    const names = await page.evaluate(() => window.testNames());
    for (const name of names.filter((each) => each.includes(wanted))) {
      const start = performance.now();
      const failure = await page.evaluate((each) => window.runTest(each), name);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      if (failure === null) passed++;
      else failed++;
      console.log(failure === null ? `passed  ${name}, ${seconds} s` : `FAILED  ${name}: ${failure}`);
    }
  }
} finally {
  await close();
}
const summary = process.env['WEBGPU_JSON'];
if (summary !== undefined) writeFileSync(summary, JSON.stringify({ passed, failed }));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
