/** One contender in a fresh page; `scripts/bench.ts` drives it. Contenders are loaded only when they run. */
import { histogramOf } from '../../src/architecture/instruments';
import { shifted } from '../rounding';
import { CASES, DEPTH_CASES, KIND_CASES, dataOf, experimentOf, type Contender, type Runner } from './cases';
import type { EntrantName } from './contenders';
import { countGpu, type GpuCounts } from './counting';

const HISTOGRAM = [histogramOf('layer1.0.conv1')] as const;
const EVERYTHING = ['streams', 'layers', ...HISTOGRAM] as const;

const contenders: Readonly<Record<EntrantName, () => Promise<Contender>>> = {
  'ours on WebGPU': async () => (await import('./ours')).ours('webgpu'),
  'ours on WebGPU, direct': async () => (await import('./ours')).oursWith('direct'),
  'ours on WebGPU, tiled': async () => (await import('./ours')).oursWith('tiled'),
  'idiomatic tfjs on WebGPU': async () => (await import('./idiomatic')).idiomatic('webgpu'),
  'hand-tuned tfjs on WebGPU': async () => (await import('./idiomatic')).handTuned('webgpu'),
  'jax-js on WebGPU': async () => (await import('./jax')).jaxJs('webgpu'),
  'ours on wasm': async () => (await import('./ours')).ours('wasm'),
  'ours on wasm, two workers': async () => (await import('./ours')).ours('wasm', { workers: 2 }),
  'ours on wasm, relaxed': async () => (await import('./ours')).ours('wasm', { kernels: 'relaxed' }),
  'ours on wasm, reference kernels': async () =>
    (await import('./ours')).ours('wasm', { kernels: 'reference' }),
  'ours on WebGPU, streams watched': async () =>
    (await import('./ours')).ours('webgpu', { instruments: ['streams'] }),
  'ours on WebGPU, layers watched': async () =>
    (await import('./ours')).ours('webgpu', { instruments: ['layers'] }),
  'ours on WebGPU, histograms watched': async () =>
    (await import('./ours')).ours('webgpu', { instruments: HISTOGRAM }),
  'ours on WebGPU, all watched': async () =>
    (await import('./ours')).ours('webgpu', { instruments: EVERYTHING }),
  'ours on wasm, streams watched': async () =>
    (await import('./ours')).ours('wasm', { instruments: ['streams'] }),
  'ours on wasm, layers watched': async () =>
    (await import('./ours')).ours('wasm', { instruments: ['layers'] }),
  'ours on wasm, histograms watched': async () =>
    (await import('./ours')).ours('wasm', { instruments: HISTOGRAM }),
  'ours on wasm, all watched': async () => (await import('./ours')).ours('wasm', { instruments: EVERYTHING }),
  'idiomatic tfjs on cpu': async () => (await import('./idiomatic')).idiomatic('cpu'),
};

export interface Prepared {
  /** From the call to the end of the first step; the contender's code is loaded before. */
  readonly firstStepMilliseconds: number;
  /** Of every lane, by step. */
  readonly losses: readonly (readonly number[])[];
}

export interface Timed {
  /** Of each step. */
  readonly milliseconds: readonly number[];
  /** Before and after those steps; null without WebGPU. */
  readonly before: GpuCounts | null;
  readonly after: GpuCounts | null;
}

declare global {
  interface Window {
    /** With a seed of a shift, the images are moved by less than float32 can resolve. */
    prepareContender(
      name: EntrantName,
      caseId: string,
      checkedSteps: number,
      shift: number | null,
    ): Promise<Prepared>;
    timeSteps(count: number): Promise<Timed>;
  }
}

let runner: Runner | undefined;
const counts = countGpu();

window.prepareContender = async (name, caseId, checkedSteps, shift) => {
  const bench = [...CASES, ...KIND_CASES, ...DEPTH_CASES].find(({ id }) => id === caseId);
  if (bench === undefined) throw new Error(`No case is called ${caseId}`);
  const contender = await contenders[name]();
  const experiment = experimentOf(bench);
  const exact = dataOf(bench);
  const data =
    shift === null
      ? exact
      : { ...exact, train: { ...exact.train, images: shifted(exact.train.images, shift) } };
  const start = performance.now();
  runner = await contender(experiment, data);
  const losses = [await runner.step()];
  const firstStepMilliseconds = performance.now() - start;
  while (losses.length < checkedSteps) losses.push(await runner.step());
  return { firstStepMilliseconds, losses };
};

window.timeSteps = async (count) => {
  const before = counts && { ...counts };
  const milliseconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await runner?.step();
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds, before, after: counts && { ...counts } };
};
