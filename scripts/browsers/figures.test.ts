import { expect, it } from 'vitest';
import { Figures } from './figures';

it('are judged alike where all browsers and Node have the same digits, and told where they do not', () => {
  const figures = new Figures();
  figures.note('loss', 'Chromium', '2.17', '2.17');
  figures.note('loss', 'WebKit', '2.17');
  figures.note('apart', 'Chromium', '1', '1');
  figures.note('apart', 'WebKit', '1.0000001');
  figures.note('another in Node', 'WebKit', '3', '4');
  figures.note('nothing', 'WebKit', '');
  expect(figures.judged()).toEqual([
    { name: 'loss', failure: null },
    { name: 'apart', failure: 'Chromium: 1\nWebKit: 1.0000001\nNode: 1' },
    { name: 'another in Node', failure: 'WebKit: 3\nNode: 4' },
    { name: 'nothing', failure: 'WebKit: ' },
  ]);
  expect(figures.table().split('\n')).toContain('| loss | 2.17 | 2.17 | 2.17 |');
  expect(figures.table().split('\n')).toContain('| nothing | – | – |  |');
});
