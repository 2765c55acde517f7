import { expect, it } from 'vitest';
import { pixelStatistics } from './statistics';

it('mean and deviation are those of the pixels divided by 255, channel by channel', () => {
  const { mean, deviation } = pixelStatistics(Uint8Array.from([0, 10, 255, 255, 30, 255]), 3);
  expect(mean).toEqual([0.5, 20 / 255, 1]);
  // Pixels that are all alike are divided by 1.
  expect(deviation).toEqual([0.5, 10 / 255, 1]);
});
