/** How images can be brought: dropped, chosen as files or as a folder, or class by class. */
import { useRef, type RefObject } from 'react';
import { useBringMessages } from '../../../i18n/bring';
import { pathOf } from '../files';
import { openClasses } from './classes';
import { lookThrough } from './images-store';

/** Files as an import has them. */
export const broughtFiles = (files: Iterable<File>) =>
  Array.from(files, (file) => ({ path: pathOf(file), blob: file }));

export function Start() {
  const { byClass, start: texts } = useBringMessages().images;
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const inputOf = (ref: RefObject<HTMLInputElement | null>, isFolder: boolean) => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple
      data-testid={isFolder ? 'bring-folder' : 'bring-files'}
      {...(isFolder && { webkitdirectory: '' })}
      onChange={({ target }) => {
        const chosen = broughtFiles(target.files ?? []);
        // The same ones may be chosen again.
        target.value = '';
        if (chosen.length > 0) lookThrough(chosen);
      }}
    />
  );
  return (
    <div className="bring-start">
      <p className="bring-start-lead">{texts.drop}</p>
      <p>{texts.what}</p>
      <div className="bring-actions">
        <button type="button" className="button button-primary" onClick={() => files.current?.click()}>
          {texts.files}
        </button>
        <button type="button" className="button" onClick={() => folder.current?.click()}>
          {texts.folder}
        </button>
        <button
          type="button"
          className="button"
          data-testid="by-class"
          title={texts.byClassHint}
          onClick={() => openClasses(byClass.newName)}
        >
          {texts.byClass}
        </button>
      </div>
      {inputOf(files, false)}
      {inputOf(folder, true)}
    </div>
  );
}
