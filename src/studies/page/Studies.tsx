/** The section of experiments: one tab each, with its settings, its progress and what it has found. Loaded when needed. */
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { clearTimeline } from '../../config/edit/edit';
import { equal } from '../../config/equal';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { currentRecord, studyStore, type StudyRecord } from '../../state/studies';
import { useExperiment, useSession } from '../../ui/page/hooks';
import '../../charts/core/charts.css';
import './studies.css';
import { firstRequest, MENU, TABS, type RequestOf, type StudyTab } from '../kinds';
import { pageOf } from './pages';
import type { LanePlace } from './part';
import { LeftOut, StudyFields, StudyNorms, useLeftOut } from './StudyFields';

type Requests = { readonly [K in StudyTab]?: RequestOf<K> };

export function Studies() {
  const { studies } = useMessages();
  const id = useId();
  const [kind, setKind] = useState<StudyTab>('init');
  const [requests, setRequests] = useState<Requests>({});
  const tabs = useRef(new Map<StudyTab, HTMLButtonElement>());
  const current = useStore(studyStore, (state) => state.current);

  const press = (event: KeyboardEvent): void => {
    const at = TABS.indexOf(kind);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: TABS.length - 1,
    };
    const place = places[event.key];
    const next = place === undefined ? undefined : TABS[(place + TABS.length) % TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    setKind(next);
    tabs.current.get(next)?.focus();
  };

  return (
    <>
      <header className="chart-header">
        <h2 className="chart-title" id="experiments-title">
          {studies.title}
        </h2>
        <p className="chart-explanation">{studies.explanation}</p>
      </header>
      <div role="tablist" aria-label={studies.tabs} className="study-tabs">
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`${id}-tab-${each}`}
            data-testid={`study-tab-${each}`}
            aria-selected={each === kind}
            aria-controls={`${id}-panel`}
            tabIndex={each === kind ? 0 : -1}
            ref={(element) => {
              if (element !== null) tabs.current.set(each, element);
            }}
            onClick={() => setKind(each)}
            onKeyDown={press}
          >
            {studies.kinds[each].tab}
            {each === current && <span className="study-tab-running" aria-hidden="true" />}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${kind}`} className="study-panel">
        <Study
          key={kind}
          kind={kind}
          request={requests[kind] ?? firstRequest(kind)}
          onChange={(request) => setRequests({ ...requests, [kind]: request })}
        />
      </div>
    </>
  );
}

interface StudyProps<K extends StudyTab> {
  readonly kind: K;
  readonly request: RequestOf<K>;
  readonly onChange: (request: RequestOf<K>) => void;
}

function Study<K extends StudyTab>({ kind, request, onChange }: StudyProps<K>) {
  const { studies } = useMessages();
  const session = useSession();
  const texts = studies.kinds[kind];
  const record: StudyRecord<K> | undefined = useStore(studyStore, ({ records }) => records[kind]);
  const current = useStore(studyStore, (state) => state.current);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const step = useStore(runStore, (state) => state.stepCount);
  const busy = current !== null && current !== kind ? studies.other(studies.kinds[current].tab) : null;
  const { all } = useLeftOut(kind);
  const note = busy ?? (all ? studies.leftOut.all : ready ? null : studies.notReady);
  const { Aside } = pageOf(kind);
  return (
    <>
      <h3 className="study-title">{texts.title}</h3>
      <p className="chart-explanation">{texts.method}</p>
      <StudyFields request={request} onChange={(field, value) => onChange({ ...request, [field]: value })} />
      <LeftOut kind={kind} />
      <StudyNorms request={request} />
      {'needsTraining' in MENU[kind] && (
        <p className="study-settings">
          {`${studies.stepNow(step)}${step < 50 ? ` ${studies.untrained}` : ''}`}
        </p>
      )}
      <div className="study-actions">
        {current === kind ? (
          <button
            type="button"
            className="button"
            data-testid="study-cancel"
            onClick={() => session.cancelStudy()}
          >
            {studies.cancel}
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            data-testid="study-run"
            disabled={note !== null}
            onClick={() => session.study(request)}
          >
            {record === undefined ? studies.run : studies.again}
          </button>
        )}
        {note !== null && <span className="study-note">{note}</span>}
        {current === kind && <StudyProgress />}
      </div>
      {Aside !== undefined && <Aside />}
      {record !== undefined && <StudyOutcome kind={kind} record={record} />}
    </>
  );
}

/** How far it is, and that training waits for it. */
function StudyProgress() {
  const { studies } = useMessages();
  const record = useStore(studyStore, currentRecord);
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  if (record === undefined) return null;
  const { fraction, secondsLeft, request } = record;
  const percent = Math.floor(100 * fraction);
  const text = studies.progressText(percent, secondsLeft);
  return (
    <>
      <div
        className="progress study-progress"
        role="progressbar"
        aria-label={studies.progress(studies.kinds[request.kind].tab)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <span className="progress-text">{text}</span>
        <span className="progress-track">
          <span style={{ width: `${percent}%` }} />
        </span>
      </div>
      <span className="study-note" role="status">
        {training ? studies.waits.training : studies.waits.paused}
      </span>
    </>
  );
}

interface StudyOutcomeProps<K extends StudyTab> {
  readonly kind: K;
  readonly record: StudyRecord<K>;
}

/** What it has found: its charts and tables, what it shows, and the claim it judges. */
function StudyOutcome<K extends StudyTab>({ kind, record }: StudyOutcomeProps<K>) {
  const { studies, ui } = useMessages();
  const current = useExperiment();
  const { state, message, result, experiment } = record;
  const texts = studies.kinds[kind];
  const { View, claim } = pageOf(kind);
  // What was recorded while training is part of a link but not of what is measured from step 0.
  const stale = !equal(clearTimeline(current), clearTimeline(experiment));
  const placeOf = (id: string): LanePlace => {
    const place = experiment.lanes.findIndex((lane) => lane.id === id);
    return { name: ui.lanes.heading(experiment.lanes[place]?.label ?? id), place: Math.max(0, place) };
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
        state !== 'failed' && <p className="study-settings">{studies.nothingYet}</p>
      ) : (
        <>
          <View record={record} result={result} lanes={result.lanes.map(placeOf)} />
          <p className="study-meaning">{`${texts.shows} ${texts.showsNot}`}</p>
          {claim !== undefined && <claim.Card record={record} result={result} />}
        </>
      )}
    </div>
  );
}
