/** Files of a run that do not move: all of them are told whenever that changes. */
import type { OnStall } from '../data/download';

export class StalledFiles {
  readonly #files = new Set<string>();
  readonly #tell: (files: readonly string[]) => void;

  constructor(tell: (files: readonly string[]) => void) {
    this.#tell = tell;
  }

  readonly note: OnStall = (file, isStalled) => {
    if (isStalled) this.#files.add(file);
    else this.#files.delete(file);
    this.#tell([...this.#files]);
  };
}
