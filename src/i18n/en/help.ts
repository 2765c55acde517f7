/** English texts: the help. Not among the messages of `i18n/messages.ts`: it comes when it is first opened. */

/** Keys that do the same thing at one place, with what it is. */
type KeyLine = readonly [keys: string, does: string];

/** Where keys act, and what they do there. */
interface KeyGroup {
  readonly place: string;
  readonly keys: readonly KeyLine[];
}

const places: readonly KeyGroup[] = [
  {
    place: 'Anywhere',
    keys: [
      ['Ctrl+S', 'Save the experiment'],
      ['Ctrl+Z', 'Undo'],
      ['Ctrl+Shift+Z', 'Redo'],
      ['Escape', 'Close what is open'],
    ],
  },
  {
    place: 'In a diagram',
    keys: [
      ['← →', 'Go from skip to skip'],
      ['Space', 'Switch the skip'],
      ['Shift+← →', 'Select blocks'],
      ['Alt+← →', 'Move the blocks'],
      ['Insert', 'Add a block'],
      ['Delete', 'Remove the blocks'],
    ],
  },
  {
    place: 'In a chart',
    keys: [
      ['← →', 'Move the cursor'],
      ['PageUp PageDown', 'Move it further'],
      ['Enter', 'Draw the layer over the steps'],
      ['Escape', 'Show all again'],
    ],
  },
];

export const help = {
  title: 'Help',
  close: 'Close',
  begin: {
    title: 'How to begin',
    steps: [
      'Train: both networks start from the same weights and get the same images.',
      'Switch the plain network’s skips on, and watch its gradient and its loss.',
      'Choose another question at the top, or build a network of your own.',
    ],
    paper: 'The paper that began it:',
  },
  shortcuts: {
    title: 'Keys',
    page: 'The page',
    /** Of the keys that press a button of the page. */
    names: {
      train: 'Train or pause',
      step: 'Take one step',
      reset: 'Reset to step 0',
      pin: 'Pin the run',
      build: 'Build',
      code: 'Code',
      present: 'Present',
      help: 'Help',
    },
    places,
    on: 'Use single letters as keys',
  },
};
