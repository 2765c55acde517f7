/** What the article makes of lessons: addresses, figures and answers, and which figures are live. */
import { describe, expect, it } from 'vitest';
import { articleMessagesOf } from '../../i18n/article';
import { article as english } from '../../i18n/en/article';
import { article as chinese } from '../../i18n/zh-Hans/article';
import type { LessonStep, Question } from '../../lessons/format';
import { articleAddress, experimentAddress, explorerAddress, frameAddress, stepAddress } from './address';
import { answerOf } from './answer';
import { hasFigure, partOf, untilAnswered } from './figure';
import { chooseLive, type Candidate } from './live';

describe('addresses', () => {
  const here = '?article&host=1&lang=zh&embed=loss&until=5&lesson=block';

  it('keep what the host needs, the language and the backend, and nothing else', () => {
    expect(explorerAddress(here)).toBe('?host=1&lang=zh');
    expect(explorerAddress('?article')).toBe('./');
    expect(articleAddress(here, 'block')).toBe('?host=1&lang=zh&article#block');
    expect(articleAddress('')).toBe('?article');
    expect(stepAddress('?article&backend=wasm', 'limits', 2)).toBe('?backend=wasm&lesson=limits&step=2');
    expect(experimentAddress('?article', 'v=1&lr=0.2')).toBe('./#v=1&lr=0.2');
  });

  it('of a frame ask for a part, its steps, its theme and the language that is shown', () => {
    const framed = {
      experiment: 'v=1',
      embed: 'loss',
      until: 60,
      theme: 'dark',
      language: 'zh-Hans',
    } as const;
    const address = '?embed=loss&theme=dark&lang=zh-Hans&until=60#v=1';
    expect(frameAddress('?article', framed)).toBe(address);
    // As `readLesson` hands it on.
    expect(frameAddress('?article', { ...framed, experiment: '#v=1' })).toBe(address);
  });
});

const step: LessonStep = {
  title: '',
  text: '',
  experiment: 'v=1',
  until: 20,
  look: ['loss'],
  question: null,
  further: null,
};

describe('a figure', () => {
  it.each([
    [['story', 'loss', 'profile'], 'loss'],
    [['ratio'], 'profile'],
    [['skip:plain'], 'diagram'],
    [['branch'], 'diagram'],
    [['network', 'panel:layer'], 'stage'],
    [[], 'stage'],
  ] as const)('where %j is lit up is the %s', (look, part) => {
    expect(partOf({ look })).toBe(part);
  });

  it('is left out where the step before has the same', () => {
    expect(hasFigure(step, null)).toBe(true);
    expect(hasFigure(step, { ...step, title: 'another' })).toBe(false);
    expect(hasFigure(step, { ...step, look: ['profile'] })).toBe(true);
    expect(hasFigure(step, { ...step, experiment: 'v=1&lr=0.2' })).toBe(true);
    expect(hasFigure(step, { ...step, until: 0 })).toBe(true);
  });
});

const question: Question = {
  text: '',
  choices: [
    { text: 'less', from: null, below: 10 },
    { text: 'more', from: 10, below: null },
  ],
  act: { kind: 'train', steps: 60 },
  measure: {
    one: { of: 'loss', lane: 'a', at: 'after' },
    other: { of: 'loss', lane: 'b', at: 'after' },
    by: 'ratio',
    unit: 'times',
  },
  answer: '{one} against {other}. It is {value} ({low} to {high}). He et al. (2015) saw 3.5 of it.',
  measured: [12, 11, 14],
  doubt: null,
};

describe('an answer', () => {
  it('says what was measured, and leaves out what only the reader’s run has', () => {
    expect(answerOf(question, 'en')).toEqual({
      right: [1],
      values: ['12×', '11×', '14×'],
      text: 'It is 12× (11× to 14×). He et al. (2015) saw 3.5 of it.',
    });
  });

  it('is cut at Chinese sentences too', () => {
    const answer = '一个是 {one}，一个是 {other}。相差 {value}（{low} 到 {high}）。He 等人（2015）也见过。';
    expect(answerOf({ ...question, answer }, 'zh-Hans')?.text).toBe(
      '相差 12×（11× 到 14×）。He 等人（2015）也见过。',
    );
  });

  it('keeps the one reading that is the value', () => {
    const measure = { ...question.measure, other: null };
    expect(answerOf({ ...question, measure, answer: 'It is {one}.' }, 'en')?.text).toBe('It is 12×.');
  });

  it('has several choices where seeds differ, and is none where nobody measured', () => {
    expect(answerOf({ ...question, measured: [9, 11] }, 'en')?.right).toEqual([0, 1]);
    expect(answerOf({ ...question, measured: [] }, 'en')).toBeNull();
  });

  it('has the figure trained as far as the question asks, where training is all it asks', () => {
    expect(untilAnswered({ ...step, question })).toBe(80);
    const switched = { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 40 } as const;
    expect(untilAnswered({ ...step, question: { ...question, act: switched } })).toBe(20);
    expect(untilAnswered(step)).toBe(20);
  });
});

describe('texts around them', () => {
  it.each([
    [
      'en',
      english,
      'Training loss of plain-20 and plain-56, at step 1,000.',
      'Measured by us: 2 with seed 0 and 3 with seed 1.',
      'Measured by us: 0 with each of seeds 0 to 2.',
    ],
    [
      'zh-Hans',
      chinese,
      'plain-20 和 plain-56 的训练损失（第 1,000 步）。',
      '我们测得：2（随机种子 0）和 3（随机种子 1）。',
      '我们测得：随机种子 0 到 2 都是 0。',
    ],
  ] as const)('have lists and numbers of the language: %s', (locale, texts, caption, measured, same) => {
    const text = articleMessagesOf(texts, locale);
    expect(text.measured(['2', '3'])).toBe(measured);
    expect(text.measured(['0', '0', '0'])).toBe(same);
    expect(text.figure.caption('loss', ['plain-20', 'plain-56'], 1000)).toBe(caption);
  });
});

const figure = (id: string, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  gap: 0,
  offset: 0,
  isLive: false,
  hasFocus: false,
  ...changes,
});
const live = (figures: readonly Candidate[], asked: string | null = null) =>
  [...chooseLive(figures, 1000, asked)].toSorted();

describe('live figures', () => {
  it('come to life in sight, and stay until they are far away', () => {
    expect(live([figure('a'), figure('b', { gap: 1 })])).toEqual(['a']);
    expect(live([figure('a', { gap: 1000, isLive: true })])).toEqual(['a']);
    expect(live([figure('a', { gap: 1001, isLive: true })])).toEqual([]);
  });

  it('are three at most, the nearest', () => {
    const near = ['a', 'b', 'c', 'd'].map((id, index) => figure(id, { offset: index, isLive: true }));
    expect(live(near)).toEqual(['a', 'b', 'c']);
    const last = figure('z', { offset: 100 });
    const away = ['a', 'b', 'c'].map((id, index) => figure(id, { gap: index + 1, isLive: true }));
    expect(live([...away, last])).toEqual(['a', 'b', 'z']);
  });

  it('give way to one that was asked for, but for that which the reader works in', () => {
    const near = ['a', 'b', 'c', 'd'].map((id, index) => figure(id, { offset: index, isLive: true }));
    expect(live(near, 'd')).toEqual(['a', 'b', 'd']);
    const worked = figure('z', { gap: 5000, isLive: true, hasFocus: true });
    expect(live([...near, worked])).toEqual(['a', 'b', 'z']);
  });
});
