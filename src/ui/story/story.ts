/**
 * What is happening in a run, as one of a few kinds, told from what was measured alone. Pure. What matters more goes before: a
 * divergence, then a switch that was just thrown, then gradients that explode or vanish on their way, then losses.
 */
import type { Divergence } from '../../contract/messages';
import { WINDOW, type Ends, type LastSwitch, type StoryFacts, type StoryLane } from './facts';

/**
 * Where one thing is called another, as for the claims about regimes (`claims/regimes.ts`), measured in README.md: depth 56 with
 * batch norm begins at 448 to 756 times, depth 20 at 2.4 to 4; sigmoids pass 10⁻⁷ and less; activations without a norm end in
 * gradients of 9,700 and more.
 */
const THRESHOLDS = {
  /** First over last norm above which gradients explode towards the input, and below the inverse of which they starve. */
  far: 10,
  /**
   * What was far is so until it is nearer than this: single batches scatter by about half a decade, for which it must be far in the
   * mean as well.
   */
  near: Math.sqrt(10),
  /** Below which hardly anything reaches the input. */
  vanished: 1e-6,
  /** Norm of the last gradient above which a network without a norm has activations that exploded. */
  activations: 1_000,
  /** A loss within this share of another is not told from it. */
  alike: 0.95,
  /** Share of the way from the least loss to chance from which on a network does no better than that: a learning one leaves it soon. */
  chance: 0.98,
  /** Steps since a switch for which the story is about it. */
  recent: 100,
} as const;

/** A lane, with numbers of it. */
export interface LaneRatio {
  readonly lane: string;
  readonly ends: Ends;
}

export interface LaneLoss {
  readonly lane: string;
  readonly loss: number;
}

export type Effect = 'fell' | 'stayed' | 'rose';

/** A lane whose gradients are far from even, and another to compare it with. */
interface Uneven extends LaneRatio {
  readonly beside: LaneRatio | null;
}

export type Story =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'failed'; readonly step: number }
  | {
      readonly kind: 'diverged';
      readonly divergence: Divergence;
      /** How many of the lanes have. */
      readonly count: number;
      readonly all: number;
    }
  /** Skips were switched; too few batches are measured since to tell what it does to the loss. */
  | {
      readonly kind: 'switched';
      readonly lane: string;
      readonly change: LastSwitch;
      readonly now: Ends | null;
    }
  /** What a switch did to the loss. */
  | {
      readonly kind: 'effect';
      readonly lane: string;
      readonly change: LastSwitch;
      readonly effect: Effect;
      readonly loss: number;
    }
  | ({ readonly kind: 'activations' } & Uneven)
  | ({ readonly kind: 'vanished' } & Uneven)
  | ({ readonly kind: 'exploded' } & Uneven)
  /** `start`: at step 0, where it exploded then. */
  | ({ readonly kind: 'starved'; readonly start: Ends | null } & Uneven)
  /** Both ends of one lane get far less than those of another. */
  | ({ readonly kind: 'faint' } & Uneven)
  | {
      readonly kind: 'chance';
      /** Those that do no better than one answer for all images, in their order. */
      readonly lanes: readonly LaneLoss[];
      /** The best of the others. */
      readonly best: LaneLoss | null;
      readonly all: number;
      readonly step: number;
    }
  | { readonly kind: 'alike'; readonly lanes: readonly LaneLoss[]; readonly step: number }
  | { readonly kind: 'ahead'; readonly best: LaneLoss; readonly worst: LaneLoss; readonly step: number }
  | { readonly kind: 'alone'; readonly lane: LaneLoss; readonly chance: number; readonly step: number }
  /** Before losses say anything, of gradients about as large everywhere. */
  | ({ readonly kind: 'even' } & Uneven)
  | { readonly kind: 'nothing'; readonly step: number };

export type StoryKind = Story['kind'];

/** First over last norm; NaN of 0/0. */
function ratioOf({ first, last }: Ends): number {
  return first / last;
}

/** How a mean loss stands to another. */
export function effectOf(before: number, after: number): Effect {
  if (after <= THRESHOLDS.alike * before) return 'fell';
  return THRESHOLDS.alike * after >= before ? 'rose' : 'stayed';
}

/**
 * What is to be told.
 * @param told The kind that is told now, which goes on a little beyond where it would begin.
 */
export function storyOf(facts: StoryFacts, told: StoryKind | null = null): Story {
  const { phase, step, measured, lanes } = facts;
  if (phase === 'failed') return { kind: 'failed', step };
  return (
    divergence(facts) ??
    (measured < 0 ? (phase === 'preparing' ? { kind: 'preparing' } : { kind: 'nothing', step }) : null) ??
    lastSwitch(facts) ??
    unevenness(lanes, told) ??
    losses(facts) ??
    evenness(lanes) ?? { kind: 'nothing', step }
  );
}

function divergence({ lanes }: StoryFacts): Story | null {
  const diverged = lanes.flatMap((lane) => lane.diverged ?? []);
  const [first] = diverged.toSorted((a, b) => a.step - b.step);
  return first === undefined
    ? null
    : { kind: 'diverged', divergence: first, count: diverged.length, all: lanes.length };
}

/** Of the lane switched last, while that is not long ago. */
function lastSwitch({ lanes, measured }: StoryFacts): Story | null {
  const [newest] = lanes
    .flatMap((lane) => (lane.switched === null ? [] : [{ lane, change: lane.switched }]))
    .filter(({ change }) => measured - change.until <= THRESHOLDS.recent)
    .toSorted((a, b) => b.change.until - a.change.until);
  if (newest === undefined) return null;
  const { lane, change } = newest;
  // At step 0 there is no loss before; once the networks learn, the story is that of any run.
  if (change.until === 0)
    return measured > 0 ? null : { kind: 'switched', lane: lane.id, change, now: lane.newest };
  if (change.batches < WINDOW || !Number.isFinite(lane.loss + change.lossBefore))
    return { kind: 'switched', lane: lane.id, change, now: change.batches > 0 ? lane.newest : null };
  const effect = effectOf(change.lossBefore, lane.loss);
  return { kind: 'effect', lane: lane.id, change, effect, loss: lane.loss };
}

/** The lane whose gradients are the least even, where they are far from it. */
function unevenness(lanes: readonly StoryLane[], told: StoryKind | null): Story | null {
  const known = lanes.flatMap((lane) => (lane.newest === null ? [] : [{ ...lane, newest: lane.newest }]));
  const limit = (kind: StoryKind): number => (told === kind ? THRESHOLDS.near : THRESHOLDS.far);
  const about = (lane: Known): Uneven => ({
    lane: lane.id,
    ends: lane.newest,
    beside: besideOf(lane, known),
  });

  const grown = known.filter(
    ({ hasNorm, skips, newest }) => !hasNorm && skips.on > 0 && newest.last > THRESHOLDS.activations,
  );
  const [largest] = grown.toSorted((a, b) => b.newest.last - a.newest.last);
  if (largest !== undefined) return { kind: 'activations', ...about(largest) };

  // 0/0 is as far from even as can be: nothing arrives anywhere.
  const smallest = extreme(known, (ratio) => (Number.isNaN(ratio) ? -Infinity : ratio));
  if (smallest !== null && !(ratioOf(smallest.newest) >= THRESHOLDS.vanished))
    return { kind: 'vanished', ...about(smallest) };

  const highest = extreme(known, (ratio) => (Number.isNaN(ratio) ? Infinity : -ratio));
  if (highest !== null && Math.min(highest.typical, ratioOf(highest.newest)) > limit('exploded'))
    return { kind: 'exploded', ...about(highest) };

  if (smallest !== null && Math.max(smallest.typical, ratioOf(smallest.newest)) < 1 / limit('starved')) {
    const { start } = smallest;
    const exploded = start !== null && ratioOf(start) > THRESHOLDS.far;
    return { kind: 'starved', start: exploded ? start : null, ...about(smallest) };
  }

  const faint = known.toSorted((a, b) => a.newest.first - b.newest.first)[0];
  const beside = faint === undefined ? null : besideOf(faint, known);
  const isFaint =
    faint !== undefined &&
    beside !== null &&
    beside.ends.first > limit('faint') * faint.newest.first &&
    beside.ends.last > limit('faint') * faint.newest.last;
  return isFaint ? { kind: 'faint', ...about(faint) } : null;
}

type Known = StoryLane & { readonly newest: Ends };

/** The first lane with the least of what `of` makes of its ratio. */
function extreme(lanes: readonly Known[], of: (ratio: number) => number): Known | null {
  return (
    lanes.toSorted((a, b) => {
      const [one, other] = [of(ratioOf(a.newest)), of(ratioOf(b.newest))];
      // Infinities less each other are no number.
      return one < other ? -1 : one > other ? 1 : 0;
    })[0] ?? null
  );
}

/** What a lane is compared with: one with all skips on, else the one that is the most even; null where there is no other. */
function besideOf(lane: StoryLane, known: readonly Known[]): LaneRatio | null {
  const others = known.filter(({ id }) => id !== lane.id);
  const distance = ({ newest }: Known): number => {
    const size = Math.abs(Math.log(ratioOf(newest)));
    return Number.isNaN(size) ? Infinity : size;
  };
  const [even] = others.toSorted((a, b) => (distance(a) < distance(b) ? -1 : 1));
  const other = others.find(({ skips }) => skips.count > 0 && skips.on === skips.count) ?? even;
  return other === undefined ? null : { lane: other.id, ends: other.newest };
}

/** How the losses stand, once there are as many batches as a mean is of. */
function losses({ lanes, measured, step, chance, least }: StoryFacts): Story | null {
  if (measured + 1 < WINDOW) return null;
  const known = lanes.flatMap(({ id, loss }) => (Number.isFinite(loss) ? [{ lane: id, loss }] : []));
  const sorted = known.toSorted((a, b) => a.loss - b.loss);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return null;
  const isAtChance = ({ loss }: LaneLoss): boolean => (loss - least) / (chance - least) >= THRESHOLDS.chance;
  const atChance = known.filter(isAtChance);
  if (atChance.length > 0) {
    const other = isAtChance(best) ? null : best;
    return { kind: 'chance', lanes: atChance, best: other, all: lanes.length, step };
  }
  if (known.length === 1) return { kind: 'alone', lane: best, chance, step };
  if (effectOf(worst.loss, best.loss) === 'stayed') return { kind: 'alike', lanes: known, step };
  return { kind: 'ahead', best, worst, step };
}

/** The first lane without skips, or the first, beside another, where no gradient is far from even. */
function evenness(lanes: readonly StoryLane[]): Story | null {
  const known = lanes.flatMap((lane) => (lane.newest === null ? [] : [{ ...lane, newest: lane.newest }]));
  const lane = known.find(({ skips }) => skips.on === 0) ?? known[0];
  return lane === undefined
    ? null
    : { kind: 'even', lane: lane.id, ends: lane.newest, beside: besideOf(lane, known) };
}
