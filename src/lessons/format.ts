/**
 * What a lesson is: steps beside the stage, each with an experiment, what to look at, and a question that the reader's own run
 * answers. Ours and those of teachers are files of this format, one per language. They are read by `read.ts`, which repairs
 * what it can and tells of it; here are the types of what is whole.
 */
import type { StudyRequest } from '../studies/kinds';
import type { Spot } from './spots';

export const LESSON_FORMAT = 'resnet-explorer-lesson';
export const LESSON_VERSION = 1;

export interface Lesson {
  readonly format: typeof LESSON_FORMAT;
  readonly version: typeof LESSON_VERSION;
  /** Of its texts, as BCP 47 has it: `en`, `zh-Hans`. */
  readonly language: string;
  readonly title: string;
  /** A line in the list of lessons. */
  readonly summary: string;
  readonly steps: readonly LessonStep[];
}

/**
 * A text of a lesson is Markdown with formulas between dollars, never run and never taken for HTML. Links of these addresses mean
 * something here: `spot:skip` lights a place up while it is pointed at, `term:batch-norm` explains a term of the glossary,
 * `step:3` goes to a step; others open on a page of their own. In formulas `\href{spot:branch}{F(x)}` is such a link. In a block of
 * code, a line that ends in `#: branch` lights that place up; the mark itself is not shown.
 */
type Text = string;

export interface LessonStep {
  readonly title: string;
  readonly text: Text;
  /** A link's part behind the `#`. */
  readonly experiment: string;
  /** Steps that are trained unasked when the experiment is set up. */
  readonly until: number;
  /** Places that are lit up. */
  readonly look: readonly Spot[];
  readonly question: Question | null;
  /** Something to try next; with an experiment, it is offered to be set up. */
  readonly further: { readonly text: Text; readonly experiment: string | null } | null;
}

export interface Question {
  readonly text: Text;
  /** Two to five. The right one is the one whose range holds what is measured: from `from` on, below `below`; null is unbounded. */
  readonly choices: readonly Choice[];
  readonly act: Act;
  readonly measure: Measure;
  /**
   * Said with the verdict, once it is measured. `{value}`, `{one}` and `{other}` stand for what the reader's run measured,
   * `{low}` and `{high}` for the least and the most that was measured over seeds 0 to 2.
   */
  readonly answer: Text;
  /** What was measured for each seed from 0 on, by `npm run lessons`; empty where nobody has. */
  readonly measured: readonly number[];
  /** Where seeds fall into different choices, or nearly so: why the result is in doubt. The page then offers more seeds. */
  readonly doubt: Text | null;
}

export interface Choice {
  readonly text: Text;
  readonly from: number | null;
  readonly below: number | null;
}

/** What is done to find the answer, at the press of a button. */
export type Act =
  /** Nothing: the plan, or the gradients of the step at hand, say it. */
  | { readonly kind: 'look' }
  /** So many steps are trained, on top of the step's `until`. */
  | { readonly kind: 'train'; readonly steps: number }
  /** Skips are switched, then so many steps trained. `block` counts from 0. */
  | {
      readonly kind: 'switch';
      readonly lane: string;
      readonly block: number | 'all';
      readonly gain: number;
      readonly steps: number;
    }
  /** A study is carried out. */
  | { readonly kind: 'study'; readonly request: StudyRequest };

/** How a value is written. */
export const UNITS = ['number', 'times', 'percent', 'points'] as const;
export type Unit = (typeof UNITS)[number];

/** The value that decides: one reading, or what two of them make. */
export interface Measure {
  readonly one: Reading;
  /** Null where `one` is the value. */
  readonly other: Reading | null;
  /** `ratio` is one / other, `difference` one − other. Without `other`, means nothing. */
  readonly by: 'ratio' | 'difference';
  readonly unit: Unit;
}

/** Quantities of the run, measured at a step of it. */
export const RUN_QUANTITIES = ['loss', 'accuracy', 'test', 'ratio', 'first', 'last'] as const;
/** Quantities of the plan of a network. */
export const PLAN_QUANTITIES = ['depth', 'parameters', 'multiply-adds', 'receptive-field'] as const;
export type RunQuantity = (typeof RUN_QUANTITIES)[number];
export type PlanQuantity = (typeof PLAN_QUANTITIES)[number];

/** When a quantity of the run is read: at step 0, just before the act, or once it is done. */
export const MOMENTS = ['start', 'before', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

export type Reading =
  /**
   * `loss` and `accuracy`: mean of the newest batches, 15 at most, since the act or a switch began; a loss that is not finite is ∞.
   * `test`: share of test images that are classified correctly, at the newest test. `first` and `last`: L2 norm of dL/dW of the first and the last
   * convolution of the main line; `ratio`: the first over the last.
   */
  | { readonly of: RunQuantity; readonly lane: string; readonly at: Moment }
  /** Weight layers, weights, multiply-adds of one image, and pixels along a side that the last convolution sees. */
  | { readonly of: PlanQuantity; readonly lane: string }
  /** A figure of the study of the act; `figures.ts` of the studies says which there are. Null lane: of the study as a whole. */
  | { readonly of: 'study'; readonly figure: string; readonly lane: string | null };
