import { expect, test } from 'vitest';
import { counted, ordinal } from './numerals';

test('places in a row have the ending of their last number, but for those from 11th to 13th', () =>
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 32, 64, 1_024].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 32nd 64th 1,024th'.split(' '),
  ));

test('one of a thing is told from several and from none', () =>
  expect([
    counted(0, 'step'),
    counted(1, 'step'),
    counted(2_000, 'step'),
    counted(2, 'branch', 'branches'),
  ]).toEqual(['0 steps', '1 step', '2,000 steps', '2 branches']));
