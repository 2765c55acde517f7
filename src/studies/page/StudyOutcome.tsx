/** What an experiment has found: how far it is, its charts and tables, what it shows, and the claim it judges. */
import { useMessages } from '../../i18n/messages';
import { clearTimeline } from '../../config/edit/edit';
import { equal } from '../../config/equal';
import type { StudyRecord } from '../../state/studies';
import { useExperiment } from '../../ui/page/hooks';
import { ClaimCard } from './ClaimCard';
import { DegradationView } from '../degradation/View';
import { InitView } from '../init/View';
import { LandscapeView } from '../landscape/View';
import { lanePlaces, type LanePlace } from './lanes';
import { LesionView } from '../lesion/View';
import { PathsView } from '../paths/View';
import { ShatteringView } from '../shattering/View';
import { ZooView } from '../variants/View';

export function StudyOutcome({ record }: { readonly record: StudyRecord }) {
  const { experiments, ui } = useMessages();
  const current = useExperiment();
  const { state, message, result, request } = record;
  const texts = experiments.studies[request.kind];
  // What was recorded while training is part of a link but not of what is measured from step 0.
  const stale = !equal(clearTimeline(current), clearTimeline(record.experiment));
  return (
    <div className="study-outcome" data-testid="study-outcome" data-state={state}>
      {state === 'failed' && (
        <div className="notice notice-failure" role="alert">
          <div>
            <p className="notice-lead">{experiments.states.failed}</p>
            <p className="notice-detail">{experiments.failure(message)}</p>
          </div>
        </div>
      )}
      {(state === 'cancelled' || state === 'abandoned') && (
        <p className="study-state">{experiments.states[state]}</p>
      )}
      {stale && <p className="study-state">{experiments.stale}</p>}
      {result === null ? (
        state !== 'failed' && <p className="study-settings">{experiments.nothingYet}</p>
      ) : (
        <>
          <Result record={record} lanes={lanePlaces(record, ui)} />
          <p className="study-meaning">{`${texts.shows} ${texts.showsNot}`}</p>
          <ClaimCard record={record} />
        </>
      )}
    </div>
  );
}

function Result({
  record: { experiment, request, result, state },
  lanes,
}: {
  readonly record: StudyRecord;
  readonly lanes: readonly LanePlace[];
}) {
  switch (result?.kind) {
    case 'init':
      return <InitView result={result} lanes={lanes} />;
    case 'lesion':
      return <LesionView result={result} lanes={lanes} />;
    case 'degradation':
      return <DegradationView result={result} by={experiment.loss} lanes={lanes} />;
    case 'shattering':
      return <ShatteringView result={result} lanes={lanes} />;
    case 'landscape':
      return (
        <LandscapeView
          result={result}
          by={experiment.loss}
          lanes={lanes}
          asked={request.kind === 'landscape' ? request.plane : 'random'}
        />
      );
    case 'paths':
      return <PathsView result={result} lanes={lanes} />;
    case 'zoo':
      return <ZooView result={result} by={experiment.loss} isDone={state === 'done'} />;
    // Has a place of its own.
    case 'deletion':
    case undefined:
      return null;
  }
  return result satisfies never;
}
