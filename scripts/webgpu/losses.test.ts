/** Devices that are lost at every moment of a run: it ends where it would have, having said all that it would have said. */
import { assert, beforeAll, expect, inject, test } from 'vitest';
import { randomStream } from '../../src/data/random';
import { CALLS, type Loss } from './losing';
import { assertSame, backendOf, lossesOf, runOf, type Outcome } from './losses';

let calm: Outcome;
beforeAll(async () => {
  calm = await runOf([]);
});

/** The first loss of those that meet a run that recovers. */
const FIRST: Loss = { after: 'watching', call: 'submit', nth: 3 };

const ONCE: Readonly<Record<string, Loss>> = {
  'as it is asked for': { call: 'requestDevice', nth: 1 },
  'while pipelines are compiled': { call: 'createComputePipelineAsync', nth: 3 },
  'while a step is captured': { call: 'createBindGroup', nth: 5 },
  'while a step gets its memory': { call: 'createBuffer', nth: 12 },
  'before the first gradient': { after: 'first-gradient', call: 'submit', nth: 1 },
  'while the first gradient is read': { after: 'first-gradient', call: 'mapAsync', nth: 1 },
  'while instruments are captured': { after: 'watch', call: 'createBindGroup', nth: 1 },
  'while instruments are timed': { after: 'watch', call: 'onSubmittedWorkDone', nth: 2 },
  'before a step': { after: 'watching', call: 'submit', nth: 2 },
  'while a row is read': { after: 'watching', call: 'mapAsync', nth: 2 },
  'while a read row is taken over': { after: 'watching', call: 'getMappedRange', nth: 4 },
  'as the batch is written': { after: 'metrics', call: 'writeBuffer', nth: 7 },
  'while the way is recorded': { after: 'record-path', call: 'mapAsync', nth: 1 },
  'while a test is captured': { after: 'watching', call: 'createComputePipelineAsync', nth: 1 },
  'while it is tested': { after: 'tested', call: 'mapAsync', nth: 3 },
  'at a checkpoint': { after: 'waiting', call: 'createBuffer', nth: 1 },
  'while predictions are looked at': { after: 'inspect', call: 'mapAsync', nth: 2 },
  'while weights are read': { after: 'weights', call: 'mapAsync', nth: 1 },
  'while a study begins': { after: 'study', call: 'createBuffer', nth: 2 },
  'while a study reads': { after: 'study', call: 'mapAsync', nth: 7 },
  'and offered again only after a while': { after: 'metrics', call: 'submit', nth: 2, refusals: 2 },
};

for (const [when, loss] of Object.entries(ONCE))
  test(`a device lost ${when}`, async () => {
    const disturbed = await runOf([loss]);
    assertSame(disturbed, calm);
    assert(backendOf(disturbed) === 'webgpu', 'it did not go on on the GPU');
    expect(lossesOf(disturbed)).toBe(1);
  });

const TWICE: Readonly<Record<string, Loss>> = {
  'as it is asked for': { call: 'requestDevice', nth: 1 },
  'while pipelines are compiled': { after: 'recovering', call: 'createComputePipelineAsync', nth: 2 },
  'while the state is brought': { after: 'recovering', call: 'writeBuffer', nth: 1 },
  'while steps are taken again': { after: 'recovering', call: 'mapAsync', nth: 2 },
};

for (const [when, loss] of Object.entries(TWICE))
  test(`a device lost again ${when} is given up for wasm`, async () => {
    const disturbed = await runOf([FIRST, loss]);
    assertSame(disturbed, calm);
    assert(backendOf(disturbed) === 'wasm', 'it went on on the GPU');
  });

test('a device that is never offered again is given up for wasm', async () => {
  const disturbed = await runOf([{ ...FIRST, refusals: 99 }]);
  assertSame(disturbed, calm);
  assert(backendOf(disturbed) === 'wasm', 'it went on on the GPU');
});

test('a device lost while the run before is freed', async () => {
  const disturbed = await runOf([{ after: 'start', call: 'destroy', nth: 1 }], true);
  assertSame(disturbed, calm);
});

/** After so many milliseconds without a loss a device is not given up. */
const HOUR = 3_600_000;

const losses = inject('losses');

test(`${losses.count} devices lost at random moments, by seed ${losses.seed}`, { timeout: 0 }, async () => {
  const random = randomStream(losses.seed, 'losses');
  const draw = (): Loss => {
    const call = CALLS[random.integer(CALLS.length)] ?? 'submit';
    return { call, nth: 1 + random.integer(calm.counts[call]), pause: random.integer(5) === 0 ? 0 : HOUR };
  };
  const ended = { webgpu: 0, wasm: 0 };
  let lost = 0;
  while (lost < losses.count) {
    const drawn = Array.from({ length: 1 + random.integer(4) }, draw);
    try {
      const disturbed = await runOf(drawn);
      assertSame(disturbed, calm);
      ended[backendOf(disturbed)]++;
      lost += lossesOf(disturbed);
    } catch (cause) {
      throw new Error(`Lost ${JSON.stringify(drawn)}: ${String(cause)}`, { cause });
    }
  }
  console.log(`${lost} losses: ${ended.webgpu} runs ended on the GPU, ${ended.wasm} on wasm.`);
});
