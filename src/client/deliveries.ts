/** Reports that have a store of their own, apart from the facts of the run. */
import type { StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../config/schema';
import { inspectionStore, samplesKey, takeInspection, type SampleFacts } from '../state/inspections';
import type { InstrumentStore } from '../state/instruments';
import { applyStudyReport, type StudyFacts } from '../state/studies';
import type { Report } from '../contract/messages';
import type { RunState } from '../contract/run-state';
import type { RunWeights } from '../contract/weights';
import type { Asked } from './asked';

export interface Recipients {
  readonly instruments: InstrumentStore;
  readonly studies: StoreApi<StudyFacts>;
  readonly samples: StoreApi<SampleFacts>;
  readonly weights: Asked<RunWeights>;
  readonly state: Asked<RunState>;
}

/** Hands a report of a run of this experiment over; what is returned is not of this kind. */
export function deliver(
  report: Report,
  { instruments, studies, samples, weights, state }: Recipients,
  experiment: ExperimentConfig | null,
): Exclude<
  Report,
  { type: 'study' | 'samples' | 'watching' | 'inspected' | 'instruments' | 'weights' | 'state' }
> | null {
  if (report.type === 'study') studies.setState((facts) => applyStudyReport(facts, report));
  else if (report.type === 'watching') instruments.adopt(report.layout);
  else if (report.type === 'instruments') instruments.append(report.row);
  else if (report.type === 'weights') weights.bring(report.weights);
  else if (report.type === 'state') state.bring(report.state);
  else if (report.type === 'samples') {
    const { sheet } = report;
    if (experiment !== null) samples.setState({ sheet, key: samplesKey(experiment, sheet.draw) });
  } else if (report.type === 'inspected') {
    const { result } = report;
    inspectionStore.setState((facts) => takeInspection(facts, result));
  } else return report;
  return null;
}

/** Steps at which something happened stay in the series of a long run. */
export function markSteps(
  report: Report,
  stores: readonly { readonly keep: (step: number, mark: 'test' | 'change') => void }[],
): void {
  for (const store of stores) {
    if (report.type === 'tested') store.keep(report.step, 'test');
    else if (report.type === 'switched' || report.type === 'rated') store.keep(report.step, 'change');
    else if (report.type === 'diverged') store.keep(report.divergence.step, 'change');
  }
}
