/** Files of a run that do not move: all of them are told whenever that changes. */
import type { StalledFile } from '../contract/files';
import type { OnStall } from '../data/download';

export class StalledFiles {
  #files: readonly StalledFile[] = [];
  readonly #tell: (files: readonly StalledFile[]) => void;

  constructor(tell: (files: readonly StalledFile[]) => void) {
    this.#tell = tell;
  }

  /** Hears of files of one use. */
  of(use: StalledFile['use']): OnStall {
    return (file, isStalled) => {
      const others = this.#files.filter((one) => one.file !== file);
      this.#files = isStalled ? [...others, { file, use }] : others;
      this.#tell(this.#files);
    };
  }
}
