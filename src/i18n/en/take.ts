/** English texts: what is taken along. */
import type { TakeFailureCode } from '../../contract/takings';
import { bytesOf } from '../numerals';
import { counted, digits, integer } from './numerals';

const bytes = bytesOf(digits);

/** Why nothing was saved. */
const failures: Record<TakeFailureCode | 'no-run', (message: string) => string> = {
  'no-run': () => 'There is no run to take along yet, or it has just ended. Try again when it is prepared.',
  'own-data': () =>
    'The images are no longer kept in this browser. Bring them again, or take the folder without them.',
  data: (message) => `The images did not arrive: ${message} The run goes on; try again.`,
  memory: () => 'This browser has not enough memory for it. Without the images it is smaller.',
  worker: () => 'The code that makes it did not arrive. The run goes on; try again.',
  internal: (message) => `It could not be made: ${message}`,
};

export const take = {
  folder: 'PyTorch project',
  folderHint: '`python train.py` repeats this run.',
  withImages: (size: number) => `with my images (${bytes(size)})`,
  notebook: 'Notebook',
  notebookHint: 'The same, cell by cell.',
  onnx: 'Networks',
  onnxHint: 'ONNX, for Netron and onnxruntime.',
  weights: 'Weights',
  weightsHint: 'safetensors, by PyTorch’s names.',
  metrics: 'Metrics',
  metricsHint: (steps: number) => `${counted(steps, 'step')}, every layer.`,
  picture: 'Picture',
  pictureHint: 'Networks and charts as they stand.',

  /** On a button: a format or a lane, and how large the file will be. */
  about: (size: number) => `≈ ${bytes(size)}`,
  /** Of a button, with all that it saves. */
  save: (what: string, kind: string) => `Save: ${what}, ${kind}`,
  making: (share: number | null) => (share === null ? 'Being made …' : `Images: ${integer(100 * share)} %`),
  cancel: 'Cancel',
  saved: (file: string, size: number) => `${file}, ${bytes(size)}, is saved.`,
  failed: (code: TakeFailureCode | 'no-run', message: string) => failures[code](message),
};
