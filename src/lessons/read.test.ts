import { expect, test } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import { encode } from '../config/codec/url';
import type { Lesson } from './format';
import { LESSON_LIMITS, parseLesson, readLesson } from './read';

const EXPERIMENT = encode(DEFAULTS);

const LESSON: Lesson = {
  format: 'resnet-explorer-lesson',
  version: 1,
  language: 'en',
  title: 'A lesson',
  summary: 'What it is about.',
  steps: [
    {
      title: 'First',
      text: 'Look at $y = F(x) + x$.',
      experiment: EXPERIMENT,
      until: 0,
      look: ['loss', 'skip:plain', 'panel:streams', 'study:lesion'],
      question: {
        text: 'How large?',
        choices: [
          { text: 'Small', from: null, below: 1 },
          { text: 'Large', from: 1, below: null },
        ],
        act: { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 30 },
        measure: {
          one: { of: 'ratio', lane: 'plain', at: 'before' },
          other: { of: 'ratio', lane: 'plain', at: 'after' },
          by: 'ratio',
          unit: 'times',
        },
        answer: '{value}',
        measured: [2.5, Infinity],
        doubt: null,
      },
      further: { text: 'Try 56 layers.', experiment: null },
    },
  ],
};

/** The lesson as a file, with something else at a place. */
function withValue(path: readonly (string | number)[], value: unknown): unknown {
  const file = JSON.parse(JSON.stringify(LESSON)) as unknown;
  let at = file as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as typeof at;
  at[path.at(-1) ?? ''] = value;
  return file;
}

const QUESTION = ['steps', 0, 'question'] as const;

test('a whole lesson is read as it was written, what is infinite included', () => {
  expect(parseLesson(JSON.stringify(LESSON))).toEqual({ lesson: LESSON, repairs: [] });
});

test('what can be left out may be', () => {
  const { lesson, repairs } = readLesson({
    format: 'resnet-explorer-lesson',
    version: 1,
    language: 'zh-hans',
    title: 'T',
    steps: [{ title: 'One', text: '', experiment: EXPERIMENT }],
  });
  expect(repairs).toEqual([]);
  expect(lesson).toMatchObject({ language: 'zh-Hans', summary: '' });
  expect(lesson?.steps[0]).toMatchObject({ until: 0, look: [], question: null, further: null });
});

test.each([
  ['no JSON', '{', 'no-json', ''],
  ['another file', '{"format":"other"}', 'no-lesson', 'format'],
  ['a list', '[1]', 'no-lesson', 'format'],
  ['nothing', 'null', 'no-lesson', 'format'],
  ['no step', '{"format":"resnet-explorer-lesson","version":1,"steps":[7]}', 'no-steps', 'steps'],
  ['too much', ' '.repeat(LESSON_LIMITS.file + 1), 'too-long', ''],
])('a file of %s is refused, and why', (_, text, reason, path) => {
  const { lesson, repairs } = parseLesson(text);
  expect(lesson).toBeNull();
  expect(repairs[0]).toMatchObject({ reason, path });
});

test.each([
  [['version'], 2, 'version', 'newer-version', '1'],
  [['language'], 'not a language', 'language', 'unknown', 'en'],
  [['title'], 7, 'title', 'wrong-type', ''],
  [['title'], 'x'.repeat(500), 'title', 'too-long', '120'],
  [['steps', 0, 'until'], 1e9, 'steps[0].until', 'out-of-range', '10000'],
  [['steps', 0, 'until'], 'soon', 'steps[0].until', 'wrong-type', '0'],
  [['steps', 0, 'look'], 'loss', 'steps[0].look', 'wrong-type', ''],
  [['steps', 0, 'look'], ['skip:nobody'], 'steps[0].look[0]', 'unknown', ''],
  [['steps', 0, 'experiment'], 'v=1&lr=99', 'steps[0].experiment', 'experiment', '10'],
  [[...QUESTION, 'act', 'kind'], 'run', 'steps[0].question.act.kind', 'unknown', 'look'],
  [[...QUESTION, 'act', 'lane'], 'nobody', 'steps[0].question.act.lane', 'unknown', 'residual'],
  [[...QUESTION, 'act', 'block'], 999, 'steps[0].question.act.block', 'out-of-range', '26'],
  [[...QUESTION, 'act', 'gain'], 2, 'steps[0].question.act.gain', 'out-of-range', '1'],
  [[...QUESTION, 'measure', 'unit'], 'litres', 'steps[0].question.measure.unit', 'unknown', 'number'],
  [[...QUESTION, 'choices', 0, 'below'], 'one', 'steps[0].question.choices[0].below', 'wrong-type', ''],
])('%j = %j is repaired, and told', (path, value, place, reason, used) => {
  const { lesson, repairs } = readLesson(withValue(path, value));
  expect(lesson).not.toBeNull();
  expect(repairs).toHaveLength(1);
  expect(repairs[0]).toMatchObject({ path: place, reason, used });
});

test.each([
  [[...QUESTION, 'choices'], [{ text: 'one' }]],
  [[...QUESTION, 'measure'], null],
  [[...QUESTION, 'measure', 'one', 'of'], 'nothing'],
])('a question of which nothing can be asked is left out: %j', (path, value) => {
  const { lesson, repairs } = readLesson(withValue(path, value));
  expect(lesson?.steps[0]?.question).toBeNull();
  expect(repairs.map(({ reason }) => reason)).toContain('no-question');
});

test('a whole address is taken for an experiment', () => {
  const link = `https://example.org/explorer/?theme=dark#${EXPERIMENT}`;
  const { lesson, repairs } = readLesson(withValue(['steps', 0, 'experiment'], link));
  expect(repairs).toEqual([]);
  expect(lesson?.steps[0]?.experiment).toBe(EXPERIMENT);
});

test('a study is asked with its own settings, within their bounds', () => {
  const act = { kind: 'study', request: { kind: 'degradation', depths: [56, 8, 8, 'x'], seeds: 1e6 } };
  const { lesson, repairs } = readLesson(withValue([...QUESTION, 'act'], act));
  const read = lesson?.steps[0]?.question?.act;
  expect(read).toMatchObject({ kind: 'study', request: { kind: 'degradation', depths: [8, 56] } });
  expect(repairs.map(({ path, reason }) => [path, reason])).toEqual([
    ['steps[0].question.act.request.seeds', 'out-of-range'],
    ['steps[0].question.act.request.depths[3]', 'wrong-type'],
  ]);
});

test('hostile files end, and say no more than can be read', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  expect(parseLesson(deep).lesson).toBeNull();
  const many = JSON.stringify({ ...LESSON, steps: Array.from({ length: 20_000 }, () => ({ title: 1 })) });
  const { lesson, repairs } = parseLesson(many);
  expect(lesson?.steps).toHaveLength(LESSON_LIMITS.steps);
  expect(repairs.length).toBeLessThanOrEqual(100);
  const own = parseLesson(
    '{"format":"resnet-explorer-lesson","version":1,"__proto__":{"title":"inherited"},"steps":[{}]}',
  );
  expect(own.lesson?.title).toBe('');
});
