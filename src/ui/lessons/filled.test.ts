import { expect, it } from 'vitest';
import { PAYLOADS } from '../../testing/payloads';
import { filled } from './filled';

it('has the values that there are, and nothing that objects have by themselves', () => {
  expect(filled('{value}, {one}: {other}', { value: '2', one: '{value}' })).toBe('2, {value}: {other}');
  for (const name of PAYLOADS) expect(filled(`{${name}}`, { value: '2' })).toBe(`{${name}}`);
  expect(filled('{value}')).toBe('{value}');
});
