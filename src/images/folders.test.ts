import { describe, expect, it } from 'vitest';
import { placeImages } from './folders';
import type { Entry } from './open';

const entry = (path: string, className: string | null = null): Entry => ({
  path,
  size: 1,
  head: new Uint8Array(),
  className,
  open: () => Promise.resolve(new Blob()),
});

function placed(...paths: string[]) {
  const { classes, images, root, split, validation, unplaced } = placeImages(
    paths.map((path) => entry(path)),
  );
  return {
    classes,
    images: images.map(({ entry: { path }, label, part }) => `${path} ${label} ${part}`),
    root: root.join('/'),
    split,
    validation,
    unplaced: unplaced.map(({ path }) => path),
  };
}

describe('classes by folders', () => {
  it('the folder next to the root is the class, numbered as ImageFolder numbers it', () => {
    expect(
      placed('pets/dog/2.png', 'pets/cat/b/1.png', 'pets/cat/a.png', 'pets/10/x.png', 'pets/9/x.png'),
    ).toEqual({
      classes: ['10', '9', 'cat', 'dog'],
      images: [
        'pets/10/x.png 0 train',
        'pets/9/x.png 1 train',
        'pets/cat/a.png 2 train',
        'pets/cat/b/1.png 2 train',
        'pets/dog/2.png 3 train',
      ],
      root: 'pets',
      split: 'drawn',
      validation: null,
      unplaced: [],
    });
  });

  it('train and test above the classes part the set, whatever their case', () => {
    expect(placed('set/Train/a/1', 'set/Train/b/1', 'set/TEST/a/2', 'set/TEST/c/2')).toMatchObject({
      classes: ['a', 'b', 'c'],
      images: [
        'set/Train/a/1 0 train',
        'set/TEST/a/2 0 test',
        'set/Train/b/1 1 train',
        'set/TEST/c/2 2 test',
      ],
      split: 'given',
    });
  });

  it('validation images stand in for test images, and are trained on where there are these', () => {
    expect(placed('train/a/1', 'val/a/2', 'train/b/1')).toMatchObject({
      images: ['train/a/1 0 train', 'val/a/2 0 test', 'train/b/1 1 train'],
      validation: 'test',
    });
    expect(placed('train/a/1', 'valid/a/2', 'test/a/3')).toMatchObject({
      images: ['train/a/1 0 train', 'valid/a/2 0 train', 'test/a/3 0 test'],
      validation: 'train',
    });
  });

  it('test images without classes are left out, and the set is parted anew', () => {
    expect(placed('train/a/1', 'train/b/1', 'test/7.png', 'test/8.png')).toMatchObject({
      classes: ['a', 'b'],
      split: 'drawn',
      unplaced: ['test/7.png', 'test/8.png'],
    });
  });

  it('a class may be called train', () => {
    expect(placed('ship/1', 'train/1', 'train/2', 'test/1')).toMatchObject({
      classes: ['ship', 'test', 'train'],
      split: 'drawn',
      unplaced: [],
    });
  });

  it('only training images: classes all the same', () => {
    expect(placed('data/train/a/1', 'data/train/b/1')).toMatchObject({
      classes: ['a', 'b'],
      root: 'data/train',
    });
  });

  it('a folder in a folder of its name is the same one', () => {
    expect(placed('train/train/a/1', 'test/test/a/1')).toMatchObject({ classes: ['a'], split: 'given' });
  });

  it('one folder of images is one class, none is none', () => {
    expect(placed('cats/1', 'cats/2')).toMatchObject({ classes: ['cats'], unplaced: [] });
    expect(placed('1', '2')).toMatchObject({ classes: [], unplaced: ['1', '2'] });
    expect(placed('a/1', 'b/1', '2')).toMatchObject({ classes: ['a', 'b'], unplaced: ['2'] });
  });

  it('what the reader gave to a class is of it, in the order in which it was given', () => {
    const { classes, images } = placeImages([
      entry('2.jpg', 'left'),
      entry('1.jpg', 'left'),
      entry('folder/3.jpg', 'right'),
    ]);
    expect(classes).toEqual(['left', 'right']);
    expect(images.map(({ entry: { path }, label }) => `${path} ${label}`)).toEqual([
      '2.jpg 0',
      '1.jpg 0',
      'folder/3.jpg 1',
    ]);
  });
});
