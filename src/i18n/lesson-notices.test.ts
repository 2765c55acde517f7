import { describe, expect, it } from 'vitest';
import { LESSON_FORMAT } from '../lessons/format';
import { readLesson } from '../lessons/read';
import { lessonNotices } from './en/lesson-notices';
import { english } from './messages';
import { refusalText, repairText } from './lesson-notices';

const STEP = { title: 'One', text: 'Words.', experiment: 'v=1' };

/** What is said of a file with this step behind a sound one. */
function said(step: object, lesson: object = {}): readonly string[] {
  const file = { format: LESSON_FORMAT, language: 'en', title: 'Depth', steps: [STEP, step], ...lesson };
  return readLesson(file).repairs.map((repair) => repairText(repair, lessonNotices, english.notices, 'en'));
}

describe('what is said of a repair', () => {
  it('names the step, the part, what was given and what is used', () => {
    expect(said({ ...STEP, until: -5 })).toEqual([
      'Step 2, the step it is trained to: “-5” is out of range: used 0.',
    ]);
    expect(said({ ...STEP, title: undefined })).toEqual(['Step 2, the title: missing: left out.']);
    expect(said({ ...STEP, look: ['loss', 'nowhere'] })).toEqual([
      'Step 2, the places to light up, no. 2: “nowhere” is not known here: left out.',
    ]);
  });

  it('names the choice of a question', () => {
    const question = {
      text: 'Why?',
      choices: [{ text: 'a' }, { text: 'b', from: 'x' }],
      measure: { one: { of: 'depth', lane: 'plain' }, unit: 'miles' },
    };
    expect(said({ ...STEP, question })).toEqual([
      'Step 2, choice 2, where its range begins: “x” is not what stands here: left out.',
      'Step 2, how the value is written: “miles” is not known here: used number.',
    ]);
  });

  it('of an experiment is what is said of a link', () => {
    expect(said({ ...STEP, experiment: '#v=1&lr=99' })).toEqual([
      expect.stringMatching(/^Step 2, the experiment: “lr=99” \(learning rate\) is out of range/),
    ]);
  });

  it('of the file as a whole is said of the lesson', () => {
    expect(said(STEP, { version: 9 })).toEqual([
      'The version: version 9 is newer than this page: read as version 1.',
    ]);
    expect(said(STEP, { steps: Array.from({ length: 40 }, () => STEP) })).toEqual([
      'The steps: 40 are too many: used the first 30.',
    ]);
  });

  it('cuts what was given', () => {
    const [line = ''] = said({ ...STEP, look: ['x'.repeat(10_000)] });
    expect(line.length).toBeLessThan(150);
  });
});

describe('why a file cannot be opened', () => {
  it('is a sentence with numbers of the language', () => {
    const text = (reason: Parameters<typeof refusalText>[0]['reason'], detail = '') =>
      refusalText({ reason, detail }, lessonNotices, 'en');
    expect(text('too-long', '1234567')).toBe('It has 1,234,567 characters, and a lesson at most 1,000,000.');
    expect(text('too-large')).toBe('It is larger than 1 MB.');
    expect(text('not-found', '404')).toBe('The host has no such file (404).');
    expect(text('no-lesson')).toBe(
      'It is no lesson of this page: its “format” should be “resnet-explorer-lesson”.',
    );
  });
});
