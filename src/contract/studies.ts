/**
 * What a kind of study is to both sides of the worker line: its settings, and what it makes of an experiment. In code these
 * are studies, since the experiment is what the address holds. The kinds stand in `studies/kinds.ts`.
 */
import type { StepWork } from '../architecture/step-time';
import type { ExperimentConfig } from '../config/schema';

export type StudyState = 'running' | 'done' | 'cancelled' | 'failed';

/** A part of a study, or neighbouring ones: how much of its work is done, 0 to 1, and how much that is beside others. */
export interface PartShare {
  readonly share: number;
  readonly work: number;
}

/** How clearly the answer to a question is yes, from the clearest on. */
export const GRADES = ['clearly', 'barely', 'partly', 'no'] as const;
export type Grade = (typeof GRADES)[number];

/** A setting of a study: what it is unless it is changed, and its bounds. */
export interface NumberField {
  readonly first: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** Numbers within the bounds, ascending, each once; at least one, at most `most`. */
export interface ListField extends Omit<NumberField, 'first'> {
  readonly first: readonly number[];
  readonly most: number;
}

export interface ChoiceField<C extends string = string> {
  readonly first: C;
  readonly choices: readonly C[];
}

export type Field = NumberField | ListField | ChoiceField;
type Fields = Readonly<Record<string, Field>>;
export type FieldValue = Field['first'];

/** The values of a study's settings, by their fields. */
export type ValuesOf<F extends Fields> = {
  readonly [N in keyof F]: F[N] extends ChoiceField<infer C>
    ? C
    : F[N] extends ListField
      ? readonly number[]
      : number;
};

/** Results carry what was measured, seed by seed; means, spreads and verdicts are the page's. NaN: not measured yet. */
interface AnyResult {
  readonly kind: string;
  /** What index order means: ids of lanes of the page. */
  readonly lanes: readonly string[];
}

/** What both sides know of a kind of study. */
export interface Study<R extends AnyResult, F extends Fields> extends AnyStudy<ValuesOf<F>> {
  readonly fields: F;
  /** Its result, by type only: nothing is there. */
  readonly result?: R;
}

/** A kind of study, whichever it is. The functions are methods, so that each kind is one of these. */
export interface AnyStudy<V = Readonly<Record<string, FieldValue>>> {
  /** In the order in which the page has them. */
  readonly fields: Fields;
  /** Whether it has nothing to say where all networks are classic ones. */
  readonly needsBlocks: boolean;
  /** Whether it looks at trained weights, so that it has little to say at step 0. */
  readonly needsTraining?: true;
  /** What it does, counted as training steps are. */
  work(experiment: ExperimentConfig, values: V): StepWork;
  /**
   * How many times longer it takes than training steps of as much work. Measured on wasm, one thread, with the opening preset;
   * the page corrects it by what it takes there.
   */
  readonly pace: number;
  /** The experiments that it makes of the one at hand, as far as their norms are others. */
  makes?(experiment: ExperimentConfig, values: V): readonly ExperimentConfig[];
  /** How many networks it trains, by the number of lanes; each for `steps` steps. */
  trainings?(values: V, lanes: number): number;
}

/** A kind of study whose result is of type R. */
export function studyOf<R extends AnyResult>() {
  return <const F extends Fields>(study: Study<R, F>): Study<R, F> => study;
}

/** A whole number. */
export function whole(first: number, min: number, max: number): NumberField {
  return { first, min, max, integer: true };
}

export function choice<C extends string>(choices: readonly C[], first: NoInfer<C>): ChoiceField<C> {
  return { first, choices };
}

/** Repetitions: the experiment's own seed, and those that follow. */
export const seedsField = (first: number): NumberField => whole(first, 1, 20);

/** Steps of a training. */
export const stepsField = (first: number): NumberField => whole(first, 10, 5000);

/** Weight layers. */
export const depthsField = (...first: readonly number[]): ListField => {
  return { first, min: 2, max: 200, integer: true, most: 12 };
};
