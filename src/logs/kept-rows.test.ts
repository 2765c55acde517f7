/** Rows of long and wide logs in bounded memory, with what is told of all of them. */
import { expect, test } from 'vitest';
import { ABSENT, FACTS, KeptRows } from './kept-rows';

function factsOf(rows: KeptRows, column: number) {
  const { facts } = rows.snapshot();
  return Object.fromEntries(FACTS.map((name, i) => [name, facts[column * FACTS.length + i]]));
}

test('of 100,000 steps the newest are all there and the older ones evenly thinned, from the first on', () => {
  const rows = new KeptRows();
  rows.addColumn();
  for (let step = 0; step < 100_000; step++) {
    rows.begin(step);
    rows.set(0, Math.sin(step));
  }
  const { steps, values } = rows.snapshot();
  expect(rows.taken).toBe(100_000);
  expect(steps.length).toBeLessThanOrEqual(5_000);
  expect(steps[0]).toBe(0);
  expect(Array.from(steps.slice(-2_000))).toEqual(Array.from({ length: 2_000 }, (_, i) => 98_000 + i));
  steps.forEach((step, row) => expect(values[row]).toBe(Math.sin(step)));
  // Between two that are kept of the older half lie never more than a few times the usual.
  const older = [...steps].filter((step) => step < 90_000);
  const gaps = older.slice(1).map((step, i) => step - (older[i] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * (90_000 / older.length) + 1);
});

test('extremes are those of all steps, kept or not, and the first fault stays in sight', () => {
  const rows = new KeptRows();
  rows.addColumn();
  for (let step = 0; step < 30_000; step++) {
    rows.begin(step);
    rows.set(0, step === 1_234 ? 1e9 : step === 4_321 ? -5 : step === 777 ? Number.NaN : 1 + step / 1e6);
  }
  expect(factsOf(rows, 0)).toEqual({
    count: 30_000,
    min: -5,
    max: 1e9,
    minStep: 4_321,
    maxStep: 1_234,
    faults: 1,
    firstFault: 777,
    first: 1,
    last: 1 + 29_999 / 1e6,
  });
  expect([...rows.snapshot().steps]).toContain(777);
});

test('with many columns fewer rows are kept, whatever comes first', () => {
  const rows = new KeptRows();
  for (let i = 0; i < 100; i++) rows.addColumn();
  for (let step = 0; step < 4_000; step++) {
    rows.begin(step);
    rows.set(0, step);
  }
  for (let i = 0; i < 19_900; i++) rows.addColumn();
  for (let step = 4_000; step < 4_400; step++) {
    rows.begin(step);
    rows.set(19_999, step);
  }
  const { steps, values } = rows.snapshot();
  expect(values.length).toBeLessThanOrEqual(8_000_000);
  expect(steps.length).toBeGreaterThanOrEqual(96 / 2);
  const last = values.subarray(19_999 * steps.length);
  steps.forEach((step, row) => expect(last[row]).toBe(step < 4_000 ? ABSENT : step));
});
