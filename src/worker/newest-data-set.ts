/**
 * The newest data set, so that a reset or another network need not load it again. While it loads, the newest run hears how far
 * it is; when another one is asked for, its loading ends.
 */
import type { ExperimentConfig } from '../config/schema';
import type { DataSet } from '../data/dataset';

type Source = Pick<ExperimentConfig, 'data' | 'seeds'>;
/** Hears the share that is loaded, null while unknown. */
type Progress = (fraction: number | null) => void;

interface Entry {
  readonly key: string;
  readonly data: Promise<DataSet>;
  readonly listener: { tell: Progress };
  readonly loading: AbortController;
}

export class NewestDataSet {
  readonly #load: (source: Source, tell: Progress, signal: AbortSignal) => Promise<DataSet>;
  #entry: Entry | null = null;

  constructor(load: (source: Source, tell: Progress, signal: AbortSignal) => Promise<DataSet>) {
    this.#load = load;
  }

  /** The data of an experiment. What failed is tried again at the next call. */
  load(source: Source, tell: Progress): Promise<DataSet> {
    const { data: choice, seeds } = source;
    const key = JSON.stringify([choice, choice.set === 'shapes' && seeds.data]);
    if (this.#entry?.key === key) {
      this.#entry.listener.tell = tell;
      return this.#entry.data;
    }
    this.#entry?.loading.abort(new Error('Other data are wanted'));
    const listener = { tell };
    const loading = new AbortController();
    const data = this.#load(source, (fraction) => listener.tell(fraction), loading.signal);
    const entry = { key, data, listener, loading };
    this.#entry = entry;
    data.catch(() => {
      if (this.#entry === entry) this.#entry = null;
    });
    return data;
  }
}
