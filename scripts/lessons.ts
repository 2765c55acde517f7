/**
 * `npm run lessons [-- --only limits,block --seeds 3 --write]`: does what every question of our lessons asks for, on wasm, with the
 * code of the page and for seeds 0 to 2, and prints what is measured and the choice it falls into. Fails where that is not what the
 * lesson's file says, where seeds disagree and the text does not say so, and where the languages' files differ in more than texts.
 * `--write` writes what was measured into the files.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { format as prettier, resolveConfig } from 'prettier';
import { choiceOf } from '../src/lessons/measure';
import type { Lesson } from '../src/lessons/format';
import { LESSONS } from '../src/lessons/own';
import { readLesson } from '../src/lessons/read';
import { useNodeBackend } from './goldens/node';
import { answerQuestion } from './lessons/answer';
import { isAlike, structureOf } from './lessons/compare';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: LESSONS.join(',') },
    seeds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const seeds = Number(options.seeds);
const languages = readdirSync(new URL('../src/i18n/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const faults: string[] = [];

await useNodeBackend('wasm');
for (const id of options.only.split(',')) {
  const lesson = readOf('en', id);
  if (lesson === null) continue;
  console.log(`\n${id}: ${lesson.title}`);
  for (const [index, { title, question, experiment, until }] of lesson.steps.entries()) {
    if (question === null) continue;
    console.log(`  ${index + 1} ${title}`);
    const measured: number[] = [];
    const milliseconds: number[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const began = performance.now();
      measured.push(await answerQuestion(question, experiment, until, seed));
      milliseconds.push(performance.now() - began);
    }
    const choices = measured.map((value) => choiceOf(question, value));
    console.log(
      `    ${measured.map((value) => value.toPrecision(4)).join(', ')} → choices ${choices.map((choice) => choice + 1).join(', ')}` +
        ` (${milliseconds.map((time) => (time / 1000).toFixed(1)).join(', ')} s, networks in turn)`,
    );
    const place = `${id}, step ${index + 1}`;
    if (choices.includes(-1)) faults.push(`${place}: no choice holds ${measured.join(', ')}`);
    if (new Set(choices).size > 1 && question.doubt === null)
      faults.push(
        `${place}: seeds fall into different choices, and nothing says that the answer is in doubt`,
      );
    if (!options.write && !isAlike(measured, question.measured))
      faults.push(
        `${place}: the file says ${question.measured.join(', ') || 'nothing'}, measured ${measured.join(', ')}`,
      );
    if (options.write) await write(id, index, measured);
  }
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? '\nAll lessons say what is measured.' : `\n${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;

function urlOf(language: string, id: string): URL {
  return new URL(`../src/i18n/${language}/lessons/${id}.json`, import.meta.url);
}

/** The lesson in a language; whatever would be repaired in it is a fault, and so is what differs from English. Null where there is none. */
function readOf(language: string, id: string): Lesson | null {
  const files = languages.flatMap((one) => {
    try {
      return [{ language: one, value: JSON.parse(readFileSync(urlOf(one, id), 'utf8')) as unknown }];
    } catch (error) {
      faults.push(`${one}/${id}: ${String(error)}`);
      return [];
    }
  });
  const lessons = files.map(({ language: one, value }) => {
    const { lesson, repairs } = readLesson(value);
    for (const repair of repairs) faults.push(`${one}/${id}: ${JSON.stringify(repair)}`);
    return { one, lesson };
  });
  const own = lessons.find(({ one }) => one === language)?.lesson ?? null;
  for (const { one, lesson } of lessons)
    if (own !== null && lesson !== null && structureOf(lesson) !== structureOf(own))
      faults.push(`${one}/${id} differs from ${language} in more than texts`);
  return own;
}

/** Writes what was measured into the lesson's file of every language. */
async function write(id: string, step: number, measured: readonly number[]): Promise<void> {
  for (const language of languages) {
    const url = urlOf(language, id);
    try {
      const file = JSON.parse(readFileSync(url, 'utf8')) as { steps: { question: { measured: unknown } }[] };
      const question = file.steps[step]?.question;
      if (question === undefined) continue;
      // Four digits tell runs apart; JSON has no number for what is infinite.
      question.measured = measured.map((value) =>
        Number.isFinite(value) ? Number(value.toPrecision(4)) : null,
      );
      const text = await prettier(JSON.stringify(file), {
        ...(await resolveConfig(url)),
        filepath: url.pathname,
      });
      writeFileSync(url, text);
    } catch (error) {
      faults.push(`${language}/${id} could not be written: ${String(error)}`);
    }
  }
}
