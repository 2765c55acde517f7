/** Networks of our lessons have names in every language, and two of one experiment never the same. */
import { expect, test } from 'vitest';
import { decode } from '../config/codec/url';
import { LESSONS } from '../lessons/own';
import { readLesson } from '../lessons/read';
import { loadLesson } from './lessons';
import { ui } from './zh-Hans/ui';

/** What Chinese texts call so as well. */
const LATIN = /^(?:sigmoid|tanh|relu|resnet-\d+)$/;

test.each(LESSONS)('of “%s” in Chinese', async (id) => {
  const { lesson } = readLesson(await loadLesson('zh-Hans', id));
  const links = (lesson?.steps ?? []).flatMap(({ experiment, further }) => [
    experiment,
    ...(further?.experiment ? [further.experiment] : []),
  ]);
  expect(links).not.toEqual([]);
  for (const link of links) {
    const { lanes } = decode(`#${link}`).config;
    const names = lanes.map((lane) => ui.lanes.within(lane.label ?? lane.id));
    expect(new Set(names).size, `${names.join()} of ${link}`).toBe(names.length);
    const english = lanes.filter(
      ({ id: lane, label }) => label === undefined && ui.lanes.within(lane) === lane && !LATIN.test(lane),
    );
    expect(english.map(({ id: lane }) => lane)).toEqual([]);
  }
});

test('keep the numbers of copies and depths', () => {
  expect(['plain-2', 'plain 20', 'wide', '3x3+3x3', 'constructor'].map(ui.lanes.within)).toEqual([
    '普通网络 2',
    '普通网络 20',
    '宽网络',
    '3x3+3x3',
    'constructor',
  ]);
});
