import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../config/codec/url';
import type { ExperimentConfig } from '../config/schema';
import { zip } from '../formats/zip';
import { KeepError } from '../keep/keep';
import { packRun } from '../runs/pack';
import { pairOf } from '../testing/config';
import { keptRunOf } from '../testing/kept-run';
import { lessonOfSteps } from '../testing/lesson';
import { FILE_LIMITS, writeFile, type ToWrite } from './file';
import { memoryPlace } from './places';
import type { FileReport } from './report';
import { createShelf, type Place, type Shelf } from './shelf';
import { INDEX_PATH, isExperimentsFile } from './signature';
import { sketchOf } from './sketch';
import { takeIn } from './take-in';

type Bytes = Uint8Array<ArrayBuffer>;

/** As a link gives it back. */
const PAIR = decode(encode(pairOf([{ blocks: 1, width: 4, stride: 1 }]))).config;
const withBatch = (batchSize: number): ExperimentConfig => ({ ...PAIR, batchSize });
const LESSON = lessonOfSteps([null]);

interface Taken {
  readonly report: FileReport;
  readonly lessons: readonly string[];
  readonly progress: readonly string[];
}

async function take(shelf: Shelf, bytes: Bytes): Promise<Taken> {
  const lessons: string[] = [];
  const progress: string[] = [];
  const report = await takeIn(new File([bytes], 'mine.zip'), {
    shelf,
    nameOf: () => 'nameless',
    keepLesson: async ({ title }) => {
      lessons.push(title);
      return 'taken';
    },
    takeProgress: (packed) => void progress.push(packed),
  });
  return { report, lessons, progress };
}

/** A shelf with three experiments, the second with a run, and the file of it. */
async function filled(): Promise<{ readonly shelf: Shelf; readonly file: Bytes; readonly run: Bytes }> {
  const shelf = createShelf(memoryPlace());
  const run = packRun(keptRunOf(withBatch(2), 7));
  for (const [name, batch] of [
    ['one', 1],
    ['two', 2],
    ['drei “3” 三', 3],
  ] as const) {
    const config = withBatch(batch);
    const sketch = sketchOf(config);
    const own = batch === 2 ? { bytes: run, step: 7, trained: 1_000 } : null;
    await shelf.save({ name, link: encode(config), sketch, run: own, at: 1_700_000_000_000 + batch });
  }
  return { shelf, file: writeFile(await allOf(shelf)), run };
}

async function allOf(shelf: Shelf): Promise<ToWrite> {
  const experiments = await Promise.all(
    (await shelf.list()).map(async (saved) => ({
      saved,
      run: saved.run === null ? null : await shelf.readRun(saved.run),
    })),
  );
  return { experiments, lessons: [LESSON], progress: '{"limits":{}}' };
}

/** A file of this index, and of others besides. */
const fileOf = (index: unknown, others: readonly (readonly [string, Bytes])[] = []): Bytes =>
  zip(new Map([[INDEX_PATH, new TextEncoder().encode(JSON.stringify(index))], ...others]));

const INDEX = { format: 'resnet-explorer-experiments', version: 1, lessons: [], progress: null };

describe('a file of experiments', () => {
  it('gives another browser all that was in this one', async () => {
    const { shelf, file } = await filled();
    const other = createShelf(memoryPlace());
    const { report, lessons, progress } = await take(other, file);
    expect(report.entries.map(({ kind }) => kind)).toStrictEqual(['taken', 'taken', 'taken']);
    expect(lessons).toStrictEqual([LESSON.title]);
    expect(progress).toStrictEqual(['{"limits":{}}']);
    const facts = async (one: Shelf) =>
      (await one.list()).map(({ name, link, at, sketch, run }) => ({ name, link, at, sketch, run }));
    expect(await facts(other)).toStrictEqual(await facts(shelf));
    expect(writeFile(await allOf(other))).toStrictEqual(file);
    const [saved] = (await other.list()).flatMap(({ run }) => run ?? []);
    expect(saved && (await other.readRun(saved))).toStrictEqual((await filled()).run);
  });

  it('overwrites nothing: the same is recognised, another one of the same name gets a number', async () => {
    const { shelf, file } = await filled();
    const again = await take(shelf, file);
    expect(again.report.entries.map(({ kind }) => kind)).toStrictEqual(['known', 'known', 'known']);
    const other = createShelf(memoryPlace());
    await other.save({ name: 'two', link: encode(withBatch(9)), sketch: [], run: null });
    const { report } = await take(other, file);
    expect(report.entries[1]).toMatchObject({ kind: 'taken', name: 'two (2)', wasCalled: 'two' });
    expect(await other.list()).toHaveLength(4);
  });

  it('is known by its first bytes', async () => {
    const { file } = await filled();
    expect(isExperimentsFile(file.subarray(0, 64))).toBe(true);
    expect(isExperimentsFile(zip(new Map([['a.png', file]])).subarray(0, 64))).toBe(false);
    expect(isExperimentsFile(new Uint8Array(3))).toBe(false);
  });

  it.each([
    ['text', new TextEncoder().encode('hello'), 'not-that'],
    ['nothing', new Uint8Array(), 'not-that'],
    ['an archive of something else', zip(new Map([['a.txt', new Uint8Array(3)]])), 'foreign'],
    ['an index of something else', fileOf({ format: 'other' }), 'foreign'],
    ['an index of nothing', fileOf(null), 'foreign'],
    ['an index that is no JSON', zip(new Map([[INDEX_PATH, new Uint8Array([123])]])), 'malformed'],
    ['a newer page', fileOf({ ...INDEX, version: 2, experiments: [] }), 'newer'],
    ['no list', fileOf({ ...INDEX, experiments: 'many' }), 'malformed'],
    [
      'too many experiments',
      fileOf({ ...INDEX, experiments: Array.from({ length: FILE_LIMITS.experiments + 1 }, () => ({})) }),
      'too-many',
    ],
  ])('is refused as a whole where it is %s', async (_, bytes, code) => {
    const shelf = createShelf(memoryPlace());
    const { report } = await take(shelf, bytes);
    expect(report.problem?.code).toBe(code);
    expect(await shelf.list()).toStrictEqual([]);
  });

  it('is taken as far as it is good, and tells of each part', async () => {
    const run = packRun(keptRunOf(withBatch(2), 7));
    const damaged = run.slice();
    damaged[damaged.length - 5] = (damaged.at(-5) ?? 0) ^ 1;
    const link = (batch: number): string => encode(withBatch(batch));
    const file = fileOf(
      {
        ...INDEX,
        lessons: ['lessons/1.json', 'gone.json'],
        experiments: [
          { name: 'good', link: link(2), at: 1, run: 'a.run' },
          { name: 'of another', link: link(3), run: 'a.run' },
          { name: 'damaged', link: link(4), run: 'b.run' },
          { name: 'lost', link: link(5), run: 'c.run' },
          { name: 7, link: `${link(6)}&junk=1` },
          { name: 'no link' },
          null,
          { name: 'long', link: `#${'x'.repeat(200_000)}` },
        ],
      },
      [
        ['a.run', run],
        ['b.run', damaged],
        ['lessons/1.json', new TextEncoder().encode('{}')],
      ],
    );
    const shelf = createShelf(memoryPlace());
    const { report, lessons } = await take(shelf, file);
    const told = report.entries.map((entry) =>
      entry.kind === 'taken'
        ? [entry.name, entry.repairs, entry.withoutRun?.code]
        : entry.kind === 'refused'
          ? [entry.name, entry.place, entry.problem.code]
          : [],
    );
    expect(told).toStrictEqual([
      ['good', 0, undefined],
      ['of another', 0, 'other-run'],
      ['damaged', 0, 'damaged'],
      ['lost', 0, 'missing'],
      ['nameless', 1, undefined],
      ['no link', 6, 'no-link'],
      [null, 7, 'no-link'],
      ['long', 8, 'too-large'],
    ]);
    expect(lessons).toStrictEqual([]);
    expect(report.lessons.map(({ kind }) => kind)).toStrictEqual(['refused', 'refused']);
    expect((await shelf.list()).filter(({ run: kept }) => kept !== null)).toHaveLength(1);
  });

  it('leaves runs out where there is no room for them', async () => {
    const { file } = await filled();
    const place = memoryPlace();
    const small: Place = {
      ...place,
      setRun: () => Promise.reject(new KeepError(new DOMException('', 'QuotaExceededError'))),
    };
    const shelf = createShelf(small);
    const { report } = await take(shelf, file);
    expect(
      report.entries.map((entry) => (entry.kind === 'taken' ? entry.withoutRun : entry.kind)),
    ).toStrictEqual([null, { code: 'not-kept', full: true }, null]);
    expect(await shelf.list()).toHaveLength(3);
  });

  it('never throws, whatever its bytes became: 300 damaged files', async () => {
    const { file } = await filled();
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(file.length) }),
      fc.record({
        kind: fc.constant('flip' as const),
        at: fc.array(fc.nat(file.length - 1), { minLength: 1, maxLength: 8 }),
        by: fc.integer({ min: 1, max: 255 }),
      }),
      fc.record({ kind: fc.constant('lose' as const), at: fc.nat(file.length), count: fc.nat(600) }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        let bytes = file.slice();
        if (how.kind === 'cut') bytes = file.slice(0, how.at);
        else if (how.kind === 'flip') for (const at of how.at) bytes[at] = (bytes[at] ?? 0) ^ how.by;
        else bytes = Uint8Array.from([...file.subarray(0, how.at), ...file.subarray(how.at + how.count)]);
        const shelf = createShelf(memoryPlace());
        const { report } = await take(shelf, bytes);
        const isTold = report.problem !== null || report.entries.length > 0;
        expect(isTold).toBe(true);
        // What is told to be taken is there, and is whole.
        const all = await shelf.list();
        expect(all).toHaveLength(report.entries.filter(({ kind }) => kind === 'taken').length);
        for (const run of all.flatMap((saved) => saved.run ?? []))
          expect(await shelf.readRun(run)).toHaveLength(run.bytes);
      }),
      { numRuns: 300 },
    );
  });
});
