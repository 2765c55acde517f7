/**
 * Whether folders can be written to, asked before something is done that needs them: a checkout that is read-only is told of
 * in a sentence. As a program (`tsx scripts/writable.ts FOLDER…`) it says so and ends with 1.
 */
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Those of these folders in which nothing can be made; what is not there is made, where it can be. */
export function unwritable(folders: readonly string[]): string[] {
  return folders.filter((folder) => {
    try {
      mkdirSync(folder, { recursive: true });
      rmdirSync(mkdtempSync(join(folder, '.writable-')));
      return false;
    } catch {
      return true;
    }
  });
}

/** What is wrong with folders that cannot be written to, and what to do about it; null where all can. */
export function refusal(folders: readonly string[]): string | null {
  const refused = unwritable(folders).map((folder) => resolve(folder));
  if (refused.length === 0) return null;
  return `Nothing can be written to ${new Intl.ListFormat('en').format(refused)}. Allow that, or take a copy of the project that can be written to.`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const sentence = refusal(process.argv.slice(2));
  if (sentence !== null) {
    console.error(sentence);
    process.exitCode = 1;
  }
}
