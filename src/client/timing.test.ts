import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inFrame } from './timing';

let frames: (() => void)[];
beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame) - 1);
  vi.stubGlobal('cancelAnimationFrame', (at: number) => {
    frames[at] = () => undefined;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('calls back in the next frame, once', () => {
  const callback = vi.fn<() => void>();
  inFrame(callback);
  expect(callback).not.toHaveBeenCalled();
  for (const frame of frames) frame();
  vi.advanceTimersByTime(10_000);
  expect(callback).toHaveBeenCalledTimes(1);
});

it('calls back within a second where the page is given no frame', () => {
  const callback = vi.fn<() => void>();
  inFrame(callback);
  vi.advanceTimersByTime(1_000);
  expect(callback).toHaveBeenCalledTimes(1);
  for (const frame of frames) frame();
  expect(callback).toHaveBeenCalledTimes(1);
});
