/** A question: how long its answer takes, what may be changed of it, its progress, and what was found. */
import { useId, useRef } from 'react';
import { useStore } from 'zustand';
import { useStudyMessages } from '../../i18n/studies';
import { runStore } from '../../state/run';
import { stepTimeStore } from '../../state/step-times';
import { currentRecord, studyStore, type StudyRecord } from '../../state/studies';
import { estimateStudy, studyPaceStore, type StudyEstimate } from '../../state/study-times';
import { useExperiment, useSession } from '../../ui/page/hooks';
import { KINDS, type RequestOf, type StudyKind, type StudyRequest } from '../kinds';
import { GradeMark, Outcome } from './Outcome';
import { pageOf } from './pages';
import { LeftOut, StudyFields, StudyNorms, useLeftOut } from './StudyFields';

/** Steps before which trained weights are hardly any different from those at the start. */
const FEWEST_STEPS = 50;

interface QuestionProps<K extends StudyKind> {
  readonly kind: K;
  readonly request: RequestOf<K>;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (request: RequestOf<K>) => void;
}

export function Question<K extends StudyKind>({ kind, request, open, onOpen, onChange }: QuestionProps<K>) {
  const { studies } = useStudyMessages();
  const session = useSession();
  const id = useId();
  const card = useRef<HTMLLIElement>(null);
  const texts = studies.kinds[kind];
  const record: StudyRecord<K> | undefined = useStore(studyStore, ({ records }) => records[kind]);
  const isCurrent = useStore(studyStore, ({ current }) => current === kind);
  const note = useNote(kind);
  const { Board } = pageOf(kind);
  const show = (): void => {
    onOpen(true);
    // Where it is, is known once it has its height, and that before it lost.
    requestAnimationFrame(() => card.current?.scrollIntoView({ block: 'nearest' }));
  };
  const ask = (): void => {
    show();
    if (Board === undefined) session.study(request);
  };
  return (
    <li ref={card} className="study-card" data-open={open} data-testid={`question-card-${kind}`}>
      <h3>
        <button
          type="button"
          className="study-title"
          aria-expanded={open}
          aria-controls={`${id}-body`}
          data-testid={`question-${kind}`}
          onClick={() => (open ? onOpen(false) : show())}
        >
          {texts.question}
        </button>
      </h3>
      <p className="study-lead">{texts.line}</p>
      {!open && (
        <div className="study-actions">
          {isCurrent ? (
            <Progress />
          ) : record?.state !== 'done' ? (
            <button
              type="button"
              className="button"
              data-testid={`ask-${kind}`}
              disabled={note !== null}
              title={note ?? undefined}
              onClick={ask}
            >
              {Board === undefined ? studies.ask : studies.choose}
            </button>
          ) : (
            <Grade record={record} onOpen={show} />
          )}
          {!isCurrent && record?.state !== 'done' && <Duration request={request} />}
        </div>
      )}
      <div id={`${id}-body`} hidden={!open}>
        {open && <Body kind={kind} request={request} record={record} note={note} onChange={onChange} />}
      </div>
    </li>
  );
}

/** Why it cannot be asked now; null where it can. */
function useNote(kind: StudyKind): string | null {
  const { studies } = useStudyMessages();
  const current = useStore(studyStore, (state) => state.current);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const { all } = useLeftOut(kind);
  if (current !== null && current !== kind) return studies.other(studies.kinds[current].question);
  return all ? studies.leftOut.all : ready ? null : studies.notReady;
}

interface BodyProps<K extends StudyKind> extends Pick<QuestionProps<K>, 'kind' | 'request' | 'onChange'> {
  readonly record: StudyRecord<K> | undefined;
  readonly note: string | null;
}

function Body<K extends StudyKind>({ kind, request, record, note, onChange }: BodyProps<K>) {
  const { studies } = useStudyMessages();
  const session = useSession();
  const isCurrent = useStore(studyStore, ({ current }) => current === kind);
  const step = useStore(runStore, (state) => state.stepCount);
  const { Board } = pageOf(kind);
  return (
    <>
      {'needsTraining' in KINDS[kind] && step < FEWEST_STEPS && (
        <p className="study-state">{studies.untrained(step)}</p>
      )}
      <LeftOut kind={kind} />
      <StudyNorms request={request} />
      {Board !== undefined && <Board request={request} onChange={onChange} />}
      <div className="study-actions">
        {isCurrent ? (
          <>
            <button
              type="button"
              className="button"
              data-testid="study-cancel"
              onClick={() => session.cancelStudy()}
            >
              {studies.cancel}
            </button>
            <Progress />
          </>
        ) : (
          <>
            {Board === undefined && (
              <button
                type="button"
                className={record === undefined ? 'button button-primary' : 'button'}
                data-testid="study-run"
                disabled={note !== null}
                onClick={() => session.study(request)}
              >
                {record === undefined ? studies.ask : studies.again}
              </button>
            )}
            <Duration request={request} full />
          </>
        )}
        {note !== null && <span className="study-small">{note}</span>}
      </div>
      <details className="study-fold">
        <summary>{studies.change}</summary>
        <StudyFields
          request={request}
          onChange={(field, value) => onChange({ ...request, [field]: value })}
        />
      </details>
      {record !== undefined && <Outcome kind={kind} record={record} />}
    </>
  );
}

/** How long it will take; null where no backend is known yet. */
function useEstimate(request: StudyRequest): StudyEstimate | null {
  const experiment = useExperiment();
  const backend = useStore(runStore, (state) => state.backend);
  const times = useStore(stepTimeStore);
  const paces = useStore(studyPaceStore);
  return backend === null ? null : estimateStudy(request, experiment, backend, times, paces);
}

/** The time that it will take here, in full with what that rests on. */
function Duration({ request, full = false }: { readonly request: StudyRequest; readonly full?: boolean }) {
  const { joins, studies } = useStudyMessages();
  const { about, timedBy } = studies;
  const estimate = useEstimate(request);
  if (estimate === null) return null;
  const { seconds, by } = estimate;
  return (
    <span
      className="study-duration"
      data-testid="study-time"
      data-value={seconds}
      data-by={by}
      title={timedBy[by]}
    >
      {full ? joins.list([about(seconds), timedBy[by]]) : about(seconds)}
    </span>
  );
}

/** The verdict of a question that is folded up. */
function Grade<K extends StudyKind>({
  record,
  onOpen,
}: {
  readonly record: StudyRecord<K>;
  readonly onOpen: () => void;
}) {
  const messages = useStudyMessages();
  if (record.result === null) return null;
  const { grade, headline } = pageOf<K>(record.request.kind as K).answer.tell(
    record.result,
    record,
    messages,
  );
  return (
    <button type="button" className="study-answered" data-grade={grade} onClick={onOpen}>
      <GradeMark grade={grade} />
      {headline}
    </button>
  );
}

/** How far it is, and that training waits for it. */
function Progress() {
  const { studies } = useStudyMessages();
  const record = useStore(studyStore, currentRecord);
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  if (record === undefined) return null;
  const { fraction, parts, atOnce, secondsLeft, request } = record;
  const percent = Math.floor(100 * fraction);
  const text = studies.progressText(percent, secondsLeft, atOnce);
  return (
    <>
      <div
        className="progress study-progress"
        role="progressbar"
        aria-label={studies.progress(studies.kinds[request.kind].question)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <span className="progress-text">{text}</span>
        {parts.length < 2 ? (
          <span className="progress-track">
            <span style={{ width: `${percent}%` }} />
          </span>
        ) : (
          <span className="study-parts" data-testid="study-parts">
            {parts.map(({ share, work }, part) => (
              <span key={part} className="progress-track" style={{ flexGrow: work }}>
                <span style={{ width: `${100 * share}%` }} />
              </span>
            ))}
          </span>
        )}
      </div>
      <span className="study-small" role="status">
        {training ? studies.waits.training : studies.waits.paused}
      </span>
    </>
  );
}
