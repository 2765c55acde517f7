/** English texts: blocks deleted by hand at test time. */
import { counted } from './numerals';

const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const naming = (names: readonly string[]): string =>
  names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${integer.format(names.length - 3)} more`;

export const deletion = {
  title: 'Delete blocks by hand',
  hint: 'Click blocks: those that are pressed are deleted together, at test time only, and the accuracy is measured at once. The run keeps them.',
  group: 'Blocks to delete',
  block: (name: string): string => `Delete ${name}`,
  all: 'Keep all',
  test: 'Accuracy without',
  testHint:
    'Measures the accuracy on test images with the selected blocks deleted, at test time only. The run keeps them.',
  busy: 'An experiment is under way.',
  notReady: 'The networks are being prepared.',
  measuring: 'Measuring…',
  failed: (message: string): string => `It could not be measured: ${message}`,
  without: (names: readonly string[]): string => `Without ${naming(names)}`,
  nothing: 'With all blocks',
  settings: (images: number, step: number): string =>
    `${counted(images, 'test image')}, weights after ${counted(step, 'step')}`,
  change: (intact: string, without: string): string => `${intact} → ${without}`,
  impossible: 'cannot be deleted here',
};
