import { describe, expect, it } from 'vitest';
import type { Choice, Lesson } from '../../../lessons/format';
import {
  addStep,
  begin,
  change,
  changeExperiment,
  changeQuestion,
  changeStep,
  duplicateStep,
  emptyLesson,
  emptyQuestion,
  faultsOf,
  fileName,
  lookAt,
  moveStep,
  rangeFaults,
  redo,
  removeStep,
  undo,
  withChoice,
  withoutChoice,
  type Writing,
} from './model';

const titles = ({ lesson }: Writing): readonly string[] => lesson.steps.map(({ title }) => title);

/** Steps called a, b and c; the second is at hand. */
function three(): Writing {
  let writing = changeStep(begin(emptyLesson('en', '#v=1')), { title: 'a' });
  for (const title of ['b', 'c']) writing = changeStep(addStep(writing, '#v=1'), { title });
  return lookAt(begin(writing.lesson), 1);
}

describe('steps of a draft', () => {
  it('are added behind the one at hand, which becomes the new one', () => {
    const added = addStep(three(), '#v=1&lr=0.1');
    expect(titles(added)).toEqual(['a', 'b', '', 'c']);
    expect(added.at).toBe(2);
    expect(added.lesson.steps[2]?.experiment).toBe('#v=1&lr=0.1');
  });

  it('are duplicated, moved and removed, and what is at hand follows', () => {
    expect(titles(duplicateStep(three()))).toEqual(['a', 'b', 'b', 'c']);
    expect(moveStep(three(), -1)).toMatchObject({
      at: 0,
      lesson: { steps: [{ title: 'b' }, { title: 'a' }, {}] },
    });
    expect(moveStep(lookAt(three(), 2), 1)).toEqual(lookAt(three(), 2));
    expect(titles(removeStep(three()))).toEqual(['a', 'c']);
    expect(removeStep(lookAt(three(), 2)).at).toBe(1);
  });

  it('are never none', () => {
    const one = begin(emptyLesson('en', ''));
    expect(removeStep(one)).toBe(one);
  });
});

describe('undoing', () => {
  it('goes back and forth, to the step that was at hand', () => {
    const before = three();
    const removed = removeStep(before);
    const back = undo(removed);
    expect([back.lesson, back.at]).toEqual([before.lesson, 1]);
    expect(redo(back).lesson).toEqual(removed.lesson);
    expect(undo(back)).toBe(back);
  });

  it('takes back what was typed into one field at once, and fields one by one', () => {
    let writing = three();
    for (const text of ['W', 'Wh', 'Why']) writing = changeStep(writing, { text }, 'text');
    for (const title of ['T', 'Ti']) writing = changeStep(writing, { title }, 'title');
    writing = undo(writing);
    expect(writing.lesson.steps[1]).toMatchObject({ text: 'Why', title: 'b' });
    expect(undo(writing).lesson.steps[1]).toMatchObject({ text: '', title: 'b' });
  });

  it('does not join what was typed into the same field of another step', () => {
    let writing = changeStep(three(), { text: 'one' }, 'text');
    writing = changeStep(lookAt(writing, 2), { text: 'two' }, 'text');
    expect(undo(writing).lesson.steps.map(({ text }) => text)).toEqual(['', 'one', '']);
  });

  it('forgets what was undone with the next change', () => {
    const writing = changeStep(undo(removeStep(three())), { title: 'new' });
    expect(redo(writing)).toBe(writing);
  });

  it('remembers the newest two hundred changes', () => {
    let writing = three();
    for (let i = 0; i < 300; i++) writing = change(writing, { ...writing.lesson, title: String(i) });
    expect(writing.past).toHaveLength(200);
  });
});

describe('what was measured', () => {
  const measured = changeStep(three(), {
    question: { ...emptyQuestion('plain'), measured: [1, 2, 3] },
  });
  const of = (writing: Writing): readonly number[] | undefined => writing.lesson.steps[1]?.question?.measured;

  it('stays while words and choices change', () => {
    expect(of(changeQuestion(measured, { text: 'How many?' }, 'text'))).toEqual([1, 2, 3]);
  });

  it('goes with the act, the measure or the experiment that it belongs to', () => {
    expect(of(changeQuestion(measured, { act: { kind: 'look' } }))).toEqual([]);
    expect(of(changeQuestion(measured, { measure: emptyQuestion('skip').measure }))).toEqual([]);
    expect(of(changeExperiment(measured, '#v=1&lr=0.5', 0))).toEqual([]);
    expect(changeExperiment(measured, '#v=1', 0)).toBe(measured);
  });

  it('is there at once where it comes with the measure', () => {
    const { measure } = emptyQuestion('plain');
    expect(of(changeQuestion(measured, { measure, measured: [7] }))).toEqual([7]);
  });
});

const choice = (from: number | null, below: number | null): Choice => ({ text: 'c', from, below });

describe('ranges of choices', () => {
  it('without gap or overlap have no fault', () => {
    expect(rangeFaults([choice(2, null), choice(null, 1), choice(1, 2)])).toEqual([]);
  });

  it('tell what they leave out, and what they share', () => {
    expect(rangeFaults([choice(0, 1), choice(2, null)])).toEqual([
      { kind: 'gap', from: null, below: 0 },
      { kind: 'gap', from: 1, below: 2 },
    ]);
    expect(rangeFaults([choice(null, 3), choice(2, null)])).toEqual([{ kind: 'overlap', from: 2, below: 3 }]);
    expect(rangeFaults([choice(null, null), choice(1, 2)])).toEqual([{ kind: 'overlap', from: 1, below: 2 }]);
  });

  it('stay whole when one more is asked for, up to five', () => {
    let choices: readonly Choice[] = emptyQuestion('plain').choices;
    for (let i = 0; i < 6; i++) choices = withChoice(choices);
    expect(choices).toHaveLength(5);
    expect(rangeFaults(choices)).toEqual([]);
  });

  it.each([0, 1, 2])('stay whole without choice %i, down to two', (at) => {
    const rest = withoutChoice([choice(null, 1), choice(1, 2), choice(2, null)], at);
    expect(rest).toHaveLength(2);
    expect(rangeFaults(rest)).toEqual([]);
    expect(withoutChoice(rest, 0)).toBe(rest);
  });
});

describe('faults of a lesson', () => {
  const lanesIn = () => ['plain', 'skip'];
  const whole: Lesson = {
    ...emptyLesson('en', ''),
    title: 'Depth',
    steps: [
      { title: 'One', text: 'Words.', experiment: '', until: 0, look: [], question: null, further: null },
    ],
  };

  it('are none where all is there', () => {
    expect(faultsOf(whole, lanesIn)).toEqual([]);
  });

  it('name what is missing, step by step', () => {
    const question = { ...emptyQuestion('third'), text: 'Why?' };
    const lesson = {
      ...whole,
      title: ' ',
      steps: [...whole.steps, { ...emptyLesson('en', '').steps[0]!, question }],
    };
    expect(faultsOf(lesson, lanesIn)).toEqual([
      { kind: 'no-title' },
      { kind: 'no-step-title', step: 1 },
      { kind: 'no-text', step: 1 },
      { kind: 'no-choice', step: 1 },
      { kind: 'no-lane', step: 1, lane: 'third' },
      { kind: 'not-measured', step: 1 },
    ]);
  });
});

describe('the name of a file', () => {
  it.each([
    ['Why 56 layers?', 'why-56-layers.json'],
    ['残差连接 是什么', '残差连接-是什么.json'],
    ['../../etc/passwd', 'etc-passwd.json'],
    ['…', 'lesson.json'],
    ['a'.repeat(90), `${'a'.repeat(60)}.json`],
  ])('of “%s” is %s', (title, name) => {
    expect(fileName(title)).toBe(name);
  });
});
