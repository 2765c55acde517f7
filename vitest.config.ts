/**
 * Two projects of tests: `unit` in Node, with a document where a file asks for one, and `webgpu` in a browser that has WebGPU
 * in software.
 */
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, quietFlags, webgpuFlags } from './scripts/chromium.ts';
import vite, { tfjsPackages } from './vite.config.ts';

/**
 * Under Node, tfjs is its one-file CommonJS builds: those require each other, so there is one engine, and they are
 * what `tsx` runs in the scripts too. Its ES modules would be transformed file by file, about 700 of them.
 */
const tfjsForNode = tfjsPackages.map((name) => ({
  find: new RegExp(`^@tensorflow/tfjs-${name}$`),
  replacement: fileURLToPath(
    new URL(`node_modules/@tensorflow/tfjs-${name}/dist/tf-${name}.node.js`, import.meta.url),
  ),
}));

const executablePath = findChromium();

/** How many devices are lost at random moments, and by which seed: `LOSSES=200 LOSSES_SEED=3 npm run webgpu losses`. */
const { LOSSES = '25', LOSSES_SEED = '1' } = process.env;
const losses = { count: Number(LOSSES), seed: Number(LOSSES_SEED) };

declare module 'vitest' {
  interface ProvidedContext {
    losses: { readonly count: number; readonly seed: number };
  }
}

export default defineConfig({
  ...vite,
  test: {
    // By `npm run unit -- --coverage src/ui`, say; see `COVERED` in scripts/test.ts.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/testing/**', 'src/**/*.test.{ts,tsx}'],
      reporter: ['text-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          alias: tfjsForNode,
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['scripts/webgpu/**'],
          maxWorkers: 2,
          // On a busy machine of two cores a test of the real data set may take ten times its usual half second.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'webgpu',
          sequence: { groupOrder: 1 },
          include: ['scripts/webgpu/*.test.ts'],
          setupFiles: ['scripts/webgpu/setup.ts'],
          // One page for all: what one file has compiled the next need not.
          isolate: false,
          fileParallelism: false,
          // SwiftShader compiles slowly.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          provide: { losses },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: [...quietFlags, ...webgpuFlags],
                ...(executablePath === null ? {} : { executablePath }),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
