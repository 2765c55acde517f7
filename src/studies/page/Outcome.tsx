/** What was found: the verdict first, the figure, the paper beside it, and how all that was measured behind folds. */
import type { Grade } from '../../contract/studies';
import { clearTimeline } from '../../config/edit/edit';
import { equal } from '../../config/equal';
import { useStudyMessages } from '../../i18n/studies';
import type { StudyRecord } from '../../state/studies';
import { useExperiment } from '../../ui/page/hooks';
import type { ResultOf, StudyKind } from '../kinds';
import { pageOf } from './pages';
import type { LanePlace, ViewProps } from './part';

interface OutcomeProps<K extends StudyKind> {
  readonly kind: K;
  readonly record: StudyRecord<K>;
}

export function Outcome<K extends StudyKind>({ kind, record }: OutcomeProps<K>) {
  const { studies, ui } = useStudyMessages();
  const current = useExperiment();
  const { state, message, result, experiment } = record;
  // What was recorded while training is part of a link but not of what is measured from step 0.
  const stale = !equal(clearTimeline(current), clearTimeline(experiment));
  const placeOf = (id: string): LanePlace => {
    const place = experiment.lanes.findIndex((lane) => lane.id === id);
    return { name: ui.lanes.name(experiment.lanes[place]?.label ?? id), place: Math.max(0, place) };
  };
  return (
    <div className="study-outcome" data-testid="study-outcome" data-state={state}>
      {state === 'failed' && (
        <div className="notice notice-failure" role="alert">
          <div>
            <p className="notice-lead">{studies.states.failed}</p>
            <p className="notice-detail">{studies.failure(message)}</p>
          </div>
        </div>
      )}
      {(state === 'cancelled' || state === 'abandoned') && (
        <p className="study-state">{studies.states[state]}</p>
      )}
      {stale && <p className="study-state">{studies.stale}</p>}
      {result === null ? (
        state !== 'failed' && <p className="study-small">{studies.nothingYet}</p>
      ) : (
        <Found kind={kind} record={record} result={result} lanes={result.lanes.map(placeOf)} />
      )}
    </div>
  );
}

const STROKES: Readonly<Record<Grade, number>> = { clearly: 3, barely: 2, partly: 1, no: 0 };

/** Three strokes, of which the clearer the answer the more are filled; none where it cannot be told. */
export function GradeMark({ grade }: { readonly grade: Grade | 'unknown' }) {
  if (grade === 'unknown') return null;
  return (
    <svg className="grade-mark" viewBox="0 0 20 16" aria-hidden="true">
      {[0, 1, 2].map((stroke) => (
        <rect
          key={stroke}
          x={1 + 6.5 * stroke}
          y={10 - 4.5 * stroke}
          width={4}
          height={5 + 4.5 * stroke}
          data-filled={stroke < STROKES[grade]}
        />
      ))}
    </svg>
  );
}

interface FoundProps<K extends StudyKind> extends ViewProps<K> {
  readonly kind: K;
  readonly result: ResultOf<K>;
}

function Found<K extends StudyKind>({ kind, ...view }: FoundProps<K>) {
  const messages = useStudyMessages();
  const { joins, studies } = messages;
  const { result, record, lanes } = view;
  const { Figure, More, Tables, answer, measured } = pageOf(kind);
  const texts = studies.kinds[kind];
  const told = answer.tell(result, record, messages);
  const paper = answer.paper(result, messages);
  return (
    <>
      <div className="study-answer">
        {/* There from the start, so that the answer is spoken when it comes. */}
        <div role="status">
          {record.state === 'running' && <p className="study-lead">{studies.states.running}</p>}
          {record.state === 'done' && (
            <>
              <p className="study-grade" data-grade={told.grade} data-testid="study-verdict">
                <GradeMark grade={told.grade} />
                {told.headline}
              </p>
              <p data-testid="study-finding">{told.here}</p>
            </>
          )}
        </div>
        <p className="study-paper" data-testid="study-paper">
          <strong>{studies.claims.paperLabel}</strong> {paper.text}{' '}
          {Object.entries(paper.arxiv).map(([number, name]) => (
            <a key={number} href={`https://arxiv.org/abs/${number}`} target="_blank" rel="noreferrer">
              {studies.arxiv(name, number)}
            </a>
          ))}
        </p>
      </div>
      <Figure {...view} />
      <details className="study-fold">
        <summary>{studies.how.title}</summary>
        <dl className="study-how">
          <dt>{studies.how.method}</dt>
          <dd>{texts.method}</dd>
          <dt>{studies.how.here}</dt>
          <dd>{joins.sentences(measured(result, record, messages, lanes).map(joins.stopped))}</dd>
          <dt>{studies.how.rule}</dt>
          <dd>{texts.rule}</dd>
          <dt>{studies.how.not}</dt>
          <dd>{texts.showsNot}</dd>
        </dl>
      </details>
      {More !== undefined && (
        <details className="study-fold">
          <summary>{studies.more}</summary>
          <More {...view} />
        </details>
      )}
      <Tables {...view} />
    </>
  );
}
