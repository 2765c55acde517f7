/** The worker that takes in images: looks through files, decodes them, and keeps the set. */
import { browserDecoder } from '../images/decode';
import { filesOf, hashOf, IMAGES } from '../images/kept';
import { ImportError, problemOf } from '../images/problem';
import type { ImportAnswer, ImportCommand, Imported, ImportProgress } from '../images/report';
import { scan, type Scanned } from '../images/scan';
import { take } from '../images/take';
import { keep } from '../keep/keep';

/** Milliseconds between two reports of progress. */
const PAUSE = 50;

const answer = (message: ImportAnswer): void => self.postMessage(message);

let scanned: Scanned | null = null;
let told = -Infinity;

function onProgress(progress: ImportProgress): void {
  const now = performance.now();
  if (now - told < PAUSE && progress.done !== progress.total) return;
  told = now;
  answer({ type: 'progress', progress });
}

async function carryOut(command: ImportCommand): Promise<ImportAnswer> {
  if (command.type === 'scan') {
    scanned = await scan(command.files, onProgress);
    return { type: 'found', found: scanned.found };
  }
  if (scanned === null) throw new Error('Nothing was looked through.');
  const { images, report } = await take(scanned, command.choices, { decode: browserDecoder(), onProgress });
  return { type: 'imported', imported: await keepImages(images, report) };
}

async function keepImages(
  images: Parameters<typeof hashOf>[0],
  report: Imported['report'],
): Promise<Imported> {
  const total = images.set.train + images.set.test;
  answer({ type: 'progress', progress: { phase: 'keep', done: 0, total } });
  const hash = await hashOf(images);
  try {
    await keep(IMAGES, hash, filesOf(images));
  } catch (error) {
    const problem = problemOf(error);
    throw new ImportError(problem.code === 'not-kept' ? { ...problem, bytes: report.bytes } : problem);
  }
  return { hash, set: images.set, report };
}

self.onmessage = ({ data }: MessageEvent<ImportCommand>): void => {
  // The page hears that the code is there.
  if (data.type === 'scan') answer({ type: 'progress', progress: { phase: 'scan', done: 0, total: null } });
  void carryOut(data)
    .catch((error: unknown): ImportAnswer => ({ type: 'problem', problem: problemOf(error) }))
    .then(answer);
};
