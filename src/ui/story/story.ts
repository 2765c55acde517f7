/**
 * What is happening in a run, as one of a few kinds, told from what was measured alone. Pure. What matters more goes before: a
 * divergence, then a switch that was just thrown, then losses far above chance, then gradients that explode or vanish on their way,
 * then losses.
 */
import type { Divergence } from '../../contract/messages';
import { WINDOW, type Ends, type LastSwitch, type StoryFacts, type StoryLane } from './facts';

/**
 * Where one thing is called another, as for the claims about regimes (`claims/regimes.ts`), measured in README.md: depth 56 with
 * batch norm begins at 441 to 730 times, depth 20 at 2.4 to 4; sigmoids pass 10⁻⁷ and less; activations without a norm end in
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
  /** Norm of the last gradient at the start above which a network without a norm has activations that exploded. */
  activations: 1_000,
  /** The same of its loss over chance: by itself, and where its last gradient is `far` above that of one without skips. */
  activationLoss: 2,
  /** Loss over chance above which it blew up. */
  blownUp: 1.5,
  /** Loss over chance up to which it may be noise about it. */
  noise: 1.1,
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
  /** `loss`: where it is what tells of it. */
  | ({ readonly kind: 'activations'; readonly loss: number | null; readonly chance: number } & Uneven)
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
  /** A loss above chance; `blownUp`: far above it, and not on its way down from a start as high. */
  | {
      readonly kind: 'blownUp' | 'above';
      readonly worst: LaneLoss;
      /** The best of the others. */
      readonly best: LaneLoss | null;
      readonly chance: number;
      readonly step: number;
    }
  | { readonly kind: 'alike'; readonly lanes: readonly LaneLoss[]; readonly step: number }
  | { readonly kind: 'ahead'; readonly best: LaneLoss; readonly worst: LaneLoss; readonly step: number }
  | { readonly kind: 'alone'; readonly lane: LaneLoss; readonly chance: number; readonly step: number }
  /** Before losses say anything, of gradients about as large everywhere. */
  | ({ readonly kind: 'even' } & Uneven)
  | { readonly kind: 'nothing'; readonly step: number };

type StoryKind = Story['kind'];

/** First over last norm; 0 of 0/0, of which nothing arrives anywhere. */
function ratioOf({ first, last }: Ends): number {
  return first === 0 ? 0 : first / last;
}

/** Whether a ratio says so; what is no number does. */
function hardlyArrives(ratio: number): boolean {
  return !(ratio >= THRESHOLDS.vanished);
}

/** How a mean loss stands to another. */
export function effectOf(before: number, after: number): Effect {
  if (after <= THRESHOLDS.alike * before) return 'fell';
  return THRESHOLDS.alike * after >= before ? 'rose' : 'stayed';
}

/**
 * What is to be told.
 * @param told What is told now of the same run, which goes on a little beyond where it would begin.
 */
export function storyOf(facts: StoryFacts, told: Story | null = null): Story {
  const { phase, step, measured, lanes } = facts;
  if (phase === 'failed') return { kind: 'failed', step };
  return (
    divergence(facts) ??
    (measured < 0 ? (phase === 'preparing' ? { kind: 'preparing' } : { kind: 'nothing', step }) : null) ??
    lastSwitch(facts) ??
    activations(facts) ??
    blowUp(facts) ??
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
  // Weights that are not trained remember nothing: until the loss tells something, the story is that of any run.
  if (change.until === 0 && change.batches < WINDOW)
    return measured > 0 ? null : { kind: 'switched', lane: lane.id, change, now: lane.newest };
  if (change.until === 0 && !Number.isFinite(change.lossBefore)) return null;
  if (change.batches < WINDOW || !Number.isFinite(lane.loss + change.lossBefore))
    return { kind: 'switched', lane: lane.id, change, now: change.batches > 0 ? lane.newest : null };
  const effect = effectOf(change.lossBefore, lane.loss);
  return { kind: 'effect', lane: lane.id, change, effect, loss: lane.loss };
}

/** Those whose gradients are known. */
function knownOf(lanes: readonly StoryLane[]): readonly Known[] {
  return lanes.flatMap((lane) => (lane.newest === null ? [] : [{ ...lane, newest: lane.newest }]));
}

function about(lane: Known, known: readonly Known[]): Uneven {
  return { lane: lane.id, ends: lane.newest, beside: besideOf(lane, known) };
}

/** The network without a norm whose skips add up to activations, and so to a loss or a gradient, as large from the start on. */
function activations({ lanes, chance }: StoryFacts): Story | null {
  const known = knownOf(lanes);
  const least = Math.min(
    ...known.flatMap(({ skips, start }) => (skips.on === 0 && start !== null ? [start.last] : [])),
  );
  const grown = known.filter(({ hasNorm, skips, start, newest, startLoss, recent }) => {
    if (hasNorm || skips.on === 0 || start === null) return false;
    const began =
      start.last > THRESHOLDS.activations ||
      startLoss > THRESHOLDS.activationLoss * chance ||
      (startLoss > THRESHOLDS.blownUp * chance && start.last > THRESHOLDS.far * least);
    return began && (newest.last > THRESHOLDS.activations || recent > THRESHOLDS.blownUp * chance);
  });
  const [largest] = grown.toSorted((a, b) => b.newest.last - a.newest.last);
  if (largest === undefined) return null;
  const loss = largest.newest.last > THRESHOLDS.activations ? null : largest.recent;
  return { kind: 'activations', loss, chance, ...about(largest, known) };
}

/** The network whose loss is the farthest above chance, where it did not begin there and falls. */
function blowUp({ lanes, measured, step, chance }: StoryFacts): Story | null {
  if (measured < 1) return null;
  const limit = THRESHOLDS.blownUp * chance;
  const blown = lanes.filter(({ loss, recent, startLoss }) => {
    if (startLoss > limit && recent <= startLoss) return false;
    return recent > limit || (loss > limit && recent > THRESHOLDS.noise * chance);
  });
  const [worst] = blown.toSorted((a, b) => b.recent - a.recent);
  if (worst === undefined) return null;
  const others = lanes.filter((lane) => !blown.includes(lane) && Number.isFinite(lane.recent));
  const [best] = others.toSorted((a, b) => a.recent - b.recent);
  return {
    kind: 'blownUp',
    worst: { lane: worst.id, loss: worst.recent },
    best: best === undefined ? null : { lane: best.id, loss: best.recent },
    chance,
    step,
  };
}

/** The lane whose gradients are the least even, where they are far from it. */
function unevenness(lanes: readonly StoryLane[], told: Story | null): Story | null {
  const known = knownOf(lanes);
  const limit = (kind: StoryKind, { id }: StoryLane): number =>
    told?.kind === kind && 'lane' in told && told.lane === id ? THRESHOLDS.near : THRESHOLDS.far;

  const dead = known.filter(
    ({ newest, ratios }) => hardlyArrives(ratioOf(newest)) && ratios.every((ratio) => hardlyArrives(ratio)),
  );
  const vanished = least(dead, ({ newest }) => ratioOf(newest));
  if (vanished !== null) return { kind: 'vanished', ...about(vanished, known) };

  const exploded = least(
    known.filter((lane) => Math.min(lane.typical, ratioOf(lane.newest)) > limit('exploded', lane)),
    ({ newest }) => -ratioOf(newest),
  );
  if (exploded !== null) return { kind: 'exploded', ...about(exploded, known) };

  const starved = least(
    known.filter((lane) => Math.max(lane.typical, ratioOf(lane.newest)) < 1 / limit('starved', lane)),
    ({ newest }) => ratioOf(newest),
  );
  if (starved !== null) {
    const { start } = starved;
    const began = start !== null && ratioOf(start) > THRESHOLDS.far;
    return { kind: 'starved', start: began ? start : null, ...about(starved, known) };
  }

  const faint = least(known, ({ newest }) => newest.first);
  const beside = faint === null ? null : besideOf(faint, known);
  const isFaint =
    faint !== null &&
    beside !== null &&
    // A single dead batch is none.
    !hardlyArrives(ratioOf(faint.newest)) &&
    beside.ends.first > limit('faint', faint) * faint.newest.first &&
    beside.ends.last > limit('faint', faint) * faint.newest.last;
  return isFaint ? { kind: 'faint', ...about(faint, known) } : null;
}

type Known = StoryLane & { readonly newest: Ends };

/** The first lane with the least of what `of` makes of it. */
function least(lanes: readonly Known[], of: (lane: Known) => number): Known | null {
  return (
    lanes.toSorted((a, b) => {
      const [one, other] = [of(a), of(b)];
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
function losses({ lanes, measured, step, chance, least: lowest }: StoryFacts): Story | null {
  if (measured + 1 < WINDOW) return null;
  const isNear = (loss: number, share: number): boolean =>
    (loss - lowest) / (chance - lowest) >= share && loss <= THRESHOLDS.noise * chance;
  // Where the mean is at chance, the newest batches may have left it.
  const isAtChance = ({ loss, recent }: StoryLane): boolean =>
    isNear(loss, THRESHOLDS.chance) && isNear(recent, THRESHOLDS.alike);
  const standing = (lane: StoryLane): LaneLoss => ({
    lane: lane.id,
    loss: isNear(lane.loss, THRESHOLDS.chance) && !isAtChance(lane) ? lane.recent : lane.loss,
  });
  const finite = lanes.filter(({ loss }) => Number.isFinite(loss));
  const known = finite.map(standing);
  const sorted = known.toSorted((a, b) => a.loss - b.loss);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return null;
  if (worst.loss > THRESHOLDS.noise * chance)
    return { kind: 'above', worst, best: best === worst ? null : best, chance, step };
  const atChance = finite.filter(isAtChance).map(standing);
  if (atChance.length > 0) {
    const other = atChance.some(({ lane }) => lane === best.lane) ? null : best;
    return { kind: 'chance', lanes: atChance, best: other, all: lanes.length, step };
  }
  if (known.length === 1) return { kind: 'alone', lane: best, chance, step };
  if (effectOf(worst.loss, best.loss) === 'stayed') return { kind: 'alike', lanes: known, step };
  return { kind: 'ahead', best, worst, step };
}

/** The first lane without skips, or the first, beside another, where no gradient is far from even. */
function evenness(lanes: readonly StoryLane[]): Story | null {
  const known = knownOf(lanes);
  const lane = known.find(({ skips }) => skips.on === 0) ?? known[0];
  return lane === undefined ? null : { kind: 'even', ...about(lane, known) };
}
