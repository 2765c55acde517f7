/** A run outlives its page, in whatever store the browser has. */
import { holds, same, SMALL, type BrowserCheck } from '../check';
import { byId, until, type Explorer } from '../explorer';
import { lossesAt } from '../reference';

/** Steps of the runs that are kept, in files of the browser's or in its database. */
function keptSteps({ driver }: Explorer): Promise<readonly number[]> {
  return driver.evaluate(async () => {
    const texts: string[] = [];
    try {
      const root = await navigator.storage.getDirectory();
      const runs = await root.getDirectoryHandle('runs');
      for await (const folder of runs.values())
        if (folder.kind === 'directory') {
          const index = await (folder as FileSystemDirectoryHandle).getFileHandle('index.json');
          texts.push(await (await index.getFile()).text());
        }
    } catch {
      // No such file system, nothing in it yet, or it is just written.
    }
    const opened = indexedDB.open('resnet-explorer-kept');
    const database = await new Promise<IDBDatabase | null>((resolve) => {
      // Where the page has none, none is made for it.
      opened.onupgradeneeded = () => opened.transaction?.abort();
      opened.onsuccess = () => resolve(opened.result);
      opened.onerror = () => resolve(null);
    });
    if (database !== null) {
      const store = database.transaction('files').objectStore('files');
      const [keys, values] = await Promise.all(
        [store.getAllKeys(), store.getAll()].map(
          (asked) =>
            new Promise<readonly unknown[]>((resolve, reject) => {
              asked.onsuccess = () => resolve(asked.result);
              asked.onerror = () => reject(new Error('the database cannot be read'));
            }),
        ),
      );
      keys?.forEach((key, at) => {
        if (/^runs\/.*\/index\.json$/.test(String(key)))
          texts.push(new TextDecoder().decode(values?.[at] as Uint8Array<ArrayBuffer>));
      });
      database.close();
    }
    return texts.map((text) => (JSON.parse(text) as { readonly step: number }).step);
  });
}

const continuing: BrowserCheck = {
  name: 'a run that was kept goes on after its page was left, to the same losses',
  async run({ explorer }) {
    // A step that no other check stops at.
    const stopped = 9;
    const hash = `${SMALL}&opt=adam&lr=0.001`;
    await explorer.openReady(hash);
    await explorer.stepTo(stopped);
    await until(
      'the run in the store',
      () => keptSteps(explorer),
      (steps) => steps.includes(stopped),
    );
    await explorer.stepTo(stopped + 2);
    await explorer.openReady(hash);
    await explorer.click(byId('continue'));
    const { step } = await explorer.reaches(stopped);
    holds(`it goes on from step ${step}`, step <= stopped + 2);
    await explorer.ready();
    const end = await explorer.stepTo(stopped + 4);
    same('losses', end, await lossesAt(hash, end.step));
  },
};

export const KEEPING: readonly BrowserCheck[] = [continuing];
