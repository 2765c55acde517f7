import { describe, expect, it } from 'vitest';
import { zip } from '../../formats/zip';
import { mineDoor } from '../mine/door';
import { bringStore } from './bring-store';
import { doorOf } from './doors';

const file = (name: string, bytes: readonly number[] = [], type = ''): File =>
  new File([Uint8Array.from(bytes)], name, { type });

const idOf = async (...files: readonly File[]): Promise<string | null> => (await doorOf(files))?.id ?? null;

describe('the door of files', () => {
  it.each([
    ['photo.PNG', 'images'],
    ['photo.heic', 'images'],
    ['pets.zip', 'images'],
    ['cifar-10-binary.tar.gz', 'images'],
    ['data_batch_1.bin', 'images'],
    ['train-images-idx3-ubyte', 'images'],
    ['t10k-labels.idx1-ubyte', 'images'],
    ['mnist.npz', 'images'],
    ['lesson.json', 'lesson'],
    ['notes.xyz', null],
  ])('is known by the name: %s', async (name, door) => {
    expect(await idOf(file(name))).toBe(door);
  });

  it.each([
    ['PNG', [0x89, 0x50, 0x4e, 0x47], 'images'],
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0], 'images'],
    ['zip', [0x50, 0x4b, 0x03, 0x04], 'images'],
    ['gzip', [0x1f, 0x8b, 8], 'images'],
    ['a text', [0x68, 0x69], null],
    ['half of what PNG begins with', [0x89, 0x50], null],
  ])('is known by the first bytes of a file without an ending: %s', async (_, bytes, door) => {
    expect(await idOf(file('download', bytes))).toBe(door);
  });

  it('is that of the first file that fits one, and has all of them', async () => {
    const files = [file('.DS_Store'), file('thumbs.db'), file('cats/1.jpg')];
    const door = await doorOf(files);
    expect(door?.id).toBe('images');
    door?.open(files);
    expect(bringStore.getState()).toMatchObject({ isOpen: true, door: 'images', brought: { images: files } });
  });

  it('is that of saved experiments for a file of them, where the page has a place for these', async () => {
    const exported = file('mine.zip', [...zip(new Map([['resnet-explorer.json', new Uint8Array(2)]]))]);
    expect(await idOf(exported)).toBe('images');
    mineDoor.setState({ isThere: true });
    const door = await doorOf([exported]);
    expect(door?.id).toBe('experiments');
    door?.open([exported]);
    expect(mineDoor.getState().dropped).toBe(exported);
    mineDoor.setState({ isThere: false, dropped: null });
  });

  it('is known by the name of a file that cannot be read', async () => {
    const gone = file('photo.png');
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) as unknown as Blob;
    expect(await idOf(gone)).toBe('images');
    expect(await idOf()).toBeNull();
  });
});
