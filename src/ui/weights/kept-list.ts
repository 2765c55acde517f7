/** The weights that this browser keeps, as the dialog lists them. */
import { createStore } from 'zustand/vanilla';
import { forget, keptIds } from '../../keep/keep';
import { readKeptWeights, WEIGHTS, type KeptWeights } from '../../weights/kept';

interface Kept extends KeptWeights {
  readonly hash: string;
}

async function listKept(): Promise<readonly Kept[]> {
  const ids = await keptIds(WEIGHTS);
  const all = await Promise.all(
    ids.map(async (hash) => {
      const known = await readKeptWeights(hash);
      return known === null ? [] : [{ ...known, hash }];
    }),
  );
  return all.flat().toSorted((a, b) => a.name.localeCompare(b.name));
}

export const keptStore = createStore<{ readonly list: readonly Kept[] }>()(() => ({ list: [] }));

/** To be called where something may have been kept since. */
export async function refreshKept(): Promise<void> {
  keptStore.setState({ list: await listKept() });
}

export async function removeKept(hash: string): Promise<void> {
  await forget(WEIGHTS, hash);
  await refreshKept();
}
