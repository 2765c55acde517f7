/** English texts: the one sentence that tells what is happening in a run, and the figures behind it. Numbers come formatted. */
import { counted } from './numerals';

/** The name of a network within a sentence, which is shown in its colour. */
export interface LaneName {
  readonly lane: string;
  /** Whether the sentence begins with it. */
  readonly first: boolean;
}

/** A sentence in pieces. */
export type Phrase = readonly (string | LaneName)[];

/** Puts names and phrases into a text. */
function say(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | LaneName | Phrase)[]
): Phrase {
  const phrase: (string | LaneName)[] = [];
  texts.forEach((text, i) => {
    phrase.push(text);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'string' || typeof value === 'number') phrase.push(String(value));
    else if ('lane' in value) phrase.push(value);
    else phrase.push(...value);
  });
  return phrase.filter((piece) => piece !== '');
}

const begin = (lane: string): LaneName => ({ lane, first: true });
const name = (lane: string): LaneName => ({ lane, first: false });

const NOTHING: Phrase = [];

/** `27 skips are on`: what a switch did. */
function thrown(on: number, off: number): string {
  if (on > 0 && off > 0) return `${counted(on, 'skip')} on and ${off} off`;
  return on > 0 ? `${counted(on, 'skip')} on` : `${counted(off, 'skip')} off`;
}

interface Beside {
  readonly lane: string;
  readonly value: string;
}

/** Another network to compare with: `, residual’s 6.3×`. */
const against = (beside: Beside | null): Phrase =>
  beside === null ? NOTHING : say`, ${name(beside.lane)}’s ${beside.value}`;

/** All of a few networks. */
const every = (count: number): string => (count === 2 ? 'Both networks' : `All ${count} networks`);

const sentences = {
  preparing: (): Phrase => say`The images and the networks are on their way.`,
  failed: (step: number): Phrase => say`The run stopped at step ${step}.`,
  nothing: (step: number): Phrase => say`Step ${step}: nothing is measured yet.`,
  diverged: (lane: string, step: number, layer: string | null, others: number, all: boolean): Phrase =>
    say`${begin(lane)} diverged at step ${step}, in ${layer ?? 'the loss'}: its numbers are no longer finite${
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
      : say`With ${thrown(on, off)}, ${name(lane)}’s first layer gets ${now} the last one’s gradient${before === null ? '' : `, before ${before}`}.`,
  switched: (lane: string, on: number, off: number, step: number): Phrase =>
    say`${begin(lane)} has ${thrown(on, off)} since step ${step}. Its weights remember how they were trained: watch the loss.`,
  effect: {
    fell: (lane: string, from: string, to: string, steps: number, on: number, off: number): Phrase =>
      say`${begin(lane)}’s loss fell from ${from} to ${to} in ${counted(steps, 'step')}, with ${thrown(on, off)}.`,
    rose: (lane: string, from: string, to: string, steps: number, on: number, off: number): Phrase =>
      say`${begin(lane)}’s loss rose from ${from} to ${to} in ${counted(steps, 'step')}, with ${thrown(on, off)}.`,
    stayed: (lane: string, from: string, to: string, steps: number, on: number, off: number): Phrase =>
      say`${begin(lane)}’s loss hardly moved in ${counted(steps, 'step')} with ${thrown(on, off)}: ${from}, now ${to}. Its weights remember.`,
  },
  activations: (lane: string, last: string, beside: Beside | null): Phrase =>
    say`${begin(lane)} explodes: without a norm its skips add up, and the last layer’s gradient is ${last}${against(beside)}.`,
  vanished: (lane: string, ratio: string, beside: Beside | null): Phrase =>
    say`Gradients vanish: ${name(lane)}’s first layer gets ${ratio} of the last one’s${against(beside)}.`,
  vanishedWholly: (lane: string, beside: Beside | null): Phrase =>
    say`No gradient at all reaches ${name(lane)}’s first layer${beside === null ? '' : say`; ${name(beside.lane)}’s gets ${beside.value} of its last one’s`}.`,
  exploded: (lane: string, ratio: string, beside: Beside | null, step: number): Phrase =>
    say`${begin(lane)}’s gradient explodes ${step === 0 ? 'at the start' : 'towards the input'}: its first layer gets ${ratio} the last one’s${against(beside)}.`,
  starved: (lane: string, ratio: string, beside: Beside | null, start: string | null): Phrase =>
    start === null
      ? say`${begin(lane)}’s first layer starves: it gets ${ratio} the last one’s gradient${against(beside)}.`
      : say`${begin(lane)} exploded at the start (${start}); now its first layer starves: ${ratio} the last one’s gradient${against(beside)}.`,
  faint: (lane: string, first: string, beside: Beside | null): Phrase =>
    say`Hardly any signal passes ${name(lane)}: its first layer’s gradient is ${first}${against(beside)}.`,
  chance: (lane: string, loss: string, step: number, best: Beside | null): Phrase =>
    say`${begin(lane)} is at chance: loss ${loss} after ${counted(step, 'step')}${best === null ? '' : say`; ${name(best.lane)} is at ${best.value}`}.`,
  chanceOfAll: (count: number, loss: string, step: number): Phrase =>
    say`${every(count)} are at chance after ${counted(step, 'step')}: losses around ${loss}.`,
  alike: (count: number, losses: readonly string[], step: number): Phrase =>
    say`${every(count)} learn alike: ${losses.length === 2 ? `losses ${losses.join(' and ')}` : `losses around ${losses[0] ?? ''}`} after ${counted(step, 'step')}.`,
  ahead: (best: string, loss: string, worst: string, other: string, step: number): Phrase =>
    say`${begin(best)} learns faster: loss ${loss} after ${counted(step, 'step')}, ${name(worst)}’s ${other}.`,
  alone: (lane: string, loss: string, step: number, chance: string): Phrase =>
    say`${begin(lane)} learns: loss ${loss} after ${counted(step, 'step')}, where chance is ${chance}.`,
  even: (lane: string, ratio: string, beside: Beside | null): Phrase =>
    say`${begin(lane)}’s first layer gets ${ratio} the last one’s gradient${against(beside)}.`,
};

const prediction = {
  /** What is asked before the first step. */
  label: 'Your prediction',
  question: (lane: string, on: boolean): Phrase =>
    say`Predict, then switch ${name(lane)}’s skips ${on ? 'on' : 'off'}: its loss will`,
  guesses: { fell: 'fall', stayed: 'stay', rose: 'rise' },
  /** What follows the sentence once it is measured. */
  graded: (right: boolean, guess: 'fell' | 'stayed' | 'rose'): string =>
    right
      ? 'As you predicted.'
      : `You predicted ${{ fell: 'a fall', stayed: 'no change', rose: 'a rise' }[guess]}.`,
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
    'Gradients are L2 norms of ∂L/∂W of the first and the last convolution, and the first over the last, for the newest batch. Far is 10 times or a tenth; hardly anything arrives below 10⁻⁶. A loss within 5 % of another is not told from it, nor one within 2 % of chance.',
};

export const story = { label: 'What is happening', sentences, prediction, why };
