/** The bundled images, read as the page's server would send them. */
import { readFileSync } from 'node:fs';
import { loadDataSet, type DataSet } from '../src/data/dataset';

/** Fashion-MNIST at 14×14. */
export function bundledData(): Promise<DataSet> {
  const fromFile: typeof fetch = (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return Promise.resolve(new Response(readFileSync(url)));
  };
  const baseUrl = new URL('../public/', import.meta.url);
  return loadDataSet({ set: 'fashion', inputSize: 14 }, 0, {
    baseUrl,
    onProgress: () => undefined,
    fetch: fromFile,
  });
}
