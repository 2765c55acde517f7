/** Classes put together by hand: photos of the camera, or files, class by class. */
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { OWN_LIMITS } from '../../../config/data-sets';
import { useBringMessages } from '../../../i18n/bring';
import { Icon } from '../../controls/Icon';
import { TextField } from '../../controls/TextField';
import { Camera } from './Camera';
import { addClass, addPhotos, filesOfClasses, removeClass, removePhoto, renameClass } from './classes';
import { imagesStore, lookThrough, startOver, type PhotoClass } from './images-store';

/** Photos that are shown of a class: the last ones. */
const SHOWN = 12;

export function ByClass({ isShown }: { readonly isShown: boolean }) {
  const { byClass: texts } = useBringMessages().images;
  const classes = useStore(imagesStore, (state) => state.classes);
  // The class that photos of the camera go to; null where it is off.
  const [filmed, setFilmed] = useState<number | null>(null);
  const target = classes.find(({ id }) => id === filmed);
  const full = classes.filter(({ photos }) => photos.length > 0);
  return (
    <div className="by-class">
      <h3>{texts.title}</h3>
      <p className="field-hint">{texts.need}</p>
      {isShown && target !== undefined && (
        <Camera
          name={target.name}
          onPhoto={(photo) => addPhotos(target.id, [photo], true)}
          onStop={() => setFilmed(null)}
        />
      )}
      <ul className="photo-classes">
        {classes.map((one) => (
          <ClassCard key={one.id} one={one} isFilmed={one.id === filmed} onFilm={() => setFilmed(one.id)} />
        ))}
      </ul>
      <div className="bring-actions">
        <button
          type="button"
          className="button"
          disabled={classes.length >= OWN_LIMITS.classes.max}
          onClick={() => addClass(texts.newName(classes.length + 1))}
        >
          <Icon name="add" />
          {texts.add}
        </button>
        <button type="button" className="button" onClick={startOver}>
          {texts.back}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="by-class-done"
          disabled={full.length < OWN_LIMITS.classes.min}
          onClick={() => lookThrough(filesOfClasses(full))}
        >
          {texts.done}
        </button>
      </div>
    </div>
  );
}

interface ClassCardProps {
  readonly one: PhotoClass;
  readonly isFilmed: boolean;
  readonly onFilm: () => void;
}

function ClassCard({ one, isFilmed, onFilm }: ClassCardProps) {
  const { byClass: texts } = useBringMessages().images;
  const input = useRef<HTMLInputElement>(null);
  const { id, name, photos } = one;
  const shown = photos.filter(({ url }) => url !== '').slice(-SHOWN);
  return (
    <li className="photo-class" data-filmed={isFilmed} data-testid="photo-class">
      <div className="photo-class-head">
        <TextField
          label={texts.className}
          value={name}
          most={OWN_LIMITS.name.max}
          onCommit={(text) => renameClass(id, text === '' ? name : text)}
        />
        <span className="photo-count" data-testid="photo-count">
          {texts.count(photos.length)}
        </span>
        <button
          type="button"
          className="button button-icon button-small"
          aria-label={texts.remove(name)}
          title={texts.remove(name)}
          onClick={() => removeClass(id)}
        >
          <Icon name="remove" />
        </button>
      </div>
      {photos.length > 0 && (
        <ul className="photos">
          {shown.map((photo) => (
            <li key={photo.id}>
              <img src={photo.url} alt="" />
              <button
                type="button"
                aria-label={texts.removePhoto(name, photos.indexOf(photo) + 1)}
                onClick={() => removePhoto(id, photo.id)}
              >
                ×
              </button>
            </li>
          ))}
          {photos.length > shown.length && (
            <li className="photos-more" aria-hidden="true">
              {texts.more(photos.length - shown.length)}
            </li>
          )}
        </ul>
      )}
      <div className="photo-class-buttons">
        <button
          type="button"
          className="button button-small"
          aria-pressed={isFilmed}
          data-testid="use-camera"
          onClick={onFilm}
        >
          {texts.useCamera}
        </button>
        <button type="button" className="button button-small" onClick={() => input.current?.click()}>
          {texts.files}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept="image/*"
          data-testid="class-files"
          onChange={({ target }) => {
            addPhotos(id, [...(target.files ?? [])], false);
            target.value = '';
          }}
        />
      </div>
    </li>
  );
}
