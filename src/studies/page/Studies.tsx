/** The gallery of questions: a card each, of which one at a time is open over the full width. Loaded when needed. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStudyMessages } from '../../i18n/studies';
import { runStore } from '../../state/run';
import { openedStudyStore, studyStore } from '../../state/studies';
import { watchStudies } from '../../state/study-times';
import '../../charts/core/charts.css';
import './questions.css';
import './studies.css';
import { firstRequest, QUESTIONS, type RequestOf, type StudyKind } from '../kinds';
import { Question } from './Question';

type Requests = { readonly [K in StudyKind]?: RequestOf<K> };

export function Studies() {
  const { studies } = useStudyMessages();
  const opened = useStore(openedStudyStore, (state) => state.opened);
  const [requests, setRequests] = useState<Requests>({});
  useEffect(() => watchStudies(studyStore, runStore), []);
  return (
    <>
      <header className="chart-header">
        <h2 className="chart-title" id="experiments-title">
          {studies.title}
        </h2>
        <p className="study-lead">{studies.explanation}</p>
      </header>
      <ul className="study-cards">
        {QUESTIONS.map((kind) => (
          <Question
            key={kind}
            kind={kind}
            request={requests[kind] ?? firstRequest(kind)}
            open={opened === kind}
            onOpen={(open) => openedStudyStore.setState({ opened: open ? kind : null })}
            onChange={(request) => setRequests({ ...requests, [kind]: request })}
          />
        ))}
      </ul>
    </>
  );
}
