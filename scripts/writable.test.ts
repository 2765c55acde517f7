/** A file stands where a folder should be: nobody can write there, root included. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { refusal, unwritable } from './writable';

const folder = mkdtempSync(join(tmpdir(), 'writable-'));
const closed = join(folder, 'file', 'dist');
const open = join(folder, 'new', 'dist');
writeFileSync(join(folder, 'file'), '');
afterAll(() => rmSync(folder, { recursive: true }));

test('A folder that can be written to is made, and nothing is left in it', () => {
  expect(unwritable([open])).toStrictEqual([]);
  expect(readdirSync(open)).toStrictEqual([]);
  expect(refusal([open])).toBeNull();
});

test('The others are named', () => {
  expect(unwritable([closed, open, join(folder, 'file')])).toStrictEqual([closed, join(folder, 'file')]);
  expect(refusal([open, closed])).toBe(
    `Nothing can be written to ${closed}. Allow that, or take a copy of the project that can be written to.`,
  );
});

test('The program says it, and no more', () => {
  const root = join(import.meta.dirname, '..');
  const run = (name: string) =>
    spawnSync(join(root, 'node_modules/.bin/tsx'), ['scripts/writable.ts', name], {
      cwd: root,
      encoding: 'utf8',
    });
  expect(run(closed)).toMatchObject({ status: 1, stdout: '', stderr: `${refusal([closed])}\n` });
  expect(run(open)).toMatchObject({ status: 0, stdout: '', stderr: '' });
});
