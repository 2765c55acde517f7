/** What classes are called that have long names, or the same. */
import { expect, test } from 'vitest';
import { classNames } from './class-names';

test('names that are told apart stay as they are', () => {
  expect(classNames([' Shirt', 'cat 2', 'cat', '帽子'])).toEqual(['Shirt', 'cat 2', 'cat', '帽子']);
});

test('long names that begin alike are told apart by a number', () => {
  const long = 'n02124075 Egyptian cat, as it was photographed';
  expect(classNames([`${long} by day`, `${long} by night`, 'dog'])).toEqual([
    'n02124075 Egyptian cat, as it was photog',
    'n02124075 Egyptian cat, as it was phot 2',
    'dog',
  ]);
});

test('a number is none that another class has', () => {
  expect(classNames(['cat', 'cat', 'cat 2', 'cat'])).toEqual(['cat', 'cat 3', 'cat 2', 'cat 4']);
  expect(classNames(['', '0', ' '])).toEqual(['2', '0', '3']);
});

test('no character is cut in two', () => {
  const [name = ''] = classNames([`${'x'.repeat(39)}🐈`]);
  expect(name).toBe('x'.repeat(39));
});
