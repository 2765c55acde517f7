/** English texts: the networks as PyTorch code. */

export const code = {
  file: 'model.py',
  /** Of the networks, where they differ. */
  network: 'Network',
  lines: 'Lines of model.py',
  copy: 'Copy',
  copied: 'Copied',
  refused: 'The browser did not copy. The code is selected: copy it with the keys.',
  download: 'Download',
};
