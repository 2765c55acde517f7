/** The log of a training in the stage's place: one large picture of it, and beside it what is likely to be wrong. */
import './logs.css';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { useLogMessages } from '../../i18n/logs';
import { Diagnosis } from './Diagnosis';
import { FileNotes, LogHead } from './LogHead';
import { LogPicture } from './LogPicture';
import { StepSlider } from './StepSlider';
import { sourcesStore } from './sources';
import { Choices } from './Choices';

export function LogView() {
  const text = useLogMessages();
  const { parts } = useMessages();
  const own = useStore(sourcesStore, (state) => state.own);
  const view = useRef<HTMLElement>(null);
  useEffect(() => view.current?.focus({ preventScroll: true }), []);
  const hasRows = (own?.log?.steps.length ?? 0) > 0;
  const isEmpty = own !== null && !hasRows && own.progress === null && !own.isFollowed;
  return (
    <section
      className="log-view"
      aria-label={parts.names.logs}
      tabIndex={-1}
      ref={view}
      data-testid="log-view"
    >
      <LogHead />
      {isEmpty && (
        <p className="log-empty" role="alert">
          {text.empty(own.name)}
        </p>
      )}
      {own?.log && hasRows && (
        <>
          <div className="log-main">
            <Choices log={own.log} />
            <LogPicture />
            <StepSlider log={own.log} />
            <FileNotes open={own} />
          </div>
          <Diagnosis />
        </>
      )}
    </section>
  );
}
