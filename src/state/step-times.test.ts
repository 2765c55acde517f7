import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { decode } from '../config/codec/url';
import { initialRunFacts, type RunFacts } from './run';
import {
  backendKey,
  readStepTimes,
  usualSpeed,
  watchStepTimes,
  withTimed,
  type StepTimes,
} from './step-times';

const timed = { multiplyAdds: 1000, layers: 4, milliseconds: 5 };

function watching() {
  const facts = createStore<RunFacts>()(() => initialRunFacts);
  const experiment = createStore(() => ({ config: decode('#v=1&blocks=1,0,0&width=4').config }));
  const store = createStore<StepTimes>()(() => ({}));
  watchStepTimes(facts, experiment, store);
  const backend = {
    name: 'wasm',
    reason: 'preferred',
    requested: 'auto',
    detail: '',
    kernels: 'simd',
    trouble: '',
  } as const;
  const step = (stepCount: number, stepMilliseconds: number, run = 1): void =>
    facts.setState({ run, stepCount, stepMilliseconds, backend });
  const found = (): readonly number[] =>
    (store.getState()['wasm simd'] ?? []).map(({ milliseconds }) => milliseconds);
  return { step, found };
}

describe('watchStepTimes', () => {
  it('takes the median of steps behind the first, which is slower', () => {
    const { step, found } = watching();
    step(0, 900);
    step(1, 800);
    step(2, 10);
    step(3, 30);
    expect(found()).toEqual([]);
    step(4, 11);
    expect(found()).toEqual([11]);
  });

  it('a row that is shown again counts once, and another run begins anew', () => {
    const { step, found } = watching();
    for (const ms of [10, 99, 99, 99]) step(2, ms);
    step(3, 12);
    expect(found()).toEqual([]);
    step(1, 500, 2);
    step(2, 20, 2);
    step(3, 21, 2);
    step(4, 22, 2);
    expect(found()).toEqual([21]);
  });
});

it('an experiment of the same size replaces its older time, and only so many are kept', () => {
  let times = withTimed({}, 'wasm', timed);
  times = withTimed(times, 'wasm', { ...timed, milliseconds: 7 });
  expect(times).toEqual({ wasm: [{ ...timed, milliseconds: 7 }] });
  for (let layers = 5; layers < 40; layers++) times = withTimed(times, 'wasm', { ...timed, layers });
  expect(times['wasm']).toHaveLength(16);
  expect(times['wasm']?.[0]?.layers).toBe(39);
});

it('backends are apart by what they run on', () => {
  expect(backendKey({ name: 'webgpu', detail: 'Apple M2' })).not.toBe(
    backendKey({ name: 'webgpu', detail: '' }),
  );
});

it('what was kept is read back, and what is no time left out', () => {
  expect(readStepTimes(JSON.stringify({ wasm: [timed] }))).toEqual({ wasm: [timed] });
  expect(readStepTimes(null)).toEqual({});
  for (const text of ['{', '7', '[]', 'null', '{"wasm":3}', '{"wasm":[{"layers":"x"}]}'])
    expect(readStepTimes(text)).toEqual({});
  const spoilt = JSON.stringify({ wasm: [timed, { ...timed, milliseconds: -1 }, null], cpu: [] });
  expect(readStepTimes(spoilt)).toEqual({ wasm: [timed] });
});

it('expects kernels of our own to be quicker than what tfjs has', () => {
  const own = usualSpeed({ name: 'wasm', kernels: 'simd' });
  const reference = usualSpeed({ name: 'wasm', kernels: 'without-simd' });
  expect(usualSpeed({ name: 'wasm', kernels: 'relaxed' })).toEqual(own);
  expect(usualSpeed({ name: 'wasm' })).toEqual(reference);
  expect(own.perMillisecond).toBeGreaterThan(reference.perMillisecond);
  expect(own.layerMilliseconds).toBeLessThan(reference.layerMilliseconds);
});
