/** English texts: the one sentence that tells what is happening in a run, and the figures behind it. Numbers come formatted. */
import { begin, name, NOTHING, placeOf, say, type Phrase } from '../phrase';
import { counted } from './numerals';

/** `27 skips are on`: what a switch did. */
function thrown(on: number, off: number): string {
  if (on > 0 && off > 0) return `${counted(on, 'skip')} on and ${off} off`;
  return on > 0 ? `${counted(on, 'skip')} on` : `${counted(off, 'skip')} off`;
}

interface Beside {
  readonly lane: string;
  readonly value: string;
}

/** A ratio of another network; null where no gradient reaches its first convolution. */
interface BesideRatio {
  readonly lane: string;
  readonly value: string | null;
}

/** Another network to compare with: `, residual’s 6.3×`. */
const against = (beside: BesideRatio | null): Phrase =>
  beside === null ? NOTHING : say`, ${name(beside.lane)}’s ${beside.value ?? 'none'}`;

/** Another network’s loss: `; residual is at 1.3`. */
const andAnother = (beside: Beside | null): Phrase =>
  beside === null ? NOTHING : say`; ${name(beside.lane)} is at ${beside.value}`;

/** A layer or block in words, `stage 3, block 1`; what has no stage as it is called. */
function placeText(layer: string): string {
  const place = placeOf(layer);
  if (place === null) return layer;
  const { stage, block, rest } = place;
  return `stage ${stage}, block ${block}${rest === null ? '' : ` (${rest})`}`;
}

/** All of a few networks. */
const every = (count: number): string => (count === 2 ? 'Both networks' : `All ${count} networks`);

const sentences = {
  preparing: (): Phrase => say`The images and the networks are on their way.`,
  failed: (step: number): Phrase => say`The run stopped at step ${step}.`,
  nothing: (step: number): Phrase => say`Step ${step}: nothing is measured yet.`,
  diverged: (lane: string, step: number, layer: string | null, others: number, all: boolean): Phrase =>
    say`${begin(lane)} diverged at step ${step}, in ${layer === null ? 'the loss' : placeText(layer)}: its numbers are no longer finite${
      others === 0 ? '' : all ? '; so are those of all others' : `; so are those of ${others} more`
    }.`,
  /** At step 0: nothing is learned yet. */
  switchedAtStart: (
    lane: string,
    on: number,
    off: number,
    now: string | null,
    before: string | null,
  ): Phrase =>
    now === null
      ? say`${begin(lane)} has ${thrown(on, off)}.`
      : say`With ${thrown(on, off)}, ${name(lane)}’s first convolution gets ${now} the last one’s gradient${before === null ? '' : `, before ${before}`}.`,
  switched: (lane: string, on: number, off: number, step: number): Phrase =>
    say`${begin(lane)} has ${thrown(on, off)} since step ${step}. Its weights remember how they were trained: watch the loss.`,
  effect: {
    fell: (lane: string, from: string, to: string, steps: number, on: number, off: number): Phrase =>
      say`${begin(lane)}’s loss fell from ${from} to ${to} in ${counted(steps, 'step')}, with ${thrown(on, off)}.`,
    rose: (lane: string, from: string, to: string, steps: number, on: number, off: number): Phrase =>
      say`${begin(lane)}’s loss rose from ${from} to ${to} in ${counted(steps, 'step')}, with ${thrown(on, off)}.`,
    stayed: (
      lane: string,
      from: string,
      to: string,
      steps: number,
      on: number,
      off: number,
      trained: boolean,
    ): Phrase =>
      say`${begin(lane)}’s loss hardly moved in ${counted(steps, 'step')} with ${thrown(on, off)}: ${from}, now ${to}.${trained ? ' Its weights remember.' : ''}`,
  },
  activations: (lane: string, last: string, beside: Beside | null): Phrase =>
    say`${begin(lane)} explodes: without a norm its skips add up, and the last convolution’s gradient is ${last}${against(beside)}.`,
  /** By the loss, of the same. */
  activationLoss: (lane: string, loss: string, measured: number, chance: string): Phrase =>
    say`${begin(lane)}’s activations blow up: loss ${loss} ${measured === 0 ? 'at the start' : `at step ${measured}`}, chance is ${chance}.`,
  vanished: (lane: string, ratio: string, beside: BesideRatio | null): Phrase =>
    say`Gradients vanish: ${name(lane)}’s first convolution gets ${ratio} of the last one’s${against(beside)}.`,
  /** `step`: of one batch alone. */
  vanishedWholly: (lane: string, beside: BesideRatio | null, step: number | null = null): Phrase =>
    say`${step === null ? 'No gradient at all' : `At step ${step} no gradient`} reaches ${name(lane)}’s first convolution${
      beside === null
        ? ''
        : beside.value === null
          ? say`, nor ${name(beside.lane)}’s`
          : say`; ${name(beside.lane)}’s gets ${beside.value} of its last one’s`
    }.`,
  exploded: (lane: string, ratio: string, beside: BesideRatio | null, step: number): Phrase =>
    say`${begin(lane)}’s gradient explodes ${step === 0 ? 'at the start' : 'towards the input'}: its first convolution gets ${ratio} the last one’s${against(beside)}.`,
  starved: (lane: string, ratio: string, beside: BesideRatio | null, start: string | null): Phrase =>
    start === null
      ? say`${begin(lane)}’s first convolution starves: it gets ${ratio} the last one’s gradient${against(beside)}.`
      : say`${begin(lane)} exploded at the start (${start}); now its first convolution starves: ${ratio} the last one’s gradient${against(beside)}.`,
  faint: (lane: string, first: string, beside: Beside | null): Phrase =>
    say`Hardly any signal passes ${name(lane)}: its first convolution’s gradient is ${first}${against(beside)}.`,
  chance: (lane: string, loss: string, step: number, best: Beside | null): Phrase =>
    say`${begin(lane)} is at chance: loss ${loss} after ${counted(step, 'step')}${andAnother(best)}.`,
  chanceOfAll: (count: number, loss: string, step: number): Phrase =>
    say`${every(count)} are at chance after ${counted(step, 'step')}: losses around ${loss}.`,
  blownUp: (lane: string, loss: string, step: number, chance: string, best: Beside | null): Phrase =>
    say`${begin(lane)}’s loss blew up: ${loss} after ${counted(step, 'step')}, chance is ${chance}${andAnother(best)}.`,
  above: (lane: string, loss: string, step: number, chance: string, best: Beside | null): Phrase =>
    say`${begin(lane)} is worse than chance (${chance}): loss ${loss} after ${counted(step, 'step')}${andAnother(best)}.`,
  alike: (count: number, losses: readonly string[], step: number): Phrase =>
    say`${every(count)} learn alike: ${losses.length === 2 ? `losses ${losses.join(' and ')}` : `losses around ${losses[0] ?? ''}`} after ${counted(step, 'step')}.`,
  ahead: (best: string, loss: string, worst: string, other: string, step: number): Phrase =>
    say`${begin(best)} learns faster: loss ${loss} after ${counted(step, 'step')}, ${name(worst)}’s ${other}.`,
  alone: (lane: string, loss: string, step: number, chance: string): Phrase =>
    say`${begin(lane)} learns: loss ${loss} after ${counted(step, 'step')}, where chance is ${chance}.`,
  even: (lane: string, ratio: string, beside: BesideRatio | null): Phrase =>
    say`${begin(lane)}’s first convolution gets ${ratio} the last one’s gradient${against(beside)}.`,
};

type Effect = 'fell' | 'stayed' | 'rose';

const GUESSED: Readonly<Record<Effect, string>> = { fell: 'a fall', stayed: 'no change', rose: 'a rise' };

const prediction = {
  /** What is asked before the first step. */
  label: 'Your prediction',
  question: (lane: string, on: boolean): Phrase =>
    say`Predict, then switch ${name(lane)}’s skips ${on ? 'on' : 'off'}: its loss will`,
  guesses: { fell: 'fall', stayed: 'stay', rose: 'rise' },
  /** What follows the sentence once it is measured. */
  graded: (right: boolean, guess: Effect): string =>
    right ? 'As you predicted.' : `You predicted ${GUESSED[guess]}.`,
  /** The same where the sentence is about something else. */
  answered: (lane: string, effect: Effect, guess: Effect): Phrase =>
    say`${begin(lane)}’s loss ${{ fell: 'fell', stayed: 'hardly moved', rose: 'rose' }[effect]} after the switch${
      effect === guess ? ', as you predicted' : `; you predicted ${GUESSED[guess]}`
    }.`,
};

const why = {
  button: 'why?',
  title: 'The figures behind it',
  network: 'network',
  start: 'at step 0',
  before: 'before the switch',
  now: (step: number): string => `at step ${step}`,
  loss: (count: number): string => `loss, mean of ${counted(count, 'batch', 'batches')}`,
  chance: (value: string): string =>
    `Chance is ${value}: the loss of the best answer that is the same for all images.`,
  switched: (lane: string, on: number, off: number, step: number): string =>
    `${lane}: ${thrown(on, off)} at step ${step}.`,
  measured:
    'Gradients are L2 norms of ∂L/∂W of the first and the last convolution, and the first over the last, for the newest batch. Far is 10 times or a tenth; hardly anything arrives below 10⁻⁶. A loss within 5 % of another is not told from it, nor one within 2 % of chance; a network is worse than chance beyond 10 %, and its loss blew up beyond 50 %.',
};

export const story = { label: 'What is happening', sentences, prediction, why };
