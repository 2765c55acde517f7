/** Hostile texts in what the browser keeps: what cannot be read is as if there were nothing, and no name changes an object. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../testing/payloads';
import { packProgress, unpackProgress } from './lesson-progress';
import { parsePinned } from './pinned-run';
import { readStepTimes } from './step-times';

/** A text as it stands, as a value, and as the name of one. */
const forms = (payload: string): readonly string[] => {
  const json = JSON.stringify(payload);
  return [payload, json, `[${json}]`, `{${json}:${json}}`, `{${json}:{"0":{"seen":true}}}`];
};

it.each(PAYLOADS)('%j', (payload) => {
  for (const text of forms(payload)) {
    expect(parsePinned(text)).toBe(null);
    expect(readStepTimes(text)).toEqual({});
    const progress = unpackProgress(text);
    for (const record of [progress, ...Object.values(progress)])
      expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(unpackProgress(packProgress(progress))).toEqual(progress);
  }
  expect(({} as Record<string, unknown>)['seen']).toBe(undefined);
});
