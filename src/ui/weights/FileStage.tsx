/** A file of weights: chosen, read or refused, and what a network can begin with. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { useWeightsMessages } from '../../i18n/weights';
import { Refused } from './Refused';
import { Report } from './Report';
import { showFile, stageStore } from './stage';

export function FileStage() {
  const stage = useStore(stageStore);
  const { file: texts } = useWeightsMessages();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="weights-file" aria-labelledby="weights-file-title">
      <div className="weights-head">
        <h3 id="weights-file-title">{texts.title}</h3>
        {stage.kind === 'read' && (
          <button type="button" className="button button-small" onClick={() => input.current?.click()}>
            {texts.another}
          </button>
        )}
      </div>
      {stage.kind !== 'read' && (
        <div className="weights-start">
          <p className="weights-lead">{texts.lead}</p>
          <p>{texts.what}</p>
          <button type="button" className="button button-primary" onClick={() => input.current?.click()}>
            {texts.choose}
          </button>
        </div>
      )}
      <div role="status" className="weights-news">
        {stage.kind === 'reading' && <p>{texts.reading(stage.name)}</p>}
        {stage.kind === 'refused' && <Refused name={stage.name} refusal={stage.refusal} />}
      </div>
      {stage.kind === 'read' && <Report key={stage.brought.hash} brought={stage.brought} />}
      <input
        ref={input}
        type="file"
        hidden
        data-testid="weights-file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) showFile(file);
          // The same one may be chosen again.
          target.value = '';
        }}
      />
    </section>
  );
}
