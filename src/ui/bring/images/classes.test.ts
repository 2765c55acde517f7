import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addClass,
  addPhotos,
  filesOfClasses,
  MOST_PHOTOS,
  openClasses,
  removeClass,
  removePhoto,
  renameClass,
} from './classes';
import { imagesStore } from './images-store';

const classes = () => imagesStore.getState().classes;
const nameOf = (place: number): string => `Class ${place}`;
const named = (name: string): File => new File([name], name);

beforeEach(() => {
  imagesStore.setState({ stage: { kind: 'start' }, classes: [], loose: [] });
});

describe('classes put together by hand', () => {
  it('are two to begin with, and stay when they are opened again', () => {
    openClasses(nameOf);
    expect(classes().map(({ name }) => name)).toEqual(['Class 1', 'Class 2']);
    renameClass(classes()[0]!.id, 'cats');
    openClasses(nameOf);
    expect(classes().map(({ name }) => name)).toEqual(['cats', 'Class 2']);
    removeClass(classes()[0]!.id);
    expect(classes().map(({ name }) => name)).toEqual(['Class 2']);
  });

  it('are no more than a set may have', () => {
    for (let place = 0; place < 105; place++) addClass(`class ${place}`);
    expect(classes()).toHaveLength(100);
  });

  it('give files by their names, in whatever order they were picked, and then photos as they were taken', () => {
    const id = addClass('cats');
    addPhotos(id, [named('b.png'), named('a.png')], false);
    const photo = new Blob(['photo']);
    addPhotos(id, [photo], true);
    addPhotos(id, [named('aa.png')], false);
    const files = filesOfClasses(classes());
    expect(files.slice(0, 3).map(({ path }) => path)).toEqual(['a.png', 'aa.png', 'b.png']);
    expect(files[3]?.blob).toBe(photo);
    expect(new Set(files.map(({ className }) => className))).toEqual(new Set(['cats']));
  });

  it('hold so many images, and let the pictures of those go that are taken out', () => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    const id = addClass('cats');
    addPhotos(id, [new Blob(['1'])], true);
    addPhotos(
      id,
      Array.from({ length: MOST_PHOTOS + 5 }, () => named('x.png')),
      false,
    );
    const [own] = classes();
    expect(own?.photos).toHaveLength(MOST_PHOTOS);
    const [first] = own?.photos ?? [];
    removePhoto(id, first?.id ?? -1);
    expect(revoke).toHaveBeenCalledExactlyOnceWith(first?.url);
    expect(classes()[0]?.photos).toHaveLength(MOST_PHOTOS - 1);
    revoke.mockRestore();
  });
});
