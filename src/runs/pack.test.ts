import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLanes } from '../architecture/plan-experiment';
import { FormatError } from '../formats/errors';
import { packValue } from '../formats/packed';
import { keptRunOf } from '../testing/kept-run';
import { tiny } from '../testing/session';
import { fits } from './fits';
import { packRun, unpackRun } from './pack';

const run = keptRunOf(tiny, 12);

/** Everything in a value that is no array of numbers, with the way to it. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Map)
    return [path];
  return [path, ...Object.entries(value).flatMap(([key, own]) => places(own, [...path, key]))];
}

function withAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const changed = { ...(value as Record<string, unknown>) };
  changed[key] = withAt(changed[key], rest, other);
  return Array.isArray(value)
    ? value.map((own: unknown, i) => (String(i) === key ? changed[key] : own))
    : changed;
}

function outcomeOf(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return Object.keys(run).every((key) => key in unpackRun(bytes)) ? 'a run' : 'half a run';
  } catch (error) {
    return error instanceof FormatError ? 'refused' : String(error);
  }
}

describe('a packed run', () => {
  it('comes back as it was', () => {
    expect(unpackRun(packRun(run))).toStrictEqual(run);
  });

  it('is refused by a sentence or read as a run, whatever stands in it', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      'x',
      -1,
      1.5,
      Number.NaN,
      [],
      {},
      new Map(),
      Float32Array.of(1),
      true,
    );
    fc.assert(
      fc.property(fc.constantFrom(...places(run).slice(1)), odd, (place, other) => {
        const bytes = packValue({ format: 1, ...(withAt(run, place, other) as object) });
        expect(['a run', 'refused']).toContain(outcomeOf(bytes));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a newer page is told as such', () => {
    expect(() => unpackRun(packValue({ ...run, format: 2 }))).toThrow(/unsupported/);
  });
});

describe('whether a state goes with an experiment', () => {
  const plans = planLanes(tiny);

  it('is so of its own, and not of one with other networks', () => {
    expect(fits(run.state, tiny, plans)).toBe(true);
    const wider = { ...tiny, lanes: tiny.lanes.map((lane) => ({ ...lane, id: `${lane.id}2` })) };
    expect(fits(run.state, wider, planLanes(wider))).toBe(false);
    expect(fits(run.state, { ...tiny, lanes: tiny.lanes.slice(1) }, plans.slice(1))).toBe(false);
  });

  it('is not so where an array has another length', () => {
    const [first, ...rest] = run.state.checkpoint.lanes;
    if (first === undefined) throw new Error('no lane');
    const shorter = { ...first, parameters: first.parameters.subarray(1) };
    const checkpoint = { ...run.state.checkpoint, lanes: [shorter, ...rest] };
    expect(fits({ ...run.state, checkpoint }, tiny, plans)).toBe(false);
  });
});
