import { describe, expect, it } from 'vitest';
import type { Dropped } from './bring-store';
import { filesOfDrop, handleOf, pathOf } from './files';

type Tree = { readonly [name: string]: Tree | string };

/** What a browser hands over of a folder, some entries at a time. */
function folderOf(tree: Tree, path: string): FileSystemDirectoryEntry {
  const entries = Object.entries(tree).map(([name, value]): FileSystemEntry => {
    const own = `${path}/${name}`;
    if (typeof value !== 'string') return folderOf(value, own);
    return {
      isFile: true,
      isDirectory: false,
      fullPath: own,
      file: (resolve: (file: File) => void, reject: () => void) =>
        value === 'forbidden' ? reject() : resolve(new File([value], name)),
    } as unknown as FileSystemEntry;
  });
  const createReader = () => {
    let at = 0;
    return {
      readEntries: (resolve: (some: FileSystemEntry[]) => void) => resolve(entries.slice(at, (at += 2))),
    };
  };
  return {
    isFile: false,
    isDirectory: true,
    fullPath: path,
    createReader,
  } as unknown as FileSystemDirectoryEntry;
}

const ofFolder = (tree: Tree, name: string): Dropped => ({
  entry: folderOf(tree, `/${name}`),
  file: null,
  handle: null,
});

describe('what is dropped', () => {
  it('is all files of a folder and of those in it, with their paths', async () => {
    const tree = {
      train: { cats: { 'a.png': '1', 'b.png': '2', 'c.png': '3' }, dogs: { 'd.png': '4' } },
      'e.txt': '5',
    };
    const files = await filesOfDrop([ofFolder(tree, 'pets')]);
    expect(files.map(pathOf).toSorted()).toEqual([
      'pets/e.txt',
      'pets/train/cats/a.png',
      'pets/train/cats/b.png',
      'pets/train/cats/c.png',
      'pets/train/dogs/d.png',
    ]);
    const texts = await Promise.all(files.map(async (file) => [pathOf(file), await file.text()]));
    expect(Object.fromEntries(texts)).toMatchObject({ 'pets/train/dogs/d.png': '4' });
  });

  it('is without what the browser does not let be read', async () => {
    const files = await filesOfDrop([ofFolder({ 'a.png': '1', 'b.png': 'forbidden' }, 'pets')]);
    expect(files.map(pathOf)).toEqual(['pets/a.png']);
  });

  it('is files by their names, which can be read again where there is a handle', async () => {
    const [first, second] = [new File(['1'], 'a.csv'), new File(['2'], 'b.csv')];
    const handle = { kind: 'file', name: 'a.csv' } as FileSystemFileHandle;
    const files = await filesOfDrop([
      { entry: null, file: first, handle: Promise.resolve(handle) },
      { entry: null, file: second, handle: null },
    ]);
    expect(files.map(pathOf)).toEqual(['a.csv', 'b.csv']);
    expect([handleOf(first), handleOf(second)]).toEqual([handle, null]);
  });
});
