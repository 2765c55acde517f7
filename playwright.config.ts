/**
 * End-to-end tests against the built page. `wasm` is a browser without WebGPU flags, as most visitors without a GPU
 * and most servers have it; `webgpu` runs WebGPU in software and takes only the specs named `*.webgpu.spec.ts`.
 * Nothing is retried: a test that fails now and then is a fault to be found.
 */
import { defineConfig } from '@playwright/test';
import { findChromium, quietFlags, webgpuFlags } from './scripts/chromium';

const port = Number(process.env['E2E_PORT'] ?? 4179);
/** What is served; with a folder and a port of their own, several builds are tested beside each other. */
const folder = process.env['E2E_DIST'] ?? 'dist';
// By number: `localhost` may mean only one of 127.0.0.1 and ::1, and the server is bound to the first.
const address = `http://127.0.0.1:${port}/`;
const executablePath = findChromium();
const launch = (flags: readonly string[]) => ({
  launchOptions: { args: [...quietFlags, ...flags], ...(executablePath === null ? {} : { executablePath }) },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/playwright',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Nothing here takes long on an idle machine; on one that is shared with others everything takes ten times as long.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  use: {
    baseURL: address,
    actionTimeout: 45_000,
    viewport: { width: 1440, height: 900 },
    // A test that is not about working offline meets what the server has.
    serviceWorkers: 'block',
    // Traces film the page, which on two cores without a GPU costs more than the page does: `--trace on` makes them.
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'wasm', testIgnore: '**/*.webgpu.spec.ts', use: launch([]) },
    // SwiftShader compiles slowly.
    { name: 'webgpu', testMatch: '**/*.webgpu.spec.ts', timeout: 240_000, use: launch(webgpuFlags) },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort --outDir ${folder}`,
    url: address,
    reuseExistingServer: false,
    stdout: 'ignore',
    timeout: 30_000,
  },
});
