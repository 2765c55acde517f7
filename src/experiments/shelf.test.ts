import { describe, expect, it } from 'vitest';
import { memoryPlace } from './places';
import { createShelf, FORGOTTEN_AFTER, type Place, type Shelf, type ToSave } from './shelf';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

const asked = (name: string, link = '#v=1', run: ToSave['run'] = null): ToSave => ({
  name,
  link,
  sketch: [],
  run,
});

interface Tabs {
  readonly place: Place;
  readonly shelf: Shelf;
  /** Another tab on the same place. */
  readonly other: Shelf;
  readonly wait: (milliseconds: number) => void;
}

function tabs(): Tabs {
  let time = 1_000;
  const now = (): number => time++;
  const place = memoryPlace();
  return {
    place,
    shelf: createShelf(place, now),
    other: createShelf(place, now),
    wait: (milliseconds) => {
      time += milliseconds;
    },
  };
}

const names = async (shelf: Shelf): Promise<readonly string[]> =>
  (await shelf.list()).map(({ name }) => name);

describe('shelf', () => {
  it('lists what was saved, the newest first', async () => {
    const { shelf } = tabs();
    await shelf.save(asked('one', '#v=1&batch=1'));
    await shelf.save(asked('two', '#v=1&batch=2'));
    expect(await names(shelf)).toStrictEqual(['two', 'one']);
  });

  it('recognises the same experiment, and numbers another one of the same name', async () => {
    const { shelf } = tabs();
    await shelf.save(asked('one', '#v=1&batch=1'));
    const again = await shelf.save(asked('another name', '#v=1&batch=1'));
    expect(again).toMatchObject({ isNew: false, saved: { name: 'one' } });
    await shelf.save(asked('one', '#v=1&batch=2'));
    await shelf.save(asked('one (2)', '#v=1&batch=3'));
    expect(await names(shelf)).toStrictEqual(['one (3)', 'one (2)', 'one']);
  });

  it('takes the same experiment at another step of its run as another one', async () => {
    const { shelf } = tabs();
    const run = { bytes: bytes(1, 2), step: 5, trained: 10 };
    await shelf.save(asked('one'));
    const { saved, isNew } = await shelf.save(asked('one', '#v=1', run));
    expect({ isNew, name: saved.name, step: saved.run?.step }).toStrictEqual({
      isNew: true,
      name: 'one (2)',
      step: 5,
    });
    expect((await shelf.save(asked('one', '#v=1', run))).isNew).toBe(false);
    expect((await shelf.save(asked('one', '#v=1', { ...run, bytes: bytes(1, 3), step: 6 }))).isNew).toBe(
      true,
    );
  });

  it('loses no name where two tabs save and rename at once', async () => {
    const { shelf, other } = tabs();
    const { saved } = await shelf.save(asked('first', '#v=1&batch=99'));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? shelf : other).save(asked('same', `#v=1&batch=${i + 1}`)),
      ),
    );
    await Promise.all([shelf.rename(saved.id, 'mine'), other.duplicate(saved.id)]);
    const all = await names(shelf);
    expect(new Set(all).size).toBe(22);
    expect(all).toContain('mine');
    expect(all).toContain('same (20)');
  });

  it('reads what is there once for many that are saved together, and tells of them once', async () => {
    let [reads, news] = [0, 0];
    const place = memoryPlace(() => void news++);
    const all = (): ReturnType<Place['all']> => {
      reads++;
      return place.all();
    };
    const shelf = createShelf({ ...place, all });
    const outcomes = await shelf.together(async (save) => [
      await save(asked('same', '#v=1&batch=1')),
      await save(asked('same', '#v=1&batch=2')),
      await save(asked('again', '#v=1&batch=1')),
    ]);
    expect(outcomes.map(({ saved, isNew }) => [saved.name, isNew])).toStrictEqual([
      ['same', true],
      ['same (2)', true],
      ['same', false],
    ]);
    expect({ reads, news }).toStrictEqual({ reads: 1, news: 1 });
    await shelf.together(async (save) => void (await save(asked('same', '#v=1&batch=2'))));
    expect(news).toBe(1);
  });

  it('does not rename to nothing, nor to a name that another one has', async () => {
    const { shelf } = tabs();
    await shelf.save(asked('one', '#v=1&batch=1'));
    const { saved } = await shelf.save(asked('two', '#v=1&batch=2'));
    expect(await shelf.rename(saved.id, ' \u202e ')).toBeNull();
    expect((await shelf.rename(saved.id, 'one'))?.name).toBe('one (2)');
    expect((await shelf.rename(saved.id, 'one (2)'))?.name).toBe('one (2)');
    expect(await shelf.rename('gone', 'three')).toBeNull();
  });

  it('brings back what was deleted, numbered where its name was given away', async () => {
    const { shelf } = tabs();
    const { saved } = await shelf.save(asked('one', '#v=1&batch=1'));
    await shelf.remove(saved.id);
    expect(await names(shelf)).toStrictEqual([]);
    await shelf.save(asked('one', '#v=1&batch=2'));
    await shelf.restore(saved.id);
    expect((await names(shelf)).toSorted()).toStrictEqual(['one', 'one (2)']);
  });

  it('is rid of a run once no experiment has it', async () => {
    const { shelf, place } = tabs();
    const { saved } = await shelf.save(asked('one', '#v=1', { bytes: bytes(7, 8), step: 2, trained: 3 }));
    const copy = await shelf.duplicate(saved.id);
    const hash = saved.run?.hash ?? '';
    await shelf.remove(saved.id);
    await shelf.clear([saved.id]);
    expect(await place.readRun(hash)).toStrictEqual(bytes(7, 8));
    await shelf.removeRun(copy?.id ?? '');
    expect(await place.readRun(hash)).toBeNull();
    expect(await shelf.list()).toMatchObject([{ id: copy?.id, run: null }]);
  });

  it('forgets after a while what was deleted by a tab that was closed', async () => {
    const { shelf, other, place, wait } = tabs();
    const { saved } = await shelf.save(asked('one'));
    await shelf.remove(saved.id);
    await other.clear([]);
    expect(await place.all()).toHaveLength(1);
    wait(2 * FORGOTTEN_AFTER);
    await other.clear([]);
    expect(await place.all()).toHaveLength(0);
  });

  it('keeps nothing of what found no room', async () => {
    const place = memoryPlace();
    const full: Place = { ...place, set: () => Promise.reject(new DOMException('', 'QuotaExceededError')) };
    const shelf = createShelf(full);
    const run = { bytes: bytes(1), step: 1, trained: 1 };
    await expect(shelf.save(asked('one', '#v=1', run))).rejects.toThrow(DOMException);
    expect(await place.all()).toStrictEqual([]);
    const whole = createShelf(place);
    const { saved } = await whole.save(asked('one', '#v=1', run));
    expect(await place.readRun(saved.run?.hash ?? '')).toStrictEqual(bytes(1));
  });
});
