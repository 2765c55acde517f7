/** Devices that answer, that are lost before the browser says so, and that fall silent; real ones are lost in `scripts/webgpu`. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stoppedClock } from '../../testing/stopped-clock';
import { watchDevice } from '../gpu';
import { ANSWER_PATIENCE, answerOf, hasDevice, isAtWork, putToWork, tryDevice } from './health';

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** A device whose buffers are mapped as `mapAsync` says; they hold what was written to them. */
function deviceOf(mapAsync: () => Promise<void>) {
  let lose: (message: string) => void = () => undefined;
  const lost = new Promise((resolve) => {
    lose = (message) => resolve({ message, reason: 'unknown' });
  });
  let held = new ArrayBuffer(4);
  const buffer = { mapAsync, getMappedRange: () => held, destroy: () => undefined };
  const queue = {
    writeBuffer: (_: unknown, __: number, values: Uint32Array) => (held = values.slice().buffer),
  };
  const destroy = vi.fn();
  const device = { lost, destroy, queue, createBuffer: () => buffer } as unknown as GPUDevice;
  return { device, lose, destroy };
}

const told: string[] = [];
beforeEach(() => {
  vi.stubGlobal('GPUBufferUsage', { MAP_READ: 1, COPY_DST: 8 });
  vi.stubGlobal('GPUMapMode', { READ: 1 });
  watchDevice({ onLost: (message) => told.push(message), onError: () => undefined });
});
afterEach(() => {
  vi.unstubAllGlobals();
  told.length = 0;
});

it('ends what waits when the device is lost, and tells it first', async () => {
  const { device, lose } = deviceOf(never);
  putToWork(device);
  const waited = answerOf(never()).catch((error: unknown) => `${String(error)} after ${told.length}`);
  lose('unplugged');
  expect(await waited).toBe('DeviceLostError: The device was lost: unplugged after 1');
  expect(told).toEqual(['unplugged']);
  expect(hasDevice()).toBe(false);
});

it('finds out what the browser has not told yet, and does not tell it twice', async () => {
  const { device, lose } = deviceOf(() => Promise.reject(new Error('A valid external Instance is gone')));
  putToWork(device);
  await tryDevice();
  expect(told).toEqual(['A valid external Instance is gone']);
  lose('destroyed');
  await tryDevice();
  expect(told).toHaveLength(1);
});

it('leaves a device alone that works', async () => {
  const { device, destroy } = deviceOf(() => Promise.resolve());
  putToWork(device);
  await tryDevice();
  expect(told).toEqual([]);
  expect(isAtWork(device)).toBe(true);
  expect(destroy).not.toHaveBeenCalled();
});

it('takes one for lost that answers nothing any more, and waits for one that is slow', async () => {
  const { device, destroy } = deviceOf(never);
  putToWork(device);
  const { delay, pass } = stoppedClock();
  let ended: unknown;
  void answerOf(never(), delay).catch((error: unknown) => (ended = error));
  await pass(ANSWER_PATIENCE - 1);
  // Another answer comes meanwhile.
  await answerOf(Promise.resolve(), delay);
  await pass(ANSWER_PATIENCE - 1);
  expect(ended).toBeUndefined();
  await pass(1);
  expect(String(ended)).toContain('does not answer');
  expect(told).toHaveLength(1);
  expect(destroy).toHaveBeenCalled();
});

it('frees a device whose place another takes, which is no loss', async () => {
  const [first, second] = [deviceOf(never), deviceOf(never)];
  putToWork(first.device);
  putToWork(second.device);
  expect(first.destroy).toHaveBeenCalled();
  first.lose('destroyed');
  await Promise.resolve();
  expect(told).toEqual([]);
  expect(isAtWork(second.device)).toBe(true);
});
