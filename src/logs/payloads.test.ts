/** Hostile names in logs, of layers, columns and files: they are names, cut to their bounds, without what hides in them. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../testing/payloads';
import { LogReader } from './read-log';

const DECEIVING = /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

function read(text: string) {
  const reader = new LogReader('run.jsonl');
  reader.push(new TextEncoder().encode(text));
  reader.end();
  return reader.summary();
}

function expectShown({ layers, columns }: ReturnType<typeof read>): void {
  const names = [
    ...layers.map(({ name }) => name),
    ...columns.flatMap((column) => (column.kind === 'scalar' ? [column.name] : [])),
  ];
  for (const name of names) {
    expect(name).not.toMatch(DECEIVING);
    expect(name.length).toBeLessThanOrEqual(200);
  }
}

it.each(PAYLOADS)('%j', (payload) => {
  const row = (step: number) => JSON.stringify({ step, loss: 1, [`grad:${payload}`]: 2, [payload]: 3 });
  const lines = read([0, 1, 2].map(row).join('\n'));
  expect(lines.rows).toBe(3);
  expectShown(lines);
  const cell = `"${payload.replaceAll('"', '""').replaceAll(/[\r\n]/g, ' ')}"`;
  const table = read(`step,loss,${cell},grad:x\n0,1,2,3\n1,1,2,3\n`);
  expect(table.rows).toBe(2);
  expectShown(table);
});
