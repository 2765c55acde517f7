/** Makes what is taken along of a run. Knows where images and Python's texts come from by what it is given. */
import type { TakeFailureCode, TakeJob } from '../contract/takings';
import type { DataSet } from '../data/image-set';
import { folderFiles, folderZip, notebookFile, onnxFile, weightsFile } from '../exports/files';
import type { PythonFiles } from '../pytorch/project';
import { failureOf } from './failures';

export interface TakeTools {
  readonly python: () => PythonFiles;
  readonly loadImages: (
    run: TakeJob['run'],
    onProgress: (fraction: number | null) => void,
  ) => Promise<DataSet>;
  /** Whose the images are. */
  readonly loadNotice: (run: TakeJob['run']) => Promise<string | null>;
}

/** The file's bytes. @throws Error where images cannot be had, or memory does not suffice. */
export async function make(
  { order, run, folder }: TakeJob,
  { python, loadImages, loadNotice }: TakeTools,
  onProgress: (fraction: number | null) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  switch (order.what) {
    case 'weights':
      return weightsFile(run, order.lane);
    case 'onnx':
      return onnxFile(run, order.lane);
    case 'folder':
    case 'notebook': {
      const images = order.images ? await loadImages(run, onProgress) : null;
      const notice = order.images ? await loadNotice(run) : null;
      // What is left is reckoned in one go.
      onProgress(null);
      const files = folderFiles(run, { python: python(), images, notice });
      return order.what === 'folder' ? folderZip(folder, files) : notebookFile(files);
    }
  }
  return order satisfies never;
}

/** What an error means to whoever asked. */
export function takeFailure(error: unknown): { readonly code: TakeFailureCode; readonly message: string } {
  const { code, message } = failureOf(error);
  const known = (['own-data', 'data', 'memory'] as const).find((one) => one === code);
  return { code: known ?? 'internal', message };
}
