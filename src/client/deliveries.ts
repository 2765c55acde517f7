/** Reports that have a store of their own, apart from the facts of the run. */
import type { StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../config/schema';
import { inspectionStore, samplesKey, takeInspection, type SampleFacts } from '../state/inspections';
import type { InstrumentStore } from '../state/instruments';
import { applyStudyReport, type StudyFacts } from '../state/studies';
import type { Report } from '../contract/messages';

export interface Recipients {
  readonly instruments: InstrumentStore;
  readonly studies: StoreApi<StudyFacts>;
  readonly samples: StoreApi<SampleFacts>;
}

/** Hands a report of a run of this experiment over; what is returned is not of this kind. */
export function deliver(
  report: Report,
  { instruments, studies, samples }: Recipients,
  experiment: ExperimentConfig | null,
): Exclude<Report, { type: 'study' | 'samples' | 'watching' | 'inspected' | 'instruments' }> | null {
  switch (report.type) {
    case 'study':
      studies.setState((facts) => applyStudyReport(facts, report));
      return null;
    case 'samples': {
      const { sheet } = report;
      if (experiment !== null) samples.setState({ sheet, key: samplesKey(experiment, sheet.draw) });
      return null;
    }
    case 'watching':
      instruments.adopt(report.layout);
      return null;
    case 'inspected': {
      const { result } = report;
      inspectionStore.setState((facts) => takeInspection(facts, result));
      return null;
    }
    case 'instruments':
      instruments.append(report.row);
      return null;
    default:
      return report;
  }
}
