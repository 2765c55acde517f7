/** English texts: a reader's own images. */
import type { FormatCode } from '../../formats/errors';
import type {
  FoundKind,
  ImportProblem,
  ImportProgress,
  ImportReport,
  Side,
  Skipped,
  SkipReason,
} from '../../images/report';
import { bytesOf } from '../numerals';
import { all, counted, digits, integer } from './numerals';

const bytes = bytesOf(digits);
const images = (count: number): string => counted(count, 'image');

const kinds: Record<FoundKind, string> = {
  images: 'images in folders',
  idx: 'IDX files',
  'cifar-10': 'CIFAR-10',
  'cifar-100': 'CIFAR-100',
  arrays: 'NumPy arrays',
  own: 'a set of this page',
};

const skipReasons: Record<SkipReason, string> = {
  'not-an-image': 'no image',
  pickle: 'a pickle of Python, which is a program and is not run: the binary version is read',
  'other-format': 'a format that is not read here: PNG, JPEG, WebP and GIF are',
  empty: 'empty',
  broken: 'damaged',
  'no-pixels': 'without pixels',
  'too-large': 'too large',
  'no-class': 'in no folder of a class',
  'unsafe-name': 'a name that leads out of the archive',
};

const whyBad: Record<FormatCode, string> = {
  truncated: 'it ends too early',
  'not-that': 'it is not what its name says',
  'too-large': 'it is larger than what is read here',
  unsupported: 'it has something that is not read here',
  malformed: 'it contradicts itself',
};

function badFile(problem: Extract<ImportProblem, { code: 'bad-file' }>): string {
  const { path, why, at, expected, found } = problem;
  const facts = [
    at === null ? '' : `at “${at}”`,
    expected === null ? '' : `expected ${expected}`,
    found === null ? '' : `found ${found}`,
  ].filter((fact) => fact !== '');
  return `“${path}” cannot be read: ${whyBad[why]}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}.`;
}

/** Why files were left out, and how many: `damaged (3); empty (1)`. */
function leftOut({ counts }: Skipped): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${skipReasons[reason as SkipReason]} (${integer(count)})`)
    .join('; ');
}

const withLeftOut = (sentence: string, skipped: Skipped): string => {
  const why = leftOut(skipped);
  return why === '' ? sentence : `${sentence} Left out: ${why}.`;
};

/** What ended an import, and what to do. */
function problem(what: ImportProblem): string {
  switch (what.code) {
    case 'nothing-found':
      return withLeftOut(
        `There is nothing in ${counted(what.files, 'file')} that can be read as labelled images.`,
        what.skipped,
      );
    case 'several-kinds':
      return `These are sets of several kinds at once: ${all(what.kinds)}. Bring one of them.`;
    case 'no-classes':
      return `The ${images(what.images)} lie in no folders that name their classes. Put those of a class into a folder, or sort them class by class.`;
    case 'one-class':
      return `All images are of one class, “${what.name}”. Two are needed: a folder for each, or sort them class by class.`;
    case 'too-many-classes':
      return `There are ${integer(what.classes)} classes, and ${integer(what.most)} at most can be told apart here.`;
    case 'too-few-images':
      return withLeftOut(
        `${what.part === 'train' ? 'For training' : 'For testing'} there ${
          what.images === 1 ? 'is' : 'are'
        } ${images(what.images)}, and at least ${integer(what.least)} are needed.`,
        what.skipped,
      );
    case 'too-many-images':
      return `There are ${images(what.images)}, and ${integer(what.most)} at most are taken.`;
    case 'too-large':
      return `At this size the images take ${bytes(what.bytes)}, and ${bytes(what.most)} at most are kept. Choose a smaller side, or grey.`;
    case 'bad-file':
      return badFile(what);
    case 'no-labels':
      return `“${what.path}” has ${images(what.images)} and no labels: bring the labels with it.`;
    case 'no-images':
      return `“${what.path}” has labels and no images: bring the images with it.`;
    case 'labels-differ':
      return `“${what.path}” has ${images(what.images)} and ${counted(what.labels, 'label')}: there must be one for each.`;
    case 'wrong-label':
      return `“${what.path}” has the label ${what.label}, which names no class.`;
    case 'not-images':
      return `“${what.path}” has the shape ${what.shape.join('×')}, which is none of N×H×W, N×H×W×C and N×C×H×W with 1 or 3 channels.`;
    case 'not-pixels':
      return `“${what.path}” has numbers from ${digits(what.least, 3)} to ${digits(what.greatest, 3)}: pixels go from 0 to 1 or from 0 to 255.`;
    case 'not-kept':
      return what.full
        ? `This browser has no room for ${bytes(what.bytes)}: remove a set, or choose a smaller side.`
        : 'This browser does not let the page keep anything. A private window may be the reason.';
    case 'memory':
      return 'There is not enough memory for these images. Choose a smaller side, or fewer of them.';
    case 'gone':
      return `“${what.path}” was changed or moved since it was chosen. Choose it again.`;
    case 'no-reader':
      return 'The code that reads images did not arrive. The run goes on; try again.';
    case 'failed':
      return `This should not have happened: ${what.message}`;
  }
  return what satisfies never;
}

const phases: Record<ImportProgress['phase'], (done: string, total: string | null) => string> = {
  scan: (done) => `Looking through the files: ${done}`,
  decode: (done, total) => (total === null ? `Images read: ${done}` : `Images read: ${done} of ${total}`),
  keep: (done, total) => (total === null ? `Images kept: ${done}` : `Images kept: ${done} of ${total}`),
};

const sideText = ({ width, height }: Side): string => `${width}×${height}`;

const colours: Readonly<Record<1 | 3, string>> = { 1: 'Grey', 3: 'Colour' };

/** What is worth knowing about copies in a set. */
function duplicates({ duplicates: found, split }: ImportReport): string {
  if (found.images === 0) return 'No image is there twice.';
  const copies = `${images(found.images)} ${found.images === 1 ? 'is a copy' : 'are copies'} of another one`;
  const across =
    split === 'drawn'
      ? '; copies are kept on one side of the split'
      : found.acrossSplit > 0
        ? `; ${counted(found.acrossSplit, 'test image')} can be learned by heart, being a training image too`
        : '';
  const other =
    found.otherClass > 0
      ? `; ${images(found.otherClass)} also ${found.otherClass === 1 ? 'stands' : 'stand'} in another class`
      : '';
  return `${copies}${across}${other}.`;
}

export const bringImages = {
  start: {
    drop: 'Drop images here',
    what: 'Folders of classes or a zip of them, CIFAR, IDX, npz or npy. They stay in this browser.',
    files: 'Choose files',
    folder: 'Choose a folder',
    byClass: 'Class by class',
    byClassHint: 'With the camera, or from files',
  },

  byClass: {
    title: 'Class by class',
    className: 'Name of the class',
    newName: (number: number): string => `Class ${integer(number)}`,
    add: 'Add a class',
    remove: (name: string): string => `Remove the class “${name}”`,
    files: 'Add files',
    useCamera: 'Camera',
    count: images,
    removePhoto: (name: string, number: number): string => `Remove image ${integer(number)} of “${name}”`,
    more: (count: number): string => `+${integer(count)}`,
    need: 'Two classes with two images each are needed, better 30 or more.',
    done: 'Go on',
    back: 'Back',
  },

  camera: {
    label: 'Camera',
    hold: 'Hold to take photos',
    of: (name: string): string => `Photos go to “${name}”`,
    other: 'Other camera',
    stop: 'Stop the camera',
    again: 'Try again',
    starting: 'Waiting for the camera; the browser may ask whether the page may use it.',
    problems: {
      none: 'No camera was found. Images can be added from files.',
      denied:
        'The browser does not let this page use the camera. Allow it beside the address, then try again.',
      insecure:
        'Browsers give a camera only to pages that are served securely (https). Images can be added from files.',
      busy: 'The camera is used by something else. Close that, then try again.',
      other: (message: string): string => `The camera does not work: ${message}`,
    },
  },

  working: {
    phases,
    count: integer,
    cancel: 'Cancel',
  },

  found: {
    title: (kind: FoundKind, count: number, classes: number): string =>
      `${images(count)} in ${counted(classes, 'class', 'classes')}: ${kinds[kind]}`,
    sizes: (least: Side, greatest: Side): string =>
      least.width === greatest.width && least.height === greatest.height
        ? `${sideText(least)} pixels`
        : `${sideText(least)} to ${sideText(greatest)} pixels`,
    split: {
      given: 'The files say which ones are for testing.',
      drawn: 'A share of each class is kept for testing, drawn by a seed.',
    },
    validation: {
      train: 'Validation images are trained on.',
      test: 'Validation images stand in for test images.',
    },
    settled: 'It comes back as it was: size, colour and classes are settled.',
    name: 'Name',
    side: 'Side in pixels',
    sideHint: 'Twice the side takes about four times as long to train.',
    otherSide: 'Another side',
    colour: 'Colour',
    colours,
    classes: 'Classes',
    take: (count: number): string => `Take in ${images(count)}`,
    room: (size: number): string => `About ${bytes(size)} in this browser`,
    least: 'Choose at least two classes.',
    use: (name: string): string => `Take “${name}”`,
    nameOf: (name: string): string => `Name of “${name}”`,
    counts: (train: number, test: number): string =>
      test === 0 ? integer(train) : `${integer(train)} + ${integer(test)}`,
    leftOut: (skipped: Skipped): string => `Left out: ${leftOut(skipped)}.`,
    example: (path: string, reason: SkipReason): string => `${path}: ${skipReasons[reason]}`,
    back: 'Start over',
  },

  problem: {
    lead: 'These images were not taken.',
    untouched: 'Nothing else has changed.',
    text: problem,
    byClass: 'Sort class by class',
    back: 'Back',
  },

  report: {
    title: (name: string): string => `“${name}” is kept in this browser`,
    class: 'Class',
    images: 'Images',
    train: 'Training',
    test: 'Test',
    split: {
      given: 'The files said which ones are test images.',
      drawn: 'Test images are a share of each class, drawn by a seed.',
    },
    duplicates,
    imbalance: (ratio: number): string =>
      ratio < 1.5
        ? ''
        : `The largest class has ${digits(ratio, 2)} times as many training images as the smallest: accuracy may hide how the small one does.`,
    facts: (side: number, channels: 1 | 3, size: number): string =>
      `${side}×${side} pixels, ${colours[channels].toLowerCase()}, ${bytes(size)}`,
    trainOn: 'Train on it',
    more: 'Bring others',
    row: (name: string, count: number): string => `${images(count)} of “${name}”`,
  },

  kept: {
    title: 'Kept in this browser',
    facts: (classes: number, train: number, test: number): string =>
      `${counted(classes, 'class', 'classes')}, ${integer(train)} + ${integer(test)} images`,
    shape: (side: number, channels: 1 | 3, size: number): string =>
      `${side}×${side} ${colours[channels].toLowerCase()}, ${bytes(size)}`,
    picture: (name: string): string => `Images of “${name}”`,
    use: 'Use',
    trainOnHint: (name: string): string => `Train on “${name}”`,
    inUse: 'In use',
    remove: 'Remove',
    removeHint: (name: string): string => `Remove “${name}” from this browser`,
    removed: (name: string): string => `“${name}” is removed when this is closed.`,
    undo: 'Keep it',
    room: (used: number, left: number): string => `${bytes(used)} used, ${bytes(left)} left`,
    mayGo: 'The browser may clear this when it runs out of room.',
    persist: 'Keep it for good',
    persisted: 'The browser keeps this until it is removed.',
    refused: 'The browser did not promise to keep it.',
  },

  row: {
    facts: (classes: number, train: number): string =>
      `${counted(classes, 'class', 'classes')}, ${counted(train, 'training image')}`,
    change: 'Change…',
    own: 'Own images…',
  },

  missing: {
    lead: (name: string): string =>
      `This experiment trains on “${name}”, a set of images that this browser does not have.`,
    facts: (classes: number, train: number, side: number, channels: number): string =>
      `${counted(classes, 'class', 'classes')}, ${counted(train, 'training image')}, ${side}×${side} pixels, ${
        channels === 1 ? 'grey' : 'colour'
      }`,
    hash: 'Hash',
    advice: 'A link does not send images. Bring the same ones, and the run replays exactly.',
    bring: 'Bring them…',
    wanted: (name: string, side: number, channels: number): string =>
      `Wanted: “${name}” at ${side}×${side} pixels in ${channels === 1 ? 'grey' : 'colour'}`,
    other: 'These are not the images of the link.',
    differs: {
      side: (is: number, asked: number): string => `${is}×${is} pixels, not ${asked}×${asked}`,
      channels: (is: number): string => (is === 1 ? 'grey, not colour' : 'colour, not grey'),
      classes: (is: number, asked: number): string =>
        `${counted(is, 'class', 'classes')}, not ${integer(asked)}`,
      train: (is: number, asked: number): string => `${counted(is, 'training image')}, not ${integer(asked)}`,
      content: 'as many images, but other ones, another split, or other names of classes',
    },
  },
};
