/**
 * The studies of the panel “Questions”: the newest of each kind, with the settings and the run that it was carried out in.
 * One is carried out at a time.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../config/schema';
import type { Report } from '../contract/messages';
import type { PartShare, StudyState } from '../contract/studies';
import type { RequestOf, ResultOf, StudyKind, StudyRequest } from '../studies/kinds';
import type { RunFacts } from './run';

export interface StudyRecord<K extends StudyKind = StudyKind> {
  readonly study: number;
  readonly request: RequestOf<K>;
  readonly experiment: ExperimentConfig;
  /** Skip gains in force when it began, per lane and block. */
  readonly gains: readonly (readonly number[])[];
  /** Whether skips had been switched since step 0. */
  readonly switched: boolean;
  /** Updates that the run had made. */
  readonly step: number;
  /** `abandoned`: another run began. */
  readonly state: StudyState | 'abandoned';
  readonly fraction: number;
  readonly parts: readonly PartShare[];
  readonly atOnce: number;
  readonly secondsLeft: number | null;
  readonly result: ResultOf<K> | null;
  readonly message: string;
}

export interface StudyFacts {
  readonly records: { readonly [K in StudyKind]?: StudyRecord<K> };
  /** What is carried out now. */
  readonly current: StudyKind | null;
}

export const studyStore: StoreApi<StudyFacts> = createStore<StudyFacts>()(() => ({
  records: {},
  current: null,
}));

/** The question whose card is open; null where all are closed. */
export const openedStudyStore = createStore<{ readonly opened: StudyKind | null }>()(() => ({
  opened: null,
}));

/** The record of what is carried out now. */
export function currentRecord({ current, records }: StudyFacts): StudyRecord | undefined {
  return current === null ? undefined : records[current];
}

/** A study has been asked for, in the run as it is. */
export function beginStudy(
  facts: StudyFacts,
  study: number,
  request: StudyRequest,
  experiment: ExperimentConfig,
  run: Pick<RunFacts, 'lanes' | 'switches' | 'stepCount'>,
): StudyFacts {
  const record: StudyRecord = {
    study,
    request,
    experiment,
    gains: run.lanes.map(({ gains }) => gains),
    switched: run.switches.some(({ step }) => step > 0),
    step: run.stepCount,
    state: 'running',
    fraction: 0,
    parts: [],
    atOnce: 0,
    secondsLeft: null,
    result: null,
    message: '',
  };
  return { records: { ...facts.records, [request.kind]: record }, current: request.kind };
}

/** The facts after a report; one of a study that is not the current one changes nothing. */
export function applyStudyReport(facts: StudyFacts, report: Extract<Report, { type: 'study' }>): StudyFacts {
  const record = currentRecord(facts);
  if (record === undefined || record.study !== report.study) return facts;
  const { state, fraction, parts, atOnce, secondsLeft, result, message } = report;
  const next: StudyRecord = {
    ...record,
    state,
    fraction,
    parts,
    atOnce,
    secondsLeft,
    result: result ?? record.result,
    message,
  };
  return {
    records: { ...facts.records, [record.request.kind]: next },
    current: state === 'running' ? facts.current : null,
  };
}

/** The run that the current study belongs to is over. */
export function abandonStudy(facts: StudyFacts): StudyFacts {
  const record = currentRecord(facts);
  if (record === undefined) return facts;
  const records = { ...facts.records, [record.request.kind]: { ...record, state: 'abandoned' as const } };
  return { records, current: null };
}
