/** The lesson as a file: saved, opened, an example of ours, and a new one. */
import { useRef } from 'react';
import { encode } from '../../../config/codec/url';
import { languageStore } from '../../../i18n/language';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { loadLesson } from '../../../i18n/lessons';
import { experimentStore } from '../../../state/experiment';
import { Icon } from '../../controls/Icon';
import { useSession } from '../../page/hooks';
import { saveJson } from '../files/files';
import { openDropped } from '../files/opening';
import { emptyLesson, fileName } from './model';
import { takeIn } from './taking-in';
import { useWriting } from './use-editor';

/** Of ours, the one that is downloaded as an example. */
const EXAMPLE = 'block';

export function FileActions() {
  const texts = useLessonEditorMessages();
  const session = useSession();
  const { lesson } = useWriting();
  const chooser = useRef<HTMLInputElement>(null);
  const name = fileName(lesson.title);
  const example = async (): Promise<void> => {
    saveJson(await loadLesson(languageStore.getState().language, EXAMPLE), `${EXAMPLE}.json`);
  };
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="save-lesson"
        title={texts.host(name)}
        onClick={() => saveJson(lesson, name)}
      >
        {texts.save}
      </button>
      <details className="lesson-editor-more">
        <summary className="button button-icon" aria-label={texts.more} title={texts.more}>
          <Icon name="more" />
        </summary>
        <div>
          <input
            ref={chooser}
            type="file"
            accept=".json,application/json"
            aria-label={texts.open}
            hidden
            data-testid="open-lesson"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              // The same file may be chosen again.
              currentTarget.value = '';
              if (file !== undefined) void openDropped(file, session);
            }}
          />
          <button type="button" className="button button-small" onClick={() => chooser.current?.click()}>
            {texts.open}
          </button>
          <button
            type="button"
            className="button button-small"
            data-testid="example-lesson"
            onClick={() => void example()}
          >
            {texts.example}
          </button>
          <button
            type="button"
            className="button button-small"
            data-testid="new-lesson"
            onClick={() =>
              takeIn(
                emptyLesson(languageStore.getState().language, encode(experimentStore.getState().config)),
              )
            }
          >
            {texts.start}
          </button>
        </div>
      </details>
    </>
  );
}
