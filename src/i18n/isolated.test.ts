import { expect, it } from 'vitest';
import { isolated } from './isolated';

it.each(['residual', 'Mine, 2', '残差网络', 'Ω é ß', '👩‍👩‍👧', ''])('%s stays as it is', (name) => {
  expect(isolated(name)).toBe(name);
});

it.each(['שלום', 'abc مرحبا 1', '\u{10840}', '\uFE8D'])('%s is held together', (name) => {
  expect(isolated(name)).toBe(`\u2068${name}\u2069`);
});
