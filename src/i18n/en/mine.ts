/** English texts: experiments that a reader saved. */
import type { EntryNews, FileProblem, FileReport, LessonNews, PartProblem } from '../../experiments/report';
import { bytesOf } from '../numerals';
import { counted, digits, integer } from './numerals';

const bytes = bytesOf(digits);

/** What is kept besides: see `Room.tsx`. */
export type KeptThing = 'saved-run' | 'run' | 'images' | 'weights';

const part: Record<Exclude<PartProblem['code'], 'not-kept'>, string> = {
  damaged: 'is damaged',
  missing: 'is not in the file',
  'too-large': 'is too large',
  newer: 'comes from a newer version of this page',
  'no-link': 'has no link that can be read',
  'other-run': 'does not belong to it',
};

function reason(problem: PartProblem): string {
  if (problem.code !== 'not-kept') return part[problem.code];
  return problem.full ? 'finds no room in this browser' : 'is not taken by this browser';
}

function fileProblem(problem: FileProblem): string {
  const at = 'at' in problem && problem.at !== null ? ` (at ${problem.at})` : '';
  switch (problem.code) {
    case 'not-that':
      return 'is no file of experiments: those are zip files that were exported here';
    case 'truncated':
      return `ends too early${at}. It may not have been copied whole`;
    case 'malformed':
      return `is damaged${at}`;
    case 'too-large':
      return 'would become too large';
    case 'unsupported':
      return `is packed in a way that is not read here${at}`;
    case 'foreign':
      return 'is an archive of something else';
    case 'newer':
      return `was written by a newer version of this page (format ${problem.version}). Reload to get that version`;
    case 'too-many':
      return `has ${integer(problem.found)} experiments; ${integer(problem.most)} at most are read`;
    case 'gone':
      return 'was changed or moved since it was chosen. Choose it again';
  }
  return problem satisfies never;
}

function entry(news: EntryNews): string {
  switch (news.kind) {
    case 'taken': {
      const called = news.wasCalled === null ? '' : `, as the name “${news.wasCalled}” is taken`;
      const repaired =
        news.repairs === 0
          ? ''
          : ` ${counted(news.repairs, 'setting')} could not be used and ${news.repairs === 1 ? 'was' : 'were'} replaced.`;
      const run = news.withoutRun === null ? '' : ` Its run was left out: it ${reason(news.withoutRun)}.`;
      return `“${news.name}”: imported${called}.${repaired}${run}`;
    }
    case 'known':
      return `“${news.name}”: is here already.`;
    case 'refused': {
      const which = news.name === null ? `Number ${integer(news.place)}` : `“${news.name}”`;
      return `${which}: left out, as it ${reason(news.problem)}.`;
    }
  }
  return news satisfies never;
}

function lesson(news: LessonNews): string {
  switch (news.kind) {
    case 'taken':
      return `Lesson “${news.title}”: imported.`;
    case 'known':
      return `Lesson “${news.title}”: is here already.`;
    case 'refused':
      return `Lesson “${news.title}”: left out, as it ${reason(news.problem)}.`;
  }
  return news satisfies never;
}

export const mine = {
  title: 'My experiments',
  close: 'Close',

  save: {
    name: 'Name',
    /** Of an experiment that asks none of the page's questions. */
    unnamed: (depth: number, activation: string, rate: number): string =>
      `${integer(depth)} layers, ${activation}, lr ${rate}`,
    withRun: (step: number): string => `with its run, at step ${integer(step)}`,
    save: 'Save',
    saving: 'Saving…',
    saved: (name: string): string => `Saved as “${name}”.`,
    savedForNow: (name: string): string =>
      `Saved as “${name}”, until this page is closed: this browser keeps nothing here.`,
    known: (name: string): string => `Saved already, as “${name}”.`,
    /** Why the run was not saved with it. */
    lost: {
      gone: 'Its run has ended, and was not saved.',
      'too-large': 'There is not enough memory to save its run.',
    },
    full: 'This browser has no room left for it.',
    refused: 'This browser does not let the page keep it.',
    failed: (message: string): string => `This should not have happened: ${message}`,
    asFile: 'Save as a file',
    withoutRun: 'Save without the run',
    rename: 'Rename',
    all: 'My experiments',
    dismiss: 'Dismiss',
  },

  list: {
    label: 'Saved experiments',
    search: 'Search',
    none: 'Nothing saved yet.',
    noneHint: 'Save the experiment on the page, and find it here again: in this browser, and nowhere else.',
    nothingFound: 'No name has these words.',
    count: (count: number): string => counted(count, 'experiment'),
    /** `isToday`: the time says enough. */
    when: (at: number, isToday: boolean): string =>
      new Date(at).toLocaleString(
        'en',
        isToday ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { dateStyle: 'medium' },
      ),
    nameOf: (name: string): string => `Name of “${name}”`,
    open: (name: string): string => `Open “${name}”`,
    openHint: 'Open it, from step 0',
    goOn: (step: number): string => `Continue at ${integer(step)}`,
    goOnOf: (name: string, step: number): string => `Continue “${name}” at step ${integer(step)}`,
    duplicate: (name: string): string => `Duplicate “${name}”`,
    export: (name: string): string => `Save “${name}” as a file`,
    remove: (name: string): string => `Delete “${name}”`,
    removed: (name: string): string => `“${name}” deleted.`,
    undo: 'Undo',
    noRun: (name: string): string =>
      `The run of “${name}” cannot be read: its experiment was opened, from step 0.`,
    forNow:
      'This browser keeps nothing here, perhaps as this is a private window. What is saved lasts until this page is closed: export it to keep it.',
  },

  file: {
    import: 'Import…',
    importHint: 'A file that was exported here; nothing is overwritten',
    exportAll: 'Export all',
    exportHint: 'One file of all experiments, their runs, and your lessons',
    exported: (name: string, size: number): string => `Saved as ${name}, ${bytes(size)}.`,
    tooLarge: 'There is not enough memory for one file of all that: export experiments one by one.',
    reading: (done: number, count: number): string => `Reading: ${integer(done)} of ${integer(count)}`,
    summary: ({ entries, lessons }: FileReport): string => {
      const taken = entries.filter(({ kind }) => kind === 'taken').length;
      const known = entries.filter(({ kind }) => kind === 'known').length;
      const refused = [...entries, ...lessons].filter(({ kind }) => kind === 'refused').length;
      const parts = [
        `${counted(taken, 'experiment')} imported`,
        ...(known > 0 ? [`${integer(known)} here already`] : []),
        ...(lessons.some(({ kind }) => kind === 'taken')
          ? [counted(lessons.filter(({ kind }) => kind === 'taken').length, 'lesson')]
          : []),
        ...(refused > 0 ? [`${integer(refused)} left out`] : []),
      ];
      return `${parts.join(', ')}.`;
    },
    problem: (file: string, problem: FileProblem): string =>
      `“${file}” ${fileProblem(problem)}. Nothing was changed.`,
    details: 'What became of each',
    entry,
    lesson,
  },

  lessons: {
    title: 'Lessons',
    open: (title: string): string => `Open the lesson “${title}”`,
    remove: (title: string): string => `Delete the lesson “${title}”`,
  },

  room: {
    title: 'Room',
    used: (used: number): string => `${bytes(used)} used`,
    left: (left: number): string => `${bytes(left)} left`,
    size: (size: number): string => bytes(size),
    none: 'Nothing large is kept.',
    kinds: {
      'saved-run': 'Run of an experiment',
      run: 'Newest run',
      images: 'Images',
      weights: 'Weights',
    } satisfies Record<KeptThing, string>,
    neededBy: (count: number): string => `needed by ${counted(count, 'experiment')} here`,
    atStep: (step: number): string => `step ${integer(step)}`,
    remove: (name: string): string => `Remove ${name}`,
    removed: (name: string): string => `${name} removed.`,
  },
};
