/** English texts: what a reader brings. */
import { bringImages } from './bring-images';

export const bring = {
  title: 'Bring your own',
  close: 'Close',
  door: 'What to bring',
  doors: { images: 'Images', weights: 'Network', logs: 'Log of a training' },
  dropHere: 'Drop files or folders to open them',
  misfit: (name: string): string =>
    name === '' ? 'What was dropped cannot be read.' : `“${name}” is of no kind that can be opened here.`,
  dismiss: 'OK',
  images: bringImages,
};
