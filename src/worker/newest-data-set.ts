/**
 * The newest data set, so that a reset or another network need not load it again. While it loads, the newest run hears how far
 * it is; when another one is asked for, its loading ends.
 */
import { isDrawn } from '../config/data-sets';
import type { ExperimentConfig } from '../config/schema';
import type { DataSet, LoadOptions } from '../data/dataset';

type Source = Pick<ExperimentConfig, 'data' | 'seeds'>;
/** Who hears how far a loading is, and which of its files do not move. */
type Listener = Required<Pick<LoadOptions, 'onProgress' | 'onStall'>>;
type Load = (source: Source, options: Listener & { readonly signal: AbortSignal }) => Promise<DataSet>;

interface Entry {
  readonly key: string;
  readonly data: Promise<DataSet>;
  readonly loading: AbortController;
  readonly stalled: Set<string>;
  /** The newest one; it hears from the first moment on. */
  readonly heard: { by: Listener };
}

export class NewestDataSet {
  readonly #load: Load;
  #entry: Entry | null = null;

  constructor(load: Load) {
    this.#load = load;
  }

  /** The data of an experiment. What failed is tried again at the next call. */
  load(source: Source, listener: Listener): Promise<DataSet> {
    const { data: choice, seeds } = source;
    const key = JSON.stringify([choice, isDrawn(choice.set) && seeds.data]);
    if (this.#entry?.key === key) {
      this.#entry.heard.by = listener;
      for (const file of this.#entry.stalled) listener.onStall(file, true);
      return this.#entry.data;
    }
    this.#entry?.loading.abort(new Error('Other data are wanted'));
    const loading = new AbortController();
    const stalled = new Set<string>();
    const heard = { by: listener };
    const data = this.#load(source, {
      signal: loading.signal,
      onProgress: (fraction) => heard.by.onProgress(fraction),
      onStall: (file, isStalled) => {
        if (isStalled) stalled.add(file);
        else stalled.delete(file);
        heard.by.onStall(file, isStalled);
      },
    });
    const entry: Entry = { key, data, heard, loading, stalled };
    this.#entry = entry;
    data.catch(() => {
      if (this.#entry === entry) this.#entry = null;
    });
    return data;
  }
}
