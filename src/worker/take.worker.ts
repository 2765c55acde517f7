/** The worker that makes what is taken along: one for each file, so that neither the page nor a running training waits for it. */
import { PYTHON_FILES, type PythonFiles } from '../pytorch/project';
import type { TakeJob, TakeReport } from '../contract/takings';
import { loadDataSet } from '../data/dataset';
import { noticeOf } from '../data/notice';
import { make, takeFailure, type TakeTools } from './take';

/** In the build the worker lies one folder deep; the development server serves it from the sources. */
const baseUrl = new URL(import.meta.env.DEV ? '/' : '../', import.meta.url);

const texts = import.meta.glob<string>(['../pytorch/python/*.py', '../logs/hook.py'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

function textOf(path: string): string {
  const text = texts[`../${path}`];
  if (text === undefined) throw new Error(`The build has no ${path}`);
  return text;
}

const tools: TakeTools = {
  python: () =>
    Object.fromEntries(
      Object.entries(PYTHON_FILES).map(([name, path]) => [name, textOf(path)]),
    ) as PythonFiles,
  loadImages: ({ config: { data, seeds } }, onProgress) =>
    loadDataSet(data, seeds.data, { baseUrl, onProgress }),
  loadNotice: ({ config }) => noticeOf(config.data, { baseUrl }),
};

const post = (report: TakeReport, transfer: Transferable[] = []): void => self.postMessage(report, transfer);

self.onmessage = async ({ data }: MessageEvent<TakeJob>) => {
  // The page hears that the code is there.
  post({ type: 'progress', fraction: null });
  try {
    const bytes = await make(data, tools, (fraction) => post({ type: 'progress', fraction }));
    post({ type: 'made', bytes }, [bytes.buffer]);
  } catch (error) {
    post({ type: 'failed', ...takeFailure(error) });
  }
};
