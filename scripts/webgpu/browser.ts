/** The page in which WebGPU is tested; `scripts/webgpu/test.ts` drives it. */
import { faultTests } from './faults';
import { instrumentTests } from './instruments';
import { kernelTests } from './kernels';
import { noiseTests } from './noise';
import { normOfGradientTests } from './norms';
import { lossTests } from './loss';
import { optimiserTests } from './optimisers';
import { inputTests } from './inputs';
import { notFiniteTests } from './not-finite';
import { poolTests } from './pools';
import { replayTests } from './replays';
import type { Test } from './testing';

declare global {
  interface Window {
    testNames(): string[];
    /** Null where it passed, else what went wrong. */
    runTest(name: string): Promise<string | null>;
    hasAdapter(): Promise<boolean>;
  }
}

const tests: readonly Test[] = [
  ...kernelTests,
  ...poolTests,
  ...notFiniteTests,
  ...normOfGradientTests,
  ...replayTests,
  ...instrumentTests,
  ...faultTests,
  ...optimiserTests,
  ...inputTests,
  ...noiseTests,
  // Last: they lose the device.
  ...lossTests,
];

window.hasAdapter = async () => ((await navigator.gpu?.requestAdapter()) ?? null) !== null;
window.testNames = () => tests.map(({ name }) => name);
window.runTest = async (name) => {
  try {
    await tests.find((test) => test.name === name)?.run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
