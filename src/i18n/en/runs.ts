/** English texts: numbers that leave float32's range, and what can be done about it. */
import type { LossConfig } from '../../config/schema';
import type { Divergence } from '../../contract/messages';
import { lossText } from './losses';
import { counted, integer } from './numerals';

/** What broke first, as a sentence without its full stop. */
function place({ place: where, layer }: Divergence): string {
  switch (where) {
    case 'weights':
      return `weights of ${layer} are no longer finite, so nothing behind them is`;
    case 'output':
      return `the output of ${layer} overflows float32, the first to do so on the way from the images`;
    case 'logits':
      return `the logits (${layer}) overflow float32`;
    case 'loss':
      return 'the loss overflows float32, while the output of every layer is still finite';
    case 'gradient':
      return `the gradient of ${layer} is not finite, the first on the way back from the loss`;
  }
  return where satisfies never;
}

const numerics = {
  title: 'Numerics',
  explanation:
    'What float32 can hold of each layer’s gradient norm at the newest step, or the last of the span that is chosen: numbers below 2⁻¹²⁶ [lose their digits](underflow) and then become 0, numbers above 3.4×10³⁸ become infinite, and infinities make NaN.',
  strip: (lane: string): string => `State of every layer, ${lane}, from input to output`,
  states: {
    zero: 'exactly 0',
    underflow: 'underflow',
    normal: 'in range',
    infinite: 'overflow (∞)',
    nan: 'not a number',
  },
  healthy: (layers: number): string => `All ${integer(layers)} layers are in range`,
  count: (state: string, count: number, first: string, last: string): string =>
    `${state}: ${count === 1 ? first : `${integer(count)} layers, ${first} to ${last}`}`,
  since: (step: number): string => `since step ${integer(step)}`,
  idle: (count: number): string =>
    count === 1
      ? '1 projection is idle while its skip is off: its gradient is 0 by design'
      : `${integer(count)} projections are idle while their skips are off: their gradients are 0 by design`,
  loss: {
    nan: 'loss: not a number, as logits overflowed',
    infinite: 'loss: infinite',
  },
  /** Beside a loss that is not finite: why it is what it is. */
  lossNote: (loss: number): string => (Number.isNaN(loss) ? 'logits overflowed' : 'overflow'),
  waiting: 'No gradient measured yet.',
  /** Where a span of steps is chosen. */
  atStep: (step: number): string => `As it was in step ${integer(step)}, the last of the span.`,
  fault: 'first at fault',
  diverged: (divergence: Divergence): string =>
    `Diverged in step ${integer(divergence.step)}: ${place(divergence)}`,
};

const divergence = {
  title: (lanes: readonly string[]): string =>
    lanes.length === 1
      ? `The ${lanes[0]} network diverged. Training is paused.`
      : `These networks diverged: ${lanes.join(', ')}. Training is paused.`,
  line: (lane: string, one: Divergence): string => `${lane}: in step ${integer(one.step)} ${place(one)}.`,
  advice:
    'What is not finite stays so. A lower learning rate may help; the other networks are not touched and may go on.',
  /** `step`: from when on, 0 of the whole run. */
  lower: (rate: string, step: number): string =>
    step === 0
      ? `Reset at learning rate ${rate}`
      : `Reset, with learning rate ${rate} from step ${integer(step)} on`,
  reset: 'Reset',
  goOn: 'Go on all the same',
};

const pins = {
  title: 'Runs',
  explanation:
    'Keep a run as it stands, and its curves, its gradients and those of chosen layers stay as thin lines behind those of other runs, over the same steps as these. Kept in this browser, until you remove them.',
  pin: 'Pin this run',
  pinShort: 'Pin',
  pinHint: 'Keep this run: its curves stay in grey behind those that follow',
  pinned: (letter: string, steps: number): string => `Pinned as ${letter}, ${counted(steps, 'step')}.`,
  nothingYet: 'A run can be pinned once its first gradient is measured.',
  none: 'No run is pinned yet.',
  defaultName: (preset: string, steps: number): string => `${preset}, ${counted(steps, 'step')}`,
  custom: 'Custom',
  list: 'Pinned runs',
  show: (letter: string): string => `Show ${letter} in the charts`,
  name: (letter: string): string => `Name of run ${letter}`,
  facts: (steps: number, backend: string): string =>
    `${counted(steps, 'step')}${backend === '' ? '' : ` on ${backend}`}`,
  replaysTo: (step: number): string => `its link replays it up to step ${integer(step)}`,
  loss: (lane: string, loss: string): string => `${lane}: loss ${loss}`,
  /** Where the run at hand has another loss. */
  otherLoss: (loss: LossConfig): string =>
    `Another loss (${lossText(loss)}): its curve is not drawn beside this run’s.`,
  otherData: 'Another data set: not drawn beside this run.',
  test: (percent: string): string => `test ${percent} %`,
  divergedAt: (step: number): string => `diverged in step ${integer(step)}`,
  open: 'Open',
  openLabel: (name: string): string => `Open the experiment of ${name}`,
  isOpen: 'on the page',
  remove: 'Remove',
  removeLabel: (name: string): string => `Remove ${name}`,
  removed: (name: string): string => `Removed ${name}.`,
  undo: 'Undo',
  unkept: (names: readonly string[]): string =>
    `This browser did not store ${names.join(', ')}: its storage may be full or forbidden. Kept only while this page is open; remove other runs and rename it to try again.`,
  unreadable: (count: number): string =>
    count === 1
      ? 'One stored run could not be read by this version of the page. It was left as it is.'
      : `${integer(count)} stored runs could not be read by this version of the page. They were left as they are.`,
  differences: 'What differs',
  same: 'All settings are the same.',
  setting: 'setting',
  now: 'this page',
  absent: '–',
  stretched: 'In the gradient chart, a network of another depth is spread over the whole axis.',
};

const to = {
  label: 'Train to a step',
  sign: (step: number): string => `→ ${integer(step)}`,
  step: 'Train to step',
  train: 'Train',
  seed: 'Again with another seed',
  seedHint: 'Pins this run, and trains the same experiment to the same step from the next seed',
};

export const runs = { divergence, numerics, pins, to };
