/** What ends an import, thrown where it is found; and what other errors are told as. */
import { FormatError } from '../formats/errors';
import { KeepError } from '../keep/keep';
import type { ImportProblem } from './report';

export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly problem: ImportProblem;

  constructor(problem: ImportProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What is told of an error; `path` is the file that was read. */
export function problemOf(error: unknown, path = ''): ImportProblem {
  if (error instanceof ImportError) return error.problem;
  if (error instanceof FormatError) {
    const { at = null, expected = null, found = null } = error.detail;
    return { code: 'bad-file', path, why: error.code, at, expected, found };
  }
  if (error instanceof KeepError) return { code: 'not-kept', full: error.full, bytes: 0 };
  // Browsers say so of a file that is no longer what it was when it was chosen.
  if (error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError'))
    return { code: 'gone', path };
  // Arrays that cannot be had; no other range is left in what is read here.
  if (error instanceof RangeError && /alloc|array (?:buffer )?(?:length|size)/i.test(error.message))
    return { code: 'memory' };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}

/** Runs what reads a file: errors of its format are told with its name. */
export async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError(problemOf(error, path));
  }
}
