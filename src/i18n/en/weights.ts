/** English texts: weights and networks that a reader brings. */
import type { GapKind } from '../../weights/gaps';
import { counted } from './numerals';

const amount = (numbers: number): string =>
  numbers < 1e6
    ? numbers.toLocaleString('en')
    : `${(numbers / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} million`;

const gaps: Readonly<Record<GapKind, string>> = {
  'stem-kernel': 'kernel of the stem',
  'stem-stride': 'stride of the stem',
  'stem-width': 'width of the stem',
  'stem-layers': 'another convolution in the stem',
  stages: 'stages',
  blocks: 'blocks of a stage',
  width: 'width',
  'inner-width': 'width inside a bottleneck',
  stride: 'stride',
  kernel: 'kernel',
  groups: 'groups',
  dilation: 'dilation',
  reduction: 'reduction of squeeze-and-excitation',
  shortcut: 'shortcut',
  norm: 'norm',
  activation: 'activation',
  depth: 'depth',
  hidden: 'hidden dense layer',
  layout: 'layers',
  module: 'module',
};

export const weights = {
  file: {
    title: 'Weights from a file',
    lead: 'Drop a safetensors file anywhere',
    what: 'With PyTorch’s names: taken along from here, torchvision’s and timm’s ResNets, or your own.',
    choose: 'Choose a file',
    another: 'Another file',
    reading: (name: string): string => `Reading ${name}`,
    holds: (tensors: number, numbers: number): string =>
      `${counted(tensors, 'tensor')}, ${amount(numbers)} numbers`,
    target: 'The network that starts from it',
    fit: (fits: number, of: number): string => `${fits} of ${of} fit`,
    own: 'A network of its own, as the file has it',
    full: (most: number): string => `No room: there are ${most} networks`,
    start: 'Start from it',
    /** What begins as the seed has it, where something does not fit. */
    rest: 'What does not fit begins as initialised.',
    none: 'Nothing of this file fits that network.',
  },
  groups: {
    fits: (count: number): string => `Fit: ${count}`,
    mismatched: (count: number): string => `Of another shape: ${count}`,
    missing: (count: number): string => `Not in the file: ${count}`,
    leftOver: (count: number): string => `Left over: ${count}`,
  },
  inFile: 'in the file',
  inNetwork: 'here',
  refused: {
    pickle:
      'This is a PyTorch checkpoint, a program that is not run here. Two lines of Python make a safetensors file of it:',
    'not-that': (name: string): string => `${name} is no safetensors file.`,
    truncated: (name: string): string => `${name} ends before its header says: it is not whole.`,
    malformed: (name: string, at: string): string =>
      `${name} contradicts its own format${at === '' ? '' : ` at ${at}`}.`,
    unsupported: (name: string, at: string, found: string): string =>
      `${name} has numbers that are not read here: ${found}${at === '' ? '' : ` in ${at}`}.`,
    'too-large': (name: string, most: string, at: string): string =>
      `${name} is larger than what is read here: ${at === '' ? `${most} bytes` : `${most} (${at})`}.`,
    unread: (name: string): string => `${name} could not be read.`,
    full: 'The browser has no room left for these weights. Remove some that are kept, and try again.',
    kept: 'The browser does not let weights be kept here.',
    stays: 'The experiment is as it was.',
  },
  network: {
    title: 'A network by name or print',
    field: 'A name, or what print(model) writes',
    examples: 'Known:',
    otherKind:
      'This is a printed list of modules, but of no network that is built here: convolutions in residual or dense blocks, or one after the other.',
    unknown: 'No network of that name is known, and this is no printed list of modules.',
    parameters: (count: number): string => `${amount(count)} parameters`,
    add: 'Compare it',
    use: 'Make it the network',
    exact: 'It can be had whole.',
    left: (count: number): string => `${counted(count, 'part')} differently, or not at all:`,
    more: (count: number): string => `and ${count} more`,
  },
  form: {
    residual: (kind: string, counts: string, widths: string): string => `${counts} ${kind}, widths ${widths}`,
    basic: 'basic blocks',
    bottleneck: 'bottlenecks',
    classic: (name: string, depth: number, width: number): string =>
      `${name}, depth ${depth}, width ${width}`,
  },
  gaps,
  gap: {
    line: (line: number): string => `line ${line}`,
    leftOut: 'left out',
  },
  assumed: {
    'assumed-stride': (): string => 'Strides leave no trace in weights: they are taken to be torchvision’s.',
    'assumed-activation': (given: string): string => `No activation is printed: it is taken to be ${given}.`,
    'assumed-groups': (given: string): string =>
      `Groups of norms leave no trace in weights: they are taken to be ${given}.`,
    'assumed-shortcut': (given: string): string =>
      `No shortcut is printed: they are taken to be of option ${given}, without weights.`,
  },
  kept: {
    title: 'Kept in this browser',
    size: (numbers: number): string =>
      `${((numbers * 4) / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`,
    open: 'Open',
    openIt: (name: string): string => `Open the weights ${name}`,
    remove: 'Remove',
    removeIt: (name: string): string => `Remove the weights ${name}`,
    inUse: 'in use',
  },
  lane: {
    from: 'starts from',
    whole: (count: number): string => `all ${count} tensors`,
    part: (fits: number, of: number): string => `${fits} of ${of} tensors`,
    rest: (count: number): string => `${counted(count, 'tensor')} as initialised:`,
    remove: (name: string): string => `Start from the seed instead of ${name}`,
    absent: 'not in this browser',
    wanted: (name: string): string =>
      `This experiment starts from the weights ${name}, which this browser does not have`,
    hash: 'Their hash:',
    advice: 'Bring the file that has them, or remove them at their network, which then starts from the seed.',
    bring: 'Bring the weights',
    isWanted: 'These are the weights that the experiment asks for.',
    notWanted: (name: string): string =>
      `These are other weights than ${name}, which the experiment asks for.`,
  },
};
