import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { choiceOf } from '../../../lessons/measure';
import { openText } from './files';

it('the example of the documentation is a lesson that needs no repair, and its choices hold what was measured', () => {
  const page = readFileSync(new URL('../../../../docs/lessons.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const opened = openText('example.json', example);
  if (opened.kind !== 'lesson') throw new Error(opened.refusal.reason);
  expect(opened.repairs).toEqual([]);
  for (const { question } of opened.lesson.steps) {
    if (question === null) throw new Error('each of its steps asks something');
    const choices = question.measured.map((value) => choiceOf(question, value));
    expect([choices.length, new Set(choices).size, choices.includes(-1)]).toEqual([3, 1, false]);
  }
});
