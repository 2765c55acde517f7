/** Classes that are put together by hand, photo by photo. */
import { OWN_LIMITS } from '../../../config/data-sets';
import type { BroughtFile } from '../../../images/report';
import { imagesStore, type Photo, type PhotoClass } from './images-store';

let ids = 0;

/** Photos of a class beyond so many are not taken: they stay in memory until they are taken in. */
export const MOST_PHOTOS = 2_000;

const change = (id: number, edit: (one: PhotoClass) => PhotoClass): void =>
  imagesStore.setState(({ classes }) => ({
    classes: classes.map((one) => (one.id === id ? edit(one) : one)),
  }));

/** Opens the classes; there are two to begin with. @param nameOf The name of a new class at a place, from 1. */
export function openClasses(nameOf: (place: number) => string): void {
  const { classes } = imagesStore.getState();
  imagesStore.setState({ stage: { kind: 'by-class' } });
  for (let place = classes.length + 1; place <= 2; place++) addClass(nameOf(place));
}

/** Adds an empty class, and tells its id. */
export function addClass(name: string): number {
  const id = ++ids;
  imagesStore.setState(({ classes }) =>
    classes.length < OWN_LIMITS.classes.max ? { classes: [...classes, { id, name, photos: [] }] } : {},
  );
  return id;
}

export const renameClass = (id: number, name: string): void => change(id, (one) => ({ ...one, name }));

export function removeClass(id: number): void {
  const { classes } = imagesStore.getState();
  for (const { photos } of classes.filter((one) => one.id === id)) photos.forEach(release);
  imagesStore.setState({ classes: classes.filter((one) => one.id !== id) });
}

/** Adds images to a class. @param isPhoto Whether the camera took them here, so that they can be shown. */
export function addPhotos(id: number, blobs: readonly Blob[], isPhoto: boolean): void {
  change(id, (one) => {
    const room = Math.max(0, MOST_PHOTOS - one.photos.length);
    const added = blobs.slice(0, room).map((blob): Photo => {
      const photo = ++ids;
      const name = blob instanceof File ? blob.name : `${photo}.jpg`;
      return { id: photo, name, blob, url: isPhoto ? URL.createObjectURL(blob) : '' };
    });
    return { ...one, photos: [...one.photos, ...added] };
  });
}

export function removePhoto(id: number, photo: number): void {
  change(id, (one) => {
    one.photos.filter((each) => each.id === photo).forEach(release);
    return { ...one, photos: one.photos.filter((each) => each.id !== photo) };
  });
}

function release({ url }: Photo): void {
  if (url !== '') URL.revokeObjectURL(url);
}

/**
 * All images with their classes, as an import has them: files by their names, so that those of a folder are the same set as the
 * folder; then photos, as they were taken.
 */
export function filesOfClasses(classes: readonly PhotoClass[]): readonly BroughtFile[] {
  return classes.flatMap(({ name, photos }) => {
    const files = photos.filter(({ url }) => url === '');
    const taken = photos.filter(({ url }) => url !== '');
    const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
    return [...sorted, ...taken].map((photo) => ({ path: photo.name, blob: photo.blob, className: name }));
  });
}
