/** The section of experiments: one tab each, with its settings, its progress and what it has found. Loaded when needed. */
import { useCallback, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
import { DeletionBoard } from '../ablation/AblationBoard';
import { useExperiment, useSession } from '../../ui/page/hooks';
import '../../charts/core/charts.css';
import './studies.css';
import { LeftOut, useLeftOut } from './LeftOut';
import { FIRST_REQUESTS, KINDS, NEEDS_TRAINING, type Requests, type StudyTab } from './requests';
import { StudyFields } from './StudyFields';
import { StudyNorms } from './StudyNorms';
import { StudyOutcome } from './StudyOutcome';
import { StudyProgress } from './StudyProgress';

export function Experiments() {
  const { experiments } = useMessages();
  const id = useId();
  const [kind, setKind] = useState<StudyTab>('init');
  const [requests, setRequests] = useState<Requests>(FIRST_REQUESTS);
  const tabs = useRef(new Map<StudyTab, HTMLButtonElement>());
  const current = useStore(studyStore, (state) => state.current);

  const press = (event: KeyboardEvent): void => {
    const at = KINDS.indexOf(kind);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: KINDS.length - 1,
    };
    const place = places[event.key];
    const next = place === undefined ? undefined : KINDS[(place + KINDS.length) % KINDS.length];
    if (next === undefined) return;
    event.preventDefault();
    setKind(next);
    tabs.current.get(next)?.focus();
  };
  const change = useCallback((request: Requests[StudyTab]) => {
    setRequests((old) => ({ ...old, [request.kind]: request }));
  }, []);

  return (
    <>
      <header className="chart-header">
        <h2 className="chart-title" id="experiments-title">
          {experiments.title}
        </h2>
        <p className="chart-explanation">{experiments.explanation}</p>
      </header>
      <div role="tablist" aria-label={experiments.tabs} className="study-tabs">
        {KINDS.map((each) => (
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
            {experiments.studies[each].tab}
            {each === current && <span className="study-tab-running" aria-hidden="true" />}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${kind}`} className="study-panel">
        <Study key={kind} request={requests[kind]} onChange={change} />
      </div>
    </>
  );
}

interface StudyProps {
  readonly request: Requests[StudyTab];
  readonly onChange: (request: Requests[StudyTab]) => void;
}

function Study({ request, onChange }: StudyProps) {
  const { experiments } = useMessages();
  const session = useSession();
  const lanes = useExperiment().lanes.length;
  const { kind } = request;
  const texts = experiments.studies[kind];
  const record = useStore(studyStore, (state) => state.records[kind]);
  const current = useStore(studyStore, (state) => state.current);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const step = useStore(runStore, (state) => state.stepCount);
  const busy =
    current !== null && current !== kind ? experiments.other(experiments.studies[current].tab) : null;
  const { all } = useLeftOut(kind);
  const note = busy ?? (all ? experiments.leftOut.all : ready ? null : experiments.notReady);
  return (
    <>
      <h3 className="study-title">{texts.title}</h3>
      <p className="chart-explanation">{texts.method}</p>
      <div className="study-fields">
        <StudyFields request={request} lanes={lanes} onChange={onChange} />
      </div>
      <LeftOut kind={kind} />
      <StudyNorms request={request} />
      {NEEDS_TRAINING[kind] && (
        <p className="study-settings">
          {`${experiments.stepNow(step)}${step < 50 ? ` ${experiments.untrained}` : ''}`}
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
            {experiments.cancel}
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            data-testid="study-run"
            disabled={note !== null}
            onClick={() => session.study(request)}
          >
            {record === undefined ? experiments.run : experiments.again}
          </button>
        )}
        {note !== null && <span className="study-note">{note}</span>}
        {current === kind && <StudyProgress />}
      </div>
      {kind === 'lesion' && <DeletionBoard />}
      {record !== undefined && <StudyOutcome record={record} />}
    </>
  );
}
