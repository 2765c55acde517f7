/** Logs as hook.py and others write them, whole, in pieces, growing, damaged and hostile. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogReader } from './read-log';
import { Log } from './summary';

const fixture = (name: string): Uint8Array => readFileSync(`e2e/fixtures/logs/${name}`);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(bytes: Uint8Array, { name = 'run.csv', piece = 65_536 } = {}): Log {
  const reader = new LogReader(name);
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  reader.end();
  return new Log(reader.summary());
}

const readText = (text: string, name?: string): Log =>
  read(bytesOf(text), name === undefined ? {} : { name });

/** What a file is read to, but for its size. */
const contents = (log: Log) => ({ ...log.summary, bytes: 0, name: '' });

test('what hook.py wrote comes out as PyTorch wrote it: layers, classes, numbers of all steps', () => {
  const log = read(fixture('vanishing.jsonl'));
  expect(log.layers).toHaveLength(30);
  expect(log.layers[0]).toEqual({ name: '0', type: 'Linear', shape: [24, 24] });
  expect(log.summary.optimiser).toEqual({ type: 'SGD', momentum: 0.9, weightDecay: 0 });
  expect([...log.steps]).toEqual(Array.from({ length: 16 }, (_, i) => 10 * i));
  // By Python's own reader, of the same file.
  expect(log.ofLayer('gradient', 0, 0)).toBe(7.67723e-26);
  expect(log.ofLayer('gradient', 29, 15)).toBe(0.256052);
  expect(log.scalar('loss', 0)).toBe(2.35954);
  expect(log.scalar('lr', 3)).toBe(0.05);
});

test('CSV of hook.py has the same layers and numbers, without their classes', () => {
  const log = read(fixture('trains.csv'));
  expect(log.layers.map(({ name }) => name)).toContain('1.norm');
  expect(log.steps).toHaveLength(16);
  expect(log.scalar('loss', 0)).toBe(2.44558);
  expect(log.has('deviation') && log.has('dead') && log.has('gradientFaults')).toBe(true);
});

test('numbers that are not finite are known as such, bare as Python writes them', () => {
  const log = read(fixture('diverges.jsonl'));
  expect(log.scalar('loss', 3)).toBeNaN();
  expect(log.fact(log.column({ scalar: 'loss' }), 'firstFault')).toBe(3);
  expect(log.fact(log.column({ scalar: 'loss' }), 'max')).toBe(1.10397e16);
});

test('pieces of any size are the same file', () => {
  for (const name of ['vanishing.jsonl', 'trains.csv', 'diverges.jsonl']) {
    const whole = contents(read(fixture(name)));
    for (const piece of [1, 7, 4096]) expect(contents(read(fixture(name), { piece }))).toEqual(whole);
  }
});

test('a file that grows is read as it is when it has grown, whole rows alone on the way', () => {
  const bytes = fixture('vanishing.jsonl');
  const reader = new LogReader('run.jsonl');
  let last = 0;
  for (let at = 0; at < bytes.length; at += 1_000) {
    reader.push(bytes.subarray(at, at + 1_000));
    const { rows, faults } = reader.summary();
    expect(rows).toBeGreaterThanOrEqual(last);
    expect(faults).toBe(0);
    last = rows;
  }
  expect(contents(new Log(reader.summary()))).toEqual(contents(read(bytes)));
});

test('a last line that breaks off is left out and told', () => {
  const bytes = fixture('vanishing.jsonl');
  const log = read(bytes.subarray(0, bytes.length - 100));
  expect(log.summary).toMatchObject({ rows: 15, faults: 0, isCutOff: true });
});

test('lines that are none are passed over, counted and named', () => {
  const log = readText('step,loss\n0,2\nnonsense\n1,1,1\n2,0.5\nx,3\n');
  expect(log.summary).toMatchObject({
    rows: 2,
    faults: 3,
    faulty: [
      { line: 3, fault: 'cells' },
      { line: 4, fault: 'cells' },
      { line: 6, fault: 'step' },
    ],
  });
  expect(readText('{"step":0,"loss":1}\n{"step":\n[1]\n{"step":1,"loss":2}\n').summary).toMatchObject({
    rows: 2,
    faults: 2,
  });
});

test('a bare minimum: a step and a loss, by the names that others use', () => {
  for (const [head, row] of [
    ['Step,train/loss', '7,0.5'],
    ['global_step;Loss', '7;0,5'],
    ['loss\titeration', '0.5\t7'],
    ['_step,run-1 - loss,run-1 - loss__MIN,run-1 - loss__MAX', '7,0.5,0.4,0.6'],
  ]) {
    const log = readText(`${head}\r\n${row}\r\n`);
    expect([log.steps[0], log.scalar('loss', 0), log.scalars]).toEqual([7, 0.5, ['loss']]);
  }
  const tensorBoard = readText('Wall time,Step,Value\n1700000000.1,3,1.5\n', 'run-.-tag-train_loss.csv');
  expect([tensorBoard.steps[0], tensorBoard.scalar('loss', 0)]).toEqual([3, 1.5]);
});

test('norms of weight and bias are those of their layer together', () => {
  const log = readText(
    'step,grad_norm/fc.weight,grad_norm/fc.bias,grad_2.0_norm/conv.weight\n0,3,4,2\n1,6,8,2\n',
  );
  expect(log.layers.map(({ name }) => name)).toEqual(['fc', 'conv']);
  expect(log.ofLayer('gradient', 0, 0)).toBe(5);
  const column = log.column({ quantity: 'gradient', layer: 0 });
  expect([log.fact(column, 'min'), log.fact(column, 'max'), log.fact(column, 'count')]).toEqual([5, 10, 2]);
});

test('columns that come late, are not known, or are missing in a row', () => {
  const log = readText(
    '{"step":0,"loss":2}\n{"step":1,"loss":1,"grad_norm/a":3,"temperature":0.7}\n{"step":2,"eval":{"f1":0.5}}\n',
  );
  expect(log.scalars).toEqual(['loss', 'temperature', 'eval/f1']);
  expect([0, 1, 2].map((row) => log.ofLayer('gradient', 0, row))).toEqual([undefined, 3, undefined]);
  expect(log.scalar('loss', 2)).toBeUndefined();
});

test('rows of one step are one row; a step that comes again takes back what followed it', () => {
  const log = readText('step,loss,acc\n0,3,\n1,2,\n1,,0.5\n2,1,\n3,9,\n2,0.8,\n');
  expect([...log.steps]).toEqual([0, 1, 2]);
  expect([log.scalar('loss', 1), log.scalar('acc', 1), log.scalar('loss', 2)]).toEqual([2, 0.5, 0.8]);
});

test('of several runs in one file the last is shown', () => {
  const twice = readText('step,loss\n0,3\n1,2\n\nstep,loss\n0,7\n1,6\n2,5\n');
  expect(twice.summary).toMatchObject({ runs: 2, rows: 3 });
  expect(twice.scalar('loss', 0)).toBe(7);
  expect(readText('{"step":0,"loss":3}\n{"step":1,"loss":2}\n{"step":0,"loss":1}\n').summary).toMatchObject({
    runs: 2,
    rows: 1,
  });
});

test('what is no log is none, and is given up early', () => {
  const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
  expect(read(noise).steps).toHaveLength(0);
  const reader = new LogReader('a.csv');
  reader.push(bytesOf(`a,b\n${'x\n'.repeat(2_000)}`));
  expect(reader.isHopeless).toBe(true);
  expect(read(new Uint8Array()).summary).toMatchObject({ rows: 0, faults: 0, isCutOff: false });
});

test('a hostile file stays within bounds: columns, names, layers, depth, steps', () => {
  const many = Array.from({ length: 60_000 }, (_, i) => `grad_norm/l${i}`);
  const wide = readText(`step,${many.join()}\n0,${many.map(() => 1).join()}\n`);
  expect(wide.layers.length).toBeLessThanOrEqual(10_000);
  expect(wide.summary.leftOut).toBeGreaterThan(0);
  const deep = readText(`{"step":1,"loss":1,"x":${'{"y":'.repeat(5_000)}1${'}'.repeat(5_000)}}\n`);
  expect(deep.scalars).toEqual(['loss']);
  const proto = readText('{"step":0,"loss":1,"__proto__":{"a":1},"constructor":2}\n');
  expect(proto.scalars).toContain('constructor');
  expect(readText('step,loss\n1e300,1\n-1,1\nNaN,1\n5,1\n').summary).toMatchObject({ rows: 1, faults: 3 });
  const names = readText(`step,${'n'.repeat(10_000)}\n0,1\n`);
  expect(names.scalars[0]).toHaveLength(200);
  const layers = readText(
    `{"layers":[1,null,{"name":"a"},{"name":"a"}]}\n{"step":0,"grad_norm":[1,2,3,"x"]}\n`,
  );
  expect(layers.layers.map(({ name }) => name)).toEqual(['?', '? (1)', 'a', 'a (3)']);
  expect(layers.ofLayer('gradient', 3, 0)).toBeUndefined();
});

test('1,000 damaged files are read to their end, in bounds and in order', { timeout: 60_000 }, () => {
  const sources = ['vanishing.jsonl', 'trains.csv', 'diverges.jsonl'].map((name) =>
    fixture(name).subarray(0, 9_000),
  );
  const damage = fc.record({
    source: fc.constantFrom(...sources),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        kind: fc.constantFrom('flip', 'cut', 'repeat', 'insert'),
        length: fc.integer({ min: 1, max: 400 }),
        byte: fc.integer({ min: 0, max: 255 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    piece: fc.integer({ min: 200, max: 20_000 }),
  });
  fc.assert(
    fc.property(damage, ({ source, edits, piece }) => {
      let bytes = Array.from(source);
      for (const { at, kind, length, byte } of edits) {
        const from = Math.floor(at * bytes.length);
        const part = bytes.slice(from, from + length);
        if (kind === 'flip') bytes[from] = byte;
        else if (kind === 'cut') bytes = [...bytes.slice(0, from), ...bytes.slice(from + length)];
        else if (kind === 'repeat') bytes = [...bytes.slice(0, from), ...part, ...bytes.slice(from)];
        else bytes = [...bytes.slice(0, from), ...Array<number>(length).fill(byte), ...bytes.slice(from)];
      }
      const { summary, steps } = read(Uint8Array.from(bytes), { piece });
      expect(summary.values).toHaveLength(summary.columns.length * steps.length);
      expect(summary.faulty.length).toBeLessThanOrEqual(20);
      for (let row = 1; row < steps.length; row++) expect(steps[row]).toBeGreaterThan(steps[row - 1] ?? -1);
    }),
    { numRuns: 1_000 },
  );
});

test('text as PowerShell writes it, UTF-16 with either order of bytes, is the same file', () => {
  const text = 'step,loss\r\n0,1.5\r\n1,1.25\r\n';
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const expected = contents(readText(text));
  for (const piece of [65_536, 7]) {
    expect(contents(read(little, { piece }))).toEqual(expected);
    expect(contents(read(Buffer.from(little).swap16(), { piece }))).toEqual(expected);
  }
});

test.each(['# lr 0.1, no warm-up', 'sep=;'])('“%s” before the names of columns is none of them', (line) => {
  const log = readText(`${line}\nstep;loss\n0;1,5\n1;1,25\n`);
  expect([...log.steps]).toEqual([0, 1]);
  expect(log.scalar('loss', 1)).toBe(1.25);
  expect(log.summary.faults).toBe(0);
});

test('a column that is called so stays one', () => {
  expect(readText('#step,loss\n0,2\n1,1\n').scalar('loss', 1)).toBe(1);
});
