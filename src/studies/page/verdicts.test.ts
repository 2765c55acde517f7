/** The grades of all questions, each by figures on either side of its thresholds. */
import { describe, expect, it } from 'vitest';
import { OPENING_PRESET } from '../../config/presets';
import type { StudyRecord } from '../../state/studies';
import { pairOf } from '../../ui/claims/regimes';
import type { AblationResult } from '../ablation/kind';
import type { DegradationResult } from '../degradation/kind';
import { bestRate } from '../degradation/verdict';
import type { InitResult } from '../init/kind';
import { firstRequest, QUESTIONS, type ResultOf, type StudyKind } from '../kinds';
import type { LandscapeResult } from '../landscape/kind';
import { bumpiness } from '../landscape/verdict';
import type { LesionResult } from '../lesion/kind';
import type { PathsResult } from '../paths/kind';
import type { RateRangeResult } from '../rate-range/kind';
import type { ShatteringResult } from '../shattering/kind';
import type { VariantName, VariantsResult } from '../variants/kind';
import { holds } from '../variants/verdict';
import { pageOf } from './pages';

type Of<K extends StudyKind> = { readonly kind: K } & ResultOf<K>;

/** The verdict on a result of the opening preset: a network with all skips, then one without any. */
function verdict<K extends StudyKind>(result: Of<K>, changes: Partial<StudyRecord<K>> = {}) {
  const { kind } = result;
  const record: StudyRecord<K> = {
    study: 1,
    request: firstRequest(kind),
    experiment: OPENING_PRESET.config,
    gains: OPENING_PRESET.config.lanes.map(({ gains }) => gains),
    switched: false,
    step: 100,
    state: 'done',
    fraction: 1,
    parts: [],
    atOnce: 0,
    secondsLeft: 0,
    result,
    message: '',
    ...changes,
  };
  return pageOf(kind).answer.verdictOf(result, record);
}

const PAIR = ['residual', 'plain'] as const;

function init(residual: readonly number[], plain: readonly number[]): InitResult {
  const one = [1, 1, 1];
  return {
    kind: 'init', lanes: PAIR, seeds: [0, 1, 2], images: 32, layers: [], gradients: [], blocks: [],
    activations: [], depths: [8, 56], first: [[one, one], [residual, plain]], last: [[one, one], [one, one]],
  }; // prettier-ignore
}

describe('whether skips even out the first gradients', () => {
  it.each([
    // The change is in powers of ten, so that 1/100 is as much as 100.
    [[5, 4, 6], [600, 500, 700], 'clearly'],
    [[0.5, 0.4, 0.6], [1e-9, 0, 1e-8], 'clearly'],
    [[30, 4, 6], [600, 500, 700], 'barely'],
    [[5, 4, 6], [600, 9, 700], 'partly'],
    [[5, 400, 6], [600, 300, 700], 'partly'],
    [[1, 1, 1], [3, 3, 3], 'no'],
    [[700, 700, 700], [600, 600, 600], 'no'],
  ])('residual %j and plain %j: %s', (residual, plain, grade) =>
    expect(verdict(init(residual, plain)).grade).toBe(grade),
  );

  it('says what was found', () =>
    expect(verdict(init([5, 5, 5], [600, 600, 600]))).toMatchObject({
      finding: { shallow: 8, deep: 56, plain: [1, expect.closeTo(600, 9)], seeds: 3 },
    }));

  it('says what is missing', () => {
    const result = init([5, 4, 6], [600, 500, 700]);
    const { lanes } = OPENING_PRESET.config;
    const alike = { ...OPENING_PRESET.config, lanes: lanes.map((lane) => ({ ...lane, gains: [1] })) };
    expect(verdict(result, { state: 'cancelled' })).toMatchObject({ missing: { why: 'not-done' } });
    expect(verdict(result, { experiment: alike })).toMatchObject({ missing: { why: 'pair' } });
    expect(verdict({ ...result, seeds: [0] })).toMatchObject({ missing: { why: 'seeds', least: 3 } });
    expect(verdict({ ...result, depths: [8, 10] })).toMatchObject({ missing: { why: 'depths' } });
  });
});

function lesion(residual: number, plain: number, intact = [0.9, 0.9]): LesionResult {
  return {
    kind: 'lesion', lanes: PAIR, step: 100, images: 500, wanted: 500, chance: 0.1, intact,
    // What changes the shape does not count.
    single: [[residual, 0.1], [plain, 0.9]],
    blocks: [0, 1].map(() => [{ name: 'a', changesShape: false }, { name: 'b', changesShape: true }]), several: [],
  }; // prettier-ignore
}

describe('whether a layer can be deleted', () => {
  // Of 80 points above chance: 0.83 are 91 %, 0.75 are 81 %, 0.25 are 19 %.
  it.each([
    [0.83, 0.25, 'clearly'],
    [0.75, 0.25, 'barely'],
    [0.83, 0.28, 'partly'],
    [0.5, 0.25, 'partly'],
    [0.83, 0.6, 'no'],
    [0.3, 0.25, 'no'],
  ])('residual %f and plain %f: %s', (residual, plain, grade) =>
    expect(verdict(lesion(residual, plain)).grade).toBe(grade),
  );

  it('needs networks that have learnt something, with their skips never switched', () => {
    expect(verdict(lesion(0.8, 0.1, [0.9, 0.2]))).toMatchObject({ missing: { why: 'unfit', lane: 'plain' } });
    expect(verdict(lesion(0.8, 0.1), { switched: true })).toMatchObject({ missing: { why: 'switched' } });
  });
});

describe('what is lost without some blocks', () => {
  const ablation = (ablated: number | null, blocks = [1, 2], intact = 0.6): AblationResult => ({
    kind: 'ablation', lanes: ['plain', 'residual'], step: 100, images: 500, wanted: 500, chance: 0.1, blocks,
    intact: [0.3, intact], ablated: [0.1, ablated],
  }); // prettier-ignore
  it.each([
    [0.56, 'clearly'],
    [0.5, 'barely'],
    [0.3, 'partly'],
    [0.15, 'no'],
  ])('of 60 %% are left %f: %s', (left, grade) => expect(verdict(ablation(left)).grade).toBe(grade));

  it('needs blocks, and a network that has learnt something', () => {
    expect(verdict(ablation(0.5, []))).toMatchObject({ missing: { why: 'blocks' } });
    expect(verdict(ablation(null))).toMatchObject({ missing: { why: 'blocks' } });
    expect(verdict(ablation(0.1, [1], 0.2))).toMatchObject({ missing: { why: 'unfit', lane: 'residual' } });
  });
});

describe('which paths carry the gradient', () => {
  /** Every branch makes a path's gradient smaller by this factor: shares are binomial with odds of it. */
  const paths = (factor: number, blocks = 20): PathsResult => ({
    kind: 'paths', lanes: ['residual'], step: 100, images: 32, open: [blocks],
    magnitudes: [Array.from({ length: blocks + 1 }, (_, k) => [factor ** k])],
  }); // prettier-ignore
  it.each([
    [0.3, 'clearly'],
    [0.55, 'barely'],
    [0.75, 'partly'],
    [1, 'no'],
    [2, 'no'],
  ])('a branch passes %f on: %s', (factor, grade) => expect(verdict(paths(factor)).grade).toBe(grade));

  it('says from where to where 90 % lie', () =>
    expect(verdict(paths(1))).toMatchObject({ finding: { low: 6, high: 14, blocks: 20 } }));

  it('needs some lengths', () =>
    expect(verdict(paths(0.3, 3))).toMatchObject({ missing: { why: 'blocks' } }));
});

describe('how deep is too deep', () => {
  it('compares at the best rate of each, where divergence is worst', () =>
    expect(bestRate([[1, 3], [2.5, 1], [0.1, Infinity], [Number.NaN, Number.NaN]])).toBe(1)); // prettier-ignore

  /** Losses at depths 8 and 56; at 8 residual has 1, plain 1.2. */
  const degradation = (residual: number, plain: readonly number[]): DegradationResult => ({
    kind: 'degradation', lanes: PAIR, seeds: [0, 1], depths: [8, 56], rates: [0.1], steps: 100, window: 15,
    finals: [[[[1, 1]], [[1.2, 1.2]]], [[[residual, residual]], [plain]]], points: [], curves: [],
  }); // prettier-ignore
  it.each([
    [0.9, [2, Infinity], 'clearly'],
    [1.05, [2, 2], 'barely'],
    [1.2, [2, 2], 'partly'],
    [0.9, [1.1, 2], 'partly'],
    [0.9, [1.1, 1.1], 'no'],
    [2.2, [2, 2], 'no'],
    [Infinity, [Infinity, 2], 'no'],
  ])('residual 1 to %f, plain 1.2 to %j: %s', (residual, plain, grade) =>
    expect(verdict(degradation(residual, plain)).grade).toBe(grade),
  );

  it('says behind which depth the loss rises', () =>
    expect(verdict(degradation(0.9, [2, 2]))).toMatchObject({
      finding: { best: { plain: 8, residual: 56 } },
    }));
});

describe('whether gradients turn to noise', () => {
  const shattering = (residual: number, plain: readonly number[]): ShatteringResult => ({
    kind: 'shattering', lanes: PAIR, seeds: [0, 1, 2], lines: 2, depths: [8, 56], distances: [0.5],
    cosines: [[[[0.8], [0.8], [0.8]], [[0.7], [0.7], [0.7]]], [[[residual], [residual], [residual]], plain.map((one) => [one])]],
  }); // prettier-ignore
  it.each([
    [0.25, [0.05, 0, -0.03], 'clearly'],
    [0.1, [0.05, 0, -0.03], 'barely'],
    [0.6, [0.3, 0.4, 0.2], 'barely'],
    [0.3, [0.1, 0.4, 0.2], 'partly'],
    [0.8, [0.7, 0.8, 0.9], 'no'],
  ])('residual %f, plain %j: %s', (residual, plain, grade) =>
    expect(verdict(shattering(residual, plain)).grade).toBe(grade),
  );
});

describe('whether skips smooth the valley', () => {
  const side = 5;
  const grid = (loss: (x: number, y: number) => number): number[] =>
    Array.from({ length: side * side }, (_, i) => loss((i % side) - 2, Math.floor(i / side) - 2));

  it('a bowl has no bumps, a saddle as much of either, a chequerboard half of all', () => {
    expect(bumpiness(grid((x, y) => x * x + y * y), side)).toBe(0); // prettier-ignore
    expect(bumpiness(grid((x, y) => x * x - y * y), side)).toBe(0.5); // prettier-ignore
    expect(bumpiness(grid((x, y) => (x + y) % 2 === 0 ? 1 : 0), side)).toBeCloseTo(0.5, 1); // prettier-ignore
  });

  it('leaves out what is not finite, and has nothing to say where nothing bends', () => {
    expect(
      bumpiness(
        grid((x, y) => (x === 2 && y === 2 ? Infinity : x * x + y * y)),
        side,
      ),
    ).toBe(0);
    expect(bumpiness(grid(() => 1), side)).toBeNaN(); // prettier-ignore
  });

  /** A bowl along one axis, and along the other a ridge of this height, so that the bumpiness is its share of both. */
  const ridge = (height: number): number[] => grid((x, y) => x * x - height * y * y);
  const landscape = (residual: number, plain: number, step = 100): LandscapeResult => ({
    kind: 'landscape', lanes: PAIR, step, images: 32, plane: 'random', statistics: 'batch', radii: [1, 1],
    paths: [[], []], captured: [], side, complete: side, losses: [ridge(residual), ridge(plain)],
  }); // prettier-ignore
  it.each([
    // Shares of h / (1 + h), against 1/2.
    [0.5, 1, 'clearly'],
    [0.75, 1, 'barely'],
    [0.95, 1, 'partly'],
    [1, 1, 'no'],
    [2, 1, 'no'],
    [0, 0, 'no'],
  ])('ridges of %f and %f: %s', (residual, plain, grade) =>
    expect(verdict(landscape(residual, plain)).grade).toBe(grade),
  );

  it('needs some training', () =>
    expect(verdict(landscape(0.5, 1, 49))).toMatchObject({ missing: { why: 'untrained' } }));
});

function variants(
  set: VariantsResult['set'],
  finals: Partial<Record<VariantName, readonly number[]>>,
): VariantsResult {
  return {
    kind: 'variants', set, lanes: [], variants: Object.keys(finals) as VariantName[], seeds: [0, 1], steps: 100, window: 15,
    learningRate: 0.1, finals: Object.values(finals), accuracies: [], points: [], curves: [],
  }; // prettier-ignore
}

describe('which block is best', () => {
  it.each([
    [[1, 1.1], [1.2, 1.3], 'clearly', 'identity'],
    [[1, 1.3], [1.1, 1.4], 'barely', 'identity'],
    [[1, 1.3], [1.4, 1.2], 'partly', 'identity'],
    [[2, Infinity], [1.9, 2.2], 'barely', 'dropout'],
    [[Infinity, 1], [1, Infinity], 'no', 'identity'],
  ])('identity %j, dropout %j: %s', (identity, dropout, grade, best) =>
    expect(verdict(variants('shortcut', { identity, dropout }))).toMatchObject({ grade, finding: { best } }),
  );

  it('is not judged before its end, nor by one seed', () => {
    const found = variants('shortcut', { identity: [1, 1], constant: [2, 2] });
    expect(verdict(found, { state: 'running' })).toMatchObject({ missing: { why: 'not-done' } });
    expect(verdict({ ...found, seeds: [0] })).toMatchObject({ missing: { why: 'seeds' } });
  });

  it.each([
    ['order', { original: [1, 1.2], 'norm-after-addition': [1.3, 1.1], 'pre-activation': [1.4, 0.8] }, true],
    ['order', { original: [1, 1.2], 'norm-after-addition': [1.1, 1], 'pre-activation': [1, 1] }, false],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.6], dropout: [Infinity, 1] }, true],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.4] }, false],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [1, 1], fixup: [1, 2.2] }, true],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [Infinity, 1], fixup: [1, 1] }, false],
  ] as const)('what papers claim of %s with %j: %s', (set, finals, is) =>
    expect(holds(variants(set, finals))).toBe(is),
  );
});

describe('how large a learning rate', () => {
  const rates = Array.from({ length: 40 }, (_, i) => 10 ** (-4 + i / 10));
  /** Falls from step 10 on, and breaks at a step. */
  const falling = (breaks = Infinity): number[] =>
    rates.map((_, i) => (i >= breaks ? Infinity : 2.3 - Math.max(0, Math.min(10, i - 10)) / 10));
  const rising = rates.map((_, i) => 2.3 + i / 100);
  const range = (...losses: readonly (readonly number[])[]): RateRangeResult => ({
    kind: 'rate-range', lanes: PAIR, step: 0, rates, losses,
  }); // prettier-ignore
  it.each([
    ['falls and breaks', [falling(35), falling(30)], 'clearly'],
    ['falls, and bears all', [falling(35), falling()], 'barely'],
    ['falls in one', [falling(35), rising], 'partly'],
    ['falls nowhere', [rising, rising], 'no'],
  ] as const)('%s', (_, losses, grade) => expect(verdict(range(...losses)).grade).toBe(grade));

  it('names the rates, and needs two', () => {
    const found = verdict(range(falling(35), rising));
    expect(found).toMatchObject({ finding: { lanes: [{ broken: rates[35] }, { steepest: null }] } });
    const alike = rates.map(() => 0.1);
    expect(verdict({ ...range(falling(), falling()), rates: alike })).toMatchObject({
      missing: { why: 'rates' },
    });
  });
});

it('every question has an answer, a figure and its numbers', () => {
  for (const kind of QUESTIONS) expect(Object.keys(pageOf(kind))).toEqual(expect.arrayContaining(['Figure', 'Tables', 'answer'])); // prettier-ignore
});

it('finds one network with all skips on and one with all off', () => {
  expect(pairOf([[1, 1], [0.5, 0], [0, 0]])).toEqual({ residual: 0, plain: 2 }); // prettier-ignore
  expect(pairOf([[], []])).toBeNull();
});
