/** Makes what is taken along of a run. Knows where images and Python's texts come from by what it is given. */
import type { TakeFailureCode, TakeJob } from '../contract/takings';
import type { DataSet } from '../data/image-set';
import { folderFiles, folderZip, onnxFile, weightsFile } from '../exports/files';
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
    case 'notebook':
      return notebookOf(folderFiles(run, { python: python(), images: null, notice: null }));
    case 'folder': {
      const images = order.images ? await loadImages(run, onProgress) : null;
      const notice = order.images ? await loadNotice(run) : null;
      // What is left is reckoned in one go.
      onProgress(null);
      return folderZip(folder, folderFiles(run, { python: python(), images, notice }));
    }
  }
  return order satisfies never;
}

function notebookOf(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  const notebook = files.get('notebook.ipynb');
  if (notebook === undefined) throw new Error('The folder has no notebook');
  return notebook;
}

/** What an error means to whoever asked. */
export function takeFailure(error: unknown): { readonly code: TakeFailureCode; readonly message: string } {
  const { code, message } = failureOf(error);
  const known = (['own-data', 'data', 'memory'] as const).find((one) => one === code);
  return { code: known ?? 'internal', message };
}
