/** Images of the reader's own: found, settled, taken in and trained on; and those that are kept already. */
import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useBringMessages } from '../../../i18n/bring';
import type { ImportProblem } from '../../../images/report';
import type { DoorProps } from '../parts';
import { ByClass } from './ByClass';
import { addClass, addPhotos, openClasses } from './classes';
import { Found } from './Found';
import { cancel, goBack, imagesStore, lookThrough, type Stage } from './images-store';
import { KeptSets } from './KeptSets';
import { broughtFiles, Start } from './Start';
import { Taken } from './Taken';
import { useWanted } from './use-set';
import { Working } from './Working';
import './images.css';
import './sets.css';

export function ImagesDoor({ isShown, files }: DoorProps) {
  const { missing } = useBringMessages().images;
  const stage = useStore(imagesStore, (state) => state.stage);
  const wanted = useWanted();
  useEffect(() => {
    if (files.length > 0) lookThrough(broughtFiles(files));
  }, [files]);
  return (
    <div className="images-door" data-testid="images-door" data-stage={stage.kind}>
      {wanted !== null && stage.kind !== 'taken' && (
        <p className="images-wanted">
          {missing.wanted(wanted.own.name, wanted.inputSize, wanted.own.channels)}
        </p>
      )}
      <Focused key={stage.kind}>
        <StagePart stage={stage} isShown={isShown} />
      </Focused>
      {stage.kind === 'start' && <KeptSets isShown={isShown} />}
    </div>
  );
}

/** Has the focus where what had it is gone with the stage before. */
function Focused({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const dialog = place.current?.closest('dialog');
    if (dialog?.open === true && !dialog.contains(document.activeElement)) place.current?.focus();
  }, []);
  return (
    <div ref={place} tabIndex={-1} className="images-stage">
      {children}
    </div>
  );
}

function StagePart({ stage, isShown }: { readonly stage: Stage; readonly isShown: boolean }) {
  switch (stage.kind) {
    case 'start':
      return <Start />;
    case 'by-class':
      return <ByClass isShown={isShown} />;
    case 'working':
      return <Working progress={stage.progress} onCancel={cancel} />;
    case 'found':
      return <Found found={stage.found} />;
    case 'problem':
      return <Problem problem={stage.problem} />;
    case 'taken':
      return <Taken imported={stage.imported} />;
  }
  return stage satisfies never;
}

/** Problems that go away where the reader says which image is of which class. */
const SORTABLE: ReadonlySet<ImportProblem['code']> = new Set(['one-class', 'no-classes', 'nothing-found']);

function Problem({ problem }: { readonly problem: ImportProblem }) {
  const { byClass, problem: texts } = useBringMessages().images;
  const loose = useStore(imagesStore, (state) => state.loose);
  const images = loose.filter(
    ({ path, className }) => className === undefined && /\.(png|jpe?g|webp|gif)$/i.test(path),
  );
  return (
    <div className="import-problem" data-testid="import-problem" role="alert">
      <p className="notice-lead">{texts.lead}</p>
      <p>{texts.text(problem)}</p>
      <p className="field-hint">{texts.untouched}</p>
      <div className="bring-actions">
        {SORTABLE.has(problem.code) && images.length > 0 && (
          <button
            type="button"
            className="button button-primary"
            data-testid="sort-by-class"
            onClick={() => {
              const id = addClass(byClass.newName(imagesStore.getState().classes.length + 1));
              addPhotos(
                id,
                images.map(({ blob }) => blob),
                false,
              );
              openClasses(byClass.newName);
            }}
          >
            {texts.byClass}
          </button>
        )}
        <button type="button" className="button" data-testid="import-back" onClick={goBack}>
          {texts.back}
        </button>
      </div>
    </div>
  );
}
