/** Hostile names of folders, files and classes: each is a class with a name that can be shown, or a file left out. */
import { describe, expect, it } from 'vitest';
import { zip } from '../formats/zip';
import { brought, pngOf } from '../testing/image-sets';
import { PAYLOADS } from '../testing/payloads';
import { classNames } from './class-names';
import { OWN_LIMITS } from './kept';
import { ImportError } from './problem';
import { scan } from './scan';

/** What no name has that is shown. */
const DECEIVING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

describe('class names', () => {
  it('are all there, each once, within their bounds and as they can be seen', () => {
    const names = classNames(PAYLOADS);
    expect(new Set(names).size).toBe(PAYLOADS.length);
    for (const name of names) {
      expect(name).not.toMatch(DECEIVING);
      expect(name).toBe(name.trim());
      expect(name.length).toBeGreaterThanOrEqual(OWN_LIMITS.name.min);
      expect(name.length).toBeLessThanOrEqual(OWN_LIMITS.name.max);
    }
    // Twice does nothing more: a set that comes back has the same names, and so the same hash.
    expect(classNames(names)).toEqual(names);
  });

  it('that joiners make one picture of stay whole', () => {
    expect(classNames(['👩‍👩‍👧‍👦', 'می‌خواهم'])).toEqual(['👩‍👩‍👧‍👦', 'می‌خواهم']);
  });
});

const PNG = pngOf(8, 8, 1);
const packed = (path: string) =>
  new Map([
    ['ok/a/1.png', PNG],
    ['ok/b/1.png', PNG],
    [path, PNG],
  ]);

describe('a path in an archive', () => {
  it.each(PAYLOADS.filter((payload) => payload !== ''))('%j', async (payload) => {
    for (const path of [`ok/${payload}/1.png`, `${payload}/x/1.png`, `ok/a/${payload}`]) {
      const answer = await scan([brought('set.zip', zip(packed(path)))], () => undefined).then(
        ({ found }) => ({ name: found.name, skipped: found.skipped, classes: found.classes }),
        (error: unknown) => {
          if (!(error instanceof ImportError)) throw error;
          return error.problem;
        },
      );
      const texts: string[] = [];
      JSON.stringify(answer, (key, value: unknown) => {
        texts.push(key, ...(typeof value === 'string' ? [value] : []));
        return value;
      });
      for (const text of texts) expect(text).not.toMatch(DECEIVING);
    }
  });
});
