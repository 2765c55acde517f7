/** The data sets that come with the page, read as its server would send them. */
import { readFileSync } from 'node:fs';
import { loadDataSet, type DataSet } from '../src/data/dataset';
import { noticeOf } from '../src/data/notice';
import type { ExperimentConfig } from '../src/config/schema';

const baseUrl = new URL('../public/', import.meta.url);

const fromFile: typeof fetch = async (input) => {
  const url = new URL(input instanceof Request ? input.url : input);
  return new Response(readFileSync(url));
};

/**
 * A data set, Fashion-MNIST at 14×14 unless another is chosen; one that is drawn depends on the seed.
 * @throws DataError where a file is missing or damaged.
 */
export function bundledData(
  choice: ExperimentConfig['data'] = { set: 'fashion', inputSize: 14 },
  seed = 0,
): Promise<DataSet> {
  return loadDataSet(choice, seed, { baseUrl, onProgress: () => undefined, fetch: fromFile });
}

/** Whose its images are; null where nothing has to be said of it. */
export function bundledNotice(choice: ExperimentConfig['data']): Promise<string | null> {
  return noticeOf(choice, { baseUrl, fetch: fromFile });
}
