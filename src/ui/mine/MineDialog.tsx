/** The list of saved experiments: saving, searching, opening, files, lessons that came with them, and room. */
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { search } from '../../experiments/saved';
import { useMineMessages } from '../../i18n/mine';
import { Icon } from '../controls/Icon';
import { useSession } from '../page/hooks';
import { Card } from './Card';
import { closeMine, mineDoor } from './door';
import { exportAll, importFile } from './files';
import { useDefaultName } from './name';
import { NewsLine } from './NewsLine';
import { Room } from './Room';
import { SaveForm } from './SaveForm';
import { finishRemoved, mineStore, refresh, removeLesson, undo } from './shelf';

export function MineDialog() {
  const texts = useMineMessages();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useStore(mineDoor, (state) => state.isOpen);
  const isLasting = useStore(mineStore, (state) => state.isLasting);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    // What is beside the dialog belongs to its element too.
    const leave = ({ target }: MouseEvent): void => {
      if (target === element) closeMine();
    };
    element.addEventListener('click', leave);
    return () => element.removeEventListener('click', leave);
  }, []);
  useEffect(() => {
    const element = dialog.current;
    if (!isOpen) {
      element?.close();
      return undefined;
    }
    if (element?.open === false) element.showModal();
    void refresh();
    return () => void finishRemoved();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      className="sheet mine-dialog"
      data-testid="mine-dialog"
      aria-labelledby={id}
      onClose={({ currentTarget, target }) => {
        if (target === currentTarget) closeMine();
      }}
    >
      <div className="sheet-body">
        <header className="sheet-head">
          <h2 id={id}>{texts.title}</h2>
          <button
            type="button"
            className="button button-icon"
            data-testid="mine-close"
            aria-label={texts.close}
            title={texts.close}
            onClick={closeMine}
          >
            <Icon name="close" />
          </button>
        </header>
        {!isLasting && <p className="mine-warning">{texts.list.forNow}</p>}
        <SaveForm />
        <Status isShown={isOpen} />
        <List />
        <Lessons />
        <Room isShown={isOpen} />
      </div>
    </dialog>
  );
}

/** What came of what was done, and the way back from the newest removal. Always there, so that it is heard. */
function Status({ isShown }: { readonly isShown: boolean }) {
  const { list } = useMineMessages();
  const { news, removed, isLasting } = useStore(mineStore);
  const last = removed.at(-1);
  return (
    <div role="status" className="mine-status">
      {isShown && news !== null && <NewsLine news={news} isLasting={isLasting} />}
      {isShown && last !== undefined && (
        <>
          <p data-testid="mine-removed">{list.removed(last.name)}</p>
          <button
            type="button"
            className="button button-small"
            data-testid="mine-undo"
            onClick={() => void undo()}
          >
            {list.undo}
          </button>
        </>
      )}
    </div>
  );
}

function List() {
  const { list } = useMineMessages();
  const all = useStore(mineStore, (state) => state.all);
  const [words, setWords] = useState('');
  const sought = useDeferredValue(words);
  const found = search(all ?? [], sought);
  return (
    <section className="mine-list" aria-label={list.label}>
      <div className="mine-bar">
        {all !== null && all.length > 0 && (
          <>
            <input
              type="search"
              className="mine-search"
              data-testid="mine-search"
              aria-label={list.search}
              placeholder={list.search}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
            <p className="mine-count" role="status" data-testid="mine-count">
              {list.count(found.length)}
            </p>
          </>
        )}
        <FileButtons isEmpty={all === null || all.length === 0} />
      </div>
      {all?.length === 0 && (
        <div className="mine-none" data-testid="mine-none">
          <p>{list.none}</p>
          <p>{list.noneHint}</p>
        </div>
      )}
      {all !== null && all.length > 0 && found.length === 0 && (
        <p className="mine-none">{list.nothingFound}</p>
      )}
      <ul className="mine-cards" aria-busy={all === null}>
        {found.map((saved) => (
          <Card key={saved.id} saved={saved} />
        ))}
      </ul>
    </section>
  );
}

function FileButtons({ isEmpty }: { readonly isEmpty: boolean }) {
  const { file } = useMineMessages();
  const nameOf = useDefaultName();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="mine-files">
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        data-testid="mine-file"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          // The same file can be chosen again.
          target.value = '';
          if (chosen !== undefined) void importFile(chosen, ({ config }) => nameOf(config));
        }}
      />
      <button
        type="button"
        className="button button-small"
        data-testid="mine-import"
        title={file.importHint}
        onClick={() => input.current?.click()}
      >
        {file.import}
      </button>
      {!isEmpty && (
        <button
          type="button"
          className="button button-small"
          data-testid="mine-export-all"
          title={file.exportHint}
          onClick={() => void exportAll()}
        >
          {file.exportAll}
        </button>
      )}
    </div>
  );
}

/** Lessons that came with files. */
function Lessons() {
  const { lessons: texts } = useMineMessages();
  const lessons = useStore(mineStore, (state) => state.lessons);
  const session = useSession();
  if (lessons.length === 0) return null;
  return (
    <section className="mine-lessons" aria-label={texts.title}>
      <h3>{texts.title}</h3>
      <ul>
        {lessons.map((kept) => {
          const { id, lesson } = kept;
          return (
            <li key={id}>
              <button
                type="button"
                className="button button-small"
                data-testid="mine-lesson"
                aria-label={texts.open(lesson.title)}
                onClick={() => {
                  closeMine();
                  void import('../lessons/files/opening').then(({ openKept }) => openKept(lesson, session));
                }}
              >
                {lesson.title}
              </button>
              <button
                type="button"
                className="button button-small button-icon"
                aria-label={texts.remove(lesson.title)}
                title={texts.remove(lesson.title)}
                onClick={() => void removeLesson(kept)}
              >
                <Icon name="remove" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
