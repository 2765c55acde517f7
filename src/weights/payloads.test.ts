/** Hostile texts as what `print(model)` writes, and as names of networks: they are described, or are none. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../testing/payloads';
import { networkByName } from './by-name';
import { networkFromPrint } from './print';

it.each(PAYLOADS)('%j', (payload) => {
  expect(networkByName(payload)).toBe(null);
  for (const text of [
    payload,
    `ResNet(\n  (${payload}): Conv2d(3, 16, kernel_size=(3, 3))\n  (fc): ${payload}(in_features=16)\n)`,
  ]) {
    const described = networkFromPrint(text);
    expect(described).toBeDefined();
  }
});
