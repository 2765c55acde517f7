/** The time of a study, told before it: by what steps take here, and by what the same kind took. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { OPENING_PRESET } from '../config/presets';
import type { BackendInfo } from '../contract/backend';
import { stepWorkOf } from '../architecture/step-time';
import { planLanes } from '../architecture/plan-experiment';
import { firstRequest, QUESTIONS, type StudyKind } from '../studies/kinds';
import { runStore } from './run';
import { backendKey } from './step-times';
import { applyStudyReport, beginStudy, type StudyFacts } from './studies';
import { estimateStudy, studyPaceStore, watchStudies } from './study-times';

const { config } = OPENING_PRESET;
const BACKEND: BackendInfo = {
  name: 'wasm',
  reason: 'forced',
  requested: 'wasm',
  detail: 'simd',
  trouble: '',
};
const KEY = backendKey(BACKEND);
/** A step of the opening preset took 400 ms. */
const TIMES = {
  [KEY]: [{ ...stepWorkOf(planLanes(config), config.batchSize), milliseconds: 400 }],
};

beforeEach(() => studyPaceStore.setState({}, true));

const seconds = (kind: StudyKind): number =>
  estimateStudy(firstRequest(kind), config, BACKEND, TIMES, {}, 1).seconds;

describe('estimateStudy', () => {
  it('of a training is its steps', () => {
    // 60 steps of all lanes.
    expect(seconds('rate-range')).toBeCloseTo(60 * 0.4, 6);
    // Depths 8, 20, 32, 56 have 3, 9, 15, 27 blocks; two seeds and rates, 100 steps each.
    expect(seconds('degradation') / (1.1 * 400 * 0.4 * 2)).toBeCloseTo(1, 1);
  });

  it('is within a third of what was measured on wasm, in steps of the same minute', () => {
    // CPU time of each with three seeds of `init` and `shattering`; a step took 0.29 s.
    const measured = { landscape: 33.2, lesion: 17.5, paths: 14, init: (5 / 3) * 4.2, shattering: 3.3 };
    const off = Object.entries(measured).filter(([kind, took]) => {
      const told = (seconds(kind as StudyKind) / 0.4) * 0.29;
      return Math.abs(Math.log(told / took)) > Math.log(4 / 3);
    });
    expect(off).toEqual([]);
  });

  it('has as many workers as there are cores, which steps that were timed had for their lanes', () => {
    const told = (cores: number, times = {}, backend = BACKEND) =>
      estimateStudy(firstRequest('degradation'), config, backend, times, {}, cores).seconds;
    expect(told(8)).toBeCloseTo(told(1) / 8, 9);
    expect(told(2, TIMES)).toBe(told(1, TIMES));
    expect(told(8, TIMES)).toBeCloseTo(told(1, TIMES) / 4, 9);
    const gpu: BackendInfo = { ...BACKEND, name: 'webgpu' };
    expect(told(8, {}, gpu)).toBe(told(1, {}, gpu));
  });

  it('follows request and experiment, also after it was asked before', () => {
    const request = firstRequest('degradation');
    const told = (asked: typeof request, experiment = config): number =>
      estimateStudy(asked, experiment, BACKEND, TIMES, {}, 1).seconds;
    const once = told(request);
    expect(told({ ...request, steps: 2 * request.steps }) / once).toBeCloseTo(2, 9);
    expect(told(request, { ...config, batchSize: config.batchSize / 2 })).toBeLessThan(once);
    expect(told(request)).toBe(once);
  });

  it('says what it rests on', () => {
    expect(estimateStudy(firstRequest('paths'), config, BACKEND, {}, {}).by).toBe('usual');
    expect(estimateStudy(firstRequest('paths'), config, BACKEND, TIMES, {}).by).toBe('steps');
    expect(estimateStudy(firstRequest('paths'), config, BACKEND, TIMES, { [KEY]: { paths: 2 } }).by).toBe(
      'study',
    );
  });

  it('has a time for every question', () => {
    expect(QUESTIONS.filter((kind) => !(seconds(kind) > 0))).toEqual([]);
  });
});

it('a study that was carried out to its end corrects the next of its kind', () => {
  const facts = createStore<StudyFacts>()(() => ({ records: {}, current: null }));
  const run = { ...runStore.getState(), backend: BACKEND };
  let now = 0;
  const leave = watchStudies(facts, { getState: () => run }, () => now);
  const carryOut = (study: number, milliseconds: number, state: 'done' | 'cancelled'): void => {
    facts.setState((all) => beginStudy(all, study, firstRequest('paths'), config, run));
    now += milliseconds;
    const report = {
      study,
      state,
      fraction: 1,
      parts: [],
      atOnce: 0,
      secondsLeft: 0,
      result: null,
      message: '',
    } as const;
    facts.setState((all) => applyStudyReport(all, { type: 'study', run: 1, ...report }));
  };
  const told = () => estimateStudy(firstRequest('paths'), config, BACKEND, {}, studyPaceStore.getState());
  carryOut(1, 9_000, 'cancelled');
  expect(told().by).toBe('usual');
  carryOut(2, 7_000, 'done');
  expect(told()).toEqual({ by: 'study', seconds: expect.closeTo(7, 9) });
  leave();
  carryOut(3, 1_000, 'done');
  expect(told().seconds).toBeCloseTo(7, 9);
});
