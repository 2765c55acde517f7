/**
 * End-to-end tests against the built page. `wasm` is a browser without WebGPU flags, as most visitors without a GPU
 * and most servers have it; `webgpu` runs WebGPU in software and takes only the specs named `*.webgpu.spec.ts`.
 * Nothing is retried: a test that fails now and then is a fault to be found.
 */
import { defineConfig } from '@playwright/test';
import { findChromium, quietFlags, webgpuFlags } from './scripts/chromium';

const port = Number(process.env['E2E_PORT'] ?? 4179);
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
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'wasm', testIgnore: '**/*.webgpu.spec.ts', use: launch([]) },
    // SwiftShader compiles slowly.
    { name: 'webgpu', testMatch: '**/*.webgpu.spec.ts', timeout: 240_000, use: launch(webgpuFlags) },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    stdout: 'ignore',
    timeout: 30_000,
  },
});
